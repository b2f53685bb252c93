"""Conditions of every field and operator, and random filters made of them."""

from typing import Any

from hypothesis import strategies as st

from todo_desktop.model.filter import Condition, Group, Operator, Part, Value
from todo_desktop.model.filter_dates import DATES, Period, Unit
from todo_desktop.model.filter_operators import WITHOUT_VALUE, flaw_of, operators_of
from todo_desktop.model.schema import Collection, Field, FieldKind

WORDS = ("", "a", "RENT", "Rent", "é", "E\u0301", "%", "_", "a\\b", "50 %", "{{x}}", "ΣΑΣ", "日本")
DAYS = ("2026-11-27", "2026-11-28", "2026-11-29", "2026-12-01", "2027-01-01", "2026-02-28")
TIMES = ("00:00:00", "10:00:00", "10:00:01", "23:30:00", "23:59:59")
NUMBERS = (-1, 0, 1.5, 0.1, 2, 9007199254740993)

_O = Operator
_SEVERAL = (_O.ANY_OF, _O.NONE_OF, _O.ALL_OF, _O.EXACTLY, _O.NOT_EXACTLY)
_NAMED = (
    Period(Unit.DAY), Period(Unit.DAY, 1, 1), Period(Unit.DAY, -1, -1), Period(Unit.WEEK), Period(Unit.WEEK, -1, -1),
    Period(Unit.MONTH, 1, 1), Period(Unit.QUARTER), Period(Unit.YEAR, -1, -1),
)  # fmt: skip
_COUNTED = (Period(Unit.DAY, 1, 3), Period(Unit.DAY, -40, -1), Period(Unit.WEEK, 1, 6))
"""The server counts these in UTC, where the field is one of instants: there the two differ by the time zone."""
_LOCAL_TIMES = tuple(f"{day} {time}" for day in DAYS[:2] for time in TIMES[1:3])
_INSTANTS = tuple(f"{day}T{time}.000Z" for day in DAYS[:2] for time in TIMES[1:4])
_LONGER = ("2026", "2026Q4", "2026-11", "2026W48")


def values_for(field: Field, operator: Operator) -> tuple[Value, ...]:
    """Some of which each tells one server from another, or null from a value."""
    if operator in WITHOUT_VALUE:
        return (None,)
    if field.kind in DATES:
        return _dates(field.kind, operator)
    if field.options:
        return _choices(field, operator)
    if operator is _O.ANY_OF:
        return ((1,), (1, 2), (99,))
    numbers = dict.fromkeys((FieldKind.INTEGER, FieldKind.NUMBER, FieldKind.DECIMAL, FieldKind.ORDER), NUMBERS)
    known: dict[FieldKind, tuple[Value, ...]] = {FieldKind.TIME: ("10:00", "10:00:00", "23:59:59"), **numbers}
    if field.kind in known:
        return known[field.kind]
    by_key = field.kind in (FieldKind.KEY, FieldKind.OTHER) or (field.is_related and operator in (_O.IS, _O.IS_NOT))
    return (1, 2, 99) if by_key else WORDS


def _dates(kind: FieldKind, operator: Operator) -> tuple[Value, ...]:
    if operator is _O.BETWEEN:
        return (("2026-11-28", "2026-11-28"), ("2026-11-27", "2026-12-01"), *_NAMED[:3])
    own = {FieldKind.DATETIME: _INSTANTS, FieldKind.DATETIME_LOCAL: (*_LOCAL_TIMES, "2026-11-28 10:00")}.get(kind, ())
    return (*DAYS[:4], *_LONGER, *own, *_NAMED, *(_COUNTED if kind is not FieldKind.DATETIME else ()))


def _choices(field: Field, operator: Operator) -> tuple[Value, ...]:
    values = tuple(option.value for option in field.options)
    if operator in _SEVERAL:
        return (values[:1], values[:2], values[::-1], values[1:2])
    return (*values, "") if field.blank_is_empty and isinstance(values[0], str) else values


def every_condition(collection: Collection) -> list[Condition]:
    """On each field with each operator: with all values on the first field of its kind, with two on the others."""
    found: list[Condition] = []
    known = set()
    for field in collection.fields:
        kind = (field.kind, field.blank_is_empty, bool(field.options), field.system)
        for operator in operators_of(field, collection):
            values = values_for(field, operator)
            some = values[-2:] if kind in known or (field.system and len(values) > 4) else values
            found.extend(Condition(field.name, operator, value) for value in some)
        known.add(kind)
    return [condition for condition in found if flaw_of(condition, collection) is None]


def groups_on(collection: Collection) -> st.SearchStrategy[Group]:
    """Any tree of such conditions."""

    def group(parts: st.SearchStrategy[Part]) -> st.SearchStrategy[Any]:
        return st.builds(Group, st.booleans(), st.lists(parts, min_size=1, max_size=3).map(tuple))

    inner: st.SearchStrategy[Any] = st.recursive(st.sampled_from(every_condition(collection)), group, max_leaves=6)
    return inner.map(lambda part: part if isinstance(part, Group) else Group(True, (part,)))
