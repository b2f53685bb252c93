"""The operating system's lock on a list: one process on this computer syncs it, and a crash gives it back."""

import os
import sys
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class ListLock:
    """Held from `acquire` until `release` or the end of the process. *folder* holds the replica."""

    def __init__(self, folder: Path, list_id: int) -> None:
        self._path = folder / f"list-{list_id}.lock"
        self._handle: int | None = None

    def acquire(self) -> bool:
        """Whether the list is ours now; False where another process, or another lock of this one, has it."""
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
