"""Whether a value fits a field, before it is stored: what the server would answer with a 500 is refused here."""

import math
from collections.abc import Callable
from datetime import date, datetime, time

import msgspec

from todo_desktop.model.errors import InvalidValue
from todo_desktop.model.field_rules import Rules
from todo_desktop.model.instants import from_instant
from todo_desktop.model.reference import reference_of
from todo_desktop.model.schema import Field, FieldKind
from todo_desktop.model.values import Json

INTEGER_LIMIT = 2**31
NO_RULES = Rules()


def check(field: Field, value: Json) -> None:
    """Raises InvalidValue with a short reason: `not-editable`, `required`, `too-long`, `not-a-number`, `out-of-range`,
    `not-a-date`, `not-a-time`, `not-a-colour`, `wrong-kind`, or what `rule_check` calls a rule that is broken."""
    if not field.editable:
        raise InvalidValue(field.name, "not-editable")
    if value is None or value == "":
        if field.required:
            raise InvalidValue(field.name, "required")
        return
    _CHECKS[field.kind](field, value)
    if field.rules != NO_RULES:
        from todo_desktop.model.rule_check import broken_rule  # noqa: PLC0415  (few fields have any)

        broken = broken_rule(field.rules, value)
        _demand(not broken, field, broken)


def fits(field: Field, value: Json) -> bool:
    """Whether `check` takes it."""
    try:
        check(field, value)
    except InvalidValue:
        return False
    return True


def _check_boolean(field: Field, value: Json) -> None:
    _demand(isinstance(value, bool), field, "wrong-kind")


def _check_integer(field: Field, value: Json) -> None:
    _demand(isinstance(value, int) and not isinstance(value, bool), field, "not-a-number")
    limit = field.max_value or INTEGER_LIMIT
    _demand(isinstance(value, int) and -limit <= value < limit, field, "out-of-range")


def _check_date(field: Field, value: Json) -> None:
    _demand(isinstance(value, str) and _is_date(value), field, "not-a-date")


def _check_instant(field: Field, value: Json) -> None:
    _demand(isinstance(value, str) and from_instant(value) is not None, field, "not-a-date")


def _check_local_datetime(field: Field, value: Json) -> None:
    _demand(isinstance(value, str) and _is_local_datetime(value), field, "not-a-date")


def _check_time(field: Field, value: Json) -> None:
    _demand(isinstance(value, str) and _is_time(value), field, "not-a-time")


def _check_choice(field: Field, value: Json) -> None:
    """A value that is no text must be one of the options: the column holds nothing else."""
    if not isinstance(value, str):
        _demand(any(option.value == value for option in field.options), field, "wrong-kind")
    elif all(isinstance(option.value, str) for option in field.options):
        _check_text(field, value)
    else:
        _demand(False, field, "wrong-kind")


def _check_document(field: Field, value: Json) -> None:
    """Any JSON; the server's database holds no text with a null character in it."""
    _demand("\\u0000" not in msgspec.json.encode(value).decode(), field, "wrong-kind")


def _check_related(field: Field, value: Json) -> None:
    """One record, or a list of them, each with the key by which the server knows it."""
    several = field.kind is FieldKind.RELATIONS
    records = value if several and isinstance(value, list) else [value]
    known = [isinstance(r, dict) and (field.target_key in r or reference_of(r) is not None) for r in records]
    _demand(all(known) and isinstance(value, list) is several, field, "wrong-kind")
    _demand(bool(value) or not field.required, field, "required")


def _check_choices(field: Field, value: Json) -> None:
    _demand(isinstance(value, list) and all(isinstance(v, str | int) for v in value), field, "wrong-kind")
    _demand(bool(value) or not field.required, field, "required")


def _check_text(field: Field, value: Json) -> None:
    _demand(isinstance(value, str), field, "wrong-kind")
    text = str(value)
    _demand("\x00" not in text and not _has_lone_surrogate(text), field, "wrong-kind")
    _demand(field.max_length is None or len(text) <= field.max_length, field, "too-long")
    if field.required:
        _demand(bool(text.strip()), field, "required")


def _has_lone_surrogate(text: str) -> bool:
    """Half a character, which no encoding can hold: a broken clipboard hands such out."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _check_number(field: Field, value: Json) -> None:
    text_number = isinstance(value, str) and field.kind is FieldKind.DECIMAL
    number = isinstance(value, int | float) and not isinstance(value, bool)
    _demand(number or text_number, field, "not-a-number")
    try:
        finite = math.isfinite(float(str(value)))
    except ValueError:
        finite = False
    _demand(finite, field, "not-a-number")


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10


def _is_time(text: str) -> bool:
    try:
        time.fromisoformat(text)
    except ValueError:
        return False
    return len(text) in (5, 8)


def _is_local_datetime(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is None
    except ValueError:
        return False


def _demand(fits: bool, field: Field, reason: str) -> None:
    if not fits:
        raise InvalidValue(field.name, reason)


_CHECKS: dict[FieldKind, Callable[[Field, Json], None]] = {
    FieldKind.TEXT: _check_text,
    FieldKind.LONG_TEXT: _check_text,
    FieldKind.SELECT: _check_choice,
    FieldKind.BOOLEAN: _check_boolean,
    FieldKind.INTEGER: _check_integer,
    FieldKind.NUMBER: _check_number,
    FieldKind.DECIMAL: _check_number,
    FieldKind.DATE: _check_date,
    FieldKind.DATETIME: _check_instant,
    FieldKind.DATETIME_LOCAL: _check_local_datetime,
    FieldKind.TIME: _check_time,
    FieldKind.JSON: _check_document,
    FieldKind.RELATION: _check_related,
    FieldKind.RELATIONS: _check_related,
    FieldKind.MULTI_SELECT: _check_choices,
}
