"""Why a value or an edit was refused, as a sentence beside the place where it was typed."""

from PySide6.QtCore import QCoreApplication

from todo_desktop.model.errors import InvalidValue, TodoDesktopError
from todo_desktop.model.lists import TodoList

_translate = QCoreApplication.translate


def refusal(error: TodoDesktopError, todo_list: TodoList) -> str:
    """*error* as a sentence for people."""
    if not isinstance(error, InvalidValue):
        from todo_desktop.gui.messages import problem_message  # noqa: PLC0415  (the first paint does without)

        return problem_message(error.problem, detail=error.detail).text
    field = todo_list.collection.field(error.field)
    if field is None and error.field:
        return _translate("Refusals", "The list no longer has this field.")
    if error.detail == "too-long" and field is not None and field.max_length is not None:
        return _translate("Refusals", "At most %Ln letters fit here.", "", field.max_length)
    return {
        "required": _translate("Refusals", "This field cannot be empty."),
        "too-long": _translate("Refusals", "This text is too long for the field."),
        "not-a-number": _translate("Refusals", "This is not a number."),
        "out-of-range": _translate("Refusals", "This number is too large for the field."),
        "not-a-date": _translate("Refusals", "This is not a day."),
        "not-editable": _translate("Refusals", "This field cannot be changed here."),
    }.get(error.detail, _translate("Refusals", "The field cannot hold this value."))


def no_longer_there() -> str:
    """Of a todo that was to be changed."""
    return _translate("Refusals", "This todo is no longer in the list.")
