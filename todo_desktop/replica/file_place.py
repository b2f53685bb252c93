"""Whether the file of an open replica is still where it was opened: its folder may be deleted, or another file be put
there, and then whatever is written goes nowhere."""

import os
from pathlib import Path
from typing import TypeAlias

from todo_desktop.model.errors import Problem, StorageError

FileId: TypeAlias = tuple[int, int]
"""The device and the number that the file has on it."""


def file_at(path: Path) -> FileId | None:
    """Which file is at *path*; None where none is. Takes microseconds. Raises OSError."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_dev, found.st_ino


def demand(path: Path, file: FileId | None) -> None:
    """Raises StorageError, REPLICA_GONE or REPLICA_REPLACED, where *file* is not at *path* (any more)."""
    there = file_at(path)
    if there is None or file is None:
        raise StorageError(Problem.REPLICA_GONE)
    if there != file:
        raise StorageError(Problem.REPLICA_REPLACED)


def put_at(path: Path, copy: Path) -> None:
    """*copy* becomes the file at *path*; it may keep its own name, too. Raises StorageError, REPLICA_REPLACED, where
    one is there, and OSError."""
    try:
        os.link(copy, path)  # never over another file, as renaming would
    except FileExistsError:
        raise StorageError(Problem.REPLICA_REPLACED) from None
    except OSError:  # a file system without links
        if path.exists():
            raise StorageError(Problem.REPLICA_REPLACED) from None
        copy.rename(path)


def free_name(folder: Path, stem: str) -> str:
    """The first of `stem-1.sqlite3`, `stem-2.sqlite3` and so on that is not there."""
    number = 1
    while (folder / f"{stem}-{number}.sqlite3").exists():
        number += 1
    return f"{stem}-{number}.sqlite3"
