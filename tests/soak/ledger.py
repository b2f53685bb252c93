"""What a computer did, written down beside it, so that it can be told in the end what must be there.

A line is written before a deed that could take something away, and one after it: whoever is killed in between may have
done it or not.
"""

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from todo_desktop.model.values import Json


class Ledger:
    """Appends to a file. Names are the first words of titles, which no two todos share."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def close(self) -> None:
        os.close(self._file)

    def deed(self, kind: str) -> None:
        self._write(deed=kind)

    def decided(self, problem: str, choice: str) -> None:
        self._write(decided=f"{problem}, {choice}")

    def added(self, name: str) -> None:
        self._write(added=name)

    def may_delete(self, names: Iterable[str]) -> None:
        """The next line tells which of them were."""
        self._write(may_delete=sorted(names))

    def deleted(self, names: Iterable[str]) -> None:
        self._write(deleted=sorted(names))

    def will_be(self, values: Mapping[str, Json]) -> None:
        """By name: what the field that only this computer writes is about to hold."""
        self._write(will_be=dict(values))

    def shows(self, values: Mapping[str, Json]) -> None:
        """By name: what that field is seen to hold now."""
        self._write(shows=dict(values))

    def _write(self, **line: Any) -> None:
        os.write(self._file, json.dumps(line).encode() + b"\n")


@dataclass(slots=True)
class Account:
    """All that a ledger tells. `own` holds by name what the computer's own field may hold."""

    deeds: Counter[str] = field(default_factory=Counter)
    decisions: Counter[str] = field(default_factory=Counter)
    added: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    own: dict[str, list[Json]] = field(default_factory=dict)


def read_ledger(path: Path) -> Account:
    """An interrupted deed may have taken anything away that it could, and changed any value."""
    account = Account()
    doubtful: list[str] = []
    for text in path.read_text(encoding="utf-8").splitlines():
        line = json.loads(text)
        if doubtful and "deleted" not in line:
            account.own.clear()
        account.deleted.update(line.get("deleted", doubtful))
        doubtful = line.get("may_delete", [])
        _count(account, line)
    account.deleted.update(doubtful)
    return account


def _count(account: Account, line: dict[str, Any]) -> None:
    match line:
        case {"deed": kind}:
            account.deeds[kind] += 1
        case {"decided": what}:
            account.decisions[what] += 1
        case {"added": name}:
            account.added.add(name)
        case {"will_be": values}:
            for name, value in values.items():
                account.own.setdefault(name, []).append(value)
        case {"shows": values}:
            account.own.update({name: [value] for name, value in values.items()})
