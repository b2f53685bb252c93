"""The sweep: comparing every row of the server with what is here, in pages."""

from collections.abc import Sequence

from todo_desktop.model.answers import Stamp
from todo_desktop.model.instants import normal_instant
from todo_desktop.model.permissions import RIGHTS
from todo_desktop.model.values import Json, ServerId
from todo_desktop.replica.database import Database, Row
from todo_desktop.replica.json_text import from_text, to_text
from todo_desktop.replica.lists import Lists
from todo_desktop.replica.row_codec import SELECTED, Layouts

_KNOWN = f"""
    SELECT server_id, id, state, base, layout, {SELECTED} FROM todo
    WHERE list_id = ? AND server_id IN (SELECT value FROM json_each(?))
"""  # noqa: S608 - constants


class Sweep:
    """Keeps what it has not seen yet in a table of this connection alone; one sweep at a time."""

    def __init__(self, database: Database, lists: Lists) -> None:
        self._database = database
        self._lists = lists

    def begin(self, list_id: int) -> None:
        """Remember which rows are known now, and which todos have lost theirs and wish nothing any more; forget an
        earlier sweep."""
        self._database.run(
            "CREATE TEMP TABLE IF NOT EXISTS unseen (todo_id INTEGER PRIMARY KEY, list_id INTEGER, server_id)"
        )
        self._database.run("DELETE FROM temp.unseen")
        self._database.run(
            "INSERT INTO temp.unseen SELECT id, list_id, server_id FROM todo"
            " WHERE list_id = ? AND (server_id IS NOT NULL OR state = 0)",
            (list_id,),
        )

    def page(self, list_id: int, stamps: Sequence[Stamp]) -> list[ServerId]:
        """Mark these rows as seen; returns the ids that are unknown here or whose change time or order differs from
        what was last read."""
        with self._database.reading():
            rows = self._database.rows(_KNOWN, (list_id, to_text([stamp.server_id for stamp in stamps])))
            layouts = self._lists.layouts(list_id)
        known = {row[0]: row for row in rows}
        self._database.run(
            "DELETE FROM temp.unseen WHERE todo_id IN (SELECT value FROM json_each(?))",
            (to_text([row[1] for row in rows]),),
        )
        return [stamp.server_id for stamp in stamps if not _is_as_read(layouts, known.get(stamp.server_id), stamp)]

    def unseen(self, list_id: int) -> list[tuple[int, ServerId | None]]:
        """(local id, server id) of what was remembered when the sweep began and that it did not see."""
        return [
            (todo_id, server_id)
            for todo_id, server_id in self._database.rows(
                "SELECT todo_id, server_id FROM temp.unseen WHERE list_id = ? ORDER BY todo_id", (list_id,)
            )
        ]


def _is_as_read(layouts: Layouts, row: Row | None, stamp: Stamp) -> bool:
    if row is None:
        return False
    state, number_of_layout, sort_order, updated_at = row[2], row[4], row[9], row[11]
    same = (sort_order, updated_at) == (stamp.order, stamp.updated_at) and stamp.rights is None
    if not state and number_of_layout == layouts.number and same:
        return True
    last_read, layout = _last_read(layouts, row), layouts.now.layout
    return (
        last_read is not None
        and _same_instant(last_read.get(layout.updated_at), stamp.updated_at)
        and number(last_read.get(layout.order)) == stamp.order
        and stamp.rights in (None, last_read.get(RIGHTS))
    )


def _last_read(layouts: Layouts, row: Row) -> dict[str, Json] | None:
    """What the server last showed of the row: its base, where there are unsent edits."""
    _, _, state, base, number_of_layout, *columns = row
    if state:
        return None if base is None else from_text(base, dict)
    return layouts.of(number_of_layout).decode(tuple(columns))


def number(value: Json) -> float | None:
    """An order value as a number, however it was sent; None where it is none."""
    if value is None or isinstance(value, bool | list | dict):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def _same_instant(ours: Json, theirs: str | None) -> bool:
    if ours == theirs:
        return True
    return isinstance(ours, str) and theirs is not None and normal_instant(ours) == normal_instant(theirs)
