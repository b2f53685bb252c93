"""Where what is slow to make is kept between test sessions, outside the checkout."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.server.account import Account

SHARED = Path("/var/cache/todo-desktop")


def cache_folder(account: Account) -> Path:
    """The cache: under `XDG_CACHE_HOME` or `~/.cache`, or `/var/cache` where root's own is closed to *account*."""
    own = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "todo-desktop"
    folder = own if account.reaches(own / "x") else SHARED
    folder.mkdir(parents=True, exist_ok=True)
    if account.switch:
        folder.chmod(0o755)
    return folder


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file *path* against other processes; the system frees it when we die."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def made_once(folder: Path, make: Callable[[Path], None]) -> Path:
    """*folder*, filled by *make* if it is not there yet.

    Of several processes one makes it and the others wait. It appears whole or not at all.
    """
    with locked(folder.with_name(f"{folder.name}.lock")):
        if not folder.exists():
            partial = folder.with_name(f"{folder.name}.partial")
            shutil.rmtree(partial, ignore_errors=True)
            partial.mkdir()
            partial.chmod(0o755)  # whatever our umask is, the servers' account reads it
            make(partial)
            partial.rename(folder)
    return folder
