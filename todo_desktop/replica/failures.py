"""Where SQLite's and the file system's errors become ours."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from todo_desktop.model.errors import Problem, StorageError

_SQLITE = {
    sqlite3.SQLITE_NOTADB: Problem.DATABASE_DAMAGED,
    sqlite3.SQLITE_CORRUPT: Problem.DATABASE_DAMAGED,
    sqlite3.SQLITE_FORMAT: Problem.DATABASE_DAMAGED,
    sqlite3.SQLITE_FULL: Problem.DISK_FULL,
    sqlite3.SQLITE_IOERR: Problem.DISK_ERROR,
    sqlite3.SQLITE_READONLY: Problem.FOLDER_READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: Problem.FOLDER_READ_ONLY,
    sqlite3.SQLITE_PERM: Problem.FOLDER_READ_ONLY,
    sqlite3.SQLITE_AUTH: Problem.FOLDER_READ_ONLY,
}
_SYSTEM = {
    errno.ENOSPC: Problem.DISK_FULL,
    errno.EDQUOT: Problem.DISK_FULL,
    errno.EFBIG: Problem.DISK_FULL,
    errno.EIO: Problem.DISK_ERROR,
    errno.ENOENT: Problem.REPLICA_GONE,
}
_NO_ROOM = (sqlite3.SQLITE_IOERR_SHMSIZE,)
"""Said by SQLite where a full disk leaves no room for what lies beside the file."""


def storage_error(error: sqlite3.Error) -> StorageError:
    """What *error* means to us: a damaged file, a full disk, a folder that cannot be written, else INTERNAL."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    problem = Problem.DISK_FULL if code in _NO_ROOM else _SQLITE.get(code & 0xFF, Problem.INTERNAL)
    return StorageError(problem, str(error))


@contextmanager
def translated() -> Iterator[None]:
    """Raises StorageError for whatever SQLite or the file system refuses inside."""
    try:
        yield
    except sqlite3.Error as error:
        raise storage_error(error) from error
    except OSError as error:
        problem = _SYSTEM.get(error.errno or 0, Problem.FOLDER_READ_ONLY)
        raise StorageError(problem, error.strerror or str(error)) from error
