"""What a filter's parts are called, and what is said where one cannot be taken."""

from PySide6.QtCore import QCoreApplication

from todo_desktop.gui.plain_text import shortened
from todo_desktop.model.filter import Operator
from todo_desktop.model.filter_dates import DATES, Period, Unit
from todo_desktop.model.filter_operators import Flaw
from todo_desktop.model.filter_reading import NotTaken, Why
from todo_desktop.model.schema import NUMBERS, Field, FieldKind

_O = Operator


def operator_word(operator: Operator, field: Field) -> str:
    if field.kind in NUMBERS and operator in _SIGNS:
        return _SIGNS[operator]
    if field.kind is FieldKind.MULTI_SELECT and operator in (_O.ANY_OF, _O.NONE_OF):
        return _tr("has any of") if operator is _O.ANY_OF else _tr("has none of")
    if operator in (_O.FROM, _O.UNTIL) and field.kind in DATES:
        return _tr("is on or after") if operator is _O.FROM else _tr("is on or before")
    return {
        _O.IS: _tr("is"), _O.IS_NOT: _tr("is not"), _O.CONTAINS: _tr("contains"),
        _O.CONTAINS_NOT: _tr("does not contain"), _O.STARTS_WITH: _tr("starts with"), _O.ENDS_WITH: _tr("ends with"),
        _O.ON: _tr("is"), _O.NOT_ON: _tr("is not"), _O.BEFORE: _tr("is before"), _O.AFTER: _tr("is after"),
        _O.FROM: _tr("is from"), _O.UNTIL: _tr("is until"), _O.BETWEEN: _tr("is between"),
        _O.ANY_OF: _tr("is any of"), _O.ALL_OF: _tr("has all of"), _O.NONE_OF: _tr("is none of"),
        _O.EXACTLY: _tr("is exactly"), _O.NOT_EXACTLY: _tr("is not exactly"),
        _O.TRUE: _tr("is ticked"), _O.FALSE: _tr("is not ticked"),
        _O.NAME_CONTAINS: _tr("has a name with"), _O.NAME_CONTAINS_NOT: _tr("has no name with"),
        _O.EMPTY: _tr("is empty"), _O.NOT_EMPTY: _tr("is not empty"),
    }[operator]  # fmt: skip


_SIGNS = {_O.IS: "=", _O.IS_NOT: "≠", _O.MORE: ">", _O.AT_LEAST: "≥", _O.LESS: "<", _O.AT_MOST: "≤"}


def named_periods() -> dict[Period, str]:
    """Those that can be chosen by a name, in order."""
    return {
        Period(Unit.DAY): _tr("Today"), Period(Unit.DAY, 1, 1): _tr("Tomorrow"),
        Period(Unit.DAY, -1, -1): _tr("Yesterday"),
        Period(Unit.WEEK): _tr("This week"), Period(Unit.WEEK, 1, 1): _tr("Next week"),
        Period(Unit.WEEK, -1, -1): _tr("Last week"),
        Period(Unit.MONTH): _tr("This month"), Period(Unit.MONTH, 1, 1): _tr("Next month"),
        Period(Unit.MONTH, -1, -1): _tr("Last month"),
        Period(Unit.QUARTER): _tr("This quarter"), Period(Unit.QUARTER, 1, 1): _tr("Next quarter"),
        Period(Unit.QUARTER, -1, -1): _tr("Last quarter"),
        Period(Unit.YEAR): _tr("This year"), Period(Unit.YEAR, 1, 1): _tr("Next year"),
        Period(Unit.YEAR, -1, -1): _tr("Last year"),
    }  # fmt: skip


def unit_words() -> dict[Unit, str]:
    return {
        Unit.DAY: _tr("days"), Unit.WEEK: _tr("weeks"), Unit.MONTH: _tr("months"), Unit.QUARTER: _tr("quarters"),
        Unit.YEAR: _tr("years"),
    }  # fmt: skip


def period_words(period: Period) -> str:
    """Of one that has no name and is counted from now: `{count} days up to today`."""
    return _tr("{count} {units} up to now").format(
        count=period.last - period.first + 1, units=unit_words()[period.unit]
    )


def flaw_sentence(flaw: Flaw, name: str) -> str:
    """Why a condition on the field *name* is left out."""
    name = shortened(name)
    return {
        Flaw.FIELD: _tr("There is no field “{name}” in this list any more: the condition is left out."),
        Flaw.OPERATOR: _tr("The field “{name}” is of another kind now: the condition is left out."),
        Flaw.VALUE: _tr("The field “{name}” has no such value: the condition is left out."),
    }[flaw].format(name=name)


def not_taken_sentence(refusal: NotTaken) -> str:
    """Why what was pasted is no filter here; and that nothing is different."""
    what = {
        Why.NOT_JSON: _tr("What is on the clipboard is not JSON, such as {example}."),
        Why.NOT_A_FILTER: _tr("“{what}” is not part of a filter: it begins with “$and” or “$or”, or names a field."),
        Why.FIELD: _tr("This list has no field “{what}”."),
        Why.RELATED_FIELD: _tr(
            "“{what}” is a field of another collection. Related records can be asked for by their key and their name."
        ),
        Why.OPERATOR: _tr("“{what}” cannot be asked of the field “{of}” here."),
        Why.VALUE: _tr("“{what}” is no value of the field “{of}”."),
        Why.VARIABLE: _tr("The variable “{what}” has a meaning on the server only."),
    }[refusal.why]
    shown = what.format(what=shortened(refusal.what), of=shortened(refusal.of), example=_EXAMPLE)
    return f"{shown} {_tr('The filter is as it was.')}"


_EXAMPLE = '{"$and": [{"title": {"$includes": "rent"}}]}'


def _tr(text: str) -> str:
    return QCoreApplication.translate("Filter", text)
