"""The system account that the servers run as: PostgreSQL refuses to run as root."""

import os
import pwd
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from tests.server.errors import ServerUnavailable

UNPRIVILEGED = ("postgres", "nobody")
# We may have died before the kernel was asked for the signal: then somebody else is the parent already.
UNLESS_ORPHANED = '[ "$PPID" = "$1" ] || exit 1; shift; exec "$@"'


@dataclass(frozen=True, slots=True)
class Account:
    """An account and, in *switch*, what `setpriv` needs to become it (nothing where we are it already)."""

    name: str
    uid: int
    gid: int
    switch: tuple[str, ...]

    def command(self, *argv: str | Path, when_we_die: str = "KILL") -> list[str]:
        """*argv* run as this account; the kernel sends it *when_we_die* when the thread that starts it ends."""
        request = ["setpriv", *self.switch, "--pdeathsig", when_we_die, "--"]
        return [*request, "sh", "-c", UNLESS_ORPHANED, "sh", str(os.getpid()), *map(str, argv)]

    def takes(self, folder: Path, mode: int = 0o700) -> Path:
        """Make *folder* (which must not exist) and give it to this account."""
        folder.mkdir(mode=mode)
        os.chown(folder, self.uid, self.gid)
        return folder

    def reaches(self, path: Path) -> bool:
        """Whether this account may pass through every existing folder above *path*."""
        if not self.switch:
            return True
        return all(folder.stat().st_mode & stat.S_IXOTH for folder in path.parents if folder.exists())


def server_account() -> Account:
    """Ourselves, or as root an account without privileges. Raises ServerUnavailable."""
    if shutil.which("setpriv") is None:
        raise ServerUnavailable("The program setpriv is missing. It comes with util-linux 2.33 or newer.")
    if os.geteuid() != 0:
        return Account(str(os.geteuid()), os.geteuid(), os.getegid(), ())
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        switch = ("--reuid", str(entry.pw_uid), "--regid", str(entry.pw_gid), "--clear-groups")
        return Account(name, entry.pw_uid, entry.pw_gid, switch)
    raise ServerUnavailable(f"PostgreSQL refuses to run as root, and there is no account {' or '.join(UNPRIVILEGED)}.")
