"""Writing the rows of a list anew after its schema gave a role to another field."""

from todo_desktop.replica.database import Database
from todo_desktop.replica.row_codec import SELECTED, RowCodec
from todo_desktop.replica.search import SearchText

_PAGE = 1000
_ROWS = f"SELECT id, doc, {SELECTED} FROM todo WHERE list_id = ? AND id > ? ORDER BY id LIMIT {_PAGE}"  # noqa: S608
_UPDATE = """
    UPDATE todo SET doc = ?, title = ?, done = ?, due = ?, priority = ?, sort_order = ?, created_at = ?, updated_at = ?,
        extra = ?
    WHERE id = ?
"""


def relayout(database: Database, texts: SearchText, list_id: int, before: RowCodec, after: RowCodec) -> None:
    """Must be in one transaction with the schema: a row can only be read by the codec that wrote it."""
    last = 0
    while rows := database.rows(_ROWS, (list_id, last)):
        updates = []
        for todo_id, document, *columns in rows:
            values = before.decode(tuple(columns))
            number = document
            if before.layout.searchable != after.layout.searchable:
                number = texts.replace(document, todo_id, after.search_text(values))
            updates.append((number, *after.encode(values), todo_id))
        database.run_many(_UPDATE, updates)
        last = rows[-1][0]
