"""What was taken away from a list, kept for 30 days so that it can be restored.

A clock can be wrong for a while. So a day counts only if something was removed on it, and whatever the clock leaps, it
is one day: 30 of them have to pass, and 30 days by the clock.
"""

from array import array
from collections.abc import Sequence

from todo_desktop.model.held import Held
from todo_desktop.model.todo import KeptState, StateMark, Todo, Trashed
from todo_desktop.model.values import Milliseconds
from todo_desktop.replica.database import Database
from todo_desktop.replica.json_text import from_text, to_text
from todo_desktop.replica.outbox import entry_from_row, entry_to_row

OF_TODO = "CASE WHEN json_valid(content) THEN json_extract(content, '$.todo_id') END"
"""The local id, word for word as it is indexed: undo of many deletes asks for many."""
_TODO, _STATE_OF = "todo_id", "state_of"
"""The key of the local id: of a todo that was taken away, and of one that stays and has gone back to an older state."""
_STATES = f"""
    SELECT id, removed_at, list_id, json_extract(content, '$.{_STATE_OF}') FROM trash
    WHERE {OF_TODO} IS NULL AND (id > ? OR removed_at > ?) AND json_valid(content) ORDER BY id
"""  # noqa: S608 - constants
DAY_MS = 24 * 60 * 60 * 1000
KEPT_DAYS = 30


class Trash:
    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, held: Held, at: Milliseconds) -> None:
        """Keep *held*, and forget what was taken away more than 30 days before *at*."""
        self._add(held.list_id, _to_text(held, _TODO), at)

    def add_state(self, held: Held, at: Milliseconds) -> None:
        """Keep what was last read of *held*, which stays where it is and goes back to an older state."""
        read = Held(held.todo_id, held.list_id, held.server_id, held.last_read or {})
        self._add(held.list_id, _to_text(read, _STATE_OF), at)

    def _add(self, list_id: int, content: str, at: Milliseconds) -> None:
        day = self._day(at)
        self._database.run(
            "INSERT INTO trash (list_id, content, removed_at, day) VALUES (?, ?, ?, ?)", (list_id, content, at, day)
        )
        self._database.run(
            "DELETE FROM trash WHERE day < ? AND abs(removed_at - ?) > ?",
            (day - KEPT_DAYS, at, KEPT_DAYS * DAY_MS),
        )

    def _day(self, at: Milliseconds) -> int:
        """The number of the day of *at*, which is the one of the latest removal or the next."""
        latest = self._database.row("SELECT day, removed_at FROM trash ORDER BY id DESC LIMIT 1")
        if latest is None:
            return 0
        day, removed_at = latest
        return int(day) + int(removed_at // DAY_MS != at // DAY_MS)

    def forget(self, todo_id: int) -> None:
        """The todo with that local id is back, however it came."""
        self._database.run(
            f"DELETE FROM trash WHERE {OF_TODO} = ?",  # noqa: S608 - a constant
            (todo_id,),
        )

    def ids(self, list_ids: Sequence[int]) -> "array[int]":
        """Of these lists, latest first, type 'q'."""
        rows = self._database.rows(
            "SELECT id FROM trash WHERE list_id IN (SELECT value FROM json_each(?)) ORDER BY removed_at DESC, id DESC",
            (to_text(list(list_ids)),),
        )
        return array("q", [trash_id for (trash_id,) in rows])

    def trashed(self, trash_ids: Sequence[int]) -> list[Trashed]:
        """Those that are there, in the given order."""
        rows = self._database.rows(
            "SELECT id, list_id, removed_at, content FROM trash WHERE id IN (SELECT value FROM json_each(?))",
            (to_text(list(trash_ids)),),
        )
        found = {row[0]: _trashed(*row) for row in rows}
        return [found[trash_id] for trash_id in trash_ids if trash_id in found]

    def state(self, trash_id: int) -> Held | None:
        """What a todo held before it went back; None where something else is there, or nothing."""
        row = self._database.row("SELECT list_id, content FROM trash WHERE id = ?", (trash_id,))
        return _from_text(*row) if row is not None and _STATE_OF in from_text(row[1], dict) else None

    def states(self, after: StateMark) -> list[KeptState]:
        """What todos held before they went back, as far as that was kept *after* that mark, in the order of that."""
        rows = self._database.rows(_STATES, after)
        return [KeptState((trash_id, at), list_id, todo_id) for trash_id, at, list_id, todo_id in rows]

    def take(self, trash_id: int) -> Held:
        """Out of the trash. Raises LookupError where it is not there any more."""
        row = self._database.row("SELECT list_id, content FROM trash WHERE id = ?", (trash_id,))
        if row is None:
            raise LookupError(f"nothing in the trash under {trash_id}")
        self._database.run("DELETE FROM trash WHERE id = ?", (trash_id,))
        return _from_text(row[0], row[1])


def _trashed(trash_id: int, list_id: int, removed_at: Milliseconds, content: str) -> Trashed:
    held = _from_text(list_id, content)
    todo = Todo(held.todo_id, list_id, held.server_id, held.values)
    return Trashed(trash_id, removed_at, todo, _STATE_OF in from_text(content, dict))


def _to_text(held: Held, key: str) -> str:
    return to_text(
        {
            key: held.todo_id,
            "server_id": held.server_id,
            "values": dict(held.values),
            "base": None if held.base is None else dict(held.base),
            "entries": [entry_to_row(entry) for entry in held.entries],
            "hidden": held.hidden,
        }
    )


def _from_text(list_id: int, text: str) -> Held:
    raw = from_text(text, dict)
    entries = tuple(entry_from_row(row) for row in raw["entries"])
    todo_id = raw[_STATE_OF] if _STATE_OF in raw else raw[_TODO]
    return Held(todo_id, list_id, raw["server_id"], raw["values"], raw["base"], entries, raw["hidden"])
