"""One collection of the fake server: its description, its rows, its ids."""

import itertools
import secrets
import uuid
from collections.abc import Mapping
from typing import Any

from todo_desktop.testing.fake_nocobase.columns import Column
from todo_desktop.testing.fake_nocobase.errors import ApiError
from todo_desktop.testing.fake_nocobase.field_values import computed, made_by_itself
from todo_desktop.testing.shapes import JsonObject, Shape

Row = dict[str, Any]

TIMES = ("createdAt", "updatedAt")
_OF_NOCOBASE: dict[str, JsonObject] = {
    "roles": {}, "users": {"titleField": "nickname"}, "attachments": {"titleField": "title", "template": "file"},
}  # fmt: skip
_CONTEXT = ("createdById", "updatedById")


class Table:
    """Rows by id in stored form. Not safe by itself: the server holds its lock around every use."""

    def __init__(self, name: str, shape: Shape) -> None:
        description = shape.description(name)
        self.name = name
        self.shape = shape
        self.rows: dict[Any, Row] = {}
        self.relations = {f["name"]: f for f in description["fields"] if f["type"] == "belongsTo"}
        self.to_many = {f["name"]: f for f in description["fields"] if f["type"] in ("belongsToMany", "hasMany")}
        self.key = next(f["name"] for f in description["fields"] if f.get("primaryKey"))
        related = {**self.relations, **self.to_many}
        self.columns = {f["name"]: Column(f) for f in description["fields"] if f["name"] not in related}
        for relation in self.relations.values():
            foreign = relation["foreignKey"]
            self.columns[foreign] = Column({"name": foreign, "type": "bigInt"})
        self.declared = [f["name"] for f in description["fields"]]
        if shape.times and not shape.declared:
            self.columns |= {name: Column({"name": name, "type": "date"}) for name in TIMES}
        self.described = {f["name"]: f for f in description["fields"]}
        self.unique = [f["name"] for f in description["fields"] if f.get("unique")]
        self.meta = self._described(description)
        self._snowflakes = itertools.count(399_000_000_000_000 + secrets.randbelow(10**9))
        self._sequence = itertools.count(1)

    @property
    def autoincrement(self) -> bool:
        return self.columns[self.key].kind == "bigInt"

    def new_id(self, chosen: Any) -> Any:
        """*chosen*, or the next. A chosen number does not move the sequence. Raises ApiError for one that is taken."""
        if chosen is not None:
            found = self.columns[self.key].store(chosen)
        elif self.autoincrement:
            found = next(self._sequence)
        else:
            made = {"uuid": lambda: str(uuid.uuid4()), "nanoid": lambda: secrets.token_urlsafe(9)}
            found = made.get(self.columns[self.key].kind, lambda: next(self._snowflakes))()
        if found in self.rows:
            raise ApiError(400, "ID already exists")
        return found

    def demand_unique(self, row: Row) -> None:
        """Raises ApiError where *row* has the value of another one in a field that allows no two."""
        for name in self.unique:
            others = [other for other in self.rows.values() if other[self.key] != row[self.key]]
            if row[name] is not None and row[name] in [other[name] for other in others]:
                raise ApiError(400, f"{name} must be unique")

    def next_order(self, place: int) -> dict[str, int]:
        """The value of the order field of a new row, where there is one; *place* counts from 0 within one create."""
        names = [column.name for column in self.columns.values() if column.kind == "sort"]
        return {name: place + 1 + max((row[name] or 0 for row in self.rows.values()), default=0) for name in names}

    def shown(self, row: Mapping[str, Any]) -> JsonObject:
        """All columns of *row* as a read shows them."""
        shown = {name: column.read(row.get(name)) for name, column in self.columns.items()}
        formulas = [column for column in self.columns.values() if column.kind == "formula"]
        return shown | {column.name: computed(column.expression, row) for column in formulas}

    def filled(self, row: Row) -> Row:
        """*row*, which is new, with the values that its fields make for themselves."""
        empty = [column for name, column in self.columns.items() if name != self.key and row.get(name) is None]
        made = {column.name: made_by_itself(column.kind, column.name, self.rows) for column in empty}
        return row | {name: value for name, value in made.items() if value is not None}

    def forget_parent(self, key: Any) -> None:
        """The database clears references to a row that went, without touching `updatedAt`."""
        for relation in self.relations.values():
            if relation["target"] == self.name:
                for row in self.rows.values():
                    if row.get(relation["foreignKey"]) == key:
                        row[relation["foreignKey"]] = None

    def _described(self, description: JsonObject) -> JsonObject:
        context = [
            {"name": name, "type": "context", "dataType": "bigInt", "visible": True, "index": True}
            for name in _CONTEXT
            if name in self.columns
        ]
        return {
            **description,
            "origin": "@nocobase/plugin-data-source-main",
            "hidden": False,
            "filterTargetKey": self.key,
            "fields": [*description["fields"], *context],
        }


def system_collections() -> list[JsonObject]:
    """NocoBase's own, as far as they tell apart from the user's."""
    return [
        {
            "name": name,
            "title": f'{{{{t("{name.capitalize()}")}}}}',
            "hidden": False,
            "from": "db2cm",
            "fields": [],
            **options,
        }
        for name, options in _OF_NOCOBASE.items()
    ]
