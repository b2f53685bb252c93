"""The packages, built once for each state of what they are made from, and kept outside the checkout."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.server.cache import made_once

ROOT = Path(__file__).parents[2]
INPUTS = ("todo_desktop", "resources", "README.md", "pyproject.toml", "tests/constraints.txt")
KEPT = 2
"""States whose packages are kept; another one takes the place of the oldest."""


def cache() -> Path:
    """Our folder among the user's caches."""
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "todo-desktop"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def built_packages() -> Path:
    """The folder of the packages of this checkout. Building them takes two minutes."""
    folder = cache() / "packages"
    folder.mkdir(exist_ok=True)
    found = made_once(folder / _state(), _build)
    found.touch()
    kept = sorted((path for path in folder.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime)
    for old in kept[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return found


def _build(out: Path) -> None:
    command = [str(ROOT / "resources" / "packaging" / "build"), "--quick", "--out", str(out)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    assert done.returncode == 0, done.stdout


def _state() -> str:
    """One word that changes with whatever the packages are made from."""
    state = hashlib.sha256(sys.version.encode())
    for path in sorted(_inputs()):
        state.update(f"{path.relative_to(ROOT)}\0{path.stat().st_size}\0".encode())
        state.update(path.read_bytes())
    return state.hexdigest()[:16]


def _inputs() -> Iterator[Path]:
    for name in INPUTS:
        path = ROOT / name
        found = [path] if path.is_file() else path.rglob("*")
        yield from (file for file in found if file.is_file() and "__pycache__" not in file.parts)
