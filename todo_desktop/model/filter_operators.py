"""What can be asked of a field: the operators of its kind, which value each needs, and what is wrong with one."""

from enum import StrEnum

from todo_desktop.model.decimals import exact
from todo_desktop.model.filter import Condition, Group, Operator, Part
from todo_desktop.model.filter_dates import DATES, Period, is_date, is_period
from todo_desktop.model.schema import NUMBERS, Collection, Field, FieldKind

_O = Operator
_EMPTY = (_O.EMPTY, _O.NOT_EMPTY)
_TEXT = (_O.CONTAINS, _O.CONTAINS_NOT, _O.IS, _O.IS_NOT, _O.STARTS_WITH, _O.ENDS_WITH, *_EMPTY)
_NUMBER = (_O.IS, _O.IS_NOT, _O.MORE, _O.AT_LEAST, _O.LESS, _O.AT_MOST, *_EMPTY)
_DATE = (_O.ON, _O.NOT_ON, _O.BEFORE, _O.UNTIL, _O.AFTER, _O.FROM, _O.BETWEEN, *_EMPTY)
_OF_KIND: dict[FieldKind, tuple[Operator, ...]] = {
    FieldKind.TEXT: _TEXT,
    FieldKind.LONG_TEXT: _TEXT,
    FieldKind.BOOLEAN: (_O.TRUE, _O.FALSE, *_EMPTY),
    FieldKind.INTEGER: _NUMBER,
    FieldKind.NUMBER: _NUMBER,
    FieldKind.DECIMAL: _NUMBER,
    FieldKind.ORDER: _NUMBER,
    FieldKind.DATE: _DATE,
    FieldKind.DATETIME: _DATE,
    FieldKind.DATETIME_LOCAL: _DATE,
    FieldKind.TIME: (_O.IS, _O.IS_NOT, _O.BEFORE, _O.UNTIL, _O.AFTER, _O.FROM, *_EMPTY),
    FieldKind.SELECT: (_O.IS, _O.IS_NOT, _O.ANY_OF, _O.NONE_OF, *_EMPTY),
    FieldKind.MULTI_SELECT: (_O.ANY_OF, _O.ALL_OF, _O.NONE_OF, _O.EXACTLY, _O.NOT_EXACTLY, *_EMPTY),
    FieldKind.JSON: _EMPTY,
    FieldKind.RELATION: (_O.IS, _O.IS_NOT, _O.ANY_OF, _O.NAME_CONTAINS, _O.NAME_CONTAINS_NOT, *_EMPTY),
    FieldKind.RELATIONS: (_O.ANY_OF, _O.NAME_CONTAINS, *_EMPTY),
    FieldKind.FILES: (_O.NAME_CONTAINS, *_EMPTY),
    FieldKind.KEY: (_O.IS, _O.IS_NOT),
}
_BY_NAME = (_O.NAME_CONTAINS, _O.NAME_CONTAINS_NOT)
_LISTS = (_O.ANY_OF, _O.ALL_OF, _O.NONE_OF, _O.EXACTLY, _O.NOT_EXACTLY)
WITHOUT_VALUE = (*_EMPTY, _O.TRUE, _O.FALSE)


class Flaw(StrEnum):
    """Why a condition cannot be asked."""

    FIELD = "field"
    """There is no such field."""
    OPERATOR = "operator"
    """Its kind of field is not asked that."""
    VALUE = "value"
    """The value is missing, or none of the field."""


def operators_of(field: Field, collection: Collection) -> tuple[Operator, ...]:
    """The first is the one to begin with; none where the field cannot be asked for."""
    if '"' in field.name:  # no path into JSON can name it
        return ()
    if field.kind is FieldKind.OTHER:
        return (_O.IS, _O.IS_NOT, *_EMPTY) if is_author(field, collection) else ()
    known = _OF_KIND[field.kind]
    left_out = _BY_NAME if field.is_related and not field.target_title else ()
    if field.kind is FieldKind.SELECT and field.required and field.system:
        left_out = _EMPTY  # nobody can leave it empty
    return tuple(operator for operator in known if operator not in left_out)


def is_author(field: Field, collection: Collection) -> bool:
    """Whether it holds the id of who made the todo, which every role may see; not so who changed it last."""
    return field.name == collection.created_by


def flaw_of(condition: Condition, collection: Collection) -> Flaw | None:
    """None where the condition can be asked."""
    field = collection.field(condition.field)
    if field is None:
        return Flaw.FIELD
    if condition.operator not in operators_of(field, collection):
        return Flaw.OPERATOR
    return None if _fits(condition, field) else Flaw.VALUE


def askable(group: Group, collection: Collection) -> Group:
    """What is left of *group* without the conditions that cannot be asked, and without groups that asked for nothing
    else."""
    kept: list[Part] = []
    for part in group.parts:
        if isinstance(part, Group):
            inner = askable(part, collection)
            if inner:
                kept.append(inner)
        elif flaw_of(part, collection) is None:
            kept.append(part)
    return Group(group.every, tuple(kept))


def _fits(condition: Condition, field: Field) -> bool:
    operator, value = condition.operator, condition.value
    if operator in WITHOUT_VALUE:
        return value is None
    if operator in _LISTS:
        return isinstance(value, tuple) and bool(value) and all(_is_scalar(each) for each in value)
    if field.kind in DATES:
        return _fits_date(operator, value, field.kind)
    if field.kind in NUMBERS:
        return isinstance(value, int | float | str) and exact(value) is not None
    if field.kind in (FieldKind.SELECT, FieldKind.KEY, FieldKind.OTHER) or (
        field.is_related and operator not in _BY_NAME
    ):
        return _is_scalar(value)
    return isinstance(value, str) and (field.kind is not FieldKind.TIME or is_time(value))


def _fits_date(operator: Operator, value: object, kind: FieldKind) -> bool:
    if isinstance(value, Period):
        return is_period(value)
    if operator is _O.BETWEEN:
        return (
            isinstance(value, tuple)
            and len(value) == 2
            and all(isinstance(each, str) and is_date(each, kind) for each in value)
        )
    return isinstance(value, str) and is_date(value, kind)


def is_time(text: str) -> bool:
    """`10:00` or `10:00:30`."""
    parts = text.split(":")
    if len(parts) not in (2, 3) or not all(len(part) == 2 and part.isdecimal() and part.isascii() for part in parts):
        return False
    return all(int(part) < limit for part, limit in zip(parts, (24, 60, 60), strict=False))


def _is_scalar(value: object) -> bool:
    return isinstance(value, int | str) and not isinstance(value, bool)
