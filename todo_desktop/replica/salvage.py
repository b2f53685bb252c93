"""Reading what can still be read of a damaged replica: row by row, by its key, never through an index."""

import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path

from todo_desktop.replica.database import Row

TABLES: Mapping[str, tuple[str, ...]] = {
    "list": (
        "id", "base_url", "collection", "user_id", "schema", "permissions", "schema_version", "last_sync", "layout",
        "layout_before", "user_since", "looked_at", "loaded",
    ),
    "todo": (
        "id", "list_id", "server_id", "title", "done", "due", "priority", "sort_order", "created_at", "updated_at",
        "state", "hidden", "extra", "base", "layout",
    ),
    "entry": (
        "seq", "operation", "list_id", "todo_id", "kind", "state", "changes", "tries", "not_before", "created_at",
        "problem", "detail", "receipt", "theirs", "writer",
    ),
    "trash": ("id", "list_id", "content", "removed_at", "day"),
    "news": ("todo_id", "list_id", "kind", "before", "author"),
}  # fmt: skip
"""The columns that are worth saving; the key comes first. Search texts are made anew, what people are
called is asked for anew, and a new file is at home where it is made (`home`)."""
NEWS = "news"
"""A file of an earlier version lacks it."""

_LATER: Mapping[str, str] = {
    "layout": "0", "layout_before": "''", "user_since": "''", "writer": "'[]'", "day": "0", "looked_at": "NULL",
}  # fmt: skip
"""Columns that a file of an earlier version of the program lacks, and what stands for them."""

_AT_ONCE = 200
_BEYOND = 5_000
"""Where the last key cannot be found out, so many empty ones in a row are the end."""
_PAGE = 4096
_WAL_MODE = b"\x02\x02"


class Salvage:
    """An open damaged replica. Nothing raises for what cannot be read: it is left out, and its table `incomplete`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._columns = {table: _selected(connection, table) for table in TABLES}
        self._has_news = bool(_names(connection, NEWS))
        self.incomplete: set[str] = set()

    def rows(self, table: str, at_least_to: int = 0) -> Iterator[Row]:
        """The readable rows, by key; it is looked for keys up to *at_least_to* even where the table seems shorter."""
        if table == NEWS and not self._has_news:
            return
        last = max(at_least_to, self._last_key(table) or 0)
        known = table not in self.incomplete
        after = 0
        while after < last:
            chunk = self._chunk(table, after)
            if chunk is None:
                self.incomplete.add(table)
                chunk = list(self._singly(table, after))
                after += _AT_ONCE
            elif not chunk:
                return
            else:
                after = chunk[-1][0]
            yield from chunk
            if chunk and not known:
                last = max(last, chunk[-1][0] + _BEYOND)

    def highest(self, table: str) -> int:
        """The highest key that the table ever gave, as far as that can be read."""
        try:
            row = self._connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
        except sqlite3.Error:
            return 0
        return row[0] if row and isinstance(row[0], int) else 0

    def _last_key(self, table: str) -> int | None:
        key = TABLES[table][0]
        try:
            last = self._connection.execute(f"SELECT max({key}) FROM {table} NOT INDEXED").fetchone()[0]  # noqa: S608 - names of ours
        except sqlite3.Error:
            self.incomplete.add(table)
            return self.highest(table) or _BEYOND
        return max(last or 0, self.highest(table))

    def _chunk(self, table: str, after: int) -> list[Row] | None:
        key, columns = TABLES[table][0], self._columns[table]
        select = f"SELECT {columns} FROM {table} NOT INDEXED WHERE {key} > ? ORDER BY {key} LIMIT {_AT_ONCE}"  # noqa: S608
        try:
            return self._connection.execute(select, (after,)).fetchall()
        except (sqlite3.Error, ValueError):
            return None

    def _singly(self, table: str, after: int) -> Iterator[Row]:
        key, columns = TABLES[table][0], self._columns[table]
        select = f"SELECT {columns} FROM {table} NOT INDEXED WHERE {key} = ?"  # noqa: S608 - names of ours
        for number in range(after + 1, after + _AT_ONCE + 1):
            try:
                row = self._connection.execute(select, (number,)).fetchone()
            except (sqlite3.Error, ValueError):
                continue
            if row is not None:
                yield row


def open_damaged(path: Path, first_page_of: Path, application_id: int) -> sqlite3.Connection | None:
    """The damaged file at *path*, a copy that may be written to; None where nothing of it makes sense.

    Where its first page is lost, the one of *first_page_of* is put in its place: a replica of the same version, whose
    tables begin where those of the damaged one do.
    """
    found = _opened(path, application_id)
    if found is None and path.stat().st_size > _PAGE:
        with first_page_of.open("rb") as sound, path.open("r+b") as damaged:
            page = bytearray(sound.read(_PAGE))
            page[18:20] = _WAL_MODE
            page[92:96] = bytes(4)  # so that the file's own length counts, not the one noted here
            damaged.write(page)
        found = _opened(path, application_id)
    return found


def _opened(path: Path, application_id: int) -> sqlite3.Connection | None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        # A file that was cut short is read all the same.
        connection.execute("PRAGMA writable_schema = ON")
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        ours = connection.execute("PRAGMA application_id").fetchone()[0] == application_id
    except sqlite3.Error:
        connection.close()
        return None
    if ours and names >= TABLES.keys() - {NEWS}:
        return connection
    connection.close()
    return None


def has_columns(connection: sqlite3.Connection) -> bool:
    """Whether each table has the columns that this version of the program reads."""
    found = {table: _names(connection, table) for table in TABLES}
    return all(
        set(columns) - _LATER.keys() <= found[table]
        for table, columns in TABLES.items()
        if table != NEWS or found[table]
    )


def _selected(connection: sqlite3.Connection, table: str) -> str:
    names = _names(connection, table)
    return ", ".join(_LATER[name] if name in _LATER and name not in names else name for name in TABLES[table])


def _names(connection: sqlite3.Connection, table: str) -> set[str]:
    return {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
