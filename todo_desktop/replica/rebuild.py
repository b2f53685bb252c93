"""Fills a new replica with what could be read of a damaged one, and with the newest backup where that has gaps.

Nothing that may have reached the server is made to be sent blindly: what only the backup knows may be old. What the
server has is read whole again, so a row that is stale here does not stay so.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from todo_desktop.model.change import ChangeKind, Entry, EntryState, FieldChange
from todo_desktop.model.editing import shown_over
from todo_desktop.model.errors import Problem
from todo_desktop.model.held import Held
from todo_desktop.model.instants import from_instant
from todo_desktop.model.lists import PullState, TodoList
from todo_desktop.model.news import NewsKind
from todo_desktop.replica.database import Database, Row
from todo_desktop.replica.json_text import from_text
from todo_desktop.replica.lists import Lists
from todo_desktop.replica.outbox import entry_from_row, entry_to_row
from todo_desktop.replica.row_codec import NO_VALUE, SELECTED, Layout
from todo_desktop.replica.salvage import NEWS, TABLES, Salvage
from todo_desktop.replica.schema_json import collection_from_text, permissions_from_text
from todo_desktop.replica.search import SearchText
from todo_desktop.replica.store import TodoStore

_AT_ONCE = 500
_SINCE = TABLES["list"].index("user_since")
_LOOKED_AT = TABLES["list"].index("looked_at")
_MALFORMED = (ValueError, TypeError, KeyError, AttributeError)
_UNINDEXED = f"""
    SELECT id, layout, {SELECTED} FROM todo NOT INDEXED WHERE list_id = ? AND doc = 0 AND id > ? ORDER BY id
    LIMIT {_AT_ONCE}
"""  # noqa: S608 - constants
_DOUBTFUL = """
    SELECT id FROM todo WHERE list_id = ? AND (state <> 0 OR hidden = 1 OR server_id IS NULL OR base IS NOT NULL)
        AND id NOT IN (SELECT todo_id FROM entry)
"""


class Rebuild:
    """*target* is a new replica. *damaged* and *backup* are None where there is none that can be read."""

    def __init__(self, target: Database, damaged: Salvage | None, backup: Salvage | None) -> None:
        self._target = target
        self._store = TodoStore(target)
        self._lists = Lists(target)
        self._damaged = damaged
        self._backup = backup
        self._only_in_backup: set[int] = set()
        self._loaded: dict[int, bool] = {}

    def run(self) -> None:
        """In one transaction. Raises StorageError."""
        with self._target.transaction():
            self._fill()

    def _fill(self) -> None:
        self._take_lists()
        self._take_todos()
        self._take_entries()
        self._take("trash", self._sources(), lambda row: _is_trash(row, self._list_ids))
        self._take_news()
        self._keep_numbers()
        for todo_list in self._store.lists():
            self._index(todo_list)
            if not todo_list.is_local:
                self._mend_outbox(todo_list)
                self._read_whole(todo_list)

    def _sources(self) -> list[Salvage]:
        return [source for source in (self._damaged, self._backup) if source is not None]

    def _take_lists(self) -> None:
        for source in self._sources():
            for chunk in _chunks(_with_sound_times(row) for row in source.rows("list") if _is_list(row)):
                self._insert("list", TABLES["list"], chunk)
                for row in chunk:
                    self._loaded[row[0]] = self._loaded.get(row[0], True) and bool(row[-1])

    def _take_todos(self) -> None:
        """The damaged file's; the backup's only where some of those could not be read, or deleted ones would return."""
        lists = self._list_ids
        if self._damaged is not None:
            further = self._backup.highest("todo") if self._backup else 0
            self._take("todo", [self._damaged], lambda row: _is_todo(row, lists), further)
        if self._backup is not None and (self._damaged is None or "todo" in self._damaged.incomplete):
            known = self._todo_ids
            self._take("todo", [self._backup], lambda row: row[0] not in known and _is_todo(row, lists))
            self._only_in_backup = self._todo_ids - known

    def _take_news(self) -> None:
        """The backup's only where some of those could not be read: the user may have looked at them since."""
        for source in self._sources():
            if source is self._damaged or self._damaged is None or NEWS in self._damaged.incomplete:
                self._take(NEWS, [source], lambda row: _is_news(row, self._list_ids))

    def _take_entries(self) -> None:
        """Those of the damaged file stay what they are. Where it has gaps, the backup's are older than they seem."""
        todos, orphans = self._todo_ids, defaultdict(list)
        for entry in self._entries_of(self._damaged):
            if entry.todo_id in todos:
                self._keep(entry)
            else:
                orphans[entry.todo_id].append(entry)
        if self._damaged is None or "entry" in self._damaged.incomplete:
            doubtful = self._without_entries()
            for entry in self._entries_of(self._backup):
                if entry.todo_id in doubtful:
                    self._keep(_aged(entry))
        else:
            self._settle_what_was_sent()
        for entries in orphans.values():
            self._store.put(_adopted(tuple(entries)))

    def _settle_what_was_sent(self) -> None:
        """Rows of the backup had changes then that are no longer in the outbox: they have arrived."""
        with self._store.transaction():
            for held in self._store.held(self._only_in_backup & self._without_entries()).values():
                if held.server_id is None:  # the server has the row, and shows it under its id
                    self._target.run("DELETE FROM todo WHERE id = ?", (held.todo_id,))
                else:
                    self._store.put(replace(held, base=None, hidden=False))

    def _entries_of(self, source: Salvage | None) -> list[Entry]:
        """Those of lists that are here."""
        if source is None:
            return []
        rows = list(source.rows("entry"))
        entries = [entry for row in rows if (entry := _entry(row)) is not None]
        if len(entries) < len(rows):
            source.incomplete.add("entry")
        return [entry for entry in entries if entry.list_id in self._list_ids]

    def _keep(self, entry: Entry) -> None:
        taken = self._target.value("SELECT 1 FROM entry WHERE seq = ?", (entry.seq,))
        row = entry_to_row(replace(entry, seq=0) if taken else entry)
        self._insert("entry", TABLES["entry"], [row])

    @property
    def _list_ids(self) -> set[int]:
        return {todo_list.id for todo_list in self._store.lists()}

    @property
    def _todo_ids(self) -> set[int]:
        return {todo_id for (todo_id,) in self._target.rows("SELECT id FROM todo")}

    def _without_entries(self) -> set[int]:
        return {
            todo_id
            for todo_list in self._store.lists()
            if not todo_list.is_local
            for (todo_id,) in self._target.rows(_DOUBTFUL, (todo_list.id,))
        }

    def _mend_outbox(self, todo_list: TodoList) -> None:
        """A todo whose entries are lost still shows what was wished; and every mark must tell what is there."""
        lost = [todo_id for (todo_id,) in self._target.rows(_DOUBTFUL, (todo_list.id,))]
        with self._store.transaction():
            for held in self._store.held(lost).values():
                self._store.put(_guessed(held, todo_list))
            marked = self._target.rows("SELECT DISTINCT todo_id FROM entry WHERE list_id = ?", (todo_list.id,))
            for held in self._store.held([todo_id for (todo_id,) in marked]).values():
                self._store.put(_rejoined(held) if held.todo_id in self._only_in_backup else held)

    def _read_whole(self, todo_list: TodoList) -> None:
        """The next sync reads every row, and looks for what is gone, before it trusts what is here."""
        loaded = self._loaded.get(todo_list.id, False) and self._store.count(todo_list.id) > 0
        self._store.save_pull_state(todo_list.id, PullState(loaded=loaded, sweep_due=loaded))

    def _index(self, todo_list: TodoList) -> None:
        """Search texts for the rows that were inserted as they are."""
        texts = SearchText(self._target)
        layouts = self._lists.layouts(todo_list.id)
        after = 0
        while rows := self._target.rows(_UNINDEXED, (todo_list.id, after)):
            after = rows[-1][0]
            first = texts.next_document()
            documents = [
                (number, todo_id, layouts.now.search_text(layouts.of(layout).decode(columns)))
                for number, (todo_id, layout, *columns) in enumerate(rows, first)
            ]
            with self._target.transaction():
                texts.add_many(documents)
                self._target.run_many("UPDATE todo SET doc = ? WHERE id = ?", [(n, i) for n, i, _ in documents])

    def _keep_numbers(self) -> None:
        """No number is given twice, not even that of a todo that could not be read."""
        for table in TABLES:
            highest = max((source.highest(table) for source in self._sources()), default=0)
            known = self._target.value("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,))
            if known is None and highest:
                self._target.run("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, highest))
            elif highest > (known or 0):
                self._target.run("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", (highest, table))

    def _take(
        self, table: str, sources: Iterable[Salvage], is_sound: Callable[[Row], bool], at_least_to: int = 0
    ) -> None:
        """What *is_sound*; the rest of a damaged file counts as unread."""
        for source in sources:
            for chunk in _chunks(source.rows(table, at_least_to)):
                sound = [row for row in chunk if is_sound(row)]
                if len(sound) < len(chunk):
                    source.incomplete.add(table)
                self._insert(table, TABLES[table], sound)

    def _insert(self, table: str, columns: tuple[str, ...], rows: Iterable[Iterable[object]]) -> None:
        """Of two rows that cannot both be, the first stays."""
        named, values = list(columns), ", ".join("?" * len(columns))
        if table == "todo":
            named, values = [*named, "doc"], f"{values}, 0"
        statement = f"INSERT OR IGNORE INTO {table} ({', '.join(named)}) VALUES ({values})"  # noqa: S608 - names of ours
        with self._target.transaction():
            self._target.run_many(statement, [tuple(row) for row in rows])


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    chunk: list[Row] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == _AT_ONCE:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _is_list(row: Row) -> bool:
    try:
        collection_from_text(row[4])
        permissions_from_text(row[5])
        if row[9]:
            from_text(row[9], Layout)
    except _MALFORMED:
        return False
    return True


def _is_todo(row: Row, lists: set[int]) -> bool:
    """Whether the row has a shape that this program writes."""
    (
        _,
        list_id,
        server_id,
        title,
        done,
        due,
        _,
        sort_order,
        created_at,
        updated_at,
        state,
        hidden,
        extra,
        base,
        layout,
    ) = row
    try:
        from_text(extra, dict)
        if base is not None:
            from_text(base, dict)
    except _MALFORMED:
        return False
    return (
        list_id in lists
        and isinstance(server_id, int | str | None)
        and all(isinstance(text, str | None) for text in (title, due, updated_at))
        and done in (None, 0, 1)
        and (sort_order == NO_VALUE or isinstance(sort_order, int | float))
        and (created_at == NO_VALUE or isinstance(created_at, str))
        and state in (0, 1, 2, 3)
        and hidden in (0, 1)
        and isinstance(layout, int)
    )


def _is_trash(row: Row, lists: set[int]) -> bool:
    return row[1] in lists and isinstance(row[2], str) and isinstance(row[3], int) and isinstance(row[4], int)


def _is_news(row: Row, lists: set[int]) -> bool:
    _, list_id, kind, before, author = row
    try:
        from_text(before, dict)
    except _MALFORMED:
        return False
    return list_id in lists and kind in set(NewsKind) and isinstance(author, str | None)


def _with_sound_times(row: Row) -> Row:
    """When the list's user was made tells whose server answers: where that is garbled, it is asked for anew. When the
    user has looked at it last need not be known."""
    values = list(row)
    if not isinstance(row[_SINCE], str) or from_instant(row[_SINCE]) is None:
        values[_SINCE] = ""
    if not isinstance(row[_LOOKED_AT], int):
        values[_LOOKED_AT] = None
    return tuple(values)


def _entry(row: Row) -> Entry | None:
    """Without its last column, who wrote the other side, where that alone is garbled."""
    for readable in (row, row[:-1]):
        try:
            return entry_from_row(readable)
        except _MALFORMED:
            continue
    return None


def _aged(entry: Entry) -> Entry:
    """An entry of a backup. It may have been sent since; a create is looked for before it is sent (rule 4)."""
    if entry.kind is ChangeKind.CREATE and entry.state is EntryState.WAITING:
        return replace(entry, state=EntryState.SENT, tries=max(entry.tries, 1), not_before=0)
    return entry


def _adopted(entries: tuple[Entry, ...]) -> Held:
    """A todo of which only the entries could be read: what was wished is kept and shown."""
    first = entries[0]
    values = {name: value for entry in entries for name, value in entry.wanted.items()}
    create = next((entry for entry in entries if entry.kind is ChangeKind.CREATE), None)
    if create is None:  # which row of the server it was is lost
        kept = tuple(entry.parked(Problem.GONE) for entry in entries if entry.kind is not ChangeKind.DELETE)
    else:
        kept = tuple(_unlinked(entry) for entry in entries)
    return Held(first.todo_id, first.list_id, None, values, None, kept)


def _rejoined(held: Held) -> Held:
    """A row of the backup with the changes that were made to it since."""
    last_read = held.base if held.base is not None or held.server_id is None else held.values
    entries = held.entries if held.server_id is not None else tuple(_unlinked(entry) for entry in held.entries)
    return replace(held, values=shown_over(last_read or {}, entries), base=last_read, entries=entries)


def _unlinked(entry: Entry) -> Entry:
    """The server may have the row, under an id that is lost: it is looked for."""
    if entry.kind is ChangeKind.CREATE and entry.state is EntryState.ACKNOWLEDGED:
        return replace(entry, state=EntryState.SENT, tries=max(entry.tries, 1), not_before=0, receipt="")
    return entry


def _guessed(held: Held, todo_list: TodoList) -> Held:
    """*held*, whose entries could not be read, with one that says what it shows. A lost delete is shown again."""
    known = {field.name: field for field in todo_list.collection.fields}
    writable = {name: value for name, value in held.values.items() if name in known and not known[name].system}
    base: Mapping[str, Any] = held.base or {}
    changes = {
        name: FieldChange(base.get(name), value)
        for name, value in writable.items()
        if not known[name].same(base.get(name), value)
    }
    entry = Entry(f"repair-{held.todo_id}", held.list_id, held.todo_id, ChangeKind.UPDATE, changes)
    if held.server_id is None:
        # When it was typed is lost, and with it the mark by which the server's row would be known.
        entry = replace(entry, kind=ChangeKind.CREATE).parked(Problem.AMBIGUOUS_CREATE)
    elif not changes:
        return replace(held, base=None, entries=(), hidden=False)
    elif held.base is None:
        entry = entry.parked(Problem.GONE)
    return replace(held, entries=(entry,), hidden=False)
