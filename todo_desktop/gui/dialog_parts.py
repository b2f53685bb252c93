"""What the dialogs of the Help menu have in common: a box of text to read and copy, and a row of buttons."""

from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QWidget

from todo_desktop.gui.theme.metrics import SMALL
from todo_desktop.gui.theme.role import Role, set_role


def text_box(name: str, accessible_name: str, text: str = "") -> QPlainTextEdit:
    """Plain text in letters of one width, to be read, selected and copied."""
    box = QPlainTextEdit(text)
    box.setObjectName(name)
    box.setAccessibleName(accessible_name)
    box.setReadOnly(True)
    box.setTabChangesFocus(True)
    box.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    box.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    return box


def push_button(name: str, text: str, *, main: bool = False) -> QPushButton:
    """The *main* one of a dialog answers to Enter."""
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAutoDefault(False)
    if main:
        set_role(button, Role.PRIMARY)
        button.setDefault(True)
    return button


def button_row(left: list[QWidget], right: list[QWidget]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(SMALL)
    for widget in left:
        row.addWidget(widget)
    row.addStretch(1)
    for widget in right:
        row.addWidget(widget)
    return row


def copy_text(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
