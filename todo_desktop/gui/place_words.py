"""What is said where the file of the replica was deleted or replaced while the program ran."""

from PySide6.QtCore import QCoreApplication

from todo_desktop.gui.message_action import MessageAction, action_label
from todo_desktop.gui.messages import ProblemMessage, problem_message
from todo_desktop.model.errors import Problem

translate = QCoreApplication.translate


def written_back_message() -> ProblemMessage:
    text = translate(
        "messages",
        "The folder with your todos was deleted while the program ran. Everything that this window shows has been "
        "written back to it. To be rid of it, quit first.",
    )
    return ProblemMessage(text, MessageAction.SHOW_FOLDER, action_label(MessageAction.SHOW_FOLDER))


def replaced_message(kept_as: str) -> ProblemMessage:
    """*kept_as* is the name of the copy, empty where none could be made."""
    said = problem_message(Problem.REPLICA_REPLACED)
    kept = translate("messages", "What this window shows was kept beside it as {name}.").format(name=kept_as)
    unkept = translate("messages", "What this window shows could not be kept: copy what you need before you quit.")
    return ProblemMessage(f"{said.text} {kept if kept_as else unkept}", said.action, said.action_label)
