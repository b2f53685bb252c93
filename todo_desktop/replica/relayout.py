"""Moving the rows of a list after its schema gave a role to another field: some at a time, and each at any moment
readable by the layout whose number it carries."""

from todo_desktop.replica.database import Database
from todo_desktop.replica.json_text import to_text
from todo_desktop.replica.lists import Lists
from todo_desktop.replica.row_codec import SELECTED, Layouts, RowCodec
from todo_desktop.replica.search import SearchText

_FEW, _MANY = 60, 200
"""Rows in a transaction of some five milliseconds, with and without their search texts."""
_LEFT = "SELECT id FROM todo NOT INDEXED WHERE list_id = ? AND id > ? AND layout <> ? ORDER BY id LIMIT ?"
_ROWS = f"""
    SELECT id, doc, {SELECTED} FROM todo WHERE layout <> ? AND id IN (SELECT value FROM json_each(?))
"""  # noqa: S608 - constants
_UPDATE = """
    UPDATE todo SET doc = ?, layout = ?, title = ?, done = ?, due = ?, priority = ?, sort_order = ?, created_at = ?,
        updated_at = ?, extra = ?
    WHERE id = ?
"""


class Relayout:
    """Writers use the new layout from the moment that the schema is stored, so what is left only becomes less."""

    def __init__(self, database: Database, lists: Lists, texts: SearchText) -> None:
        self._database = database
        self._lists = lists
        self._texts = texts
        self._moved_to: dict[int, tuple[int, int]] = {}
        """By list, the layout and the row up to which all are moved to it; one that is written behind it is in the new
        layout already."""

    def finish(self, list_id: int) -> None:
        """Move what is left to move, in short transactions; an end in between loses nothing. 20 us a row."""
        while self.step(list_id):
            pass

    def is_done(self, list_id: int) -> bool:
        """Whether none is left. Somebody else may store another schema after `finish`: ask within the transaction."""
        return self._lists.layouts(list_id).before is None

    def move_some(self) -> bool:
        """One such transaction, for a list that has rows left to move. Whether there was one."""
        list_id = self._lists.with_rows_to_move()
        return list_id is not None and self.step(list_id)

    def step(self, list_id: int) -> bool:
        """One such transaction. Whether anything was left to do."""
        layouts = self._lists.layouts(list_id)
        if layouts.before is None:
            return False
        number, moved_to = self._moved_to.get(list_id, (layouts.number, 0))
        ids = self._left(list_id, layouts, moved_to if number == layouts.number else 0)
        with self._database.transaction():
            if self._lists.layouts(list_id) is not layouts:
                return True  # somebody else has stored another schema since: look anew
            if ids:
                self._move(ids, layouts, layouts.before)
            else:
                self._lists.rows_moved(list_id)
        self._moved_to[list_id] = layouts.number, ids[-1] if ids else 0
        return True

    def _left(self, list_id: int, layouts: Layouts, after: int) -> list[int]:
        limit = _MANY if layouts.before is None or _keeps_texts(layouts, layouts.before) else _FEW
        return [todo_id for (todo_id,) in self._database.rows(_LEFT, (list_id, after, layouts.number, limit))]

    def _move(self, ids: list[int], layouts: Layouts, before: RowCodec) -> None:
        """Those that nobody has written meanwhile."""
        updates, keeps_texts = [], _keeps_texts(layouts, before)
        for todo_id, document, *columns in self._database.rows(_ROWS, (layouts.number, to_text(ids))):
            values, number = before.decode(tuple(columns)), document
            if not keeps_texts:
                number = self._texts.replace(document, todo_id, layouts.now.search_text(values))
            updates.append((number, layouts.number, *layouts.now.encode(values), todo_id))
        self._database.run_many(_UPDATE, updates)


def _keeps_texts(layouts: Layouts, before: RowCodec) -> bool:
    return layouts.now.layout.searchable == before.layout.searchable
