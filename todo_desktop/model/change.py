"""Outbox entries: what was changed here and has not been seen on the server yet."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from msgspec import Struct, field
from msgspec.structs import replace

from todo_desktop.model.errors import Problem
from todo_desktop.model.todo import SyncState
from todo_desktop.model.values import Json, Milliseconds, Record

UNDECIDED = (Problem.CONFLICT, Problem.GONE, Problem.AMBIGUOUS_CREATE)
"""Sending what has one of these again is a decision, not one more try."""


COPY = "$copy"
"""Among the changes of a delete that waits for a copy in another list (`model.moved`), where no field of the server
can be: their names are words."""

LONGEST_DELAY = 10 * 60_000
"""No change is ever told to wait longer than this (ms)."""


class ChangeKind(StrEnum):
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


class EntryState(StrEnum):
    """waiting: never sent, or sure not to have arrived. sent: under way, or its outcome is unknown.
    acknowledged: the server said yes, no read has shown it yet. parked: needs a person."""

    WAITING = "waiting"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    PARKED = "parked"


class FieldChange(Struct, frozen=True, gc=False):
    """One field: `old` is what the user saw when changing it, `new` what they want."""

    old: Json
    new: Json


class Writer(Struct, frozen=True, gc=False):
    """Who wrote the server's values in a conflict, and `at` what instant, as far as its row tells."""

    at: str = ""
    user_id: str = ""
    name: str = ""


class Question(Struct, frozen=True, gc=False):
    """What a person is to decide about one field: both sides come from `common`, and the server has `theirs`, written
    by `writer`."""

    common: Json
    theirs: Json
    writer: Writer | None = None


class Entry(Struct, frozen=True, gc=False):
    """One change of one todo. `seq` orders the outbox; 0 means not stored yet.

    `receipt` is the `updatedAt` that the reply of the write carried. `theirs` holds, for a conflict, the server's
    values of the disputed fields, and `writer` who wrote them; while acknowledged, it holds what that reply showed of
    the changed fields. `not_before` delays a delete until its undo bar has gone, and any entry until its next try.
    """

    operation: str
    list_id: int
    todo_id: int
    kind: ChangeKind
    changes: Mapping[str, FieldChange] = field(default_factory=dict)
    seq: int = 0
    state: EntryState = EntryState.WAITING
    tries: int = 0
    not_before: Milliseconds = 0
    created_at: Milliseconds = 0
    problem: Problem | None = None
    detail: str = ""
    receipt: str = ""
    theirs: Mapping[str, Json] = field(default_factory=dict)
    writer: Writer | None = None

    @property
    def wanted(self) -> dict[str, Json]:
        """The new values by field name: the body of the call."""
        return {name: change.new for name, change in self.changes.items()}

    def due_at(self, now: Milliseconds) -> Milliseconds:
        """When its time comes. Whatever is to wait longer than LONGEST_DELAY was told so while the computer's clock was
        ahead: its time has come."""
        return self.not_before if self.not_before <= now + LONGEST_DELAY else now

    def is_due(self, now: Milliseconds) -> bool:
        return self.due_at(now) <= now

    def parked(self, problem: Problem, detail: str = "") -> "Entry":
        return replace(self, state=EntryState.PARKED, problem=problem, detail=detail)

    def waiting(self) -> "Entry":
        """Ready to be sent again, with a clean slate."""
        return replace(
            self, state=EntryState.WAITING, tries=0, not_before=0, problem=None, detail="", receipt="", theirs={},
            writer=None,
        )  # fmt: skip


def absorb(entry: Entry, changes: Mapping[str, FieldChange], base: Record) -> Entry:
    """*entry* with a later edit of the same todo taken in. Its `old` values stay: they are what *base* held.

    A field that is back at its old value is dropped from an update, unless the server has another one by now; the
    caller drops an entry left empty.
    """
    merged = dict(entry.changes)
    for name, change in changes.items():
        first = merged.get(name, change)
        merged[name] = FieldChange(first.old, change.new)
        is_back = merged[name].old == change.new == base.get(name, change.new)
        if entry.kind is ChangeKind.UPDATE and is_back and name not in entry.theirs:
            del merged[name]
    return replace(entry, changes=merged)


def state_of(entries: tuple[Entry, ...]) -> SyncState:
    """The mark that a row with these entries carries."""
    parked = [e for e in entries if e.state is EntryState.PARKED]
    if any(e.problem in UNDECIDED for e in parked):
        return SyncState.CONFLICT
    if parked:
        return SyncState.FAILED
    return SyncState.WAITING if entries else SyncState.SYNCED


def hides(entries: Iterable[Entry]) -> bool:
    """Whether a row with these entries is out of sight: it is deleted, no person is asked about that, and it does not
    come back after it."""
    hidden = False
    for entry in entries:
        if entry.kind is ChangeKind.DELETE:
            hidden = entry.state is not EntryState.PARKED
        elif entry.kind is ChangeKind.CREATE:
            hidden = False
    return hidden
