"""Whose work each bundled file is: a package of PyPI, Python itself, Qt, or a library of Debian's."""

import importlib.metadata
import os
import platform
import re
import subprocess
import sysconfig
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from resources.packaging.release import ROOT
from todo_desktop.settings.licences import PYTHON_LICENCE, QT_LICENCE, licensed, python_licence

OURS = "todo-desktop"
QT = "Qt"
PYTHON = "Python"
_ICU = re.compile(r"libicu\w+\.so\.(\d+)")
_COMMON = Path("/usr/share/common-licenses")


class NoLicence(Exception):
    """Something is bundled of which nobody can say under which terms."""


@dataclass(frozen=True, slots=True)
class Component:
    """`licence` in a few words; `texts` are the files that say it whole. `parts` are names within the bundle."""

    name: str
    version: str
    licence: str
    texts: tuple[Path, ...]
    parts: tuple[str, ...] = ()


def components_of(entries: Iterable[tuple[str, str, str]]) -> list[Component]:
    """Everything that is not ours in *entries* (name within the bundle, source, kind), by name. Raises NoLicence."""
    parts: dict[str, set[str]] = defaultdict(set, {"pyinstaller": {"todo-desktop"}, PYTHON: {"base_library.zip"}})
    for name, source, kind in entries:
        if kind != "SYMLINK":  # to a file that is an entry of its own
            parts[_owner(name, source)].add(name)
    del parts[OURS]
    return sorted((_component(owner, tuple(sorted(names))) for owner, names in parts.items()), key=_by_name)


def _by_name(component: Component) -> str:
    return component.name.lower()


def _owner(name: str, source: str) -> str:
    if _ICU.search(name):
        return "ICU"
    if "PySide6/Qt/" in name:
        return QT
    path = Path(source)
    if source in ("-", "") or path.is_relative_to(ROOT / "todo_desktop") or path.is_relative_to(ROOT / "resources"):
        return OURS
    distribution = _files_of_distributions().get(str(path.resolve()))
    if distribution:
        return distribution
    return PYTHON if _is_of_python(path) else _debian_package(path)


@cache
def _files_of_distributions() -> dict[str, str]:
    """The name of the distribution by the path of each of its files."""
    found: dict[str, str] = {}
    for distribution in importlib.metadata.distributions():
        name, folder = distribution.metadata["Name"], os.path.realpath(str(distribution.locate_file("")))
        found |= {os.path.normpath(f"{folder}/{file}"): name for file in distribution.files or ()}
    return found


def _is_of_python(path: Path) -> bool:
    real, library = path.resolve(), Path(sysconfig.get_path("stdlib")).resolve()
    return real.name.startswith(("libpython", "base_library.")) or real.is_relative_to(library)


def _debian_package(path: Path) -> str:
    """`deb:NAME`. Raises NoLicence."""
    real = str(path.resolve())
    for candidate in (real, real.removeprefix("/usr"), str(path)):
        done = subprocess.run(["dpkg-query", "--search", candidate], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return f"deb:{done.stdout.partition(':')[0]}"
    raise NoLicence(f"{path} belongs to no package of PyPI's or Debian's")


def _component(owner: str, parts: tuple[str, ...]) -> Component:
    if owner == PYTHON:
        return Component(PYTHON, platform.python_version(), PYTHON_LICENCE, (_python_licence(),), parts)
    if owner == QT:
        version = importlib.metadata.version("PySide6-Essentials")
        return Component(QT, version, QT_LICENCE, _common("LGPL-3", "GPL-3"), parts)
    if owner == "ICU":
        return _icu(parts)
    if owner.startswith("deb:"):
        return _of_debian(owner.removeprefix("deb:"), parts)
    return _of_pypi(importlib.metadata.distribution(owner), parts)


def _of_pypi(distribution: importlib.metadata.Distribution, parts: tuple[str, ...]) -> Component:
    said = licensed(distribution)
    texts = said.texts
    if not texts and "LGPL-3.0" in said.licence:
        texts = _common("LGPL-3", "GPL-3")  # Qt for Python names its licences, and brings no text
    if not said.licence or not texts:
        raise NoLicence(
            f"{said.name} {said.version} says {said.licence or 'nothing'} of its licence, with {len(texts)} texts"
        )
    return Component(said.name, said.version, said.licence, texts, parts)


def _of_debian(package: str, parts: tuple[str, ...]) -> Component:
    text = Path("/usr/share/doc", package, "copyright")
    version = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${Version}", package], capture_output=True, text=True, check=True
    ).stdout
    if not text.is_file():
        raise NoLicence(f"Debian's {package} has no copyright file here")
    return Component(
        package.partition(":")[0], f"{version} (Debian)", "as Debian's copyright file says", (text,), parts
    )


def _icu(parts: tuple[str, ...]) -> Component:
    """A part of Qt's wheels that brings no text; the terms are those of Debian's ICU."""
    match = _ICU.search(parts[0])
    texts = tuple(sorted(Path("/usr/share/doc").glob("libicu[0-9]*/copyright"))[:1])
    if match is None or not texts:
        raise NoLicence("the licence of ICU is not here: install Debian's libicu72")
    return Component("ICU", match[1], "Unicode License", texts, parts)


def _common(*names: str) -> tuple[Path, ...]:
    texts = tuple(_COMMON / name for name in names)
    missing = [str(text) for text in texts if not text.is_file()]
    if missing:
        raise NoLicence(f"{', '.join(missing)} is not here: Debian's base-files brings it")
    return texts


def _python_licence() -> Path:
    found = python_licence()
    if found is None:
        raise NoLicence("Python's own licence is not here")
    return found
