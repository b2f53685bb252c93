"""The README's import table holds, inside functions too."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.import_table import ROOT, ImportTable, import_table, parse_table, readme
from tests.architecture.imports import imported_modules, part_of, source_files

# The words of the table's last column that name a library. Not msgspec: whoever decodes at the edge may use it.
LIBRARIES = frozenset(
    {
        *("PySide6", "requests", "urllib3", "sqlite3", "keyring", "platformdirs", "threading"),
        *("jeepney", "pytest"),
    }
)
# These start the program and belong to no part.
ENTRIES = frozenset({"__init__", "__main__"})

EXAMPLE = """
Before.

| part | may import of ours | sole importer of |
| --- | --- | --- |
| `app` | everything but `testing` | wall clock, uuid and randomness enter here as arguments |
| `gui` | `service`, `model` | PySide6 (with `app`) |
| `sync` | `model` | threading |
| `nocobase` | `model` | requests |
| `model` | itself | keyring (its errors) |
| `testing` | everything | pytest |

After.
"""


def table_of(text: str) -> ImportTable:
    return import_table(parse_table(text), LIBRARIES)


@cache
def imports_of_the_program() -> list[tuple[str, Path, list[tuple[int, str]]]]:
    """Part, path, and line and module of each import, of every file."""
    return [(part, path, list(imported_modules(path.read_text(encoding="utf-8")))) for part, path in source_files(ROOT)]


def violations(table: ImportTable, part: str, imports: Iterable[tuple[int, str]]) -> list[str]:
    """Line and module of each of *imports* that *part* may not have."""
    return [
        f"line {line} imports {module}"
        for line, module in imports
        if module == "?" or module.startswith(".") or not table.allows(part, part_of(module))
    ]


def test_every_import_of_the_program_is_allowed_by_the_readme() -> None:
    table = table_of(readme())
    found = [
        f"{path.relative_to(ROOT)} {violation}"
        for part, path, imports in imports_of_the_program()
        if part not in ENTRIES
        for violation in violations(table, part, imports)
    ]
    assert not found, "\n".join(found)


def test_the_readme_has_a_row_for_every_part_of_the_program_and_for_no_other() -> None:
    parts = {part for part, _ in source_files(ROOT)} - ENTRIES
    table = table_of(readme())
    assert set(table.ours) == parts
    assert {name for reach in table.ours.values() for name in reach.names} <= parts


def test_every_library_that_the_readme_gives_to_a_part_is_imported_there() -> None:
    imported = {(part, part_of(module)) for part, _, imports in imports_of_the_program() for _, module in imports}
    table = table_of(readme())
    assert {
        library for library, parts in table.owners.items() if any((part, library) in imported for part in parts)
    } == (set(LIBRARIES))


@pytest.mark.parametrize(
    ("part", "source"),
    [
        ("gui", "import requests"),
        ("gui", "import requests.adapters as transport"),
        ("gui", "from todo_desktop.sync import engine"),
        ("gui", "from todo_desktop import sync"),
        ("gui", "def later():\n    import threading"),
        ("app", "from todo_desktop.testing import fake_nocobase"),
        ("gui", "import pytest"),
        ("sync", "import PySide6.QtCore"),
        ("sync", "from PySide6 import QtCore"),
        ("sync", "import importlib\nimportlib.import_module('todo_desktop.gui')"),
        ("sync", "__import__(name)"),
        ("model", "from . import todo"),
        ("model", "from todo_desktop.app import main"),
        ("model", "if TYPE_CHECKING:\n    from todo_desktop.sync.plan import plan"),
    ],
)
def test_an_import_that_the_table_does_not_allow_is_found(part: str, source: str) -> None:
    assert violations(table_of(EXAMPLE), part, imported_modules(source))


@pytest.mark.parametrize(
    ("part", "source"),
    [
        ("app", "from todo_desktop.gui.main_window import MainWindow\nimport threading, PySide6"),
        ("gui", "from PySide6.QtCore import QObject\nfrom todo_desktop.model.todo import Todo"),
        ("gui", "from todo_desktop.gui.bridge import Bridge\nfrom todo_desktop import __version__"),
        ("sync", "import threading\nfrom todo_desktop.model import change"),
        ("model", "from keyring import errors\nimport re"),
        ("testing", "import pytest, PySide6\nfrom todo_desktop.app.program import Program"),
    ],
)
def test_an_import_that_the_table_allows_is_left_alone(part: str, source: str) -> None:
    assert violations(table_of(EXAMPLE), part, imported_modules(source)) == []


def test_what_starts_the_program_leaves_its_testing_part_alone() -> None:
    started = [path for part, path in source_files(ROOT) if part in ENTRIES]
    assert started
    imports = {part_of(module) for path in started for _, module in imported_modules(path.read_text(encoding="utf-8"))}
    assert not imports & {"todo_desktop.testing", "pytest"}


def test_a_readme_without_the_table_is_an_error() -> None:
    with pytest.raises(LookupError, match="no table headed part"):
        parse_table("| some | other | table |\n| --- | --- | --- |\n")
