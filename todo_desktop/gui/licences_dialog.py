"""Whose work the program is made with, and under which terms."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from todo_desktop.gui.background_job import BackgroundJob
from todo_desktop.gui.dialog_parts import button_row, push_button, text_box
from todo_desktop.gui.theme.metrics import LARGE, MEDIUM


class LicencesDialog(QDialog):
    """Open it with `show`. *read* is called in the background."""

    def __init__(self, read: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("licencesDialog")
        self.setWindowTitle(self.tr("Licences"))
        self._text = text_box("licencesText", self.tr("Licences"), self.tr("Looking…"))
        close = push_button("licencesClose", self.tr("Close"), main=True)
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(LARGE, LARGE, LARGE, MEDIUM)
        column.setSpacing(MEDIUM)
        column.addWidget(self._text, 1)
        column.addLayout(button_row([], [close]))
        self.resize(760, 560)
        self._job = BackgroundJob(read, lambda: None, self)
        self._job.succeeded.connect(self._text.setPlainText)
        self._job.failed.connect(lambda _error: self._text.setPlainText(self.tr("They could not be read.")))
        self._job.start()

    def done(self, result: int, /) -> None:
        self._job.cancel()
        super().done(result)
