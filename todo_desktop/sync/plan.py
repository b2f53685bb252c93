"""Base, local, remote -> what becomes of a todo. The whole conflict table is here, and nothing else is.

What a read shows, per outbox entry and field (*new* is ours, *old* what the user saw, *remote* what was read):

| entry        | remote = new | remote = old            | remote is a third value                 | not shown   |
| ------------ | ------------ | ----------------------- | --------------------------------------- | ----------- |
| waiting      | done         | send                    | conflict                                | send        |
| sent (?)     | done         | send again              | conflict                                | send again  |
| acknowledged | done         | refused if nobody wrote | normalised (see below), else conflict   | see below   |
| parked       | done         | stays; a conflict ends  | stays; a conflict shows the newer value | stays       |

*Nobody wrote since* means that the row still carries the change time that the reply of our write told. Two writes that
race within a millisecond can share it, and some collections have none: a third value is *normalised* only where the
reply showed it instead of ours, or where it can be what the server made of ours.
*Not shown* is a field that the role may not view, or that was dropped from the collection. No read can ever tell what
became of the former: it is done where the reply of our write showed our value, else refused (after a create whose
reply got lost: sent as an update, which has one). A write of the latter goes nowhere, and the server says yes to it all
the same: it is refused, whatever the entry's state, so that the value is kept until a person lets it go.
What was taken back while it was on its way wishes nothing any more: where it meets a third value, that one stays.
Records that belong to the row from their own side are in no conflict: what came and went here goes on, one by one, with
whatever others made of the list. Only what others gave away meanwhile is asked about (`claims`), and nothing
else is decided with it.
A delete meets a row that somebody changed: conflict. A row that is gone: see `on_absent`; another todo in its
place (`reused_ids`): see `on_another`. One that may be another todo is a conflict wherever it has the old value.
A delete that was taken back while it was under way: the row stays as it is found, or is created again where it is gone.
One without an answer can arrive for as long as the row is as it was, and is waited for (`read_back`).
"""

from collections.abc import Iterator, Mapping
from enum import Enum, auto

from msgspec import Struct, field
from msgspec.structs import replace

from todo_desktop.model.change import ChangeKind, Entry, EntryState, FieldChange, Writer
from todo_desktop.model.editing import (
    deleted_after_all,
    last_writer,
    may_still_be_deleted,
    not_deleted,
    returning,
    shown_over,
)
from todo_desktop.model.errors import Problem
from todo_desktop.model.held import Held
from todo_desktop.model.instants import normal_instant
from todo_desktop.model.merge import one_by_one
from todo_desktop.model.normalising import can_come_of
from todo_desktop.model.reused_ids import displaced
from todo_desktop.model.schema import Collection, Field, FieldKind
from todo_desktop.model.values import Json, Record


def on_read(held: Held, remote: Record, collection: Collection, *, doubtful: bool = False) -> Held:
    """*held* after a read that began after every one of its acknowledged writes ended, and showed *remote*; *doubtful*:
    it may be the row of another todo."""
    if may_still_be_deleted(held) and not doubtful and _is_untouched(held, remote, collection):
        return held
    held = not_deleted(held)
    read = _Read(held.base or {}, remote, collection, doubtful)
    verdicts: list[_Verdict] = []
    for entry in held.entries:
        if entry.kind is not ChangeKind.DELETE:
            verdicts.append(_judge(entry, read, verdicts))
    left = [entry for verdict in verdicts for entry in verdict.entries(remote, collection)]
    delete = held.delete_entry
    if delete is not None:
        left.append(_delete_met(delete, held, remote, collection))
    joined = tuple(_joined(left))
    return replace(
        held,
        values=shown_over(remote, joined),
        base=dict(remote) if joined else None,
        entries=joined,
        hidden=any(e.kind is ChangeKind.DELETE and e.state is not EntryState.PARKED for e in joined),
    )


def before_sending(held: Held, entry: Entry, collection: Collection) -> Held:
    """*held* as it is to be sent; not itself where *entry* would overwrite what a read has shown since, while it was
    parked: that is to be decided first."""
    seen = held.base or {}
    if entry.kind is not ChangeKind.UPDATE or all(
        name not in seen or any(collection.same(name, seen[name], value) for value in (change.old, change.new))
        for name, change in entry.changes.items()
    ):
        return held
    return on_read(held, seen, collection)


def acknowledged(entry: Entry, reply: Record, collection: Collection) -> Entry:
    """*entry* after the server said yes; `receipt` and `theirs` keep what *reply* told, for the read to come.

    An empty *reply* tells nothing. Of a new row it tells when that was made, and so which row it is (`reused_ids`).
    """
    made = [collection.created_at] if entry.kind is ChangeKind.CREATE else []
    told = {name: reply[name] for name in (*entry.changes, *made) if name in reply}
    receipt = reply.get(collection.updated_at) if collection.updated_at else None
    return replace(entry, state=EntryState.ACKNOWLEDGED, receipt=str(receipt or ""), theirs=told, not_before=0)


def on_absent(held: Held) -> Held | None:
    """*held* after a look by id found no such row; None: it is to be removed here too.

    Our unsent values are never lost and the row is never created again by itself: the entry is parked.
    """
    again = returning(held)
    if again is not None:
        return deleted_after_all(held, again)
    delete = held.delete_entry
    if delete is not None and delete.state is EntryState.PARKED:
        # It was still to be decided, and others have decided it; what was typed since is not theirs to take.
        held = replace(held, entries=tuple(e for e in held.entries if e is not delete))
        delete = None
    if not held.entries or delete is not None:
        return None
    create = held.create_entry
    if create is not None and create.state in (EntryState.WAITING, EntryState.SENT):
        return held
    return replace(held, base=None, entries=(_as_one(held.entries).parked(Problem.GONE),))


def on_another(held: Held, collection: Collection) -> Held | None:
    """*held* after a read showed another todo under its id: as if its row were gone, and never again under that id."""
    left = on_absent(held)
    return None if left is None else displaced(left, collection)


def _as_one(entries: tuple[Entry, ...]) -> Entry:
    """One entry with what all of them want: what is typed next goes into it, and no older value comes after that."""
    first, *later = entries
    changes = dict(first.changes)
    for entry in later:
        for name, change in entry.changes.items():
            changes[name] = FieldChange(changes.get(name, change).old, change.new)
    return replace(first, changes=changes, tries=max(entry.tries for entry in entries), theirs={})


class _Verdict(Struct):
    """What a read says about the fields of one entry."""

    entry: Entry
    done: set[str] = field(default_factory=set)
    wanted: dict[str, FieldChange] = field(default_factory=dict)
    refused: dict[str, FieldChange] = field(default_factory=dict)
    disputed: dict[str, FieldChange] = field(default_factory=dict)
    standing: set[str] = field(default_factory=set)
    """Of `disputed`: what stays as it was asked."""

    def take(self, name: str, change: FieldChange, cell: "_Cell") -> None:
        match cell:
            case _Cell.DONE:
                self.done.add(name)
            case _Cell.WANTED:
                self.wanted[name] = change
            case _Cell.REFUSED:
                self.refused[name] = change
            case _Cell.DISPUTED:
                self.disputed[name] = change

    def entries(self, remote: Record, collection: Collection) -> Iterator[Entry]:
        """What is left: the fields still to be sent, and the fields that need a person, apart."""
        if self.wanted:
            resend = replace(
                self.entry, kind=ChangeKind.UPDATE, changes=self.wanted, state=EntryState.WAITING, receipt="", theirs={}
            )
            yield resend.waiting() if self.entry.state is EntryState.PARKED else resend
        if self.refused:
            parked_before = self.entry.state is EntryState.PARKED and self.entry.problem is not Problem.GONE
            problem = (self.entry.problem if parked_before else None) or Problem.FIELD_REFUSED
            yield _part(self.entry, self.refused, "refused").parked(problem, self.entry.detail)
        if self.disputed:
            asked = self.entry.theirs
            theirs = {name: asked[name] if name in self.standing else remote.get(name) for name in self.disputed}
            parked = _part(self.entry, self.disputed, "conflict").parked(Problem.CONFLICT)
            yield replace(parked, theirs=theirs, writer=_writer(self.entry, theirs, remote, collection))


class _Read(Struct):
    """A row as it was read, and as the read before it showed it."""

    before: Record
    remote: Record
    collection: Collection
    doubtful: bool


def _judge(entry: Entry, read: _Read, earlier: list[_Verdict]) -> _Verdict:
    verdict = _Verdict(entry)
    for name, later in entry.changes.items():
        if _gets_its_own_back(name, entry, earlier, read.collection):
            verdict.disputed[name] = later
            verdict.standing.add(name)
            continue
        change = _carried_on(name, later, earlier, read.collection)
        shown = name in read.remote
        arrived = shown and read.collection.same(name, read.remote[name], later.new)
        if change is None:
            if arrived:
                _call_off(name, earlier)
        elif arrived or _is_system(read.collection, name):
            verdict.done.add(name)
        elif shown and _belongs_to_it(entry, name, read):
            there, known = read.remote[name], read.collection.field(name)
            ours = FieldChange(there, one_by_one(known, change.old, change.new, there) if known else change.new)
            open_cell = _Cell.DISPUTED if entry.state is EntryState.PARKED else _Cell.WANTED
            verdict.take(name, ours, _Cell.DONE if read.collection.same(name, there, ours.new) else open_cell)
        elif shown:
            # What is to be decided is not what came of ours: such a todo was brought back with the server's value.
            after_ours = entry.state is not EntryState.PARKED and any(name in v.done for v in earlier)
            cell = _shown(entry, name, change, read, after_ours=after_ours)
            if cell is _Cell.WANTED:
                change = FieldChange(read.remote[name], change.new)
            verdict.take(name, change, cell)
        else:
            verdict.take(name, change, _unseen(entry, name, change, read.collection.field(name)))
    return verdict


def _belongs_to_it(entry: Entry, name: str, read: _Read) -> bool:
    """Whether the field lists what belongs to the row from its own side: each of these came or went for itself, so that
    what others did to some is no answer to what was done here to others."""
    known = read.collection.field(name)
    conflict = entry.state is EntryState.PARKED and entry.problem is Problem.CONFLICT
    unsent = conflict or entry.state in (EntryState.WAITING, EntryState.SENT)
    return unsent and known is not None and bool(known.foreign_key) and not read.doubtful


class _Cell(Enum):
    """One cell of the table at the top."""

    DONE = auto()
    WANTED = auto()
    REFUSED = auto()
    DISPUTED = auto()


def _cell(entry: Entry, *, at_old: bool, untouched: bool, made_of_ours: bool) -> _Cell:
    """The remote value is not ours. What is it?"""
    if entry.state is EntryState.ACKNOWLEDGED:
        if at_old and untouched:
            return _Cell.REFUSED
        return _Cell.DONE if made_of_ours else _Cell.DISPUTED  # done: the server normalised it
    if entry.state is EntryState.PARKED and entry.problem not in (Problem.CONFLICT, Problem.GONE):
        return _Cell.REFUSED
    return _Cell.WANTED if at_old else _Cell.DISPUTED


def _shown(entry: Entry, name: str, change: FieldChange, read: _Read, *, after_ours: bool) -> _Cell:
    """The row shows another value than ours. *after_ours*: an earlier change of ours has set it."""
    collection, there = read.collection, read.remote[name]
    untouched = _nobody_wrote_since(entry, read.remote, collection)
    at_old = after_ours or (_is_old(entry, collection, name, there, change) and not _is_to_be_asked(entry, name, read))
    if entry.state is EntryState.ACKNOWLEDGED and name in read.before:
        at_old = at_old or collection.same(name, there, read.before[name])  # our write has not moved it
    known = collection.field(name)
    if entry.state is EntryState.ACKNOWLEDGED and known is not None and known.foreign_key:
        made_of_ours = True  # or of what came and went since, each for itself
    else:
        made_of_ours = untouched and (
            _was_announced(entry, collection, name, there) or can_come_of(known, change.new, there)
        )
    return _cell(entry, at_old=at_old, untouched=untouched, made_of_ours=made_of_ours)


def _is_to_be_asked(entry: Entry, name: str, read: _Read) -> bool:
    """Whether a person is to say if our value belongs there, or was asked that, and sees what is there now."""
    asked = entry.state is EntryState.PARKED and entry.problem is Problem.CONFLICT and name in entry.theirs
    return read.doubtful or (asked and read.collection.same(name, entry.theirs[name], read.remote[name]))


def _unseen(entry: Entry, name: str, change: FieldChange, known: Field | None) -> _Cell:
    """The row does not show the field: the role may not view it, or (*known* is None) it was dropped."""
    if change.new is None and (known is None or entry.kind is ChangeKind.CREATE):
        return _Cell.DONE  # nothing is lost with it
    if known is None or entry.state is EntryState.PARKED:
        return _Cell.REFUSED
    if entry.state is not EntryState.ACKNOWLEDGED:
        return _Cell.WANTED
    if name not in entry.theirs:
        return _Cell.WANTED if entry.kind is ChangeKind.CREATE else _Cell.REFUSED
    return _Cell.DONE if known.same(entry.theirs[name], change.new) else _Cell.REFUSED


def _gets_its_own_back(name: str, entry: Entry, earlier: list[_Verdict], collection: Collection) -> bool:
    """Whether *entry* asks about the field, and an answer to that was taken back: the server's value is on its way."""
    if entry.problem is not Problem.CONFLICT or name not in entry.theirs:
        return False
    return any(collection.same(name, v.wanted[name].new, entry.theirs[name]) for v in earlier if name in v.wanted)


def _carried_on(name: str, change: FieldChange, earlier: list[_Verdict], collection: Collection) -> FieldChange | None:
    """A later edit of a field whose earlier edit has not arrived goes on from where that one stood: the change to be
    judged. None where the earlier one needs a person, and now asks for the later value."""
    for before in earlier:
        if name in before.wanted:
            return FieldChange(before.wanted.pop(name).old, change.new)
        for parked in (before.refused, before.disputed):
            if name in parked:
                first = parked.pop(name)
                if not collection.same(name, first.old, change.new):  # else it was taken back: nothing is wished
                    parked[name] = FieldChange(first.old, change.new)
                return None
    return change


def _call_off(name: str, earlier: list[_Verdict]) -> None:
    """What the user wants now is what the server has: nothing is left to decide."""
    for before in earlier:
        before.refused.pop(name, None)
        before.disputed.pop(name, None)


def _is_old(entry: Entry, collection: Collection, name: str, there: Json, change: FieldChange) -> bool:
    """A create finds the field's default where its own value was not taken."""
    if collection.same(name, there, change.old):
        return True
    known = collection.field(name)
    return entry.kind is ChangeKind.CREATE and known is not None and known.same(there, known.default)


def _was_announced(entry: Entry, collection: Collection, name: str, there: Json) -> bool:
    """The reply of our write showed this value instead of ours, as it does for what the server trims, sorts or cuts."""
    return name in entry.theirs and collection.same(name, there, entry.theirs[name])


def _part(entry: Entry, changes: Mapping[str, FieldChange], part: str) -> Entry:
    """The entry that parts from *entry* with these changes; the whole of a parked one stays itself."""
    if entry.state is EntryState.PARKED:
        theirs = {name: value for name, value in entry.theirs.items() if name in changes}
        return replace(entry, kind=ChangeKind.UPDATE, changes=changes, theirs=theirs)
    operation = f"{entry.operation}/{part}"
    return replace(entry, kind=ChangeKind.UPDATE, changes=changes, operation=operation, seq=0, receipt="", theirs={})


def _joined(entries: list[Entry]) -> Iterator[Entry]:
    """One parked conflict a todo: what is disputed anew goes into the one that is there."""
    conflict: Entry | None = None
    for entry in entries:
        if entry.problem is not Problem.CONFLICT or entry.kind is not ChangeKind.UPDATE:
            yield entry
        elif conflict is None:
            conflict = entry
        else:
            changes = {**conflict.changes, **entry.changes}
            theirs = {**conflict.theirs, **entry.theirs}
            tries, writer = max(conflict.tries, entry.tries), entry.writer or conflict.writer
            conflict = replace(conflict, changes=changes, tries=tries, theirs=theirs, writer=writer)
    if conflict is not None:
        yield conflict


def _delete_met(entry: Entry, held: Held, remote: Record, collection: Collection) -> Entry:
    """A delete goes on as long as nobody changed the row since the user saw it."""
    if entry.state is EntryState.ACKNOWLEDGED:
        return entry.parked(Problem.CONFLICT)
    if entry.state is EntryState.PARKED:
        return entry
    own = [f for f in _of_the_row(collection) if f.name in remote]
    changed = [f.name for f in own if not _was_shown(f, held, remote[f.name])]
    known = {
        name
        for e in held.entries
        for name, c in e.changes.items()
        if any(collection.same(name, remote.get(name), value) for value in (c.old, c.new))
        or (_may_have_been_sent(e) and can_come_of(collection.field(name), c.new, remote.get(name)))
    }
    if any(name not in known for name in changed):
        theirs = {n: remote[n] for n in changed}
        return replace(entry.parked(Problem.CONFLICT), theirs=theirs, writer=_writer(entry, theirs, remote, collection))
    return replace(entry, state=EntryState.WAITING)


def _of_the_row(collection: Collection) -> list[Field]:
    """What its row says: neither where it stands, nor what belongs to it from its own side."""
    own = (f for f in collection.fields if not f.system and not f.foreign_key)
    return [f for f in own if f.kind is not FieldKind.ORDER]


def _may_have_been_sent(entry: Entry) -> bool:
    return entry.state in (EntryState.SENT, EntryState.ACKNOWLEDGED) or entry.tries > 0


def _is_untouched(held: Held, remote: Record, collection: Collection) -> bool:
    """Whether the guard of a delete still holds."""
    base = held.base or {}
    names = [f.name for f in _of_the_row(collection)]
    return all(collection.same(n, remote.get(n), base.get(n)) for n in (*names, collection.updated_at) if n)


def _was_shown(field: Field, held: Held, there: Json) -> bool:
    """Whether the user saw this value, as far as is known: of a row not read yet, or gone and there again, by what its
    todo shows."""
    if held.base is not None:
        return field.name not in held.base or field.same(there, held.base[field.name])
    ours = held.values.get(field.name)
    return field.same(there, ours) or (ours is None and field.same(there, field.default))


def _writer(entry: Entry, theirs: Mapping[str, Json], remote: Record, collection: Collection) -> Writer | None:
    """Who wrote *theirs*: whoever was told when these values were first seen, else the last one to write the row."""
    if entry.writer is not None and dict(entry.theirs) == dict(theirs):
        return entry.writer
    if not any(known is None or known.is_stamped for known in map(collection.field, theirs)):
        return None  # the row tells of its own last change alone
    return last_writer(remote, collection)


def _nobody_wrote_since(entry: Entry, remote: Record, collection: Collection) -> bool:
    there = remote.get(collection.updated_at) if collection.updated_at else None
    if not isinstance(there, str) or not entry.receipt:
        return True
    return normal_instant(there) == normal_instant(entry.receipt)


def _is_system(collection: Collection, name: str) -> bool:
    known = collection.field(name)
    return known is not None and known.system
