"""Small private files: written whole or not at all, readable by their owner alone."""

import contextlib
import errno
import os
import tempfile
from pathlib import Path

from todo_desktop.model.errors import Problem, StorageError

PRIVATE_FOLDER = 0o700

_FULL = (errno.ENOSPC, errno.EDQUOT)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


def write_private(path: Path, content: bytes) -> None:
    """*path* holds *content* afterwards, or what it held before: also when the power fails. Mode 0600.

    Raises StorageError.
    """
    try:
        _replace(path, content)
    except OSError as error:
        raise storage_error(error, path) from error


def storage_error(error: OSError, path: Path) -> StorageError:
    """What the operating system's *error* about *path* means to the user."""
    if error.errno in _FULL:
        problem = Problem.DISK_FULL
    elif error.errno in _FORBIDDEN:
        problem = Problem.FOLDER_READ_ONLY
    else:
        problem = Problem.INTERNAL
    return StorageError(problem, f"{path}: {error.strerror or error}")


def _replace(path: Path, content: bytes) -> None:
    # mkstemp makes the file with mode 0600.
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # folders cannot be opened there
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
