"""NocoBase's filter JSON, read: either all of it or nothing, with the reason."""

import re
from collections.abc import Iterator
from enum import StrEnum

import msgspec
from msgspec import Struct

from todo_desktop.model.decimals import exact
from todo_desktop.model.filter import Condition, Group, Operator, Part, Scalar, Value
from todo_desktop.model.filter_dates import DATES, Period, Unit
from todo_desktop.model.filter_json import OF_DATE, OF_LIST, OF_TEXT, OF_TIME, OF_VALUE, PERIODS, VARIABLES
from todo_desktop.model.filter_operators import flaw_of, operators_of
from todo_desktop.model.instants import from_instant, to_instant
from todo_desktop.model.schema import NUMBERS, Collection, Field, FieldKind
from todo_desktop.model.values import Json

_O = Operator
_DEEPEST = 12
_VARIABLE = re.compile(r"\s*\{\{\s*(.*?)\s*\}\}\s*", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_TEXTS = (FieldKind.TEXT, FieldKind.LONG_TEXT)


class Why(StrEnum):
    """What cannot be taken."""

    NOT_JSON = "not-json"
    NOT_A_FILTER = "not-a-filter"
    FIELD = "field"
    """`what` is no field of the list."""
    RELATED_FIELD = "related-field"
    """`what` is a field of another collection that is not held here."""
    OPERATOR = "operator"
    """The field `of` is not asked `what` here."""
    VALUE = "value"
    """`what` is no value of the field `of`."""
    VARIABLE = "variable"
    """`what` means nothing here."""


class NotTaken(Struct, frozen=True):
    """Nothing was taken, because of one thing in it."""

    why: Why
    what: str = ""
    of: str = ""


class _Stop(Exception):
    def __init__(self, reason: NotTaken) -> None:
        super().__init__(reason.why)
        self.reason = reason


def filter_from_text(text: str, collection: Collection, user_id: str = "") -> Group | NotTaken:
    """*text* as somebody pasted it; *user_id* is whom `{{$user.id}}` means."""
    try:
        found = msgspec.json.decode(text.strip().removeprefix("filter="))
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return NotTaken(Why.NOT_JSON)
    try:
        return _simple(_Reader(collection, user_id).group(found, 0))
    except _Stop as stop:
        return stop.reason


def _simple(group: Group) -> Group:
    """Without groups around a single group."""
    while len(group.parts) == 1 and isinstance(group.parts[0], Group):
        group = group.parts[0]
    return group


class _Reader:
    def __init__(self, collection: Collection, user_id: str) -> None:
        self._collection = collection
        self._user_id = user_id

    def group(self, found: Json, depth: int) -> Group:
        """An object: all of its names must be met."""
        if not isinstance(found, dict) or depth > _DEEPEST:
            raise _Stop(NotTaken(Why.NOT_A_FILTER, _shown(found)))
        parts: list[Part] = []
        for name, wanted in found.items():
            if name in ("$and", "$or"):
                inner = self._all_or_any(name, wanted, depth)
                parts.extend((inner,) if inner else ())
            else:
                parts.extend(self._of_name(name, wanted))
        return Group(True, tuple(parts))

    def _all_or_any(self, name: str, wanted: Json, depth: int) -> Group:
        if not isinstance(wanted, list):
            raise _Stop(NotTaken(Why.NOT_A_FILTER, f"{name}: {_shown(wanted)}"))
        parts: list[Part] = []
        for each in wanted:
            inner = self.group(each, depth + 1)
            if len(inner.parts) == 1:
                parts.append(inner.parts[0])
            elif inner:
                parts.append(inner)
        return self._all_of(Group(name == "$and", tuple(parts)))

    def _all_of(self, group: Group) -> Group:
        """Several values of which a field must have each are one condition to us."""
        first = group.parts[0] if len(group.parts) > 1 and group.every else None
        if not isinstance(first, Condition) or first.operator is not _O.ANY_OF or not self._is_list(first.field):
            return group
        values: list[Scalar] = []
        for part in group.parts:
            same = isinstance(part, Condition) and (part.field, part.operator) == (first.field, _O.ANY_OF)
            if not same or not isinstance(part, Condition):
                return group
            if not isinstance(part.value, tuple) or len(part.value) != 1:
                return group
            values.extend(part.value)
        return Group(True, (Condition(first.field, _O.ALL_OF, tuple(values)),))

    def _is_list(self, name: str) -> bool:
        field = self._collection.field(name)
        return field is not None and field.kind is FieldKind.MULTI_SELECT

    def _of_name(self, name: str, wanted: Json) -> Iterator[Part]:
        if name.startswith("$"):
            raise _Stop(NotTaken(Why.NOT_A_FILTER, name))
        name, wanted = self._by_key(*_unfolded(name, wanted))
        field = self._collection.field(name)
        if field is None:
            raise _Stop(NotTaken(Why.FIELD, name))
        if not operators_of(field, self._collection):
            raise _Stop(NotTaken(Why.OPERATOR, _shown(wanted), field.label))
        if field.is_related:
            yield from self._of_related(field, wanted)
            return
        asked = wanted if isinstance(wanted, dict) else {"$eq": wanted}
        for operator, value in asked.items():
            yield self._checked(field, self._one(field, operator, value), operator, value)

    def _by_key(self, name: str, wanted: Json) -> tuple[str, Json]:
        """Of who made or changed a row only the key is held: `createdBy.id`, as NocoBase's pages write it, is that."""
        key = {"createdBy": self._collection.created_by, "updatedBy": self._collection.updated_by}.get(name)
        if not key or self._collection.field(name) is not None or not isinstance(wanted, dict) or len(wanted) != 1:
            return name, wanted
        inner, tests = _unfolded(*next(iter(wanted.items())))
        if inner != "id":
            raise _Stop(NotTaken(Why.RELATED_FIELD, f"{name}.{inner}"))
        return key, tests

    def _of_related(self, field: Field, wanted: Json) -> Iterator[Part]:
        if not isinstance(wanted, dict):
            raise _Stop(NotTaken(Why.VALUE, _shown(wanted), field.label))
        for name, rest in wanted.items():
            inner, tests = _unfolded(name, rest)
            if inner in ("$exists", "$notExists"):
                inner, tests = field.target_key, {name: rest}
            if inner not in (field.target_key, field.target_title):
                raise _Stop(NotTaken(Why.RELATED_FIELD, f"{field.name}.{inner}"))
            asked = tests if isinstance(tests, dict) else {"$eq": tests}
            for operator, value in asked.items():
                read = _of_name if inner == field.target_title and operator in OF_TEXT.values() else _of_key
                yield self._checked(field, read(field, operator, self._known(value)), operator, value)

    def _known(self, value: Json) -> Json:
        """What `{{$user.id}}` stands for; every other variable that is not of a date means nothing here."""
        variable = _VARIABLE.fullmatch(value) if isinstance(value, str) else None
        if variable is None:
            return value
        if variable[1] == "$user.id" and self._user_id:
            return int(self._user_id) if self._user_id.isdecimal() else self._user_id
        raise _Stop(NotTaken(Why.VARIABLE, str(value)))

    def _one(self, field: Field, operator: str, value: Json) -> Part | None:
        """None where our fields are not asked that."""
        if operator in ("$empty", "$notEmpty"):
            return Condition(field.name, _O.EMPTY if operator == "$empty" else _O.NOT_EMPTY)
        if field.kind in DATES:
            return _of_date(field, operator, value)
        if field.kind is FieldKind.BOOLEAN:
            return _of_boolean(field.name, operator, value)
        known = self._known(value)
        if known is None and operator in ("$eq", "$ne"):
            return _of_nothing(field, is_value=operator == "$ne")
        return _of_known(field, operator, known)

    def _checked(self, field: Field, part: Part | None, operator: str, value: Json) -> Part:
        if part is None:
            raise _Stop(NotTaken(Why.OPERATOR, operator, field.label))
        for each in (part,) if isinstance(part, Condition) else part.parts:
            if isinstance(each, Condition) and flaw_of(each, self._collection) is not None:
                variable = isinstance(value, str) and _VARIABLE.fullmatch(value)
                if each.operator not in operators_of(field, self._collection):
                    raise _Stop(NotTaken(Why.OPERATOR, operator, field.label))
                raise _Stop(NotTaken(Why.VARIABLE if variable else Why.VALUE, _shown(value), field.label))
        return part


def _unfolded(name: str, wanted: Json) -> tuple[str, Json]:
    """`assignee.id.$eq` is a way to write the same."""
    first, dot, rest = name.partition(".")
    return (first, {rest: wanted}) if dot else (name, wanted)


def _of_nothing(field: Field, *, is_value: bool) -> Part:
    """Null, which an empty text is not, though the server counts both as empty where it does."""
    operator = _O.NOT_EMPTY if is_value else _O.EMPTY
    if field.kind is FieldKind.MULTI_SELECT:
        raise _Stop(NotTaken(Why.VALUE, "null", field.label))
    condition = Condition(field.name, operator)
    if field.kind not in (*_TEXTS, FieldKind.SELECT) or not field.blank_is_empty:
        return condition
    return Group(not is_value, (condition, Condition(field.name, _O.IS if is_value else _O.IS_NOT, "")))


def _of_boolean(name: str, operator: str, value: Json) -> Part | None:
    """Only here is null not the same as false."""
    truth = {True: True, "true": True, False: False, "false": False}.get(value) if _is_flat(value) else None
    if operator in ("$isTruly", "$isFalsy"):
        return Condition(name, _O.TRUE if (operator == "$isTruly") is (truth is True) else _O.FALSE)
    is_true, is_false = Condition(name, _O.TRUE), Condition(name, _O.FALSE)
    is_null, is_value = Condition(name, _O.EMPTY), Condition(name, _O.NOT_EMPTY)
    meanings: dict[tuple[str, bool | None], Part] = {
        ("$eq", True): is_true, ("$eq", False): Group(True, (is_false, is_value)),
        ("$ne", True): is_false, ("$ne", False): Group(False, (is_true, is_null)),
    }  # fmt: skip
    if value is None:
        return {"$eq": is_null, "$ne": is_value}.get(operator)
    unfit = Condition(name, _O.TRUE, "") if operator in ("$eq", "$ne") else None
    return meanings.get((operator, truth), unfit)


def _of_known(field: Field, operator: str, value: Json) -> Part | None:
    if field.kind is FieldKind.MULTI_SELECT:
        return _of_choices(field.name, operator, value)
    if field.kind is FieldKind.TIME:
        return _named(field.name, OF_TIME, operator, _scalar(value))
    if operator in OF_TEXT.values() and field.kind in _TEXTS:
        return _of_text(field.name, operator, value)
    return _of_value(field, operator, value)


def _of_choices(name: str, operator: str, value: Json) -> Part | None:
    chosen: Json = value if isinstance(value, list) or operator not in ("$anyOf", "$noneOf") else [value]
    return _named(name, OF_LIST, operator, _scalars(chosen))


def _of_text(name: str, operator: str, value: Json) -> Part | None:
    """In the server's pattern a backslash takes the next character as it is. Several texts: any of them, or none."""
    if isinstance(value, list):
        parts = tuple(_of_text(name, operator, each) for each in value)
        found = tuple(part for part in parts if part is not None)
        if len(found) < 2:
            return found[0] if found else Condition(name, _O.CONTAINS)
        return Group(operator == "$notIncludes", found)
    text = _ESCAPED.sub(r"\1", value) if isinstance(value, str) else None
    if isinstance(value, str) and "\\" in _ESCAPED.sub("", value):
        text = None  # at the end it would take the server's own `%`
    return _named(name, {ours: theirs for ours, theirs in OF_TEXT.items() if not _of_names(ours)}, operator, text)


def _of_names(operator: Operator) -> bool:
    return operator in (_O.NAME_CONTAINS, _O.NAME_CONTAINS_NOT)


def _of_value(field: Field, operator: str, value: Json) -> Part | None:
    if isinstance(value, list):
        return _of_values(field, operator, _scalars(value))
    scalar = _number(value) if field.kind in NUMBERS else _scalar(value)
    if field.kind is FieldKind.SELECT and scalar is not None and not _has_numbers(field):
        scalar = str(scalar)
    return _named(field.name, OF_VALUE, operator, scalar)


def _of_values(field: Field, operator: str, values: tuple[Scalar, ...] | None) -> Part | None:
    """`$in` and `$notIn`, as which a list is read in `$eq` and `$ne`, but that `$ne` leaves out what has no value."""
    wanted = operator in ("$in", "$eq")
    if operator not in ("$in", "$notIn", "$eq", "$ne"):
        return None
    if not values:
        return Condition(field.name, _O.IS)
    if field.kind is FieldKind.SELECT and len(values) > 1:
        found: Part = Condition(field.name, _O.ANY_OF if wanted else _O.NONE_OF, values)
    else:
        each = tuple(Condition(field.name, _O.IS if wanted else _O.IS_NOT, value) for value in values)
        found = each[0] if len(each) == 1 else Group(not wanted, each)
    if operator == "$ne":
        return Group(True, (found, _of_nothing(field, is_value=True)))
    return found


def _has_numbers(field: Field) -> bool:
    return any(isinstance(option.value, int) for option in field.options)


def _of_key(field: Field, operator: str, value: Json) -> Part | None:
    if operator in ("$exists", "$notExists", "$empty", "$notEmpty"):
        return Condition(field.name, _O.NOT_EMPTY if operator in ("$exists", "$notEmpty") else _O.EMPTY)
    if value is None and operator in ("$eq", "$ne"):
        return Condition(field.name, _O.EMPTY if operator == "$eq" else _O.NOT_EMPTY)
    chosen: Json = value if isinstance(value, list) else [value]
    if operator == "$in" or (operator == "$eq" and (field.kind is FieldKind.RELATIONS or isinstance(value, list))):
        return Condition(field.name, _O.ANY_OF, _scalars(chosen))
    if operator not in ("$eq", "$ne") or isinstance(value, list):
        return None
    return Condition(field.name, _O.IS if operator == "$eq" else _O.IS_NOT, _scalar(value))


def _of_name(field: Field, operator: str, value: Json) -> Part | None:
    ours = {"$includes": _O.NAME_CONTAINS, "$notIncludes": _O.NAME_CONTAINS_NOT}.get(operator)
    read = _of_text(field.name, operator, value)
    if ours is None or read is None:
        return None
    if isinstance(read, Condition):
        return Condition(field.name, ours, read.value)
    return Group(
        read.every, tuple(Condition(field.name, ours, p.value) for p in read.parts if isinstance(p, Condition))
    )


def _of_date(field: Field, operator: str, value: Json) -> Part | None:
    name, kind = field.name, field.kind
    if value is None and operator in ("$eq", "$ne"):
        return Condition(name, _O.EMPTY if operator == "$eq" else _O.NOT_EMPTY)
    ours = {theirs: ours for ours, theirs in OF_DATE.items()}.get(operator)
    if ours is not None:
        return Condition(name, ours, _date(value))
    plain = _comparable(value, kind)
    compared = {"$eq": _O.ON, "$gt": _O.AFTER, "$gte": _O.FROM, "$lt": _O.BEFORE, "$lte": _O.UNTIL}.get(operator)
    if compared is not None and field.asked_for:
        return Condition(name, compared, plain)
    if operator == "$ne" and field.asked_for:
        return Group(False, (Condition(name, _O.NOT_ON, plain), Condition(name, _O.EMPTY)))
    return None


def _comparable(value: Json, kind: FieldKind) -> Value:
    """What a plain comparison takes: one day, one second, one moment; a shorter text of a moment is of UTC."""
    if not isinstance(value, str):
        return None
    if kind is FieldKind.DATETIME:
        at = from_instant(value)
        return None if at is None else to_instant(at)
    length = len("2026-12-01") if kind is FieldKind.DATE else len("2026-12-01 10:00:00")
    return value if len(value) == length else None


def _date(value: Json) -> Value:
    if isinstance(value, dict):
        return _period(value)
    if isinstance(value, list):
        return _scalars(value if len(value) == 2 or value[2:] != ["[]"] else value[:2])
    if not isinstance(value, str):
        return None
    variable = _VARIABLE.fullmatch(value)
    name = variable[1].removeprefix("$nDate.").removeprefix("$date.") if variable else ""
    return VARIABLES.get(name) if variable else value


def _period(value: dict[str, Json]) -> Period | None:
    kind, number, unit = value.get("type"), value.get("number", 1), value.get("unit", "day")
    if kind not in ("past", "next"):
        return PERIODS.get(kind) if isinstance(kind, str) else None
    if type(number) is not int or number < 1 or unit not in set(Unit):
        return None
    return Period(Unit(unit), 1, number) if kind == "next" else Period(Unit(unit), -number, -1)


def _named(name: str, operators: dict[Operator, str], operator: str, value: Value) -> Part | None:
    ours = next((ours for ours, theirs in operators.items() if theirs == operator), None)
    return None if ours is None else Condition(name, ours, value)


def _scalars(values: Json) -> tuple[Scalar, ...] | None:
    found = [_scalar(each) for each in values] if isinstance(values, list) else [None]
    return tuple(each for each in found if each is not None) if None not in found else None


def _scalar(value: Json) -> Scalar | None:
    return value if isinstance(value, int | float | str) and not isinstance(value, bool) else None


def _number(value: Json) -> Scalar | None:
    """A number that is written as a text, as large ones are, stays one."""
    return _scalar(value) if exact(value) is not None else None


def _is_flat(value: Json) -> bool:
    return not isinstance(value, list | dict)


def _shown(value: Json) -> str:
    """Not more than a sentence can hold."""
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text if len(text) <= 60 else f"{text[:57]}…"
