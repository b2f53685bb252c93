"""Offers to upload the todos of this computer to a server, naming first what has no place there."""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QRadioButton, QVBoxLayout, QWidget

from todo_desktop.gui.theme.metrics import LARGE, MEDIUM, SMALL
from todo_desktop.gui.theme.role import Role, set_role

TEXT_WIDTH = 440


class UploadChoice(StrEnum):
    """What happens to the local todos, and to their values without a column."""

    UPLOAD = "upload"
    """Everything has its column."""
    UPLOAD_INTO_NOTES = "upload-into-notes"
    UPLOAD_AND_LEAVE_SOME = "upload-and-leave-some"
    """Todos that have such values stay on this computer, whole."""
    LEAVE = "leave"


class UploadDialog(QDialog):
    """Open it with `show`: the list can be used meanwhile."""

    chosen = Signal(object)
    """One `UploadChoice`; LEAVE also where the dialog is only closed."""

    def __init__(
        self,
        count: int,
        host: str,
        missing: Sequence[str] = (),
        *,
        has_notes: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """*count* todos, at least 1. *missing* are the labels of the fields that have values here and no column there;
        *has_notes*: the server's list has a field for notes."""
        super().__init__(parent)
        self.setObjectName("uploadDialog")
        self.setWindowTitle(self.tr("Upload todos"))
        self._missing = bool(missing)
        self._into_notes = QRadioButton(self.tr("Put them into the notes"))
        self._into_notes.setObjectName("uploadIntoNotes")
        self._keep = QRadioButton(self.tr("Leave the todos that have them on this computer"))
        self._keep.setObjectName("uploadKeepValues")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(LARGE, LARGE, LARGE, MEDIUM)
        self._column.setSpacing(MEDIUM)
        self._add_question(count, host)
        if missing:
            self._add_missing(missing, has_notes)
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

    def _add_missing(self, missing: Sequence[str], has_notes: bool) -> None:
        card = QFrame()
        set_role(card, Role.CARD)
        rows = QVBoxLayout(card)
        rows.setContentsMargins(MEDIUM, MEDIUM, MEDIUM, MEDIUM)
        rows.setSpacing(SMALL)
        said = _text(self.tr("The server has no column for: {names}.").format(names=", ".join(missing)))
        said.setObjectName("uploadMissing")
        rows.addWidget(said)
        rows.addWidget(self._into_notes)
        rows.addWidget(self._keep)
        self._into_notes.setVisible(has_notes)
        (self._into_notes if has_notes else self._keep).setChecked(True)
        hint = _text(self.tr("Or leave everything here for now, add the columns in NocoBase, and connect again."))
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
        elif not self._missing:
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
