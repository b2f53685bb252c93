"""What is looked at, in which order, and what helps where it fails.

Each check returns what it found, in a few words, or raises CheckFailed. What it needs is imported where it runs: a part
that cannot be loaded is what it is there to find.
"""

from collections.abc import Mapping
from pathlib import Path

from todo_desktop.settings.environment import Environment

INSTALL_AGAIN = "Install the program again: a part of it is missing."
ADVICE: Mapping[str, str] = {
    "sqlite": INSTALL_AGAIN,
    "tls": INSTALL_AGAIN,
    "keyring": INSTALL_AGAIN,
    "translations": INSTALL_AGAIN,
    "sync": "Start it with --debug and look into the log.",
    "qt": "Start it in a desktop session. If this is one, a system library is missing; the README lists them.",
    "icons": INSTALL_AGAIN,
    "window": "Start it with --debug and look into the log.",
}
"""By check, in their order: those that need no screen come first. Said where a check ends without a word of its own."""


class CheckFailed(Exception):
    """In a sentence for people: what is wrong, and what to do."""


def look(name: str, folder: Path, environment: Environment) -> str:
    """What the check *name* finds. *folder* is empty and its own. Raises CheckFailed, KeyError for an unknown name."""
    match name:
        case "sqlite" | "tls" | "keyring":
            from todo_desktop.self_test import libraries

            return {"sqlite": libraries.sqlite, "tls": libraries.tls, "keyring": libraries.keyring}[name](folder)
        case "sync":
            from todo_desktop.self_test.sync import sync

            return sync(folder, environment)
        case "window":
            from todo_desktop.self_test.window import window

            return window(folder)
        case "translations" | "qt" | "icons":
            from todo_desktop.self_test import qt

            return {"translations": qt.translations, "qt": qt.screen, "icons": qt.icons}[name]()
    raise KeyError(name)
