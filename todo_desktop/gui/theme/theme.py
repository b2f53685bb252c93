"""The theme: light or dark as the system or the user wants it, put on the whole application at once."""

from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.metrics import SECONDARY_SCALE
from todo_desktop.gui.theme.palette import DARK, LIGHT, Palette
from todo_desktop.gui.theme.qt_palette import qt_palette
from todo_desktop.gui.theme.style_sheet import style_sheet

Preference = Literal["system", "light", "dark"]

_SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}


class Theme(QObject):
    """Puts style, colours and style sheet on *app*, and again whenever the system or `prefer` asks for the other ones.

    `folder` holds the icons; *app* has the style Fusion. Build it before the first window, and call `dress` before that
    is shown: put on earlier, the style sheet would be asked for each part that is made.
    """

    changed = Signal()
    """Once after each change of colours; by then palette, style sheet and `icons` are those of the new theme."""

    def __init__(self, app: QApplication, folder: Path, preference: Preference = "system") -> None:
        super().__init__(app)
        self._app = app
        self._folder = folder
        self._preference: Preference = preference
        # A desktop that tells Qt no colour scheme may still have handed it dark colours.
        self._born_dark = app.palette().color(QPalette.ColorRole.Window).lightness() < 128
        self._palette = self._wanted()
        self._icons = Icons(folder, self._palette, app.devicePixelRatio())
        app.setPalette(qt_palette(self._palette))
        if preference != "system":
            app.styleHints().setColorScheme(_SCHEMES[preference])
        app.styleHints().colorSchemeChanged.connect(self._follow)

    @property
    def palette(self) -> Palette:
        """The colours in use now."""
        return self._palette

    @property
    def icons(self) -> Icons:
        """The icons in these colours; the same object for the theme's whole life."""
        return self._icons

    @property
    def preference(self) -> Preference:
        """What `prefer` was told last."""
        return self._preference

    def dress(self) -> None:
        """Put on the style sheet of these colours."""
        points = QFontInfo(self._app.font()).pointSizeF()
        self._app.setStyleSheet(style_sheet(self._palette, self._folder / self._palette.name, points))

    def prefer(self, preference: Preference) -> None:
        """Follow the system, or stay light or dark whatever the system does."""
        self._preference = preference
        # Window frames and native dialogs follow where the platform can; elsewhere this does nothing.
        self._app.styleHints().setColorScheme(_SCHEMES[preference])
        self._follow()

    def secondary_font(self) -> QFont:
        """For what stands beside the main thing: counts, hints, times."""
        font = QFont(self._app.font())
        font.setPointSizeF(QFontInfo(font).pointSizeF() * SECONDARY_SCALE)
        return font

    def _wanted(self) -> Palette:
        if self._preference == "system":
            scheme = self._app.styleHints().colorScheme()
            dark = self._born_dark if scheme == Qt.ColorScheme.Unknown else scheme == Qt.ColorScheme.Dark
        else:
            dark = self._preference == "dark"
        return DARK if dark else LIGHT

    def _follow(self) -> None:
        wanted = self._wanted()
        if wanted is not self._palette:
            self._palette = wanted
            self._icons.recolor(wanted)
            self._app.setPalette(qt_palette(wanted))
            self.dress()
            self.changed.emit()
