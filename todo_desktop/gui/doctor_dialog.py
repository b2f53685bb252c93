"""*Check the connection*: what the doctor finds, to be read or copied."""

from collections.abc import Callable

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from todo_desktop.gui.background_job import BackgroundJob
from todo_desktop.gui.dialog_parts import button_row, copy_text, push_button, text_box
from todo_desktop.gui.theme.metrics import LARGE, MEDIUM
from todo_desktop.gui.theme.role import Role, set_role


class Look(Struct, frozen=True):
    """`examine` is called in the background, and may take as long as the server does; `cancel` makes it end soon."""

    examine: Callable[[], str]
    cancel: Callable[[], None]


class DoctorDialog(QDialog):
    """Open it with `show`. *begin* makes one look, which is cancelled where the dialog is closed meanwhile."""

    def __init__(self, begin: Callable[[], Look], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._begin = begin
        self._job: BackgroundJob[str] | None = None
        self.setObjectName("doctorDialog")
        self.setWindowTitle(self.tr("Check the connection"))
        words = QLabel(
            self.tr("Everything that this list needs is looked at, here and at the server. Nothing is changed there.")
        )
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        self._found = text_box("doctorFound", self.tr("What was found"))
        self._found.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self._note = QLabel()
        self._note.setObjectName("doctorNote")
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self._note, Role.SECONDARY)
        self._again = push_button("doctorAgain", self.tr("Look again"))
        self._again.clicked.connect(self._look)
        self._copy = push_button("doctorCopy", self.tr("Copy"), main=True)
        self._copy.clicked.connect(self._on_copy)
        close = push_button("doctorClose", self.tr("Close"))
        close.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(LARGE, LARGE, LARGE, MEDIUM)
        column.setSpacing(MEDIUM)
        column.addWidget(words)
        column.addWidget(self._found, 1)
        column.addLayout(button_row([self._note], [close, self._again, self._copy]))
        self.resize(820, 420)
        self._look()

    def done(self, result: int, /) -> None:
        if self._job is not None:
            self._job.cancel()
        super().done(result)

    def _look(self) -> None:
        self._set_ready(False)
        self._note.setText(self.tr("Looking…"))
        look = self._begin()
        self._job = BackgroundJob(look.examine, look.cancel, self)
        self._job.succeeded.connect(self._show_found)
        self._job.failed.connect(lambda _error: self._show_failure())
        self._job.start()

    def _show_found(self, found: str) -> None:
        self._found.setPlainText(found)
        self._note.clear()
        self._set_ready(True)

    def _show_failure(self) -> None:
        self._note.setText(self.tr("The look failed. The log, which Help → About opens, tells why."))
        self._again.setEnabled(True)

    def _set_ready(self, ready: bool) -> None:
        for button in (self._copy, self._again):
            button.setEnabled(ready)

    def _on_copy(self) -> None:
        copy_text(self._found.toPlainText())
        self._note.setText(self.tr("Copied."))
