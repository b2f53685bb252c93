"""The folder of one running server, removed at its end or, where its owner was killed, by the next one."""

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = "todo-desktop-server-"
OWNER = "owner"


@contextmanager
def session_folder() -> Iterator[Path]:
    """A new folder that other accounts may pass through but not list."""
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    # Locked before it gets its name, so that nobody sees it unlocked.
    unnamed = folder / "unnamed"
    with unnamed.open("w") as owner:
        fcntl.flock(owner, fcntl.LOCK_EX)
        unnamed.rename(folder / OWNER)
        folder.chmod(0o711)
        try:
            yield folder
        finally:
            shutil.rmtree(folder)


def _sweep() -> None:
    """Remove the folders whose owner ended without doing so."""
    for lock in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/{OWNER}"):
        try:
            with lock.open("r+") as owner:
                fcntl.flock(owner, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(lock.parent)
        except (BlockingIOError, FileNotFoundError, PermissionError):
            continue  # in use, swept by somebody else, or somebody else's
