"""Where the first start of a folder listens for the others: a socket that this user alone can reach."""

import hashlib
import os
import stat
import sys
import tempfile
from pathlib import Path

PRIVATE = 0o700


def meeting_place(folder: Path) -> str:
    """The same for every process of this user that uses *folder*; empty where there is no place that is the user's own.

    A path, or on Windows the name of a pipe.
    """
    name = f"todo-desktop-{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]}"
    if sys.platform == "win32":
        return name
    home = _private_folder()
    return str(home / name) if home is not None else ""


def _private_folder() -> Path | None:
    """The desktop's own folder for sockets, else one of ours among the temporary files."""
    given = os.environ.get("XDG_RUNTIME_DIR", "")
    if given and _is_private(Path(given)):
        return Path(given)
    ours = Path(tempfile.gettempdir(), f"todo-desktop-{os.getuid()}")
    try:
        ours.mkdir(mode=PRIVATE, exist_ok=True)
    except OSError:
        return None
    return ours if _is_private(ours) else None


def _is_private(folder: Path) -> bool:
    """Whether nobody else can put a socket there, or open one: else somebody could stand in for the first start."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077
