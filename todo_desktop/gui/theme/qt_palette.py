"""Our palette as Qt's: every role in every group, for what the style sheet leaves to the Fusion style."""

from PySide6.QtGui import QColor, QPalette

from todo_desktop.gui.theme.palette import Palette, mix

_Role = QPalette.ColorRole


def qt_palette(palette: Palette) -> QPalette:
    """A QPalette in which nothing is left to be derived: what Qt derives from one colour is black in places."""
    made = QPalette()
    for role, color in _active(palette).items():
        made.setColor(QPalette.ColorGroup.All, role, QColor(color))
    made.setColor(QPalette.ColorGroup.Inactive, _Role.Highlight, QColor(palette.selection_inactive))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText, _Role.HighlightedText, _Role.PlaceholderText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(palette.disabled))
    made.setColor(QPalette.ColorGroup.Disabled, _Role.Highlight, QColor(palette.selection_inactive))
    made.setColor(QPalette.ColorGroup.Disabled, _Role.Accent, QColor(palette.disabled))
    made.setColor(QPalette.ColorGroup.Disabled, _Role.Base, QColor(palette.sidebar))
    return made


def _active(palette: Palette) -> dict[QPalette.ColorRole, str]:
    return {
        _Role.Window: palette.window,
        _Role.WindowText: palette.text,
        _Role.Base: palette.window,
        _Role.AlternateBase: palette.sidebar,
        _Role.Text: palette.text,
        _Role.PlaceholderText: palette.secondary,
        _Role.Button: palette.button,
        _Role.ButtonText: palette.text,
        _Role.BrightText: palette.on_accent,
        _Role.Highlight: palette.selection,
        _Role.HighlightedText: palette.text,
        _Role.Accent: palette.accent,
        _Role.Link: palette.accent,
        _Role.LinkVisited: palette.accent,
        _Role.ToolTipBase: palette.raised,
        _Role.ToolTipText: palette.text,
        # The bevel that Fusion paints with, from its light side to its shadow.
        _Role.Light: palette.button_hover,
        _Role.Midlight: palette.hover,
        _Role.Mid: palette.line,
        _Role.Dark: palette.edge,
        _Role.Shadow: mix(palette.line, "#000000", 0.6),
    }
