"""What a person's decision about unsent changes makes of a todo. Pure: the caller stores the result."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from enum import StrEnum

from msgspec.structs import replace

from todo_desktop.model.change import UNDECIDED, ChangeKind, Entry, EntryState, FieldChange, Question, hides
from todo_desktop.model.editing import brought_back, deleted, shown_over, with_changes
from todo_desktop.model.errors import Problem
from todo_desktop.model.held import Held
from todo_desktop.model.merge import both
from todo_desktop.model.schema import Collection
from todo_desktop.model.values import Json, Milliseconds, Record

BY_FIELD = (Problem.CONFLICT, Problem.FIELD_REFUSED)
"""Of an update: each field is decided for itself."""


class Choice(StrEnum):
    """For one field: our value is sent (again), the server's is taken, or one that keeps both is sent."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


def is_by_field(entry: Entry) -> bool:
    """Whether *entry* is parked and each of its fields can be decided for itself."""
    return entry.state is EntryState.PARKED and entry.kind is ChangeKind.UPDATE and entry.problem in BY_FIELD


def is_asked(held: Held) -> bool:
    """Whether a person is to decide about the todo as a whole: to bring it back, or to add what may be there."""
    return any(entry.problem in (Problem.GONE, Problem.AMBIGUOUS_CREATE) for entry in held.entries)


def asked_about(held: Held, name: str) -> Question | None:
    """What is to be decided about that field, where both sides have changed it."""
    for entry in held.entries:
        if is_by_field(entry) and entry.problem is Problem.CONFLICT and name in entry.changes:
            return Question(entry.changes[name].old, entry.theirs.get(name), entry.writer)
    return None


def resolved(
    held: Held, choices: Mapping[str, Choice], collection: Collection, *, operation: str, now: Milliseconds
) -> Held:
    """The fields named in *choices* are decided, the others stay. Where no value keeps both, ours is kept."""
    server = held.base or {}
    wanted: dict[str, FieldChange] = {}
    entries: list[Entry] = []
    for entry in held.entries:
        decided = set(entry.changes).intersection(choices) if is_by_field(entry) else set()
        for name in decided:
            there = entry.theirs.get(name, server.get(name))
            value = _chosen(choices[name], collection, name, entry.changes[name].new, there)
            if choices[name] is not Choice.THEIRS:
                wanted[name] = FieldChange(there, value)
        if decided:
            entry = without(entry, decided)  # noqa: PLW2901
        if entry.changes or entry.kind is not ChangeKind.UPDATE:
            entries.append(entry)
    return _with(replace(held, entries=tuple(entries)), wanted, operation, now)


def kept_mine(held: Held, *, operation: str, now: Milliseconds) -> Held:
    """Every parked entry is to be sent again; a disputed value over the server's."""
    if any(e.problem is Problem.GONE for e in held.entries):
        return brought_back(held, operation=operation, now=now)
    server = held.base or {}
    entries = tuple(_insisting(e, server) if e.state is EntryState.PARKED else e for e in held.entries)
    return replace(held, entries=entries, hidden=hides(entries))


def took_theirs(held: Held) -> Held | None:
    """Parked entries are dropped and the server's values shown; None where the server has no such row."""
    parked = [e for e in held.entries if e.state is EntryState.PARKED]
    if not parked:
        return held
    left = replace(held, entries=tuple(e for e in held.entries if e.state is not EntryState.PARKED))
    is_to_have_it = held.base is not None or left.create_entry is not None
    if not is_to_have_it or any(e.problem is Problem.GONE for e in parked):
        return None
    return _with(left, {})


def retried(held: Held) -> Held:
    """What was refused is to be sent again, and what waits for its time need not wait; decisions stay open."""
    entries = tuple(_hurried(entry) for entry in held.entries)
    return held if entries == held.entries else replace(held, entries=entries, hidden=hides(entries))


def discarded(held: Held, *, operation: str, now: Milliseconds) -> Held | None:
    """*held* as the server has it; None where it has no such row.

    What may have reached the server is taken back by another change: a todo added is deleted, a value set back.
    """
    if not held.entries:
        return held  # all has arrived meanwhile
    left = tuple(e for e in held.entries if e.state in (EntryState.SENT, EntryState.ACKNOWLEDGED))
    if any(e.kind is ChangeKind.CREATE for e in left):
        bare = replace(held, entries=left)
        return deleted(bare, tracked=True, operation=operation, now=now, not_before=now)
    if held.base is None:
        return None
    back: dict[str, FieldChange] = {}
    for entry in left:
        for name, change in entry.changes.items():
            back[name] = FieldChange(change.new, back[name].new if name in back else change.old)
    return _with(replace(held, entries=left), back, operation, now)


def _chosen(choice: Choice, collection: Collection, name: str, mine: Json, theirs: Json) -> Json:
    if choice is not Choice.BOTH:
        return mine if choice is Choice.MINE else theirs
    field = collection.field(name)
    merged = both(field, mine, theirs) if field is not None else None
    return mine if merged is None else merged


def _with(held: Held, wanted: Mapping[str, FieldChange], operation: str = "", now: Milliseconds = 0) -> Held:
    """*held* as its entries have it, with the values of *wanted* to be sent."""
    base = held.base or {}
    values = {**shown_over(base, held.entries), **{name: change.new for name, change in wanted.items()}}
    entries = with_changes(held, wanted, operation, now) if wanted else held.entries
    return replace(held, values=values, base=held.base if entries else None, entries=entries, hidden=hides(entries))


def without(entry: Entry, names: AbstractSet[str]) -> Entry:
    """*entry* without its changes of these fields; the caller drops an update left empty."""
    changes = {name: change for name, change in entry.changes.items() if name not in names}
    theirs = {name: value for name, value in entry.theirs.items() if name not in names}
    return replace(entry, changes=changes, theirs=theirs)


def _insisting(entry: Entry, server: Record) -> Entry:
    """Over what was shown beside ours, where the fields are decided one by one."""
    there = {**server, **entry.theirs} if is_by_field(entry) else entry.theirs
    changes = {name: FieldChange(there.get(name, change.old), change.new) for name, change in entry.changes.items()}
    return replace(entry.waiting(), changes=changes)


def _hurried(entry: Entry) -> Entry:
    if entry.state is EntryState.PARKED:
        return entry if entry.problem in UNDECIDED else entry.waiting()
    can_still_be_undone = entry.kind is ChangeKind.DELETE and entry.tries == 0
    if entry.state is EntryState.ACKNOWLEDGED or can_still_be_undone:
        return entry
    return replace(entry, not_before=0)
