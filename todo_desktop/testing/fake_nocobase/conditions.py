"""Filters, evaluated over stored rows as PostgreSQL would."""

import operator
import re
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from todo_desktop.testing.fake_nocobase.columns import Column
from todo_desktop.testing.fake_nocobase.dates import limits_of, stored_as
from todo_desktop.testing.fake_nocobase.errors import ApiError
from todo_desktop.testing.fake_nocobase.field_values import computed

Row = Mapping[str, Any]

_ORDERINGS = {"$gt": operator.gt, "$gte": operator.ge, "$lt": operator.lt, "$lte": operator.le}
_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "$match": lambda stored, value: stored is not None and set(stored) == set(value),
    "$notMatch": lambda stored, value: stored is not None and set(stored) != set(value),
    "$anyOf": lambda stored, value: stored is not None and bool(set(stored) & set(_listed(value))),
    "$noneOf": lambda stored, value: stored is None or not set(stored) & set(_listed(value)),
    "$exists": lambda stored, _: stored is not None,
    "$notExists": lambda stored, _: stored is None,
    "$isTruly": lambda stored, value: (stored is True) is (value in (True, "true")),
    "$isFalsy": lambda stored, value: (stored is not True) is (value in (True, "true")),
}
_PATTERNS = {"$includes": "%{}%", "$startsWith": "{}%", "$endWith": "%{}"}
_NEGATED = {"$notIncludes": "$includes", "$notStartsWith": "$startsWith", "$notEndWith": "$endWith"}
_DATES: dict[str, Callable[[Any, Any, Any], bool]] = {
    "$dateOn": lambda stored, start, end: stored == start if start == end else start <= stored < end,
    "$dateNotOn": lambda stored, start, end: stored != start if start == end else not start <= stored < end,
    "$dateBefore": lambda stored, start, _: bool(stored < start),
    "$dateNotBefore": lambda stored, start, _: bool(stored >= start),
    "$dateAfter": lambda stored, start, end: bool(stored > start if start == end else stored >= end),
    "$dateNotAfter": lambda stored, start, end: bool(stored <= start if start == end else stored < end),
    "$dateBetween": lambda stored, start, end: bool(start <= stored < end),
}


class Surroundings(Struct, frozen=True):
    """Of one request: what the table has, whom a row is related to, when and where it was sent."""

    columns: Mapping[str, Column]
    related: Callable[[str, Row], list[dict[str, Any]] | None] = lambda _name, _row: None
    """The records behind a relation of a row; None where the name is none of a relation."""
    zone: str = ""
    now: int = 0


def matches(row: Row, condition: Any, around: Surroundings) -> bool:
    """Whether *row* fulfils *condition*. What is no object is no condition. Raises ApiError as the server does."""
    if not isinstance(condition, dict):
        return True
    for name, wanted in condition.items():
        if name in ("$and", "$or"):
            found = [matches(row, part, around) for part in wanted if not _is_nothing(part)]
            if found and not (all if name == "$and" else any)(found):
                return False
            continue
        first, dot, rest = name.partition(".")
        inner = {rest: wanted} if dot else wanted
        records = around.related(first, row)
        if records is not None:
            if not any(_related_fits(record, inner) for record in records or [{}]):
                return False
        elif first not in around.columns:
            raise ApiError(400, "Invalid SQL column or table reference")
        elif not _fits(_stored(row, around.columns[first]), inner, around.columns[first], around):
            return False
    return True


def _stored(row: Row, column: Column) -> Any:
    return computed(column.expression, row) if column.kind == "formula" else row.get(column.name)


def _is_nothing(part: Any) -> bool:
    """The server leaves an empty part out, also where any part would do."""
    return isinstance(part, dict) and all(name in ("$and", "$or") and not parts for name, parts in part.items())


def _related_fits(record: Mapping[str, Any], wanted: Any) -> bool:
    """The left join: a row without related records is joined to nothing but nulls."""
    for name, inner in wanted.items():
        first, dot, rest = name.partition(".")
        tests = {rest: inner} if dot else inner
        if first in ("$exists", "$notExists"):
            first, tests = "id", {first: tests}
        column = Column({"name": first, "type": "bigInt" if first == "id" else "string"})
        if not _fits(record.get(first), tests, column, Surroundings({})):
            return False
    return True


def _fits(stored: Any, wanted: Any, column: Column, around: Surroundings) -> bool:
    if isinstance(wanted, dict):
        return all(_operator(stored, name, value, column, around) for name, value in wanted.items())
    return _operator(stored, "$in" if isinstance(wanted, list) else "$eq", wanted, column, around)


def _operator(stored: Any, name: str, value: Any, column: Column, around: Surroundings) -> bool:
    if name in _DATES:
        start, end = (stored_as(limit, column) for limit in limits_of(value, column, around.zone, around.now))
        return stored is not None and _DATES[name](stored, start, end)
    if name in _PATTERNS or name in _NEGATED:
        return _is_like(stored, name, value)
    if name in _ORDERINGS:
        limit = column.comparable(value)
        return stored is not None and limit is not None and bool(_ORDERINGS[name](stored, limit))
    if name in ("$in", "$notIn") or (name in ("$eq", "$ne") and isinstance(value, list)):
        return _is_among(stored, name, value, column)
    return _is_so(stored, name, value, column)


def _is_so(stored: Any, name: str, value: Any, column: Column) -> bool:
    if name in ("$eq", "$ne"):
        return bool((stored == column.comparable(value)) is (name == "$eq"))
    if name in ("$empty", "$notEmpty"):
        return _is_empty(stored, column) is (name == "$empty")
    if name not in _TESTS:
        raise ApiError(500, f"Invalid value {{ '{name}': … }}")
    return _TESTS[name](stored, value)


def _is_among(stored: Any, name: str, value: Any, column: Column) -> bool:
    # A list of texts is never equal to a stored list.
    found = column.kind != "array" and stored in [column.comparable(one) for one in _listed(value)]
    if name in ("$in", "$eq"):
        return found
    return not found if name == "$notIn" else stored is not None and not found


def _is_empty(stored: Any, column: Column) -> bool:
    return stored is None or (column.kind == "array" and stored == []) or (column.kind == "string" and stored == "")


def _is_like(stored: Any, name: str, value: Any) -> bool:
    """ILIKE: a backslash takes the next character as it is, and the server escapes `%` and `_` alone."""
    if value is None:
        return (stored is None) is (name == "$includes")
    if stored is None:
        return False
    found = [
        _pattern(_PATTERNS[_NEGATED.get(name, name)], text).fullmatch(_low(str(stored))) for text in _listed(value)
    ]
    return not any(found) if name in _NEGATED else any(map(bool, found))


def _pattern(form: str, text: str) -> re.Pattern[str]:
    letters = iter(_low(form.format(text.replace("%", "\\%").replace("_", "\\_"))))
    made = ""
    for letter in letters:
        if letter == "\\":
            made += re.escape(next(letters, ""))
        else:
            made += {"%": ".*", "_": "."}.get(letter) or re.escape(letter)
    return re.compile(made, re.DOTALL)


def _low(text: str) -> str:
    """Letter by letter, as the database does it."""
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
