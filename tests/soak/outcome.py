"""What is true in the end: is every computer equal to the server, and is anything lost or doubled?"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.soak.ledger import Account
from tests.soak.user import name_of
from todo_desktop.model.change import Entry, EntryState
from todo_desktop.model.values import Json

Rows = Mapping[Any, Mapping[str, Json]]
"""Values by the server's id."""


@dataclass(frozen=True, slots=True)
class Replica:
    """One computer at the end: what its window shows, and what is left in its outbox."""

    name: str
    rows: Rows
    entries: Sequence[Entry]
    account: Account
    own_field: str = ""


@dataclass(slots=True)
class Outcome:
    """Names of todos. `unequal` and `stuck` are sentences."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    overwritten: list[str] = field(default_factory=list)
    unequal: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        return not (self.lost or self.doubled or self.overwritten or self.unequal or self.stuck)


def outcome(there: Rows, replicas: Sequence[Replica], others: Account) -> Outcome:
    """*there* is what the server has, *others* what was done there without any of the *replicas*."""
    accounts = [others, *(replica.account for replica in replicas)]
    deleted = set().union(*(account.deleted for account in accounts))
    added = set().union(*(account.added for account in accounts))
    names = Counter(name_of(values.get("title")) for values in there.values())
    found = Outcome(
        lost=sorted(added - deleted - set(names)), doubled=sorted(name for name, count in names.items() if count > 1)
    )
    for replica in replicas:
        found.unequal += _differences(there, replica)
        found.stuck += [_words(replica, e) for e in replica.entries if e.state is not EntryState.PARKED]
        found.overwritten += _overwritten(there, replica, deleted)
    return found


def _differences(there: Rows, replica: Replica) -> list[str]:
    only_here, only_there = set(replica.rows) - set(there), set(there) - set(replica.rows)
    different = [key for key in set(there) & set(replica.rows) if there[key] != replica.rows[key]]
    sentences = [f"{replica.name}: {key} is only here: {replica.rows[key]}" for key in only_here]
    sentences += [f"{replica.name}: {key} is only on the server: {there[key]}" for key in only_there]
    return sentences + [f"{replica.name}: {key} is {replica.rows[key]}, there {there[key]}" for key in different]


def _words(replica: Replica, entry: Entry) -> str:
    return f"{replica.name}: {entry.kind} of todo {entry.todo_id} is still {entry.state} ({entry.problem})"


def _overwritten(there: Rows, replica: Replica, deleted: set[str]) -> list[str]:
    """Values of a field that only this computer writes, which are not what it wrote last. A todo that was deleted, by
    whomever, may have come back as somebody else knew it."""
    if not replica.own_field:
        return []
    last = {name_of(values.get("title")): values.get(replica.own_field) for values in there.values()}
    return [
        f"{replica.name}: {name} holds {last[name]}, written was {values}"
        for name, values in replica.account.own.items()
        if name in last and name not in deleted and last[name] not in values
    ]
