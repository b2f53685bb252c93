"""The actions on a collection: they find first and write then, stamp before they commit, and echo what was sent."""

import functools
import json
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from todo_desktop.testing.fake_nocobase.access import Access, Caller, readable, writable
from todo_desktop.testing.fake_nocobase.clock import Clock
from todo_desktop.testing.fake_nocobase.columns import instant
from todo_desktop.testing.fake_nocobase.conditions import Surroundings, matches
from todo_desktop.testing.fake_nocobase.errors import ApiError, NoSuchAction
from todo_desktop.testing.fake_nocobase.field_values import demand_valid
from todo_desktop.testing.fake_nocobase.tables import Row, Table
from todo_desktop.testing.rights import Grant
from todo_desktop.testing.shapes import JsonObject

Query = dict[str, str]

TIME_ZONE = "X-Timezone"
"""The header, which stands among the parameters here."""
VERBS = ("list", "get", "create", "update", "destroy", "query", "move")
_CONVERTED = ("bigInt", "integer", "float", "double", "decimal")


class MalformedFilter(Exception):
    """Answered with 200 and `{}`."""


class Hooks:
    """Where a test may step in. `between_find_and_write(verb)` runs after a write found its rows and before it changes
    them; `commit` is clear while writes of the `held` verbs are stamped but held back."""

    def __init__(self) -> None:
        self.between_find_and_write: Callable[[str], None] = lambda _verb: None
        self.held: tuple[str, ...] = ()
        self.commit = threading.Event()
        self.commit.set()

    def wait_for_commit(self, verb: str) -> None:
        if verb in self.held:
            self.commit.wait()


class Actions:
    """`perform` may be called from any thread."""

    def __init__(self, tables: dict[str, Table], access: Access, clock: Clock, hooks: Hooks) -> None:
        self.lock = threading.RLock()
        self._tables = tables
        self._access = access
        self._clock = clock
        self._hooks = hooks

    def perform(self, name: str, verb: str, caller: Caller, query: Query, body: Any) -> JsonObject:
        """The whole JSON answer. Raises ApiError, NoSuchAction, MalformedFilter."""
        table = self._tables[name]
        match verb:
            case "list":
                return self._list(table, caller, query)
            case "create":
                created = self._create(table, caller, body if isinstance(body, list) else [body or {}])
                return {"data": created if isinstance(body, list) else created[0]}
        return {"data": self._answer(table, verb, caller, query, body)}

    def list_with_rights(self, name: str, caller: Caller, query: Query) -> JsonObject:
        """A list that says what may be done with each of its rows, as far as it names them and counts pages."""
        table = self._tables[name]
        answer = self._list(table, caller, query)
        listed = [row.get(table.key) for row in answer["data"]]
        if "meta" in answer and None not in listed:
            allowed = {action: self._allowed(table, caller, action) for action in ("view", "update", "destroy")}
            answer["meta"]["allowedActions"] = {
                action: [key for key in listed if key in keys] for action, keys in allowed.items()
            }
        return answer

    def _allowed(self, table: Table, caller: Caller, action: str) -> set[Any]:
        """Ids, as a read shows them."""
        if not caller.may(table, action):
            return set()
        with self.lock:
            return {table.columns[table.key].read(key) for key in self._find(table, caller, action, {})}

    def _answer(self, table: Table, verb: str, caller: Caller, query: Query, body: Any) -> Any:
        match verb:
            case "get":
                return next(iter(self._rows(table, caller, query)), None)
            case "update":
                return self._update(table, caller, query, body or {})
            case "destroy":
                return self._destroy(table, caller, query)
            case "move":
                return self._move(table, caller, query)
            case "query":
                return [self._aggregate(table, caller, body or {})]
        raise NoSuchAction

    def _list(self, table: Table, caller: Caller, query: Query) -> JsonObject:
        page, size = int(query.get("page", 1)), int(query.get("pageSize", 20))
        rows = self._rows(table, caller, query)
        if rows and (page < 1 or size < 0):
            raise ApiError(500, "OFFSET must not be negative")
        if query.get("paginate") == "false":
            return {"data": rows}
        meta: JsonObject = {"page": page, "pageSize": size}
        if table.shape.counted:
            meta |= {"count": len(rows), "totalPage": -(-len(rows) // size) if size else None}
        else:
            meta["hasNext"] = len(rows) > page * size
        return {"data": rows[(page - 1) * size : page * size], "meta": meta}

    def _rows(self, table: Table, caller: Caller, query: Query) -> list[JsonObject]:
        allowed = readable(caller, table)
        wanted = set(query["fields"].split(",")) if "fields" in query else allowed
        hidden = caller.rule(table, "view").without
        related = table.relations.keys() | table.to_many.keys()
        appended = [n for n in query.get("appends", "").split(",") if n in related and n not in hidden]
        with self.lock:
            found = [table.rows[key] for key in self._find(table, caller, "view", query)]
            for order in reversed([part for part in query.get("sort", "").split(",") if part]):
                found = _sorted(found, order.removeprefix("-"), table, descending=order.startswith("-"))
            return [
                {name: value for name, value in table.shown(row).items() if name in allowed & wanted}
                | {name: self._appended(table, name, row) for name in appended}
                for row in found
            ]

    def _appended(self, table: Table, name: str, row: Mapping[str, Any]) -> Any:
        """The record or the records that *row* is related to."""
        if name in table.relations:
            relation = table.relations[name]
            return self._record(relation["target"], row.get(relation["foreignKey"]))
        relation = table.to_many[name]
        if relation["type"] == "hasMany":
            target = self._tables[relation["target"]]
            return [target.shown(r) for r in target.rows.values() if r.get(relation["foreignKey"]) == row[table.key]]
        found = [self._record(relation["target"], key) for key in row.get(name) or ()]
        return [record for record in found if record is not None]

    def _record(self, target: str, key: Any) -> JsonObject | None:
        if key is None:
            return None
        if target in self._tables:
            table = self._tables[target]
            return table.shown(table.rows[key]) if key in table.rows else None
        if target == "attachments":
            return self._access.files.get(key)
        user = self._access.users.get(key)
        return None if user is None else {"id": user.id, "nickname": user.name, "username": user.name}

    def _find(self, table: Table, caller: Caller, action: str, query: Query) -> list[Any]:
        """Ids of the rows that the query means, within the caller's scope."""
        condition = _condition(_with_variables(query, caller))
        rule = caller.rule(table, action)
        scope = {"createdById": caller.user.id} if rule.own else rule.scope
        if "filterByTk" in query:
            key = table.columns[table.key].store(query["filterByTk"])
            rows = {key: table.rows[key]} if key in table.rows else {}
        else:
            rows = dict(table.rows)
        both = {"$and": [condition, scope]}
        around = self._around(table, query)
        return [key for key, row in rows.items() if matches(row, both, around)]

    def _around(self, table: Table, query: Query) -> Surroundings:
        def related(name: str, row: Mapping[str, Any]) -> list[JsonObject] | None:
            if name not in table.relations and name not in table.to_many:
                return None
            found = self._appended(table, name, row)
            return found if isinstance(found, list) else [found] if found is not None else []

        return Surroundings(table.columns, related, query.get(TIME_ZONE, ""), self._clock.now())

    def _create(self, table: Table, caller: Caller, sent: list[JsonObject]) -> list[JsonObject]:
        """All of them, or none where one is refused."""
        with self.lock:
            staged = [self._staged(table, caller, one, place) for place, one in enumerate(sent)]
        # Stamped, but not committed: other callers see them later than their `updatedAt` says.
        self._hooks.wait_for_commit("create")
        with self.lock:
            for row in staged:
                table.demand_unique(row)
            table.rows |= {row[table.key]: row for row in staged}
            told = [self._told(table, row, one) for row, one in zip(staged, sent, strict=True)]
            for row in staged:
                self._tie(table, caller, row, self._clock.now() // 1000 * 1000)
            return [table.shown(row) | related for row, related in zip(staged, told, strict=True)]

    def _staged(self, table: Table, caller: Caller, sent: JsonObject, place: int) -> Row:
        stored = self._writable(table, caller.rule(table, "create"), sent, whole=True)
        now = self._clock.now() // 1000 * 1000
        key = table.new_id(stored.get(table.key))
        row: Row = {name: column.default for name, column in table.columns.items()} | table.next_order(place)
        times = {"createdAt": now, "updatedAt": now}
        authors = {"createdById": caller.user.id, "updatedById": caller.user.id}
        row |= times | stored | authors | {table.key: key}
        row = table.filled(row)
        return {name: value for name, value in row.items() if name in table.columns or name in table.to_many}

    def _writable(self, table: Table, rule: Grant, sent: JsonObject, *, whole: bool = False) -> Row:
        """What is stored of *sent*, *whole* for a new row: fields that the role may not write, and unknown ones, are
        dropped in silence."""
        allowed = writable(rule, table)
        taken = {name: value for name, value in sent.items() if name in allowed}
        demand_valid(table.described, table.name, taken, whole=whole)
        stored: Row = {}
        for name, value in sent.items():
            if name in allowed and name in table.relations:
                target = value.get("id") if isinstance(value, dict) else value
                stored[table.relations[name]["foreignKey"]] = target
            elif name in allowed and name in table.to_many:
                stored[name] = self._keys(table.to_many[name], value)
            elif name in allowed:
                stored[name] = table.columns[name].store(value)
        return stored

    def _keys(self, relation: JsonObject, value: Any) -> list[Any]:
        """Raises ApiError for what can be none of a record that the server looks for."""
        keys = [item["id"] if isinstance(item, dict) else item for item in value or ()]
        target = self._tables.get(relation["target"])
        return keys if target is None else [target.columns[target.key].store(key) for key in keys]

    def _told(self, table: Table, row: Row, names: Iterable[str]) -> JsonObject:
        """What the reply of a write shows of relations to many that it names: their records as they were before it, of
        those alone that there are."""
        found = {}
        for name in table.to_many.keys() & row.keys() & set(names):
            records = [self._record(table.to_many[name]["target"], key) for key in row[name] or ()]
            found[name] = [record for record in records if record is not None]
        return found

    def _tie(self, table: Table, caller: Caller, row: Row, now: int) -> None:
        """What was written of records that belong to *row* from their own side goes to these: they alone change."""
        for name, relation in table.to_many.items():
            if relation["type"] != "hasMany" or row.get(name) is None:
                continue
            wanted, foreign, target = row.pop(name), relation["foreignKey"], self._tables[relation["target"]]
            for key, other in target.rows.items():
                before = other.get(foreign)
                after = row[table.key] if key in wanted else None if before == row[table.key] else before
                if before != after:
                    stamps = {"updatedAt": now, "updatedById": caller.user.id}
                    other.update({foreign: after} | {n: at for n, at in stamps.items() if n in target.columns})

    def _update(self, table: Table, caller: Caller, query: Query, sent: JsonObject) -> list[JsonObject]:
        if not {"filterByTk", "filter"} & query.keys():
            raise ApiError(500, "to do update action, filter or filterByTk is required")
        rule = caller.rule(table, "update")
        stored = self._writable(table, rule, sent)
        for fixed in (table.key, "createdAt"):
            stored.pop(fixed, None)
        with self.lock:
            found = self._find(table, caller, "update", query)
        self._hooks.between_find_and_write("update")
        now = self._clock.now() // 1000 * 1000
        self._hooks.wait_for_commit("update")
        with self.lock:
            rows = [table.rows[key] for key in found if key in table.rows]
            related = self._told(table, stored, sent)
            for row in rows:
                self._change(table, caller, row, dict(stored), now, relation=bool(sent.keys() & table.relations.keys()))
            echoed = {
                name: table.columns[name].echo(sent[name])
                for name in stored
                if name in sent and name in table.columns and table.columns[name].kind != "formula"
            }
            return [table.shown(row) | echoed | related for row in rows]

    def _change(self, table: Table, caller: Caller, row: Row, stored: Row, now: int, *, relation: bool) -> None:
        """An update that changes nothing leaves `updatedAt` alone, unless it names a relation to one; so does one that
        changes relations to many alone, though not those that are tied to it."""
        row |= {name: stored.pop(name) for name in table.to_many.keys() & stored.keys()}
        self._tie(table, caller, row, now)
        changed = {name: value for name, value in stored.items() if row.get(name) != value}
        if not changed and not relation:
            return
        row |= changed
        stamps = {"updatedAt": now, "updatedById": caller.user.id}
        row |= {name: value for name, value in stamps.items() if name in table.columns}

    def _destroy(self, table: Table, caller: Caller, query: Query) -> int:
        if not {"filterByTk", "filter"} & query.keys():
            raise ApiError(500, "to do destroy action, filter or filterByTk is required")
        with self.lock:
            found = self._find(table, caller, "destroy", query)
            if not found and "filterByTk" in query and self._fits(table, query):
                raise ApiError(403, "No permissions")
        self._hooks.between_find_and_write("destroy")
        self._hooks.wait_for_commit("destroy")
        with self.lock:
            gone = [key for key in found if table.rows.pop(key, None) is not None]
            for key in gone:
                table.forget_parent(key)
        return len(gone)

    def _fits(self, table: Table, query: Query) -> bool:
        """Whether the one row that is named fulfils the guard: then only the caller's scope can stand against it."""
        row = table.rows.get(table.columns[table.key].store(query["filterByTk"]))
        return row is not None and matches(row, _condition(query), self._around(table, query))

    def _move(self, table: Table, caller: Caller, query: Query) -> str:
        """The source takes the target's place, and all between them move up or down by one: without any stamp."""
        caller.rule(table, "update")
        name = query["sortField"]
        with self.lock:
            source, target = (table.rows[table.columns[table.key].store(query[n])] for n in ("sourceId", "targetId"))
            start, end = source[name], target[name]
            step = -1 if start < end else 1
            for row in table.rows.values():
                if row is not source and min(start, end) <= (row[name] or 0) <= max(start, end):
                    row[name] += step
            source[name] = end
        return "ok"

    def _aggregate(self, table: Table, caller: Caller, body: JsonObject) -> JsonObject:
        """Measures of fields that the role may not view, or that are no fields, are left out in silence."""
        if not body.get("measures"):
            raise ApiError(400, "Query action requires at least one measure or dimension")
        allowed = readable(caller, table) & set(table.declared)
        measures = [measure for measure in body["measures"] if measure["field"] in allowed]
        if not measures:
            raise ApiError(403, "No permissions")
        with self.lock:
            rows = [table.rows[key] for key in self._find(table, caller, "view", {})]
            return {measure["alias"]: _measured(table, rows, measure) for measure in measures}


def _condition(query: Query) -> Any:
    try:
        return json.loads(query.get("filter") or "{}")
    except ValueError as error:
        raise MalformedFilter from error


def _with_variables(query: Query, caller: Caller) -> Query:
    """`{{$user.…}}` in a filter is what the server knows under that name."""
    known = {"{{$user.nickname}}": caller.user.name, "{{$user.id}}": str(caller.user.id)}
    text = query.get("filter", "")
    for name, value in known.items():
        text = text.replace(name, value)
    return {**query, "filter": text}


def _measured(table: Table, rows: list[Row], measure: JsonObject) -> Any:
    column = table.columns[measure["field"]]
    values = [row[column.name] for row in rows if row.get(column.name) is not None]
    match measure["aggregation"]:
        case "count":
            return len(values)
        case "max" if values:
            return instant(max(values)) if column.is_instant else max(values)
        case "sum" if values:
            return sum(values) if column.kind in _CONVERTED else str(sum(values))
        case "max" | "sum":
            return None
    raise ApiError(500, f"Invalid aggregation function: {measure['aggregation']}")


def _order(a: Any, b: Any) -> int:
    return int(a > b) - int(a < b)


def _sorted(rows: list[Row], name: str, table: Table, *, descending: bool) -> list[Row]:
    """Nulls last, either way."""
    if name not in table.columns:
        raise ApiError(400, "Invalid SQL column or table reference")

    def compare(a: Row, b: Row) -> int:
        x, y = a.get(name), b.get(name)
        if x is None or y is None:
            return int(x is None) - int(y is None)
        return _order(x, y) * (-1 if descending else 1)

    return sorted(rows, key=functools.cmp_to_key(compare))
