"""Filters, evaluated over stored rows as PostgreSQL would."""

import operator
from collections.abc import Callable, Mapping
from typing import Any

from todo_desktop.testing.fake_nocobase.columns import Column
from todo_desktop.testing.fake_nocobase.errors import ApiError

_ORDERINGS = {"$gt": operator.gt, "$gte": operator.ge, "$lt": operator.lt, "$lte": operator.le}
_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "$includes": lambda stored, value: stored is not None and str(value).lower() in str(stored).lower(),
    "$match": lambda stored, value: stored is not None and sorted(stored) == sorted(value),
    "$anyOf": lambda stored, value: stored is not None and bool(set(stored) & set(value)),
    "$empty": lambda stored, _: stored is None or stored == [],
    "$notEmpty": lambda stored, _: stored is not None and stored != [],
}


def matches(row: Mapping[str, Any], condition: Any, columns: Mapping[str, Column]) -> bool:
    """Whether *row* fulfils *condition*. What is no object is no condition. Raises ApiError as the server does."""
    if not isinstance(condition, dict):
        return True
    for name, wanted in condition.items():
        if name in ("$and", "$or"):
            combine = all if name == "$and" else any
            if not combine(matches(row, part, columns) for part in wanted):
                return False
        elif name not in columns:
            raise ApiError(400, "Invalid SQL column or table reference")
        elif not _fits(row.get(name), wanted, columns[name]):
            return False
    return True


def _fits(stored: Any, wanted: Any, column: Column) -> bool:
    if isinstance(wanted, dict):
        return all(_operator(stored, name, value, column) for name, value in wanted.items())
    return _operator(stored, "$in" if isinstance(wanted, list) else "$eq", wanted, column)


def _operator(stored: Any, name: str, value: Any, column: Column) -> bool:
    if name in _ORDERINGS:
        limit = column.comparable(value)
        return stored is not None and limit is not None and bool(_ORDERINGS[name](stored, limit))
    if name == "$in":
        # A list of texts is never equal to a stored list.
        return column.kind != "array" and stored in [column.comparable(one) for one in value]
    if name in ("$eq", "$ne"):
        return bool((stored == column.comparable(value)) is (name == "$eq"))
    if name not in _TESTS:
        raise ApiError(500, f"Invalid value {{ '{name}': … }}")
    return _TESTS[name](stored, value)
