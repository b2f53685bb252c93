"""What the pages of the wizard are made of."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit

from todo_desktop.gui.theme.role import Role, set_role


def words(name: str, text: str = "", role: Role | None = None) -> QLabel:
    """Plain text that wraps."""
    label = QLabel(text)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if role is not None:
        set_role(label, role)
    return label


def line(name: str, accessible_name: str, edited: Callable[[], object], *, is_password: bool = False) -> QLineEdit:
    field = QLineEdit()
    field.setObjectName(name)
    field.setAccessibleName(accessible_name)
    if is_password:
        field.setEchoMode(QLineEdit.EchoMode.Password)
    field.textEdited.connect(lambda _text: edited())
    return field


def lifetime_box(name: str, accessible_name: str, lifetimes: tuple[tuple[str, str], ...]) -> QComboBox:
    """A year at first. *lifetimes*: what is shown, and what NocoBase calls it."""
    box = QComboBox()
    box.setObjectName(name)
    box.setAccessibleName(accessible_name)
    for text, lifetime in lifetimes:
        box.addItem(text, lifetime)
    box.setCurrentIndex(box.findData("365d"))
    return box


def lifetimes() -> tuple[tuple[str, str], ...]:
    """Of a key: in words, and as NocoBase has them."""
    return ((_tr("30 days"), "30d"), (_tr("90 days"), "90d"), (_tr("1 year"), "365d"), (_tr("ever"), "never"))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Setup", text)
