"""The todos: each row with its base and its outbox entries, read and written as one."""

from collections.abc import Iterable, Sequence

from todo_desktop.model.change import state_of
from todo_desktop.model.held import Held
from todo_desktop.model.todo import SyncState, Todo
from todo_desktop.model.values import ServerId
from todo_desktop.replica.database import Database, Row
from todo_desktop.replica.json_text import from_text, to_text
from todo_desktop.replica.lists import Lists
from todo_desktop.replica.outbox import Outbox
from todo_desktop.replica.row_codec import SELECTED
from todo_desktop.replica.search import SearchText
from todo_desktop.replica.trash import Trash

_HELD = f"SELECT id, list_id, server_id, hidden, base, layout, {SELECTED} FROM todo"  # noqa: S608 - constants, as below
_HELD_BY_ID = f"{_HELD} WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608
_HELD_BY_SERVER_ID = f"{_HELD} WHERE list_id = ? AND server_id IN (SELECT value FROM json_each(?))"  # noqa: S608
_NEWEST = f"""
    {_HELD} WHERE list_id = ? AND state = 0 AND server_id IS NOT NULL ORDER BY server_id DESC LIMIT ?
"""
_TODO_BY_ID = f"""
    SELECT id, list_id, server_id, state, layout, {SELECTED} FROM todo WHERE id IN (SELECT value FROM json_each(?))
"""  # noqa: S608
_UPDATE = """
    UPDATE todo SET list_id = ?, server_id = ?, state = ?, hidden = ?, base = ?, layout = ?, doc = ?, title = ?,
        done = ?, due = ?, priority = ?, sort_order = ?, created_at = ?, updated_at = ?, extra = ?
    WHERE id = ?
"""
_INSERT = """
    INSERT INTO todo (list_id, server_id, state, hidden, base, layout, doc, title, done, due, priority, sort_order,
        created_at, updated_at, extra, id)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_NEED_A_PERSON = (SyncState.FAILED, SyncState.CONFLICT)
_NO_FIELDS: frozenset[str] = frozenset()


class Todos:
    """Writes must be inside a transaction of the database."""

    def __init__(self, database: Database, lists: Lists, outbox: Outbox, texts: SearchText, trash: Trash) -> None:
        self._database = database
        self._lists = lists
        self._outbox = outbox
        self._texts = texts
        self._trash = trash

    def held(self, todo_ids: Iterable[int]) -> dict[int, Held]:
        """Those that exist, by local id."""
        with self._database.reading():
            rows = self._database.rows(_HELD_BY_ID, (to_text(list(todo_ids)),))
            return {each.todo_id: each for each in self._complete(rows)}

    def held_by_server_id(self, list_id: int, server_ids: Iterable[ServerId]) -> dict[ServerId, Held]:
        with self._database.reading():
            rows = self._database.rows(_HELD_BY_SERVER_ID, (list_id, to_text(list(server_ids))))
            return {each.server_id: each for each in self._complete(rows) if each.server_id is not None}

    def newest_known(self, list_id: int, limit: int) -> list[Held]:
        """The rows with the highest server ids, highest first, of those without entries."""
        with self._database.reading():
            return self._complete(self._database.rows(_NEWEST, (list_id, limit)))

    def put(self, held: Held) -> int:
        """Store it with exactly its entries; returns its local id. An id that has no row (any more) gets one: the todo
        is back, and no longer in the trash."""
        layouts = self._lists.layouts(held.list_id)
        codec = layouts.now
        text = codec.search_text(held.values)
        todo_id = held.todo_id
        document = self._document(todo_id)
        row = (
            held.list_id,
            held.server_id,
            int(state_of(held.entries)),
            held.hidden,
            to_text(dict(held.base)) if held.entries and held.base is not None else None,
            layouts.number,
        )
        columns = codec.encode(held.values)
        if document is None:
            if todo_id:
                self._trash.forget(todo_id)
            todo_id = self._database.insert(_INSERT, (*row, 0, *columns, todo_id or None))
            document = self._texts.add(todo_id, text)
            self._database.run("UPDATE todo SET doc = ? WHERE id = ?", (document, todo_id))
        else:
            document = self._texts.replace(document, todo_id, text)
            self._database.run(_UPDATE, (*row, document, *columns, todo_id))
        self._outbox.save(held.list_id, todo_id, held.entries)
        return todo_id

    def remove(self, todo_id: int) -> None:
        """Take the todo, its entries and its search text away, if it is there."""
        document = self._document(todo_id)
        if document is not None:
            self._texts.remove([document])
            self._database.run("DELETE FROM todo WHERE id = ?", (todo_id,))

    def todos(self, todo_ids: Sequence[int]) -> list[Todo]:
        """Those that exist, in the given order."""
        with self._database.reading():
            rows = self._database.rows(_TODO_BY_ID, (to_text(list(todo_ids)),))
            layouts = {list_id: self._lists.layouts(list_id) for list_id in {row[1] for row in rows}}
            parked = self._outbox.parked_fields([row[0] for row in rows if row[3] in _NEED_A_PERSON])
        found = {
            row[0]: Todo(
                row[0], row[1], row[2], layouts[row[1]].of(row[4]).decode(row[5:]), SyncState(row[3]),
                parked.get(row[0], _NO_FIELDS),
            )
            for row in rows
        }  # fmt: skip
        return [found[todo_id] for todo_id in todo_ids if todo_id in found]

    def _document(self, todo_id: int) -> int | None:
        document: int | None = self._database.value("SELECT doc FROM todo WHERE id = ?", (todo_id,))
        return document

    def _complete(self, rows: Sequence[Row]) -> list[Held]:
        entries = self._outbox.of([row[0] for row in rows])
        layouts = {list_id: self._lists.layouts(list_id) for list_id in {row[1] for row in rows}}
        return [
            Held(
                todo_id, list_id, server_id, layouts[list_id].of(number).decode(columns),
                None if base is None else from_text(base, dict), entries.get(todo_id, ()), bool(hidden),
            )
            for todo_id, list_id, server_id, hidden, base, number, *columns in rows
        ]  # fmt: skip
