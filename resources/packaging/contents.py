"""What goes into the bundle, of all that PyInstaller finds: no more of Qt and of the system than the window needs.

An entry is PyInstaller's own: the name within the bundle, the file that it is made from, and its kind.
"""

import re
import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePath
from typing import TypeAlias

Entry: TypeAlias = tuple[str, str, str]

UNUSED_MODULES = ("tkinter", "lib2to3", "pydoc_data", "setuptools", "pip", "pkg_resources")

_UNUSED_OF_QT = re.compile(
    r"""PySide6/Qt/(
        translations/                           # the program brings its own
        | plugins/(egldeviceintegrations|generic|tls|xcbglintegrations)/
        | plugins/networkinformation/libqglib\.
        | plugins/wayland-graphics-integration-client/
        | plugins/platforms/libq(eglfs|linuxfb|minimal|minimalegl|vnc|vkkhrdisplay)\.
        | plugins/platformthemes/libqgtk3\.     # would bring the whole of GTK along
        | plugins/imageformats/(?!libqsvg\.)    # the icons are SVGs
        | plugins/wayland-shell-integration/(?!libxdg-shell\.)
    )""",
    re.VERBOSE,
)
# Libraries of the system that come along: those of Python, whose names differ between distributions, and the small ones
# of Qt's X11 platform that a desktop may lack. All others are the system's own, kept up to date by it.
_BROUGHT_ALONG = re.compile(
    r"lib(python3\.|ssl\.|crypto\.|sqlite3\.|ffi\.|bz2\.|lzma\.|xcb-(cursor|icccm|image|keysyms|render-util|util)\."
    r"|xkbcommon-x11\.)"
)
_LIBRARY = re.compile(r"lib[^/]+\.so[^/]*")
_NEEDED = re.compile(r"^\s+NEEDED\s+(\S+)$", re.MULTILINE)


def wanted(entries: Iterable[Entry], needed_by: "Callable[[str], set[str]] | None" = None) -> list[Entry]:
    """Those of *entries* that go into a bundle for Linux. *needed_by* tells the libraries that a file is linked to."""
    kept = [entry for entry in entries if not _UNUSED_OF_QT.match(entry[0]) and not _is_of_the_system(entry)]
    return list(_without_orphans(kept, needed_by or linked_libraries))


def wanted_scripts(entries: Iterable[Entry]) -> list[Entry]:
    """Without PyInstaller's own hooks, which run before the program: they load PySide, which is quick only where
    `todo_desktop.app.loading_qt` does, and more that nothing here needs. Qt finds its plugins beside its libraries."""
    return [entry for entry in entries if not entry[0].startswith("pyi_rth_")]


def linked_libraries(path: str) -> set[str]:
    """The names of the shared libraries that the binary at *path* is linked to. Raises CalledProcessError."""
    done = subprocess.run(["objdump", "-p", path], capture_output=True, text=True, check=True)
    return set(_NEEDED.findall(done.stdout))


def _is_of_the_system(entry: Entry) -> bool:
    """Libraries of PyPI's packages lie in folders of their own."""
    name, _, kind = entry
    return kind == "BINARY" and "/" not in name and not _BROUGHT_ALONG.match(name)


def _without_orphans(entries: list[Entry], needed_by: Callable[[str], set[str]]) -> Iterator[Entry]:
    """All but the libraries that nothing is linked to any more, now that their plugins have gone."""
    links = {entry[0]: needed_by(entry[1]) for entry in entries if entry[2] in ("BINARY", "EXTENSION")}
    before = -1
    while len(links) != before:
        before = len(links)
        needed = {library for names in links.values() for library in names}
        links = {name: names for name, names in links.items() if _is_root(name) or PurePath(name).name in needed}
    for entry in entries:
        name, source, kind = entry
        target = str(PurePath(name).parent / source) if kind == "SYMLINK" else name
        if target in links or kind not in ("BINARY", "EXTENSION", "SYMLINK"):
            yield entry


def _is_root(name: str) -> bool:
    """Loaded by name: Python itself, its modules, and Qt's plugins."""
    path = PurePath(name)
    return "plugins" in path.parts or path.name.startswith("libpython") or not _LIBRARY.fullmatch(path.name)


def data_files(resources: Path) -> list[tuple[str, str]]:
    """The folders of ours that the program reads, and where they lie in the bundle."""
    folders = [resources / name for name in ("icons", "styles", "translations")]
    return [(str(folder), f"todo_desktop/resources/{folder.name}") for folder in folders if folder.is_dir()]
