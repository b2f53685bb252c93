"""Who uses a replica: any number of processes at a time, or one alone, which may put another file in its place."""

import os
import sys
from pathlib import Path

from todo_desktop.replica.failures import translated

if sys.platform == "win32":

    def _try_lock(handle: int, *, alone: bool) -> bool:
        """Not needed there: a file that somebody has open cannot be moved."""
        return bool(handle) or alone

else:
    import fcntl

    def _try_lock(handle: int, *, alone: bool) -> bool:
        try:
            fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


class FolderUse:
    """From `share` or `alone` until `end`, or the end of the process."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "in-use.lock"
        self._handle: int | None = None

    def share(self) -> bool:
        """Whether the replica may be opened: False while somebody puts another file in its place. StorageError."""
        return self._hold(alone=False)

    def alone(self) -> bool:
        """Whether nobody else has it; from now on nobody else gets it. Raises StorageError."""
        return self._hold(alone=True)

    def end(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _hold(self, *, alone: bool) -> bool:
        if self._handle is None:
            with translated():
                self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        return _try_lock(self._handle, alone=alone)
