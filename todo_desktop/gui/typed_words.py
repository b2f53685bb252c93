"""What was typed and could not be stored, as a notice from which it can be copied: it never goes without a trace."""

from PySide6.QtCore import QCoreApplication

from todo_desktop.gui.message_action import MessageAction, action_label
from todo_desktop.gui.messages import ProblemMessage
from todo_desktop.gui.plain_text import shortened
from todo_desktop.gui.todo_table.edited_cell import TypedText

_translate = QCoreApplication.translate
_LONGEST = 160


def typed_message(typed: TypedText, problem: str) -> ProblemMessage:
    """*problem* is a sentence: why it was not stored."""
    if typed.cell.title:
        words = _translate("Typed", "What you typed in {field} of “{title}” was not stored: “{text}”. {problem}")
    else:
        words = _translate("Typed", "What you typed in {field} was not stored: “{text}”. {problem}")
    text = words.format(
        field=shortened(typed.cell.field.label),
        title=shortened(typed.cell.title),
        text=shortened(typed.text, _LONGEST),
        problem=problem,
    )
    return ProblemMessage(text, MessageAction.COPY, action_label(MessageAction.COPY), copies=typed.text)
