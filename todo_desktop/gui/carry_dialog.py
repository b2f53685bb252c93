"""Names what the other list has no place for, before todos are moved or copied there."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QLabel, QRadioButton, QVBoxLayout, QWidget

from todo_desktop.gui.dialog_parts import button_row, push_button
from todo_desktop.gui.misfit_words import into_notes_words, misfit_words, without_words
from todo_desktop.gui.theme.metrics import LARGE, MEDIUM, SMALL
from todo_desktop.gui.theme.role import Role, set_role
from todo_desktop.model.misfits import Misfits

_TEXT_WIDTH = 400


class CarryDialog(QDialog):
    """Open it with `show`: the list can be used meanwhile."""

    chosen = Signal(bool)
    """Go on: whether what has no place there goes into the notes."""

    def __init__(
        self,
        count: int,
        title: str,
        misfits: Misfits,
        *,
        moves: bool,
        parent: QWidget | None = None,
    ) -> None:
        """*count* todos are to go to the list of that *title*, which has no place for *misfits*. Where none of
        them could be moved there is nothing to choose: that is told."""
        super().__init__(parent)
        self.setObjectName("carryDialog")
        self.setWindowTitle(self.tr("Move todos") if moves else self.tr("Copy todos"))
        all_stay = moves and not misfits.can_take_notes and misfits.todos == count
        question = _text("carryQuestion", self._question(count, moves, all_stay).format(list=title))
        set_role(question, Role.TITLE)
        said = misfit_words(misfits, title)
        if all_stay:
            one, many = (
                self.tr("To have it there without that, use “Copy to”."),
                self.tr("To have them there without that, use “Copy to”."),
            )
            said += "\n" + (one if count == 1 else many)
        self._into_notes = QRadioButton(into_notes_words(misfits))
        self._into_notes.setObjectName("carryIntoNotes")
        self._into_notes.setVisible(misfits.can_take_notes)
        without = QRadioButton(self._stay_words(count, misfits.todos) if moves else without_words(misfits))
        without.setObjectName("carryWithout")
        without.setVisible(not all_stay)
        (self._into_notes if misfits.can_take_notes else without).setChecked(True)
        card = QFrame()
        set_role(card, Role.CARD)
        rows = QVBoxLayout(card)
        rows.setContentsMargins(MEDIUM, MEDIUM, MEDIUM, MEDIUM)
        rows.setSpacing(SMALL)
        for widget in (_text("carryMissing", said), self._into_notes, without):
            rows.addWidget(widget)
        cancel = push_button("carryCancel", self.tr("Close") if all_stay else self.tr("Cancel"), main=all_stay)
        go = push_button("carryButton", self.tr("Move") if moves else self.tr("Copy"), main=True)
        go.setVisible(not all_stay)
        cancel.clicked.connect(self.reject)
        go.clicked.connect(self.accept)
        self.accepted.connect(lambda: self.chosen.emit(self._into_notes.isChecked()))
        column = QVBoxLayout(self)
        column.setContentsMargins(LARGE, LARGE, LARGE, MEDIUM)
        column.setSpacing(MEDIUM)
        column.addWidget(question)
        column.addWidget(card)
        column.addLayout(button_row([], [cancel, go]))
        (cancel if all_stay else go).setFocus()

    def _question(self, count: int, moves: bool, all_stay: bool) -> str:
        if all_stay:
            many = self.tr("%Ln todos cannot be moved to “{list}”", "", count)
            return self.tr("This todo cannot be moved to “{list}”") if count == 1 else many
        if moves:
            many = self.tr("Move %Ln todos to “{list}”?", "", count)
            return self.tr("Move 1 todo to “{list}”?") if count == 1 else many
        return self.tr("Copy 1 todo to “{list}”?") if count == 1 else self.tr("Copy %Ln todos to “{list}”?", "", count)

    def _stay_words(self, count: int, todos: int) -> str:
        """What becomes of the *todos* that do not fit, of *count* that are to be moved."""
        if todos == count:
            return self.tr("Leave it where it is") if count == 1 else self.tr("Leave them where they are")
        if todos == 1:
            return self.tr("Leave that todo where it is, and move the others")
        return self.tr("Leave those %Ln todos where they are, and move the others", "", todos)


def _text(name: str, text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setMinimumWidth(_TEXT_WIDTH)
    return label
