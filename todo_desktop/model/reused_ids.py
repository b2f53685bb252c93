"""An id that another todo has now: a server that was put back to an earlier state gives the numbers since then again.

A row is told from another of the same id by the time at which it was made. Where that was changed and nothing else, as
it is where somebody brings a todo back whose role may not write it, the row is still the one that was known.

Where nothing tells that time, a row that has nothing left of what was typed into ours may have been rewritten, or be
another one (`sync.put_back`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from todo_desktop.model.change import Entry, EntryState
from todo_desktop.model.errors import Problem
from todo_desktop.model.held import Held
from todo_desktop.model.instants import normal_instant
from todo_desktop.model.normalising import can_come_of
from todo_desktop.model.permissions import RIGHTS
from todo_desktop.model.schema import Collection, Field, FieldKind
from todo_desktop.model.values import Json, Record

_AUTHORS = ("createdBy", "createdById", "updatedBy", "updatedById")


def is_another(known: Record, there: Record, collection: Collection) -> bool:
    """Whether the row *there* is not the one that was read as *known* under the same id; False where nothing tells."""
    return _made_apart(known, there, collection) and not hold_the_same(known, there, collection)


def is_of_another(held: Held, there: Record, collection: Collection) -> bool:
    """Whether the row *there* has the id of *held* and is another todo, as far as a read of it has told."""
    known = _as_read(held, collection)
    if known is None or not _made_apart(known, there, collection):
        return False
    return not hold_the_same(known, there, collection, held.entries)


def may_be_another(held: Held, there: Record, collection: Collection) -> bool:
    """Whether nothing that was typed tells that the row *there* is the one that was read as *held*."""
    return held.base is not None and is_rewritten(held.base, there, collection, held.entries)


def is_rewritten(known: Record, there: Record, collection: Collection, entries: Iterable[Entry] = ()) -> bool:
    """Whether the row *there* has nothing left of what was typed into *known*, or by *entries*; False where nothing was
    typed."""
    typed = [f for f in telling(collection) if known.get(f.name) and f.name in there]
    seen = _wished(entries)
    for entry in entries:
        for name, change in entry.changes.items():
            seen[name].append(change.old)
    return bool(typed) and not any(_holds_the_same(f, known, there, seen) for f in typed)


def is_known_again(known: Record, there: Record, collection: Collection) -> bool:
    """Whether the row *there* has something left of what was typed into *known*."""
    return any(known.get(f.name) and f.same(known[f.name], there.get(f.name)) for f in telling(collection))


def telling(collection: Collection) -> list[Field]:
    """The fields by which a person knows a todo again: its title, and what was written about it."""
    title = collection.roles.title
    return [f for f in collection.fields if not f.system and (f.name == title or f.kind is FieldKind.LONG_TEXT)]


def beside(held: Held, other: Held, collection: Collection) -> Held | None:
    """*held* as it can come back beside *other*, which has its id; None where both are one todo."""
    there = other.values if other.last_read is None else other.last_read
    return displaced(held, collection) if is_of_another(held, there, collection) else None


def displaced(held: Held, collection: Collection) -> Held:
    """*held* without the row that it had on the server: what brings it back makes a new one."""
    gone = {field.name for field in collection.fields if field.system}.union(_AUTHORS)
    gone |= {collection.primary_key, collection.created_at, collection.updated_at, RIGHTS}
    values = {name: value for name, value in held.values.items() if name not in gone}
    return replace(held, server_id=None, values=values, base=None)


def _as_read(held: Held, collection: Collection) -> Mapping[str, Json] | None:
    """What a read showed last. Of a row that was gone then, the todo still shows it, below what was typed since. A row
    that no read has shown yet is what was sent, made when the answer said."""
    if held.base is not None:
        return held.base
    create = held.create_entry
    if held.server_id is None:
        return None
    if create is not None:
        if create.problem is Problem.GONE:
            return held.values
        made = create.theirs.get(collection.created_at) if create.state is EntryState.ACKNOWLEDGED else None
        return None if made is None else {**create.wanted, collection.created_at: made}
    shown = dict(held.values)
    for entry in reversed(held.entries):
        shown.update({name: change.old for name, change in entry.changes.items()})
    return shown


def _made_apart(known: Record, there: Record, collection: Collection) -> bool:
    before, now = _made(known, collection), _made(there, collection)
    return bool(before and now) and normal_instant(before) != normal_instant(now)


def _made(row: Record, collection: Collection) -> str:
    """When, as an instant; empty where it does not tell."""
    at = row.get(collection.created_at) if collection.created_at else None
    return at if isinstance(at, str) else ""


def hold_the_same(known: Record, there: Record, collection: Collection, entries: Iterable[Entry] = ()) -> bool:
    """Whether the two rows say the same; *entries* may have been written *there* since. Neither the order is what a
    todo says, nor what belongs to it from its own side."""
    wished = _wished(entries)
    own = [f for f in collection.fields if not f.system and not f.foreign_key and f.kind is not FieldKind.ORDER]
    return all(_holds_the_same(f, known, there, wished) for f in own if f.name in known and f.name in there)


def _wished(entries: Iterable[Entry]) -> defaultdict[str, list[Json]]:
    wished: defaultdict[str, list[Json]] = defaultdict(list)
    for entry in entries:
        for name, change in entry.changes.items():
            wished[name].append(change.new)
    return wished


def _holds_the_same(field: Field, known: Record, there: Record, wished: Mapping[str, list[Json]]) -> bool:
    value = there[field.name]
    return field.same(known[field.name], value) or any(
        field.same(wish, value) or can_come_of(field, wish, value) for wish in wished.get(field.name, ())
    )
