"""A Debian of its own with nothing but what every one has, to install the package on.

It shares this machine's screen, message bus, network and folder for temporary files; its mounts are seen by nobody else
and end with the command that runs in it.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.package.built import cache
from tests.server.cache import made_once

SUITE = "bookworm"
SOURCES = (Path("/etc/apt/sources.list.d/debian.sources"), Path("/etc/apt/sources.list"))
LONGEST_SECONDS = 600

_ENTER = """
set -e
root=$1 shared=$2
shift 2
mkdir -p "$root$shared"
mount --bind "$shared" "$root$shared"
mount --rbind /dev "$root/dev"
mount -t proc proc "$root/proc"
[ ! -e /etc/resolv.conf ] || { touch "$root/etc/resolv.conf"; mount --bind /etc/resolv.conf "$root/etc/resolv.conf"; }
exec chroot "$root" "$@"
"""


class BareSystem:
    """The system in the folder *root*."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def command(self, *arguments: str) -> list[str]:
        """What runs *arguments* in the system. The process is the one that is started: no other stands between."""
        enter = ["unshare", "--mount", "--propagation", "private", "sh", "-c", _ENTER, "sh"]
        return [*enter, str(self.root), tempfile.gettempdir(), *arguments]

    def run(self, *arguments: str, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Until it ends."""
        surroundings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", **(environment or {})}
        return subprocess.run(
            self.command(*arguments), env=surroundings, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            check=False, timeout=LONGEST_SECONDS,
        )  # fmt: skip

    def apt_get(self, *arguments: str) -> None:
        done = self.run("apt-get", "--quiet=2", "--yes", "--no-install-recommends", *arguments)
        assert done.returncode == 0, done.stdout + done.stderr

    def files_of(self, package: str) -> list[str]:
        """What the package has installed; empty where it is not there."""
        done = self.run("dpkg-query", "--listfiles", package)
        return [line for line in done.stdout.splitlines() if line != "/."] if done.returncode == 0 else []


def pristine_system(needs: str) -> BareSystem:
    """One that nothing may be changed in. *needs* are packages that may be installed on a copy of it, as a control file
    names them: they are fetched with the system, once."""
    word = hashlib.sha256(needs.encode()).hexdigest()[:12]
    return BareSystem(made_once(cache() / f"{SUITE}-{word}", lambda folder: _make(folder, needs)) / "root")


@contextmanager
def copy_of(system: BareSystem) -> Iterator[BareSystem]:
    """A fresh one, gone at the end of the block."""
    work = Path(tempfile.mkdtemp(prefix="bare-system-", dir=cache()))
    try:
        subprocess.run(["cp", "--archive", "--reflink=auto", system.root, work / "root"], check=True)
        yield BareSystem(work / "root")
    finally:
        shutil.rmtree(work)


def why_not() -> str:
    """What is missing here to make one; empty where nothing is."""
    if os.geteuid() != 0:
        return "It needs root, to make a system and to go into it: run tests/run package as root."
    if not any(path.is_file() for path in SOURCES):
        return "It needs a Debian whose package sources can be copied."
    return ""


def _make(folder: Path, needs: str) -> None:
    sources = next(path for path in SOURCES if path.is_file()).read_text(encoding="utf-8")
    command = ["mmdebstrap", "--quiet", "--mode=root", "--variant=minbase", "--dpkgopt=force-unsafe-io", SUITE]
    done = subprocess.run(
        [*command, str(folder / "root"), "-"], input=sources, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    system = BareSystem(folder / "root")
    proxies = subprocess.run(["apt-config", "dump", "Acquire"], capture_output=True, text=True, check=True).stdout
    settings = [line for line in proxies.splitlines() if "Proxy" in line]
    (system.root / "etc/apt/apt.conf.d/99proxy").write_text("\n".join(settings) + "\n", encoding="utf-8")
    system.apt_get("update")
    system.apt_get("install", "--download-only", *[need.split()[0] for need in needs.split(", ")])
