"""What an edit made here does to a todo and its outbox entries. Pure: the caller stores the result.

A todo of a local list has no entries; `tracked` says whether the list has a server.
"""

from collections.abc import Mapping

from msgspec.structs import replace

from todo_desktop.model.change import UNDECIDED, ChangeKind, Entry, EntryState, FieldChange, Writer, absorb
from todo_desktop.model.errors import Problem
from todo_desktop.model.held import Held
from todo_desktop.model.permissions import RIGHTS
from todo_desktop.model.schema import Collection
from todo_desktop.model.values import Json, Milliseconds, Record


def new_todo(list_id: int, values: Mapping[str, Json], *, tracked: bool, operation: str, now: Milliseconds) -> Held:
    """A todo that is only here so far."""
    changes = {name: FieldChange(None, value) for name, value in values.items()}
    create = Entry(operation, list_id, 0, ChangeKind.CREATE, changes, created_at=now)
    return Held(0, list_id, None, dict(values), entries=(create,) if tracked else ())


def edited(
    held: Held,
    values: Mapping[str, Json],
    collection: Collection,
    *,
    tracked: bool,
    operation: str,
    now: Milliseconds,
    seen: Mapping[str, Json] | None = None,
) -> Held:
    """*held* with new *values*; *held* itself where none of them is different. *seen* is what the user saw in these
    fields when they began to type: where the server has shown another value since, both are kept, to be decided."""
    changes = {
        name: FieldChange(held.values.get(name), value)
        for name, value in values.items()
        if not collection.same(name, held.values.get(name), value)
    }
    if not changes:
        return held
    shown = {**held.values, **{name: change.new for name, change in changes.items()}}
    if not tracked:
        return replace(held, values=shown)
    overtaken = _overtaken(held, changes, seen or {}, collection)
    entries = with_changes(held, {n: c for n, c in changes.items() if n not in overtaken}, operation, now)
    if returning(held) is not None:
        entries = tuple(replace(e, not_before=0) if e.kind is ChangeKind.DELETE else e for e in entries)
    new = replace(held, values=shown, base=held.last_read if entries or overtaken else None, entries=entries)
    if not overtaken:
        return new
    read = held.last_read or {}
    theirs = {name: read[name] for name in overtaken}
    return in_dispute(new, overtaken, theirs, last_writer(read, collection), operation, now)


def _overtaken(
    held: Held, changes: Mapping[str, FieldChange], seen: Mapping[str, Json], collection: Collection
) -> dict[str, FieldChange]:
    """Those of *changes* that would overwrite what a read has brought since the user *saw* the field."""
    read, ours = held.last_read or {}, {name for entry in held.entries for name in entry.changes}
    return {
        name: FieldChange(seen[name], change.new)
        for name, change in changes.items()
        if name in seen and name in read and name not in ours and not collection.same(name, read[name], seen[name])
    }


def in_dispute(
    held: Held,
    changes: Mapping[str, FieldChange],
    theirs: Mapping[str, Json],
    writer: Writer | None,
    operation: str,
    now: Milliseconds,
) -> Held:
    """*held* with *changes* to be decided against *theirs*, last of its entries. What is in dispute already stays so,
    beside them: a todo has one such entry."""
    conflict = next((e for e in held.entries if e.kind is ChangeKind.UPDATE and e.problem is Problem.CONFLICT), None)
    new = Entry(f"{operation}/conflict", held.list_id, held.todo_id, ChangeKind.UPDATE, created_at=now)
    entry = conflict or new.parked(Problem.CONFLICT)
    entry = replace(
        entry,
        changes={**entry.changes, **changes},
        theirs={**entry.theirs, **theirs},
        writer=entry.writer or writer,
    )
    return replace(held, entries=(*(e for e in held.entries if e is not conflict), entry))


def last_writer(row: Record, collection: Collection) -> Writer | None:
    """Who wrote *row* last, as far as it tells."""
    at, user_id = row.get(collection.updated_at), row.get(collection.updated_by)
    known = Writer(at if isinstance(at, str) else "", str(user_id) if isinstance(user_id, int | str) else "")
    return known if known != Writer() else None


def deleted(held: Held, *, tracked: bool, operation: str, now: Milliseconds, not_before: Milliseconds) -> Held:
    """Out of sight at once; the delete is not sent before *not_before*, so that an undo costs nothing."""
    if not tracked:
        return replace(held, hidden=True)
    create = returning(held)
    if create is not None:  # its delete is on the way already
        return replace(held, entries=tuple(e for e in held.entries if e is not create), hidden=True)
    delete = Entry(operation, held.list_id, held.todo_id, ChangeKind.DELETE, created_at=now, not_before=not_before)
    kept = tuple(e for e in held.entries if e.kind is not ChangeKind.DELETE)
    return replace(held, base=held.last_read, entries=(*kept, delete), hidden=True)


def undeleted(held: Held, *, operation: str, now: Milliseconds) -> Held:
    """*held* in sight again. Where its delete is already on the way to the server, it is created there again, under its
    id, as soon as that has arrived: see `returning`."""
    delete = held.delete_entry
    if delete is not None and _is_under_way(delete):
        if returning(held) is not None:
            return held
        there = {**held.values, **(held.base or {})}  # what is wished beside that stays in its own entry
        create = _create_again(held, {name: FieldChange(v, v) for name, v in there.items()}, operation, now)
        entries = tuple(_not_sent_again(e) if e is delete else e for e in held.entries)
        return replace(held, entries=(*entries, create), hidden=False)
    kept = tuple(e for e in held.entries if e is not delete)
    return replace(held, base=held.base if kept else None, entries=kept, hidden=False)


def delete_in_dispute(held: Held) -> Entry | None:
    """The delete about which a person is asked, because others have changed the row."""
    delete = held.delete_entry
    return delete if delete is not None and delete.state is EntryState.PARKED else None


def disputed_again(held: Held, delete: Entry) -> Held:
    """*held*, which has no delete, with its user to be asked about *delete* as they were before."""
    return replace(held, base=held.last_read, entries=(*held.entries, replace(delete, seq=0)))


def _is_under_way(delete: Entry) -> bool:
    """Also one that is to be sent again: an earlier try had no answer, and may still arrive."""
    if delete.state is EntryState.WAITING:
        return delete.tries > 0
    return delete.state is not EntryState.PARKED


def _not_sent_again(delete: Entry) -> Entry:
    return replace(delete, state=EntryState.SENT, not_before=0) if delete.state is EntryState.WAITING else delete


def returning(held: Held) -> Entry | None:
    """The create that follows a delete under way, which was taken back too late to be held up. It waits for what
    becomes of the delete: `deleted_after_all` where the row has gone, `not_deleted` where it stays."""
    delete, create = held.delete_entry, held.create_entry
    if delete is None or create is None or held.entries.index(create) < held.entries.index(delete):
        return None
    return create


def may_still_be_deleted(held: Held) -> bool:
    """Whether *held* returns from a delete without an answer, which may arrive long after a look has found the row: but
    not any more once the row was changed, for it is guarded. Then what was edited here need not wait."""
    delete, create = held.delete_entry, returning(held)
    if delete is None or create is None or delete.state is not EntryState.SENT or _edits(create):
        return False
    return all(e in (delete, create) or e.state is EntryState.PARKED for e in held.entries)


def _edits(create: Entry) -> dict[str, FieldChange]:
    """What was typed into a todo that returns."""
    return {name: change for name, change in create.changes.items() if change.old != change.new}


def deleted_after_all(held: Held, again: Entry) -> Held:
    """A todo that returns, by the create *again*, and whose row has gone: it is to be brought back now."""
    rest = tuple(e for e in held.entries if e is not again and e.kind is not ChangeKind.DELETE)
    return brought_back(replace(held, entries=rest), operation=again.operation, now=again.created_at)


def not_deleted(held: Held) -> Held:
    """A todo that returns, and whose delete the server will not carry out: it has nothing to return from. What was
    edited meanwhile is left to be sent."""
    create = returning(held)
    if create is None:
        return held
    edits = _edits(create)
    held = replace(held, entries=tuple(e for e in held.entries if e is not create and e.kind is not ChangeKind.DELETE))
    entries = with_changes(held, edits, create.operation, create.created_at) if edits else held.entries
    return replace(held, base=held.base if entries else None, entries=entries, hidden=False)


def brought_back(held: Held, *, operation: str, now: Milliseconds) -> Held:
    """A todo that the server no longer has, to be created there again under its original id, with our changes.

    What a person was to decide stays to be decided: the server gets its own value of such a field back. A create that
    may have arrived is not sent again: its row may be there, as a todo of its own. One that no read has shown since it
    was made keeps its typing time, which the server may have shown others as its creation time.
    """
    create = held.create_entry
    made_at = create.created_at if create is not None else now
    if create is not None and held.server_id is None and _may_have_arrived(create):
        asked = create.parked(Problem.AMBIGUOUS_CREATE)
        kept = tuple(asked if e is create else e for e in held.entries if e.kind is not ChangeKind.DELETE)
        return replace(held, base=None, entries=kept, hidden=False)
    undecided = tuple(e for e in held.entries if _is_undecided(e))
    there = shown_over(held.base or {}, tuple(e for e in held.entries if e not in undecided))
    theirs = {name: there.get(name, entry.theirs.get(name)) for entry in undecided for name in entry.changes}
    changes = {name: FieldChange(None, value) for name, value in {**held.values, **theirs}.items()}
    create = _create_again(held, changes, operation, made_at)
    return replace(held, base=None, entries=(create, *undecided), hidden=False)


def asked_back(held: Held) -> Held | None:
    """A todo that went here while its user was asked whether to bring it back: they are asked again. None where nobody
    was asked."""
    if not any(entry.problem is Problem.GONE for entry in held.entries):
        return None
    kept = tuple(replace(e, seq=0) for e in held.entries if e.kind is not ChangeKind.DELETE)
    return replace(held, base=None, entries=kept, hidden=False)


def _may_have_arrived(create: Entry) -> bool:
    return create.state is EntryState.SENT or create.problem is Problem.AMBIGUOUS_CREATE


def _is_undecided(entry: Entry) -> bool:
    """Of a todo that is gone, bringing it back is the decision."""
    return entry.kind is ChangeKind.UPDATE and entry.state is EntryState.PARKED and entry.problem is not Problem.GONE


def _create_again(held: Held, changes: Mapping[str, FieldChange], operation: str, now: Milliseconds) -> Entry:
    system = {"updatedAt", "updatedById", "updatedBy", RIGHTS}
    own = {name: change for name, change in changes.items() if name not in system}
    return Entry(operation, held.list_id, held.todo_id, ChangeKind.CREATE, own, created_at=now)


def shown_over(base: Mapping[str, Json], entries: tuple[Entry, ...]) -> dict[str, Json]:
    """What the window shows: *base* with the wishes of *entries* on top, in their order. A todo that returns wishes for
    what was typed since."""
    shown = dict(base)
    for entry in entries:
        returns = entry.kind is ChangeKind.CREATE
        shown.update({n: c.new for n, c in entry.changes.items() if not (returns and n in shown and c.old == c.new)})
    return shown


def with_changes(
    held: Held, changes: Mapping[str, FieldChange], operation: str, now: Milliseconds
) -> tuple[Entry, ...]:
    """Each change goes into the parked entry that holds its field, else into the last unsent one, else a new one; of a
    parked create into what follows it, where that changes the field."""
    rest = dict(changes)
    entries: list[Entry] = []
    for place, entry in enumerate(held.entries, 1):
        if entry.state is EntryState.PARKED and entry.kind is not ChangeKind.DELETE:
            create = entry.kind is ChangeKind.CREATE
            later = {name for after in held.entries[place:] for name in after.changes}
            own = [name for name in rest if (name not in later if create else name in entry.changes)]
            mine = {name: rest.pop(name) for name in own}
            entries.append(_mended(entry, mine, held.base or {}) if mine else entry)
        else:
            entries.append(entry)
    if rest:
        unsent = [i for i, e in enumerate(entries) if e.state is EntryState.WAITING and _open(e)]
        if unsent:
            entries[unsent[-1]] = absorb(entries[unsent[-1]], rest, held.base or {})
        else:
            entries.append(Entry(operation, held.list_id, held.todo_id, ChangeKind.UPDATE, rest, created_at=now))
    return tuple(e for e in entries if e.changes or e.kind is not ChangeKind.UPDATE)


def _open(entry: Entry) -> bool:
    return entry.kind is not ChangeKind.DELETE


def _mended(entry: Entry, changes: Mapping[str, FieldChange], base: Record) -> Entry:
    """What is typed now was never sent, whatever was before."""
    absorbed = absorb(entry, changes, base)
    if entry.problem not in UNDECIDED:
        return absorbed.waiting()
    return absorbed if entry.kind is ChangeKind.CREATE else replace(absorbed, tries=0)
