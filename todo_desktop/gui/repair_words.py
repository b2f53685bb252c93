"""What is said while a damaged replica is repaired, and about what became of it."""

from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale, Qt
from PySide6.QtWidgets import QProgressDialog

from todo_desktop.gui.message_action import MessageAction, action_label
from todo_desktop.gui.messages import ProblemMessage
from todo_desktop.model.repaired import Repaired

_AFTER_MS = 400

_translate = QCoreApplication.translate


def repaired_message(repaired: Repaired, locale: QLocale) -> ProblemMessage:
    """What happened, what was kept, and where the damaged file is."""
    aside = _translate("Repair", "The damaged file is in the data folder as {name}.").format(name=repaired.set_aside)
    text = " ".join(
        [_translate("Repair", "The file that holds the todos on this computer was damaged."), _kept(repaired), aside]
    )
    if repaired.backup is not None:
        day = _in_words(repaired.backup, locale)
        text = f"{text} " + _translate("Repair", "Gaps were filled from the backup of {day}.").format(day=day)
    return ProblemMessage(text, MessageAction.SHOW_FOLDER, action_label(MessageAction.SHOW_FOLDER))


def _in_words(day: date, locale: QLocale) -> str:
    return locale.toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat)


class RepairProgress(QProgressDialog):
    """Seen while a large file is repaired; nothing can be done meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("repairProgress")
        self.setWindowTitle("Todo Desktop")
        self.setLabelText(_translate("Repair", "The file that holds your todos is damaged. It is being repaired."))
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setRange(0, 0)
        self.setCancelButton(None)
        self.setMinimumDuration(_AFTER_MS)


def _kept(repaired: Repaired) -> str:
    if repaired.complete:
        return _translate("Repair", "It was repaired, and nothing in it was lost.")
    if not repaired.todos:
        return _translate("Repair", "Nothing in it could be read. What a server has is fetched again.")
    one = repaired.todos == 1
    todos = _translate("Repair", "1 todo") if one else _translate("Repair", "%n todos", "", repaired.todos)
    if not repaired.unsent:
        return _translate("Repair", "What could be read is here: {todos}.").format(todos=todos)
    if repaired.unsent == 1:
        unsent = _translate("Repair", "1 unsent change")
    else:
        unsent = _translate("Repair", "%n unsent changes", "", repaired.unsent)
    return _translate("Repair", "What could be read is here: {todos} and {unsent}.").format(todos=todos, unsent=unsent)
