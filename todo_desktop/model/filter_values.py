"""What a new todo is given so that a filter shows it: the values that all of its conditions ask for plainly."""

from collections.abc import Iterator

from todo_desktop.model.decimals import exact
from todo_desktop.model.filter import Condition, Group, Operator, Value
from todo_desktop.model.filter_dates import Clock, Period, Unit, start_of
from todo_desktop.model.schema import NUMBERS, Collection, Field, FieldKind
from todo_desktop.model.validation import fits
from todo_desktop.model.values import Json

_O = Operator


def values_for_new(group: Group, collection: Collection, clock: Clock) -> dict[str, Json]:
    """By field name; not of the title, which is typed, nor of relations, which need a record, nor what the field would
    not take: the todo is added without it."""
    found: dict[str, Json] = {}
    for condition in _asked_of_all(group):
        field = collection.field(condition.field)
        if field is None or not field.editable or field.name == collection.roles.title:
            continue
        value = _wanted(field, condition, clock)
        if value is not None and fits(field, value):
            found.setdefault(field.name, value)
    return found


def _asked_of_all(group: Group) -> Iterator[Condition]:
    """Those that every todo has to meet."""
    if not group.every and len(group.parts) != 1:
        return
    for part in group.parts:
        if isinstance(part, Group):
            yield from _asked_of_all(part)
        else:
            yield part


def _wanted(field: Field, condition: Condition, clock: Clock) -> Json:
    operator, value = condition.operator, condition.value
    if operator is _O.TRUE:
        return True
    if operator is _O.ON and field.kind is FieldKind.DATE:
        return _day(value, clock)
    if operator is _O.IS and field.kind in NUMBERS:
        return _number(value)
    if operator is _O.IS and not field.is_related and isinstance(value, int | float | str):
        return value
    return _of_choices(field, operator, value)


def _of_choices(field: Field, operator: Operator, value: Value) -> Json:
    if not isinstance(value, tuple):
        return None
    if field.kind is FieldKind.SELECT and operator is _O.ANY_OF and len(value) == 1:
        return value[0]
    if field.kind is FieldKind.MULTI_SELECT and (
        operator in (_O.ALL_OF, _O.EXACTLY) or (operator is _O.ANY_OF and len(value) == 1)
    ):
        return [*value]
    return None


def _number(value: Value) -> Json:
    """A filter that was pasted may have it as a text."""
    number = exact(value) if isinstance(value, int | float | str) else None
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def _day(value: Value, clock: Clock) -> Json:
    """The one day that is meant; None where several are."""
    if isinstance(value, Period):
        one = value.unit is Unit.DAY and value.first == value.last
        return start_of(Unit.DAY, clock.local, value.first).date().isoformat() if one else None
    return value if isinstance(value, str) and len(value) == len("2026-12-01") else None
