"""Offers to upload the todos of this computer to a server, naming first what has no place there."""

from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QRadioButton, QVBoxLayout, QWidget

from todo_desktop.gui.misfit_words import into_notes_words, misfit_words
from todo_desktop.gui.theme.metrics import LARGE, MEDIUM, SMALL
from todo_desktop.gui.theme.role import Role, set_role
from todo_desktop.model.misfits import Misfits

TEXT_WIDTH = 440
EVERYTHING_FITS = Misfits()


class UploadChoice(StrEnum):
    """What happens to the local todos, and to what of them has no place there."""

    UPLOAD = "upload"
    """Everything has its place."""
    UPLOAD_INTO_NOTES = "upload-into-notes"
    UPLOAD_AND_LEAVE_SOME = "upload-and-leave-some"
    """Todos that have any of it stay on this computer, whole."""
    LEAVE = "leave"


class UploadDialog(QDialog):
    """Open it with `show`: the list can be used meanwhile."""

    chosen = Signal(object)
    """One `UploadChoice`; LEAVE also where the dialog is only closed."""

    def __init__(
        self,
        count: int,
        host: str,
        misfits: Misfits = EVERYTHING_FITS,
        parent: QWidget | None = None,
    ) -> None:
        """*count* todos, at least 1; *misfits* is what of them has no place on the server."""
        super().__init__(parent)
        self.setObjectName("uploadDialog")
        self.setWindowTitle(self.tr("Upload todos"))
        self._misfits = misfits
        self._into_notes = QRadioButton(into_notes_words(misfits))
        self._into_notes.setObjectName("uploadIntoNotes")
        self._keep = QRadioButton(self._keep_words(count))
        self._keep.setObjectName("uploadKeepValues")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(LARGE, LARGE, LARGE, MEDIUM)
        self._column.setSpacing(MEDIUM)
        self._add_question(count, host)
        if misfits:
            self._add_misfits(misfits)
        self._add_buttons()
        self.finished.connect(self._tell)

    def _add_question(self, count: int, host: str) -> None:
        if count == 1:
            question = self.tr("Upload 1 todo to {host}?").format(host=host)
        else:
            question = self.tr("Upload %n todos to {host}?", None, count).format(host=host)
        title = _text(question)
        title.setObjectName("uploadQuestion")
        set_role(title, Role.TITLE)
        self._column.addWidget(title)
        self._column.addWidget(
            _text(
                self.tr("So far they are on this computer only. The upload may be interrupted; it goes on by itself.")
            )
        )

    def _keep_words(self, count: int) -> str:
        """The others need not be thought of."""
        todos = self._misfits.todos
        if todos == count:
            return self.tr("Leave it on this computer") if count == 1 else self.tr("Leave them on this computer")
        if todos == 1:
            return self.tr("Leave that todo on this computer, and upload the others")
        return self.tr("Leave those %Ln todos on this computer, and upload the others", "", todos)

    def _add_misfits(self, misfits: Misfits) -> None:
        card = QFrame()
        set_role(card, Role.CARD)
        rows = QVBoxLayout(card)
        rows.setContentsMargins(MEDIUM, MEDIUM, MEDIUM, MEDIUM)
        rows.setSpacing(SMALL)
        said = _text(misfit_words(misfits))
        said.setObjectName("uploadMissing")
        rows.addWidget(said)
        rows.addWidget(self._into_notes)
        rows.addWidget(self._keep)
        self._into_notes.setVisible(misfits.can_take_notes)
        (self._into_notes if misfits.can_take_notes else self._keep).setChecked(True)
        hint = _text(
            self.tr("Or leave everything here for now, add the columns in NocoBase, and connect again.")
            if misfits.missing
            else self.tr("Or leave everything here for now, change what does not fit, and connect again.")
        )
        set_role(hint, Role.HINT)
        rows.addWidget(hint)
        self._column.addWidget(card)

    def _add_buttons(self) -> None:
        leave = QPushButton(self.tr("Leave everything here"))
        leave.setObjectName("uploadLeave")
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        upload = QPushButton(self.tr("Upload"))
        upload.setObjectName("uploadButton")
        set_role(upload, Role.PRIMARY)
        upload.setDefault(True)
        upload.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.setSpacing(SMALL)
        row.addStretch(1)
        row.addWidget(leave)
        row.addWidget(upload)
        self._column.addLayout(row)
        upload.setFocus()

    def _tell(self, result: int) -> None:
        if result != QDialog.DialogCode.Accepted:
            self.chosen.emit(UploadChoice.LEAVE)
        elif not self._misfits:
            self.chosen.emit(UploadChoice.UPLOAD)
        elif self._into_notes.isChecked():
            self.chosen.emit(UploadChoice.UPLOAD_INTO_NOTES)
        else:
            self.chosen.emit(UploadChoice.UPLOAD_AND_LEAVE_SOME)


def _text(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setMinimumWidth(TEXT_WIDTH)
    return label
