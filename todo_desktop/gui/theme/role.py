"""The roles that the style sheet knows: what a widget is for decides how it looks."""

from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


class Role(StrEnum):
    """Values of the dynamic property `role`, by the kind of widget that may have them."""

    # Push buttons
    PRIMARY = "primary"
    DANGER = "danger"
    """Also a label: what went wrong."""
    QUIET = "quiet"
    LINK = "link"
    INLINE = "inline"
    """A link that is no higher than the words beside it."""
    SEGMENT = "segment"
    """A checkable button inside a frame of role SEGMENTS, whose layout has neither spacing nor margins."""

    # Frames
    SEGMENTS = "segments"
    SIDEBAR = "sidebar"
    BANNER = "banner"
    """What needs the user."""
    NOTICE = "notice"
    """What only informs."""
    TOAST = "toast"
    """The undo bar."""
    CARD = "card"
    OUTBOX = "outbox"
    """The panel below the list."""
    CAPTURE = "capture"
    """A window without a frame of the system's."""
    LINE = "line"

    # Labels
    TITLE = "title"
    """Also a line edit that is drawn as text until it has the focus."""
    HEADING = "heading"
    SECONDARY = "secondary"
    HINT = "hint"
    """Secondary, and smaller."""
    WARNING = "warning"
    GOOD = "good"
    """Also a progress bar."""
    KEY = "key"
    """A key of the keyboard."""

    # Line edits, lists, progress bars
    SEARCH = "search"
    QUICK_ADD = "quick-add"
    LIST = "list"
    """The table of todos: no frame."""
    NAVIGATION = "navigation"
    LOADING = "loading"


def set_role(widget: QWidget, role: Role) -> None:
    """Give *widget* the look of *role*, now or when it is shown."""
    _set(widget, "role", role.value)


def set_invalid(widget: QWidget, invalid: bool) -> None:
    """Mark a field whose value is refused; say why in a label of role DANGER beside it."""
    _set(widget, "invalid", invalid)


def _set(widget: QWidget, name: str, value: object) -> None:
    changed = widget.property(name) != value
    widget.setProperty(name, value)
    if changed and widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        # A style sheet looks at properties once: it must be told to look again.
        widget.style().unpolish(widget)
        widget.style().polish(widget)
