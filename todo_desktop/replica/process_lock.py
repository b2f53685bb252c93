"""An advisory lock of the operating system on a file: one process has it, and a crash gives it back."""

import os
import sys
from pathlib import Path

from todo_desktop.replica.failures import translated

if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class ProcessLock:
    """Held from `acquire` until `release` or the end of the process. The file at *path* stays, empty and private."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def acquire(self) -> bool:
        """Whether it is ours now; False where another process, or another lock of this one, has it.

        Raises StorageError where the file cannot be made.
        """
        with translated():
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(handle)
        except OSError:
            os.close(handle)
            return False
        self._handle = handle
        return True

    def release(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
