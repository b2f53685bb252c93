"""A filter as NocoBase writes it: `{"$and": [{"title": {"$includes": "rent"}}]}`.

What its operators mean was seen on a real server: `tests/contract/test_filters.py` holds each of them against it.
"""

import re

import msgspec

from todo_desktop.model.filter import Group, Operator, Part, Value
from todo_desktop.model.filter_dates import DATES, Period, Unit
from todo_desktop.model.schema import Collection, Field, FieldKind
from todo_desktop.model.values import Json

Object = dict[str, Json]

_O = Operator
OF_TEXT = {
    _O.CONTAINS: "$includes", _O.CONTAINS_NOT: "$notIncludes", _O.STARTS_WITH: "$startsWith", _O.ENDS_WITH: "$endWith",
    _O.NAME_CONTAINS: "$includes", _O.NAME_CONTAINS_NOT: "$notIncludes",
}  # fmt: skip
"""The text is a pattern to the server, in which a backslash has to be doubled; `%` and `_` it takes as they are."""
OF_VALUE = {
    _O.IS: "$eq", _O.IS_NOT: "$ne", _O.MORE: "$gt", _O.AT_LEAST: "$gte", _O.LESS: "$lt", _O.AT_MOST: "$lte",
    _O.ANY_OF: "$in", _O.NONE_OF: "$notIn",
}  # fmt: skip
OF_TIME = {_O.IS: "$eq", _O.IS_NOT: "$ne", _O.AFTER: "$gt", _O.FROM: "$gte", _O.BEFORE: "$lt", _O.UNTIL: "$lte"}
OF_LIST = {_O.ANY_OF: "$anyOf", _O.NONE_OF: "$noneOf", _O.EXACTLY: "$match", _O.NOT_EXACTLY: "$notMatch"}
OF_DATE = {
    _O.ON: "$dateOn", _O.NOT_ON: "$dateNotOn", _O.BEFORE: "$dateBefore", _O.AFTER: "$dateAfter",
    _O.FROM: "$dateNotBefore", _O.UNTIL: "$dateNotAfter", _O.BETWEEN: "$dateBetween",
}  # fmt: skip
ALONE = {
    _O.EMPTY: {"$empty": True}, _O.NOT_EMPTY: {"$notEmpty": True}, _O.TRUE: {"$isTruly": True},
    _O.FALSE: {"$isFalsy": True},
}  # fmt: skip

PERIODS = {
    "yesterday": Period(Unit.DAY, -1, -1), "today": Period(Unit.DAY), "tomorrow": Period(Unit.DAY, 1, 1),
    **{
        f"{word}{unit.value.capitalize()}": Period(unit, by, by)
        for unit in (Unit.WEEK, Unit.MONTH, Unit.QUARTER, Unit.YEAR)
        for word, by in (("last", -1), ("this", 0), ("next", 1))
    },
}  # fmt: skip
"""By the name that NocoBase has for each as the `type` of a date."""
VARIABLES = {
    **{name.replace("Week", "IsoWeek"): period for name, period in PERIODS.items()},
    **{f"last{days}Days": Period(Unit.DAY, 1 - days, 0) for days in (7, 30, 90)},
    **{f"next{days}Days": Period(Unit.DAY, 1, days) for days in (7, 30, 90)},
}
"""By the name of the server's variable (`{{$nDate.today}}`). Its weeks that are not ISO weeks begin on Sunday."""
_NAMES = {period: name for name, period in PERIODS.items()}
_VARIABLE_NAMES = {period: name for name, period in VARIABLES.items()}
_LARGEST = 2**53
_TEMPLATE = re.compile(r"\s*\{\{.*\}\}\s*", re.DOTALL)


def filter_to_text(group: Group, collection: Collection) -> str:
    """As somebody pastes it; in one line."""
    return msgspec.json.encode(filter_to_json(group, collection)).decode()


def filter_to_json(group: Group, collection: Collection) -> Object:
    """All of its conditions must be askable. Each has an object of its own: the server does not take two operators of
    a field in one."""
    return {"$and" if group.every else "$or": [_part(part, collection) for part in group.parts]}


def _part(part: Part, collection: Collection) -> Object:
    if isinstance(part, Group):
        return filter_to_json(part, collection)
    field = collection.field(part.field)
    if field is None:
        raise LookupError(f"no field {part.field}")
    if part.operator is _O.ALL_OF and isinstance(part.value, tuple):
        return {"$and": [{field.name: {"$anyOf": [each]}} for each in part.value]}
    if part.operator is _O.BETWEEN and field.kind is FieldKind.DATETIME and isinstance(part.value, tuple):
        return _between_times(field.name, part.value)
    return {field.name: _of_field(field, part.operator, part.value)}


def _between_times(name: str, ends: tuple[int | float | str, ...]) -> Object:
    """The server takes the days of its own range as those of UTC, and those of single dates as the user's."""
    first, last = ends
    return {"$and": [{name: {"$dateNotBefore": first}}, {name: {"$dateNotAfter": last}}]}


def _of_field(field: Field, operator: Operator, value: Value) -> Object:
    if field.is_related:
        return _of_related(field, operator, value)
    if operator in ALONE:
        return {**ALONE[operator]}
    if field.kind in DATES:
        return {OF_DATE[operator]: _date(value, field.kind)}
    if operator in OF_TEXT:
        return {OF_TEXT[operator]: pattern(value)}
    names = {FieldKind.MULTI_SELECT: OF_LIST, FieldKind.TIME: OF_TIME}.get(field.kind)
    if names is not None:
        return {names[operator]: _plain(value)}
    is_long = field.max_value is not None or field.kind in (FieldKind.KEY, FieldKind.OTHER)
    return _of_value(operator, _exactly(value) if is_long else _plain(value))


def _of_value(operator: Operator, value: Json) -> Object:
    if isinstance(value, str) and _TEMPLATE.fullmatch(value):
        # The server takes such a text for the name of a variable, unless it stands in a list.
        return {"$notIn" if operator is _O.IS_NOT else "$in": [value]}
    return {OF_VALUE[operator]: value}


def _of_related(field: Field, operator: Operator, value: Value) -> Object:
    if operator in (_O.EMPTY, _O.NOT_EMPTY):
        return {field.target_key: {"$notExists" if operator is _O.EMPTY else "$exists": True}}
    if operator in OF_TEXT:
        return {field.target_title: {OF_TEXT[operator]: pattern(value)}}
    return {field.target_key: {OF_VALUE[operator]: _exactly(value)}}


def pattern(value: Value) -> Json:
    """A text that is to be found as it stands, for `$includes` and its like."""
    text = str(value).replace("\\", "\\\\")
    return [text] if _TEMPLATE.fullmatch(text) else text


def _plain(value: Value) -> Json:
    if isinstance(value, tuple):
        return [*value]
    return value if isinstance(value, int | float | str) else None


def _exactly(value: Value) -> Json:
    """Of a field whose numbers have 64 bits: the server's own language has whole numbers up to 2**53 alone."""
    if isinstance(value, tuple):
        return [_exactly(each) for each in value]
    return str(value) if isinstance(value, int) and abs(value) > _LARGEST else _plain(value)


def _date(value: Value, kind: FieldKind) -> Json:
    """Of a field with times, the server has only its variables follow the user's time zone; of one with days or local
    times, only its types."""
    if not isinstance(value, Period):
        return _plain(value)
    if kind is FieldKind.DATETIME and value in _VARIABLE_NAMES:
        return f"{{{{$nDate.{_VARIABLE_NAMES[value]}}}}}"
    if value in _NAMES:
        return {"type": _NAMES[value]}
    if value.first == 1:
        return {"type": "next", "number": value.last, "unit": value.unit.value}
    if value.last == -1:
        return {"type": "past", "number": -value.first, "unit": value.unit.value}
    return f"{{{{$nDate.{_VARIABLE_NAMES[value]}}}}}"
