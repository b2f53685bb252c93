"""The folder of one running server, removed at its end or, where its owner was killed, by the next one."""

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.server.account import Account

PREFIX = "todo-desktop-server-"
OWNER = "owner"
# The path of a socket may have 107 bytes.
LONGEST_PARENT = 50
SHORT_PARENT = Path("/tmp")  # noqa: S108 - mkdtemp makes a folder of our own in it


def temporary_folder(account: Account) -> Path:
    """Where session folders lie: the system's choice, unless it is closed to *account* or too deep for a socket."""
    usual = Path(tempfile.gettempdir())
    fits = len(str(usual)) <= LONGEST_PARENT and account.reaches(usual / PREFIX)
    return usual if fits else SHORT_PARENT


@contextmanager
def session_folder(account: Account) -> Iterator[Path]:
    """A new folder that *account* may pass through, and whose path leaves room for that of a socket."""
    parent = temporary_folder(account)
    _sweep(parent)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
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


def _sweep(parent: Path) -> None:
    """Remove the folders whose owner ended without doing so."""
    for lock in parent.glob(f"{PREFIX}*/{OWNER}"):
        try:
            with lock.open("r+") as owner:
                fcntl.flock(owner, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(lock.parent)
        except (BlockingIOError, FileNotFoundError, PermissionError):
            continue  # in use, swept by somebody else, or somebody else's
