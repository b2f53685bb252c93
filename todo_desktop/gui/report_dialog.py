"""*Report a problem*: what a report would say, to be read, copied or saved. It is sent nowhere."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QLabel, QVBoxLayout, QWidget

from todo_desktop.gui.background_job import BackgroundJob
from todo_desktop.gui.dialog_parts import button_row, copy_text, push_button, text_box
from todo_desktop.gui.messages import problem_message
from todo_desktop.gui.theme.metrics import LARGE, MEDIUM
from todo_desktop.gui.theme.role import Role, set_role
from todo_desktop.model.errors import StorageError
from todo_desktop.settings.files import write_private

FILE_NAME = "todo-desktop-report.txt"


class ReportDialog(QDialog):
    """Open it with `show`. What *reporter* gives is called in the background: with what stands in todos (True), or
    without."""

    def __init__(self, reporter: Callable[[], Callable[[bool], str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reporter = reporter
        self._job: BackgroundJob[str] | None = None
        self.setObjectName("reportDialog")
        self.setWindowTitle(self.tr("Report a problem"))
        self._words = QLabel(
            self.tr(
                "This is what a report would say. Nothing is sent: read it, then copy or save it, and hand it to whom "
                "you like, with a word on what you did and what happened."
            )
        )
        self._words.setObjectName("reportText")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._texts = QCheckBox(self.tr("Include titles and notes of todos"))
        self._texts.setObjectName("reportTexts")
        self._texts.setToolTip(self.tr("Where the log or the changes on their way tell them."))
        self._texts.toggled.connect(self.gather)
        self._preview = text_box("reportPreview", self.tr("The report"))
        self._note = QLabel()
        self._note.setObjectName("reportNote")
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setWordWrap(True)
        set_role(self._note, Role.SECONDARY)
        self._copy = push_button("reportCopy", self.tr("Copy"))
        self._copy.clicked.connect(self._on_copy)
        self._save = push_button("reportSave", self.tr("Save as…"), main=True)
        self._save.clicked.connect(self._choose_file)
        close = push_button("reportClose", self.tr("Close"))
        close.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(LARGE, LARGE, LARGE, MEDIUM)
        column.setSpacing(MEDIUM)
        column.addWidget(self._words)
        column.addWidget(self._preview, 1)
        column.addWidget(self._texts)
        column.addLayout(button_row([self._note], [close, self._copy, self._save]))
        self.resize(760, 560)
        self.gather()

    @property
    def report(self) -> str:
        """As it is shown, and would be saved."""
        return self._preview.toPlainText()

    def save(self, path: Path) -> None:
        """Write the report to *path*, readable by its owner alone."""
        try:
            write_private(path, self.report.encode())
        except StorageError as error:
            self._note.setText(problem_message(error.problem, detail=error.detail).text)
        else:
            self._note.setText(self.tr("Saved as {name}.").format(name=path.name))

    def done(self, result: int, /) -> None:
        if self._job is not None:
            self._job.cancel()
        super().done(result)

    def gather(self) -> None:
        """Make the report anew."""
        if self._job is not None:
            self._job.cancel()
        self._set_ready(False)
        self._note.setText(self.tr("Looking…"))
        make, texts = self._reporter(), self._texts.isChecked()
        self._job = BackgroundJob(lambda: make(texts), lambda: None, self)
        self._job.succeeded.connect(self._show_report)
        self._job.failed.connect(lambda _error: self._show_failure())
        self._job.start()

    def _show_report(self, report: str) -> None:
        self._preview.setPlainText(report)
        self._note.clear()
        self._set_ready(True)

    def _show_failure(self) -> None:
        self._note.setText(self.tr("The report could not be made. The log, which Help → About opens, tells why."))

    def _set_ready(self, ready: bool) -> None:
        for button in (self._copy, self._save):
            button.setEnabled(ready)

    def _on_copy(self) -> None:
        copy_text(self.report)
        self._note.setText(self.tr("Copied."))

    def _choose_file(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save the report"), str(Path.home() / FILE_NAME), self.tr("Text (*.txt)")
        )
        if chosen:
            self.save(Path(chosen))
