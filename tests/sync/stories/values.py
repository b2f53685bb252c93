"""What people type into the fields of a story: values of their own, and those that have bitten somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from todo_desktop.testing.shapes import FULL, Shape

OWN = "own"
"""Stands for a value that nobody typed before."""

_TEXTS = (OWN, OWN, OWN, None, "", "  spaced out ", "🧑‍🚀 <b>\n\"'", "long " * 50)
_CHOICES: dict[str, tuple[Any, ...]] = {
    "title": _TEXTS,
    "completed": (True, False, None),
    "notes": (*_TEXTS, "one\ntwo\nthree", "one\ntwo\nfour"),
    "priority": ("low", "high", None, "not an option", OWN),
    "tags": (["home"], ["work", "home"], [], None, ["home", "home"]),
    "due": ("2026-12-01", "2026-12-02", None),
    "remindAt": ("2026-12-01T10:00:00.000Z", "2026-12-01T11:00:00+01:00", "2026-12-02T10:00:00.1239Z", None),
    "startsAt": ("2026-12-01 10:00:00", "2026-12-01T10:00:00", "2026-12-02T10:00", None),
    "effort": (OWN, 0, -1, 2**31 - 1, None),
    "steps": (OWN, 2**53 + 1, 2**53 - 1, None),
    "score": (OWN, 0.1 + 0.2, -0.0, 1e-7, 1e21, None),
    "cost": (OWN, "1.005", 1.5, "1.5", "-0.001", None),
    "progress": (OWN, 0.5, None),
    "link": (OWN, "", None),
    "contact": (OWN, None, "x" * 255),
}
_PLAIN = ("title", "completed")
PICKS = 8
"""Numbers from 0 below this choose a value."""


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields that people type into. Those of one story are few, so that people get into each other's way."""

    names: tuple[str, ...]
    favourites: tuple[str, ...]

    def name(self, number: int) -> str:
        return self.favourites[number % len(self.favourites)]

    def value(self, name: str, pick: int, count: int) -> Any:
        """The value of that pick; *count* makes those of their own differ from each other."""
        choices = _CHOICES[name]
        chosen = choices[pick % len(choices)]
        return _own(name, count) if chosen == OWN else chosen


def _own(name: str, count: int) -> Any:
    if name in ("effort", "steps"):
        return count
    if name == "cost":
        return f"{count}.10"
    return count / 8 if name in ("score", "progress") else f"{name} {count}"


def fields_of(shape: Shape, favourites: Sequence[int]) -> Fields:
    """*favourites* by number."""
    names = tuple(_CHOICES) if shape is FULL else _PLAIN
    return Fields(names, tuple(names[number % len(names)] for number in favourites))
