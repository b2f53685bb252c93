"""Where a replica's file is: on which computer, and as which file of its disk. A copy is always in another place."""

import os
import sys
from pathlib import Path

_MACHINE_IDS = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))

if sys.platform == "win32":

    def _name() -> str:
        return os.environ.get("COMPUTERNAME", "")

else:

    def _name() -> str:
        return os.uname().nodename


def place_of(path: Path) -> str:
    """Of the file at *path*. Tells nobody which computer it is. Raises OSError."""
    from hashlib import sha256  # noqa: PLC0415  (3 ms that the start of the program does without)

    return sha256(f"todo-desktop {machine()} {path.stat().st_ino}".encode()).hexdigest()[:32]


def machine() -> str:
    """What the system calls itself for good, else its name; a name that changes costs no more than a look too many."""
    for path in _MACHINE_IDS:
        try:
            found = path.read_text(encoding="ascii").strip()
        except (OSError, ValueError):
            continue
        if found:
            return found
    return _name()
