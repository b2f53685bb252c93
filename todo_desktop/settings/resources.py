"""Finds the folder of icons, styles and translations, however the program was installed."""

import sys
from pathlib import Path

import todo_desktop

_MARK = Path("icons", "todo-desktop.svg")


def resources_folder() -> Path:
    """The folder that holds `icons/`. Raises FileNotFoundError where the installation is incomplete."""
    for folder in _candidates():
        if (folder / _MARK).is_file():
            return folder
    raise FileNotFoundError("the folder of the program's resources is missing: install the program again")


def _candidates() -> list[Path]:
    package = Path(todo_desktop.__file__).resolve().parent
    found = [package / "resources", package.parent / "resources"]
    unpacked = getattr(sys, "_MEIPASS", None)  # set by PyInstaller
    if isinstance(unpacked, str):
        found.insert(0, Path(unpacked, "todo_desktop", "resources"))
        found.insert(1, Path(unpacked, "resources"))
    return found
