"""Whose work runs in this process, and under which terms: as the packages say, or the report of a bundle."""

import importlib.metadata
import platform
import re
import sys
import sysconfig
from collections.abc import Sequence
from importlib.metadata import Distribution, PackageMetadata
from pathlib import Path

from msgspec import Struct

REPORT_NAME = "THIRD-PARTY-NOTICES.txt"
"""Beside the executable of a bundle."""
PYTHON_LICENCE = "Python Software Foundation License"
QT_LICENCE = "LGPL-3.0-only"
_OURS = "todo-desktop"
_QT_FOR_PYTHON = "PySide6_Essentials"
_LONGEST_NAME = 160
_LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice)", re.IGNORECASE)
_RULE = "=" * 78


class Licensed(Struct, frozen=True):
    """`licence` in a few words, empty where the package does not say; `texts` are the files that say it whole."""

    name: str
    version: str
    licence: str
    texts: tuple[Path, ...] = ()


def licences_text() -> str:
    """What runs here, by name, with the texts of its licences. Reads many files: not on the window's thread."""
    report = Path(sys.executable).resolve().parent / REPORT_NAME
    if getattr(sys, "frozen", False) and report.is_file():
        return report.read_text(encoding="utf-8")
    return _listed(running())


def running() -> list[Licensed]:
    """Python, Qt, and each package of which a module is loaded, by name."""
    loaded = {name.partition(".")[0] for name in sys.modules}
    owners = importlib.metadata.packages_distributions()
    names = {owner for module in loaded for owner in owners.get(module, ())} - {_OURS}
    found = [licensed(importlib.metadata.distribution(name)) for name in names]
    text = python_licence()
    found.append(Licensed("Python", platform.python_version(), PYTHON_LICENCE, (text,) if text else ()))
    found += [Licensed("Qt", each.version, QT_LICENCE) for each in found if each.name == _QT_FOR_PYTHON]
    return sorted(found, key=lambda each: each.name.lower())


def licensed(distribution: Distribution) -> Licensed:
    """What a package says of itself."""
    metadata = distribution.metadata
    texts = tuple(
        Path(str(file.locate()))
        for file in distribution.files or ()
        if ".dist-info" in str(file) and _LICENCE_FILE.search(file.name)
    )
    return Licensed(metadata["Name"], metadata["Version"], _in_words(metadata), texts)


def python_licence() -> Path | None:
    """The file that holds Python's own."""
    folder = Path(sysconfig.get_path("stdlib"))
    candidates = (folder / "LICENSE.txt", *Path("/usr/share/doc").glob("libpython3*-minimal/copyright"))
    return next((path for path in candidates if path.is_file()), None)


def _in_words(metadata: PackageMetadata) -> str:
    """Older packages put the whole text where a name belongs: then their classifiers tell."""
    names = [*metadata.get_all("License-Expression", []), *metadata.get_all("License", [])]
    named = next(iter(names), "")
    if 0 < len(named) < _LONGEST_NAME and "\n" not in named:
        return named
    classes = metadata.get_all("Classifier", [])
    return ", ".join(line.rpartition(" :: ")[2] for line in classes if line.startswith("License ::"))


def _listed(found: Sequence[Licensed]) -> str:
    """Texts that several of them share stand there once."""
    texts: dict[str, dict[str, bool]] = {}
    for each in found:
        for path in each.texts:
            if path.is_file():
                text = path.read_text(encoding="utf-8", errors="replace").strip()
                texts.setdefault(text, {})[each.name] = True
    lines = [
        "Todo Desktop is made with the work of others. This of it runs here:",
        "",
        *(f"{each.name} {each.version}: {each.licence or 'see its text'}" for each in found),
        "",
        "Qt and Qt for Python are used under the GNU Lesser General Public License, version 3. Their source is at",
        "https://download.qt.io/official_releases/. They lie in your Python environment, where you may exchange them.",
        "",
    ]
    for text, names in texts.items():
        lines += [_RULE, ", ".join(names), _RULE, "", text, ""]
    return "\n".join(lines)
