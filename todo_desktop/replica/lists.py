"""The lists of this replica: their identity, schema and how far each has been read."""

from msgspec import Struct

from todo_desktop.model.lists import ListIdentity, PullState, TodoList
from todo_desktop.model.permissions import Permissions
from todo_desktop.model.schema import Collection
from todo_desktop.model.values import Milliseconds
from todo_desktop.replica.database import Database, Row
from todo_desktop.replica.json_text import from_text, to_text
from todo_desktop.replica.row_codec import Layout, Layouts, RowCodec
from todo_desktop.replica.schema_json import (
    collection_from_text,
    collection_to_text,
    permissions_from_text,
    permissions_to_text,
)

_COLUMNS = (
    "id, base_url, collection, user_id, schema, permissions, last_sync, user_since, schema_version, layout,"
    " layout_before"
)
_LIST = f"SELECT {_COLUMNS} FROM list"  # noqa: S608 - constants


class _Known(Struct, frozen=True):
    """A schema that was read from its text, which takes a millisecond; it is asked for some times in each call."""

    version: int
    collection: Collection
    permissions: Permissions
    layouts: Layouts


class Lists:
    """Finds and creates lists. What it returns was true when it was read: another connection may change it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[int, _Known] = {}

    def all(self) -> list[TodoList]:
        """Every list, oldest first."""
        return [self._todo_list(row) for row in self._database.rows(f"{_LIST} ORDER BY id")]

    def get(self, list_id: int) -> TodoList:
        row = self._database.row(f"{_LIST} WHERE id = ?", (list_id,))
        if row is None:
            raise LookupError(f"no list {list_id}")
        return self._todo_list(row)

    def local(self) -> TodoList | None:
        return self._first("WHERE base_url IS NULL")

    def find(self, identity: ListIdentity) -> TodoList | None:
        return self._first(
            "WHERE ifnull(base_url, '') = ? AND ifnull(collection, '') = ? AND ifnull(user_id, '') = ?",
            (identity.base_url, identity.collection, identity.user_id),
        )

    def latest(self, base_url: str, collection: str) -> TodoList | None:
        """The list of that collection that was synced last, whoever the user was."""
        return self._first(
            "WHERE base_url = ? AND collection = ? ORDER BY ifnull(last_sync, -1) DESC, id DESC", (base_url, collection)
        )

    def create(self, identity: ListIdentity | None, collection: Collection) -> TodoList:
        list_id = self._database.insert(
            "INSERT INTO list (base_url, collection, user_id, schema, permissions) VALUES (?, ?, ?, ?, ?)",
            (
                *((identity.base_url, identity.collection, identity.user_id) if identity else (None, None, None)),
                collection_to_text(collection),
                permissions_to_text(Permissions()),
            ),
        )
        return self.get(list_id)

    def save_schema(self, list_id: int, collection: Collection, permissions: Permissions) -> None:
        """Where it gives a role to another field, the rows have still to be moved. Those of an earlier schema must have
        been moved before."""
        layouts = self.layouts(list_id)
        moves = layouts.now.layout != Layout.of(collection)
        self._database.run(
            "UPDATE list SET schema = ?, permissions = ?, schema_version = schema_version + 1, layout = ?,"
            " layout_before = ? WHERE id = ?",
            (
                collection_to_text(collection),
                permissions_to_text(permissions),
                layouts.number + moves,
                to_text(layouts.now.layout) if moves else "",
                list_id,
            ),
        )

    def with_rows_to_move(self) -> int | None:
        """A list of which rows may still be in the layout before; None where there is none."""
        row = self._database.row("SELECT id FROM list WHERE layout_before <> '' LIMIT 1")
        return row[0] if row else None

    def rows_moved(self, list_id: int) -> None:
        """No row is in the layout before any more."""
        self._database.run(
            "UPDATE list SET layout_before = '', schema_version = schema_version + 1 WHERE id = ?", (list_id,)
        )

    def collection(self, list_id: int) -> Collection:
        return self._current(list_id).collection

    def codec(self, list_id: int) -> RowCodec:
        """How the rows of the list are written now. Ask within the transaction that writes them."""
        return self._current(list_id).layouts.now

    def layouts(self, list_id: int) -> Layouts:
        """How the rows of the list are read. Ask within the transaction that reads them."""
        return self._current(list_id).layouts

    def save_last_sync(self, list_id: int, at: Milliseconds) -> None:
        self._database.run("UPDATE list SET last_sync = ? WHERE id = ?", (at, list_id))

    def save_user_since(self, list_id: int, since: str) -> None:
        self._database.run("UPDATE list SET user_since = ? WHERE id = ?", (since, list_id))

    def pull_state(self, list_id: int) -> PullState:
        row = self._database.row(
            "SELECT loaded, loaded_to, cursor, swept_at, sweep_due FROM list WHERE id = ?", (list_id,)
        )
        if row is None:
            raise LookupError(f"no list {list_id}")
        loaded, loaded_to, cursor, swept_at, sweep_due = row
        return PullState(bool(loaded), loaded_to, cursor, swept_at, bool(sweep_due))

    def save_pull_state(self, list_id: int, state: PullState) -> None:
        self._database.run(
            "UPDATE list SET loaded = ?, loaded_to = ?, cursor = ?, swept_at = ?, sweep_due = ? WHERE id = ?",
            (state.loaded, state.loaded_to, state.cursor, state.swept_at, state.sweep_due, list_id),
        )

    def home(self, list_id: int) -> str:
        """The place of the file when the list was synced last (`place`), empty where it never was."""
        found: str = self._database.value("SELECT home FROM list WHERE id = ?", (list_id,))
        return found

    def save_home(self, list_id: int, place: str) -> None:
        self._database.run("UPDATE list SET home = ? WHERE id = ?", (place, list_id))

    def _first(self, where: str, parameters: tuple[object, ...] = ()) -> TodoList | None:
        row = self._database.row(f"{_LIST} {where} LIMIT 1", parameters)
        return self._todo_list(row) if row else None

    def _current(self, list_id: int) -> _Known:
        version = self._database.value("SELECT schema_version FROM list WHERE id = ?", (list_id,))
        known = self._known.get(list_id)
        if known is None or known.version != version:
            self.get(list_id)
        return self._known[list_id]

    def _todo_list(self, row: Row) -> TodoList:
        list_id, base_url, name, user_id, schema, permissions, last_sync, since, version, number, before = row
        known = self._known.get(list_id)
        if known is None or known.version != version:
            collection = collection_from_text(schema)
            earlier = RowCodec(from_text(before, Layout)) if before else None
            layouts = Layouts(number, RowCodec(Layout.of(collection)), earlier)
            known = _Known(version, collection, permissions_from_text(permissions), layouts)
            self._known[list_id] = known
        identity = None if base_url is None else ListIdentity(base_url, name, user_id)
        return TodoList(list_id, identity, known.collection, known.permissions, last_sync, since)
