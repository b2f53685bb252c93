"""Why a value or an edit was refused, as a sentence beside the place where it was typed."""

from PySide6.QtCore import QCoreApplication, QLocale

from todo_desktop.gui.plain_text import shortened
from todo_desktop.model.errors import InvalidValue, TodoDesktopError
from todo_desktop.model.field_rules import Rules
from todo_desktop.model.lists import TodoList
from todo_desktop.model.schema import Field

_translate = QCoreApplication.translate


def refusal(error: TodoDesktopError, todo_list: TodoList) -> str:
    """*error* as a sentence for people."""
    if not isinstance(error, InvalidValue):
        from todo_desktop.gui.messages import problem_message  # noqa: PLC0415  (the first paint does without)

        return problem_message(error.problem, detail=error.detail).text
    field = todo_list.collection.field(error.field)
    if field is None and error.field:
        return _translate("Refusals", "The list no longer has this field.")
    if field is not None and (words := _of_rule(error.detail, field)):
        return words
    return {
        "required": _translate("Refusals", "This field cannot be empty."),
        "too-long": _translate("Refusals", "This text is too long for the field."),
        "not-a-number": _translate("Refusals", "This is not a number."),
        "out-of-range": _translate("Refusals", "This number is too large for the field."),
        "not-a-date": _translate("Refusals", "This is not a day."),
        "not-a-time": _translate("Refusals", "This is not a time of day."),
        "not-an-email": _translate("Refusals", "This is not an e-mail address. Type for example ada@example.com."),
        "not-an-address": _translate("Refusals", "This is not a web address. Type for example https://example.com."),
        "no-match": _translate("Refusals", "The server wants another form here: {pattern}"),
        "not-editable": _translate("Refusals", "This field cannot be changed here."),
    }.get(error.detail, _translate("Refusals", "The field cannot hold this value."))


def _of_rule(broken: str, field: Field) -> str:
    """What the rule of *field* that was broken asks for; empty where it takes no figure to say it."""
    from todo_desktop.gui.todo_table.numbers import field_text  # noqa: PLC0415  (the first paint does without)

    rules, locale = field.rules, QLocale()
    if broken == "too-long" and field.max_length is not None:
        return _translate("Refusals", "At most %Ln letters fit here.", "", field.max_length)
    if broken == "too-short":
        return _translate("Refusals", "At least %Ln letters are wanted here.", "", rules.min_length)
    if broken == "too-many-digits" and rules.digits is not None:
        return _translate("Refusals", "At most %Ln digits fit behind the point.", "", rules.digits)
    if broken == "no-match":
        words = _translate("Refusals", "The server wants another form here: {pattern}")
        return words.format(pattern=shortened(rules.pattern))
    words, bound = {
        "too-small": _least(rules),
        "too-large": _most(rules),
        "not-a-multiple": (_translate("Refusals", "Only multiples of {bound} fit here."), rules.multiple_of),
    }.get(broken, ("", None))
    return "" if bound is None else words.format(bound=field_text(field, bound, locale))


def _least(rules: Rules) -> tuple[str, float | None]:
    if rules.least is None or (rules.above is not None and rules.above >= rules.least):
        return _translate("Refusals", "Only numbers above {bound} fit here."), rules.above
    return _translate("Refusals", "The least that fits here is {bound}."), rules.least


def _most(rules: Rules) -> tuple[str, float | None]:
    if rules.most is None or (rules.below is not None and rules.below <= rules.most):
        return _translate("Refusals", "Only numbers below {bound} fit here."), rules.below
    return _translate("Refusals", "The most that fits here is {bound}."), rules.most


def no_longer_there() -> str:
    """Of a todo that was to be changed."""
    return _translate("Refusals", "This todo is no longer in the list.")
