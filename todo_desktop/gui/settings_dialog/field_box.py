"""A field of a form with a line below it that says what is wrong with what was typed, or what follows from it."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.metrics import ICON_SMALL, TIGHT
from todo_desktop.gui.theme.role import Role, set_invalid, set_role

_ICONS = {Role.DANGER: "error", Role.WARNING: "warning", Role.GOOD: "check"}


class NoteLine(QWidget):
    """An icon and plain text that wraps; hidden while empty."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._role = Role.HINT
        self._icon = QLabel()
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 0, 0)
        row.setSpacing(TIGHT + 2)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self.setVisible(False)

    @property
    def text(self) -> str:
        return self._text.text()

    @property
    def role(self) -> Role:
        """DANGER, WARNING, GOOD or HINT."""
        return self._role

    def say(self, text: str, role: Role = Role.HINT) -> None:
        self._role = role
        self._text.setText(text)
        set_role(self._text, role)
        self._draw_icon()
        self.setVisible(bool(text))

    def keep_room(self) -> None:
        """Be one line high also while empty."""
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.setMinimumHeight(ICON_SMALL)

    def setObjectName(self, name: str, /) -> None:  # noqa: N802
        """The text has the name, so that whoever looks for it reads it."""
        self._text.setObjectName(name)

    def changeEvent(self, event: QEvent, /) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icon()

    def _draw_icon(self) -> None:
        name = _ICONS.get(self._role, "")
        self._icon.setVisible(bool(name))
        if name:
            self._icon.setPixmap(self._icons.pixmap(name, ICON_SMALL, self._role.value))


class FieldBox(QWidget):
    """*control* is what is focused; *beside* stands to its right. Hints come back when an error goes.

    *keeps_room*: what is below stays where it is when a line of note comes or goes.
    """

    def __init__(self, control: QWidget, icons: Icons, *beside: QWidget, keeps_room: bool = False) -> None:
        super().__init__()
        self.control = control
        self._hint = ("", Role.HINT)
        self._note = NoteLine(icons)
        self._note.setObjectName(f"{control.objectName()}Note")
        if keeps_room:
            self._note.keep_room()
        row = QHBoxLayout()
        row.setSpacing(TIGHT)
        row.addWidget(control, 1, Qt.AlignmentFlag.AlignLeft if _keeps_its_width(control) else Qt.AlignmentFlag(0))
        for widget in beside:
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(TIGHT)
        column.addLayout(row)
        column.addWidget(self._note)
        self.setFocusProxy(control)

    @property
    def note(self) -> str:
        """The line below the field, empty where there is none."""
        return self._note.text

    @property
    def has_error(self) -> bool:
        return self._note.role is Role.DANGER and bool(self._note.text)

    def show_error(self, text: str) -> None:
        self._say(text, Role.DANGER)

    def clear_error(self) -> None:
        self._say(*self._hint)

    def set_hint(self, text: str, role: Role = Role.HINT) -> None:
        """What stands below the field while nothing is wrong. *role* is HINT, WARNING or GOOD."""
        self._hint = (text, role)
        if not self.has_error:
            self._say(text, role)

    def _say(self, text: str, role: Role) -> None:
        self._note.say(text, role)
        self.control.setAccessibleDescription(text)
        set_invalid(self.control, role is Role.DANGER)


def _keeps_its_width(control: QWidget) -> bool:
    return control.minimumWidth() == control.maximumWidth()
