"""Taking over rows of the server in bulk: only what is new or different is written."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from todo_desktop.model.instants import normal_instant
from todo_desktop.model.reused_ids import is_another
from todo_desktop.model.schema import Collection
from todo_desktop.model.values import Record, ServerId
from todo_desktop.replica.database import Database, Row
from todo_desktop.replica.json_text import to_text
from todo_desktop.replica.lists import Lists
from todo_desktop.replica.row_codec import COLUMNS, SELECTED, Columns, Layouts
from todo_desktop.replica.search import SearchText

if TYPE_CHECKING:
    from todo_desktop.replica.news import NewsBook

_KNOWN = f"""
    SELECT server_id, id, state, doc, layout, {SELECTED} FROM todo
    WHERE list_id = ? AND server_id IN (SELECT value FROM json_each(?))
"""  # noqa: S608 - constants
_INSERT = """
    INSERT INTO todo (id, list_id, server_id, doc, layout, title, done, due, priority, sort_order, created_at,
        updated_at, extra)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_UPDATE = """
    UPDATE todo SET doc = ?, layout = ?, title = ?, done = ?, due = ?, priority = ?, sort_order = ?, created_at = ?,
        updated_at = ?, extra = ?
    WHERE id = ?
"""
_CREATED_AT = COLUMNS.index("created_at")
_UPDATED_AT = COLUMNS.index("updated_at")


class _Batch(Struct):
    """What is to be written: collected first, then written in four bulk statements."""

    next_id: int
    next_document: int
    added: list[Sequence[Any]] = field(default_factory=list)
    changed: list[Sequence[Any]] = field(default_factory=list)
    documents: list[tuple[int, int, str]] = field(default_factory=list)
    replaced: list[int] = field(default_factory=list)
    left_alone: list[ServerId] = field(default_factory=list)
    came: list[tuple[int, Record]] = field(default_factory=list)
    became: list[tuple[int, Record, Record]] = field(default_factory=list)
    """What is news to the user, where that is kept."""
    tells: bool = False

    def document(self, todo_id: int, text: str) -> int:
        number = self.next_document + len(self.documents)
        self.documents.append((number, todo_id, text))
        return number


class Adoption:
    """Must be inside a transaction of the database."""

    def __init__(self, database: Database, lists: Lists, texts: SearchText, news: Callable[[], "NewsBook"]) -> None:
        self._database = database
        self._lists = lists
        self._texts = texts
        self._news = news

    def adopt(self, list_id: int, records: Sequence[Record]) -> tuple[frozenset[int], frozenset[int], list[ServerId]]:
        """(added, changed, left alone): local ids, local ids, server ids of todos that have entries, or were read in a
        newer state before, or whose ids other todos have now. Of a row that occurs twice the later one counts. Some
        15 µs a row."""
        collection = self._lists.collection(list_id)
        key = collection.primary_key
        layouts = self._lists.layouts(list_id)
        latest: dict[ServerId, Record] = {record[key]: record for record in records}  # type: ignore[misc]
        known = {row[0]: row for row in self._database.rows(_KNOWN, (list_id, to_text(list(latest))))}
        news = self._news()
        batch = _Batch(self._next_id(), self._texts.next_document(), tells=news.is_kept(list_id))
        for server_id, record in latest.items():
            row = known.get(server_id)
            if row is None:
                self._add(batch, list_id, server_id, layouts, record)
            elif row[2] or _is_older(layouts, row, record, collection) or _is_another(layouts, row, record, collection):
                batch.left_alone.append(server_id)
            else:
                self._change(batch, row, layouts, record)
        if batch.became:
            news.change(list_id, batch.became)  # beside what was known before
        self._write(batch)
        if batch.came:
            news.add(list_id, batch.came)
        return (
            frozenset(row[0] for row in batch.added),
            frozenset(row[-1] for row in batch.changed),
            batch.left_alone,
        )

    def _add(self, batch: _Batch, list_id: int, server_id: ServerId, layouts: Layouts, record: Record) -> None:
        todo_id = batch.next_id + len(batch.added)
        document = batch.document(todo_id, layouts.now.search_text(record))
        batch.added.append((todo_id, list_id, server_id, document, layouts.number, *layouts.now.encode(record)))
        if batch.tells:
            batch.came.append((todo_id, record))

    def _change(self, batch: _Batch, row: Row, layouts: Layouts, record: Record) -> None:
        todo_id, document = row[1], row[3]
        columns: Columns = (layouts.number, *layouts.now.encode(record))
        if columns == row[4:]:
            return
        text = layouts.now.search_text(record)
        if not self._texts.is_same(document, text):
            batch.replaced.append(document)
            document = batch.document(todo_id, text)
        batch.changed.append((document, *columns, todo_id))
        if batch.tells:
            number, *before = row[4:]
            batch.became.append((todo_id, layouts.of(number).decode(before), record))

    def _write(self, batch: _Batch) -> None:
        if batch.replaced:
            self._texts.remove(batch.replaced)
        self._texts.add_many(batch.documents)
        self._database.run_many(_INSERT, batch.added)
        self._database.run_many(_UPDATE, batch.changed)

    def _next_id(self) -> int:
        last = self._database.value("SELECT seq FROM sqlite_sequence WHERE name = 'todo'")
        return (last or 0) + 1


def _is_older(layouts: Layouts, row: Row, record: Record, collection: Collection) -> bool:
    """Whether *record* was changed before *row* was."""
    there, (number, *columns) = record.get(collection.updated_at), row[4:]
    known = columns[_UPDATED_AT] if layouts.of(number).layout.updated_at == collection.updated_at else None
    if not isinstance(there, str) or not isinstance(known, str) or there == known:
        return False
    return normal_instant(there) < normal_instant(known)


def _is_another(layouts: Layouts, row: Row, record: Record, collection: Collection) -> bool:
    """Whether *record* is not the todo that *row* is. Hardly ever: rows made at the same time need not be decoded."""
    made, (number, *columns) = record.get(collection.created_at), row[4:]
    if made is None or (number == layouts.number and columns[_CREATED_AT] == made):
        return False
    return is_another(layouts.of(number).decode(columns), record, collection)
