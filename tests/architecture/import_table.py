"""The table of the README that says which part may import what."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEADER = ("part", "may import of ours", "sole importer of")
COMPOSITION = frozenset({"app", "self_test", "testing"})
"""They may import every library, whoever owns it."""
EVERYTHING = "everything"


@dataclass(frozen=True, slots=True)
class Reach:
    """What may be imported of ours: the parts of these *names*, or, of *everything*, all others."""

    names: frozenset[str]
    everything: bool = False

    def holds(self, part: str) -> bool:
        return (part in self.names) is not self.everything


@dataclass(frozen=True, slots=True)
class Row:
    """The parts of one row, what they may import of ours, and the words of its last column."""

    parts: frozenset[str]
    may_import: Reach
    sole_importer_of: str


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))


def _names(cell: str) -> frozenset[str]:
    return frozenset(re.findall(r"`(\w+)`", cell))


def parse_table(text: str) -> list[Row]:
    """The rows under HEADER in Markdown. Raises LookupError where there is no such table."""
    lines = iter(text.splitlines())
    if not any(line.startswith("|") and _cells(line) == HEADER for line in lines):
        raise LookupError(f"there is no table headed {' | '.join(HEADER)}")
    rows = []
    next(lines)  # the rule under the header
    for line in lines:
        if not line.startswith("|"):
            break
        parts, ours, sole = _cells(line)
        rows.append(Row(_names(parts), Reach(_names(ours), ours.startswith(EVERYTHING)), sole))
    return rows


@dataclass(frozen=True, slots=True)
class ImportTable:
    """Who may import what: parts of ours by part, and for each library that has owners, the parts that own it."""

    ours: dict[str, Reach]
    owners: dict[str, frozenset[str]]

    def allows(self, part: str, imported: str) -> bool:
        """Whether *part* may import *imported*: a part of ours, "todo_desktop.model", or a library's top module."""
        package, _, ours = imported.partition(".")
        if package == "todo_desktop":
            return not ours or ours.startswith("__") or ours == part or self.ours[part].holds(ours)
        owners = self.owners.get(imported)
        return owners is None or part in owners


def import_table(rows: list[Row], libraries: frozenset[str]) -> ImportTable:
    """The table's meaning. *libraries* are the words of the last column that name a library; the rest is prose."""
    ours: dict[str, Reach] = {}
    owners: dict[str, frozenset[str]] = {}
    for row in rows:
        for part in row.parts:
            ours[part] = row.may_import
        for word in re.findall(r"[\w-]+", re.sub(r"\([^)]*\)", "", row.sole_importer_of)):
            if word in libraries:
                owners[word] = owners.get(word, COMPOSITION) | row.parts
    return ImportTable(ours, owners)


@cache
def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")
