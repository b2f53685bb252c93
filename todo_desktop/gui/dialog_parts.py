"""What dialogs have in common: a box of text to read and copy, a table of plain rows, and a row of buttons."""

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QPlainTextEdit, QPushButton, QTableView, QWidget

from todo_desktop.gui.theme.metrics import ROW_COMPACT, SMALL
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


def prepare_rows(view: QTableView, model: QAbstractItemModel, name: str, accessible_name: str) -> None:
    """*view* shows *model* as rows to be selected whole, with headings and without lines."""
    view.setObjectName(name)
    view.setAccessibleName(accessible_name)
    view.setModel(model)
    view.setShowGrid(False)
    view.setStyleSheet("QTableView::item { padding: 0 5px; }")
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(ROW_COMPACT)
    header = view.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)


class _Button(QPushButton):
    """Enter presses it where it has the focus, and not the main one of its dialog."""

    def keyPressEvent(self, event: QKeyEvent, /) -> None:  # noqa: N802 (Qt)
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()


def push_button(name: str, text: str, *, main: bool = False) -> QPushButton:
    """The *main* one of a dialog answers to Enter from anywhere but another button."""
    button = _Button(text)
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
