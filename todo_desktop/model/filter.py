"""A filter: conditions on fields, of which a todo must meet all or any, in groups of any depth."""

from collections.abc import Iterator
from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct

from todo_desktop.model.filter_dates import Period, Span


class Operator(StrEnum):
    IS = "is"
    IS_NOT = "is-not"
    CONTAINS = "contains"
    CONTAINS_NOT = "contains-not"
    STARTS_WITH = "starts-with"
    ENDS_WITH = "ends-with"
    MORE = "more"
    AT_LEAST = "at-least"
    LESS = "less"
    AT_MOST = "at-most"
    ON = "on"
    NOT_ON = "not-on"
    BEFORE = "before"
    AFTER = "after"
    FROM = "from"
    UNTIL = "until"
    BETWEEN = "between"
    ANY_OF = "any-of"
    ALL_OF = "all-of"
    NONE_OF = "none-of"
    EXACTLY = "exactly"
    NOT_EXACTLY = "not-exactly"
    TRUE = "true"
    FALSE = "false"
    NAME_CONTAINS = "name-contains"
    """Of a related record, what it is called by."""
    NAME_CONTAINS_NOT = "name-contains-not"
    EMPTY = "empty"
    NOT_EMPTY = "not-empty"


Scalar: TypeAlias = int | float | str
Value: TypeAlias = Scalar | tuple[Scalar, ...] | Period | Span | None
"""Options, keys and the two ends of a range are tuples. Dates are texts (`filter_dates`) or a Period; a Span once it is
known which day it is. None where the operator needs nothing more."""


class Condition(Struct, frozen=True, tag=True, omit_defaults=True):
    """Of a field, by its name."""

    field: str
    operator: Operator
    value: Value = None


class Group(Struct, frozen=True, tag=True, omit_defaults=True):
    """Met where *every* part is, or (not `every`) any of them. One without parts asks for nothing."""

    every: bool = True
    parts: tuple["Part", ...] = ()

    def __bool__(self) -> bool:
        return bool(self.parts)


Part: TypeAlias = Condition | Group


def conditions(group: Group) -> Iterator[Condition]:
    """All of them, from the first to the last, whatever group they stand in."""
    for part in group.parts:
        if isinstance(part, Group):
            yield from conditions(part)
        else:
            yield part
