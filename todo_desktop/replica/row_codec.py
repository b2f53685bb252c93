"""How a todo's values lie in its row: fields that play a role in columns of their own, all others in one JSON."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from msgspec import Struct

from todo_desktop.model.schema import Collection, FieldKind
from todo_desktop.model.values import Json
from todo_desktop.replica.json_text import from_text, to_text
from todo_desktop.replica.search_words import fold

Columns: TypeAlias = Sequence[Any]

COLUMNS = ("title", "done", "due", "priority", "sort_order", "created_at", "updated_at", "extra")
SELECTED = ", ".join(f"todo.{column}" for column in COLUMNS)
NO_VALUE = b""
"""Stands for NULL in `sort_order` and `created_at`, where it sorts last."""

_LARGEST = 2**63
_DECIMAL = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")
_TEXTS = (FieldKind.TEXT, FieldKind.LONG_TEXT)


class Layout(Struct, frozen=True):
    """Names of the fields behind the columns (empty where there is none), and of those that a search looks into."""

    title: str
    done: str
    due: str
    priority: str
    order: str
    created_at: str
    updated_at: str
    searchable: tuple[str, ...]

    @classmethod
    def of(cls, collection: Collection) -> "Layout":
        roles = collection.roles
        texts = [f.name for f in collection.fields if f.kind in _TEXTS and not f.system and f.name != roles.title]
        searchable = tuple(([roles.title] if roles.title else []) + texts)
        return cls(
            roles.title, roles.done, roles.due, roles.priority, roles.order, collection.created_at,
            collection.updated_at, searchable,
        )  # fmt: skip

    @property
    def columns(self) -> dict[str, str]:
        """Column by field name."""
        names = (self.title, self.done, self.due, self.priority, self.order, self.created_at, self.updated_at)
        return {name: column for name, column in zip(names, COLUMNS, strict=False) if name}


class RowCodec:
    """Values to columns and back, exactly: what a column cannot hold as it is stays in the JSON, which wins."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._names = (
            layout.title, layout.done, layout.due, layout.priority, layout.order, layout.created_at, layout.updated_at,
        )  # fmt: skip

    def encode(self, values: Mapping[str, Json]) -> Columns:
        """The columns, in the order of COLUMNS."""
        layout = self.layout
        rest = dict(values)
        return (
            _take_text(rest, layout.title),
            _take_flag(rest, layout.done),
            _take_text(rest, layout.due),
            _take_scalar(rest, layout.priority),
            _take_number(rest, layout.order),
            _take_text(rest, layout.created_at) or NO_VALUE,
            _take_text(rest, layout.updated_at),
            to_text(rest),
        )

    def decode(self, columns: Columns) -> dict[str, Json]:
        values: dict[str, Json] = from_text(columns[7], dict)
        for name, value in zip(self._names, columns, strict=False):
            if value is not None and type(value) is not bytes and name not in values:
                values[name] = bool(value) if name == self.layout.done else value
        return values

    def search_text(self, values: Mapping[str, Json]) -> str:
        """The text that a search looks into, folded; fields are lines, so that no word spans two of them."""
        texts = [text for name in self.layout.searchable if isinstance(text := values.get(name), str) and text]
        return fold("\n".join(texts))


class Layouts(Struct, frozen=True):
    """How the rows of a list are written: by `now`; while they are moved, some are still in the layout `before`. The
    number of a row's layout tells which."""

    number: int
    now: RowCodec
    before: RowCodec | None = None

    def of(self, number: int) -> RowCodec:
        """What reads a row of that layout."""
        return self.now if number == self.number or self.before is None else self.before


def _take_text(rest: dict[str, Json], name: str) -> str | None:
    """An empty text stays in the JSON: a column that holds something always holds a value to show."""
    value = rest.get(name)
    if type(value) is str and value:
        del rest[name]
        return value
    return None


def _take_flag(rest: dict[str, Json], name: str) -> int | None:
    value = rest.get(name)
    if type(value) is bool:
        del rest[name]
        return int(value)
    return 1 if value else None


def _take_scalar(rest: dict[str, Json], name: str) -> str | int | float | None:
    value = rest.get(name)
    if (type(value) is str and value) or type(value) is float or (type(value) is int and -_LARGEST <= value < _LARGEST):
        del rest[name]
        return value
    return None


def _take_number(rest: dict[str, Json], name: str) -> int | float | bytes:
    value = rest.get(name)
    if type(value) is float or (type(value) is int and -_LARGEST <= value < _LARGEST):
        del rest[name]
        return value
    if isinstance(value, int) or (isinstance(value, str) and _DECIMAL.fullmatch(value)):
        return float(value)
    return NO_VALUE
