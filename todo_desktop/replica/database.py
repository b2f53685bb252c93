"""One connection to the replica's file: opened, migrated, and its transactions."""

import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import Any, TypeAlias

from todo_desktop.model.errors import Problem, StorageError
from todo_desktop.replica.copying import copy_pages
from todo_desktop.replica.failures import storage_error, translated
from todo_desktop.replica.file_place import FileId, demand, file_at, free_name, put_at
from todo_desktop.replica.migrations import APPLICATION_ID, STEPS
from todo_desktop.replica.place import place_of
from todo_desktop.replica.search_words import has_text

FILE_NAME = "replica.sqlite3"
Row: TypeAlias = tuple[Any, ...]
"""What SQLite returns: each column None, int, float, str or bytes."""
Parameters: TypeAlias = Sequence[object]

_CACHE_KIB = {"window": 2000, "worker": 2000, "reader": 4000}
_BUSY_MS = 5000
_POLL_SECONDS = 0.0005
_YIELD_SECONDS = 0.001
_WAL_KEPT = 16 * 1024 * 1024


class Purpose(Enum):
    """What a connection is for.

    window: short reads, and edits that are on the disk when they return. worker: the sync's writes, and all
    checkpoints. reader: long reads, never a write.
    """

    WINDOW = "window"
    WORKER = "worker"
    READER = "reader"


class Database:
    """A connection, for one thread at a time. Every method raises StorageError, never an error of SQLite."""

    def __init__(self, connection: sqlite3.Connection, path: Path, purpose: Purpose) -> None:
        """Of the file at *path*. Raises OSError."""
        self._connection = connection
        self._path = path
        self._file = file_at(path)
        self._purpose = purpose
        self._depth = 0
        self.written_back = 0
        """How many times the file was deleted, and what it held was written back."""

    def rows(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        try:
            return self._connection.execute(sql, parameters).fetchall()
        except sqlite3.Error as error:
            raise storage_error(error) from error

    def row(self, sql: str, parameters: Parameters = ()) -> Row | None:
        """The first row, or None."""
        rows = self.rows(sql, parameters)
        return rows[0] if rows else None

    def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """The first column of the first row, or None."""
        row = self.row(sql, parameters)
        return row[0] if row else None

    def run(self, sql: str, parameters: Parameters = ()) -> int:
        """Run one statement; returns how many rows it changed."""
        try:
            return self._connection.execute(sql, parameters).rowcount
        except sqlite3.Error as error:
            raise storage_error(error) from error

    def insert(self, sql: str, parameters: Parameters = ()) -> int:
        """Run one INSERT; returns the new row's integer key."""
        try:
            return self._connection.execute(sql, parameters).lastrowid or 0
        except sqlite3.Error as error:
            raise storage_error(error) from error

    def run_many(self, sql: str, parameters: Iterable[Parameters]) -> None:
        try:
            self._connection.executemany(sql, parameters)
        except sqlite3.Error as error:
            raise storage_error(error) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All reads and writes inside are one; undone whole if an error leaves it. May be nested. Raises what
        `stay_in_place` raises."""
        outermost = self._depth == 0
        if outermost:
            self.stay_in_place()
            self._take_turn()
        else:
            self.run("SAVEPOINT nested")
        with self._scope(outermost=outermost):
            yield
        if outermost:
            self.stay_in_place()
        if outermost and self._purpose is Purpose.WORKER:
            time.sleep(_YIELD_SECONDS)  # whoever waits to write gets in

    def _take_turn(self) -> None:
        """Begin to write. SQLite's own waiting looks after ever longer pauses, and never gets in between the
        transactions of a sync that follow one another: an edit would take a second."""
        deadline = time.monotonic() + _BUSY_MS / 1000
        self.run("PRAGMA busy_timeout = 0")
        try:
            while not self._begun(last_try=time.monotonic() > deadline):
                time.sleep(_POLL_SECONDS)
        finally:
            self.run(f"PRAGMA busy_timeout = {_BUSY_MS}")

    def _begun(self, *, last_try: bool) -> bool:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            busy = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF == sqlite3.SQLITE_BUSY
            if last_try or not busy:
                raise storage_error(error) from error
            return False
        return True

    @contextmanager
    def unflushed(self) -> Iterator[None]:
        """Transactions inside outlive the end of the program at once, but a loss of power only after `flush`."""
        self.run("PRAGMA synchronous = NORMAL")
        try:
            yield
        finally:
            self.run("PRAGMA synchronous = FULL")

    def flush(self) -> None:
        """What was committed before is on the disk when this returns."""
        with self.transaction():  # a commit flushes the whole log, where it has anything to write
            self.run("UPDATE list SET id = id WHERE id = (SELECT min(id) FROM list)")

    @contextmanager
    def reading(self) -> Iterator[None]:
        """All reads inside see the same moment. Does not wait for writers, nor they for it."""
        if self._depth:
            yield
            return
        if self._purpose is Purpose.READER:
            self.stay_in_place()
        self.run("BEGIN")
        with self._scope(outermost=True):
            yield

    @contextmanager
    def _scope(self, *, outermost: bool) -> Iterator[None]:
        self._depth += 1
        complete = False
        try:
            yield
            complete = True
        finally:
            self._depth -= 1
            if not complete:
                self._undo(outermost=outermost)
        try:
            self.run("COMMIT" if outermost else "RELEASE nested")
        except StorageError:
            self._undo(outermost=outermost)
            raise

    def _undo(self, *, outermost: bool) -> None:
        # A full disk makes SQLite roll back by itself.
        if self._connection.in_transaction:
            self.run("ROLLBACK" if outermost else "ROLLBACK TO nested")
            if not outermost:
                self.run("RELEASE nested")

    def stay_in_place(self) -> None:
        """To be called between transactions. Where the file was deleted, the window writes it back, with everything
        that is in it; others leave that to the window. Raises StorageError: REPLICA_GONE, REPLICA_REPLACED, or why it
        cannot be written back."""
        with translated():
            there = file_at(self._path)
            if there == self._file:
                return
            if there is not None or self._purpose is not Purpose.WINDOW:
                raise StorageError(Problem.REPLICA_GONE if there is None else Problem.REPLICA_REPLACED)
            self._write_back()

    def _write_back(self) -> None:
        """A copy takes the file's place, and this connection goes on with it. Others to the deleted file end harmless:
        SQLite lets them touch nothing that lies there now."""
        create_private_folder(self._path.parent)
        copy = self._path.with_name(f"{self._path.name}.written-back")
        self.backup(copy)
        for log in (f"{self._path.name}-wal", f"{self._path.name}-shm"):
            self._path.with_name(log).unlink(missing_ok=True)  # of the deleted file: it would be played into the copy
        try:
            put_at(self._path, copy)
        finally:
            copy.unlink(missing_ok=True)
        try:
            fresh = open_database(self._path.parent, self._purpose)
        except StorageError:
            self._path.unlink()  # or it would be taken for somebody else's at the next try
            raise
        deleted, self._connection, self._file = self._connection, fresh._connection, fresh._file  # noqa: SLF001
        deleted.close()
        self.written_back += 1

    def keep_aside(self) -> str:
        """Copy everything that this connection sees beside the file that has taken its place; the copy's name."""
        folder = self._path.parent
        name = free_name(folder, "replica.kept")
        self.backup(folder / name)
        return name

    def beside(self, purpose: Purpose) -> "Database":
        """Another connection to this very file; from any thread. Raises StorageError, REPLICA_GONE or REPLICA_REPLACED
        where it is not there."""
        return open_database(self._path.parent, purpose, self._file)

    @property
    def folder(self) -> Path:
        return self._path.parent

    @property
    def place(self) -> str:
        """Where the file is; another one for each copy of it."""
        with translated():
            return place_of(self._path)

    @property
    def data_version(self) -> int:
        """Another number than before when another connection or process has committed a change since."""
        version: int = self.value("PRAGMA data_version")
        return version

    @property
    def own_changes(self) -> int:
        """How many rows this connection has changed since it was opened."""
        return self._connection.total_changes

    def checkpoint(self) -> bool:
        """Move committed pages from the log into the file without making anybody wait; whether all were moved."""
        row = self.row("PRAGMA wal_checkpoint(PASSIVE)")
        return row is not None and row[0] == 0 and row[1] == row[2]

    def check(self) -> None:
        """Read the whole file for damage (seconds on a large one). Raises StorageError(DATABASE_DAMAGED)."""
        verdict = self.value("PRAGMA quick_check(1)")
        if verdict != "ok":
            raise StorageError(Problem.DATABASE_DAMAGED, str(verdict))

    def backup(self, target: Path, wanted: Callable[[], bool] = lambda: True) -> bool:
        """A consistent copy in *target*, readable by its owner alone. An older one stays until this one is complete.

        Whether it was made: False where it was not *wanted* any more before its end. Holds up nobody.
        """
        partial = target.with_name(f"{target.name}.part")
        with translated(), self.reading():
            partial.unlink(missing_ok=True)
            _create_private(partial)
            # Within one look, or the copy would begin anew whenever somebody writes.
            self.value("SELECT count(*) FROM sqlite_master")
            complete = copy_pages(self._connection, partial, wanted)
            if complete:
                partial.replace(target)
            else:
                partial.unlink()
        return complete

    def interrupt(self) -> None:
        """End the statement under way with an error; from any thread."""
        with translated():
            self._connection.interrupt()

    def close(self) -> None:
        with translated():
            self._connection.close()


def open_database(folder: Path, purpose: Purpose, only: FileId | None = None) -> Database:
    """The replica in *folder*, created or migrated (after a backup) where need be; *only* this file, where it is named.

    Raises StorageError: DATABASE_NEWER (the file is left as it is), DATABASE_DAMAGED, DISK_FULL, FOLDER_READ_ONLY,
    REPLICA_GONE and REPLICA_REPLACED where it is not the one that was named.
    """
    path = folder / FILE_NAME
    with translated():
        if only is not None:
            demand(path, only)
        elif purpose is not Purpose.READER:
            create_private_folder(folder)
            _create_private(path)
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=_BUSY_MS / 1000,
            check_same_thread=False,
        )  # fmt: skip
        connection.create_function("has_text", 4, has_text, deterministic=True)
        database = Database(connection, path, purpose)
    try:
        if only is not None:
            demand(path, only)
        _prepare(database, purpose, path)
    except StorageError:
        database.close()
        raise
    return database


def _prepare(database: Database, purpose: Purpose, path: Path) -> None:
    version = _version(database)
    database.run(f"PRAGMA synchronous = {'FULL' if purpose is Purpose.WINDOW else 'NORMAL'}")
    if purpose is not Purpose.READER:
        # Asked first: setting it takes a lock that another connection may hold.
        if database.value("PRAGMA journal_mode") != "wal":
            database.run("PRAGMA journal_mode = WAL")
        if version < len(STEPS):
            _migrate(database, path)
    database.run(f"PRAGMA cache_size = {-_CACHE_KIB[purpose.value]}")
    database.run("PRAGMA foreign_keys = ON")
    database.run("PRAGMA wal_autocheckpoint = 0")
    database.run(f"PRAGMA journal_size_limit = {_WAL_KEPT}")
    if purpose is Purpose.READER:
        database.run("PRAGMA query_only = ON")


def _version(database: Database) -> int:
    """The file's schema version, 0 for an empty file. Raises StorageError for a file that is not ours or newer."""
    version: int = database.value("PRAGMA user_version")
    empty = database.value("SELECT count(*) FROM sqlite_master") == 0
    if not empty and database.value("PRAGMA application_id") != APPLICATION_ID:
        raise StorageError(Problem.DATABASE_DAMAGED, "not a database of this program")
    if version > len(STEPS):
        raise StorageError(Problem.DATABASE_NEWER, f"version {version}")
    return version


def _migrate(database: Database, path: Path) -> None:
    version = _version(database)
    if version:
        database.backup(path.with_name(f"{path.stem}-version-{version}{path.suffix}"))
    with database.transaction():
        # Read again: another process may have migrated while this one waited for the lock.
        for step in STEPS[_version(database) :]:
            for statement in step:
                database.run(statement)
        database.run(f"PRAGMA application_id = {APPLICATION_ID}")
        database.run(f"PRAGMA user_version = {len(STEPS)}")


def was_left_open(folder: Path) -> bool:
    """Whether the replica in *folder* was not closed by whoever used it last, or is in use: its log is still there."""
    log = folder / f"{FILE_NAME}-wal"
    return log.exists() and log.stat().st_size > 0


def create_private_folder(folder: Path) -> None:
    """A folder that is there keeps its mode: it may be one that the user named and shares."""
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _create_private(path: Path) -> None:
    """SQLite gives its log the mode of the file. A file that is there must not be opened here: closing it would drop
    the locks that this process holds on it (POSIX)."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
