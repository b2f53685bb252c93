"""Todos that somebody gave to another one, while a list here that is not sent yet has them as new children: that list
is to be decided first. Its own row tells nothing of it, and as it is it would take them away again unseen."""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from todo_desktop.model.change import ChangeKind, Entry, EntryState, FieldChange
from todo_desktop.model.errors import Problem
from todo_desktop.model.held import Held
from todo_desktop.model.other_ends import keys_of, references_in
from todo_desktop.model.schema import Field
from todo_desktop.model.values import Json, Record, ServerId
from todo_desktop.sync.ports import Store
from todo_desktop.sync.waiting_lists import parted

_UNSENT = (EntryState.WAITING, EntryState.SENT)


class Claims:
    """Of one list."""

    def __init__(self, store: Store, list_id: int) -> None:
        self._store = store
        self._list_id = list_id

    def claimed(self, entry: Entry) -> list[ServerId]:
        """The todos that *entry* gives to its own, as children of it."""
        return sorted({key for field in self._lists() for key in _added(field, entry)}, key=str)

    def contest(self, rows: Mapping[ServerId, Record]) -> frozenset[int]:
        """*rows* were just read, and are about to be stored in this transaction. Returns the todos whose lists are not
        what they were: in question, or without what was given away here itself after it came into the list."""
        lists, contested = list(self._lists()), set[int]()
        unsent = self._store.entries(self._list_id, set(_UNSENT)) if lists else []
        for entry in unsent:
            for field in lists:
                if field.name in entry.changes and self._contest(field, entry, rows):
                    contested.add(entry.todo_id)
        return frozenset(contested)

    def _contest(self, field: Field, entry: Entry, rows: Mapping[ServerId, Record]) -> bool:
        held = self._store.held([entry.todo_id])[entry.todo_id]
        known = self._store.held_by_server_id(self._list_id, rows.keys() & self._among(field, entry))
        went = [one for key, one in known.items() if _went(field, held, one, rows[key])]
        own = [one for one in went if _was_given_here(field, one, rows)]
        if own:
            held = _without(held, entry, field, own)
        if len(own) < len(went):
            held = _in_question(held, entry, field)
        if went:
            self._store.put(held)
        return bool(went)

    def _among(self, field: Field, entry: Entry) -> set[ServerId]:
        """New in that list: those that the server has by now."""
        here = self._store.held(references_in(entry.changes[field.name].new)).values()
        return _added(field, entry) | {one.server_id for one in here if one.server_id is not None}

    def _lists(self) -> Iterator[Field]:
        fields = self._store.todo_list(self._list_id).collection.fields
        return (field for field in fields if field.foreign_key and field.other_end)


def _added(field: Field, entry: Entry) -> set[ServerId]:
    change = entry.changes.get(field.name)
    return keys_of(field, change.new) - keys_of(field, change.old) if change is not None else set()


def _owner(field: Field, row: Record | None) -> Json:
    return row.get(field.other_end) if row is not None else None


def _key(field: Field, value: Json) -> Json:
    return value.get(field.target_key) if isinstance(value, dict) else None


def _went(field: Field, held: Held, child: Held, row: Record) -> bool:
    """Whether *child* belongs to a todo that it did not belong to, and that is not *held*."""
    now = _key(field, _owner(field, row))
    return now not in (None, held.server_id, _key(field, _owner(field, child.last_read)))


def _was_given_here(field: Field, child: Held, rows: Mapping[ServerId, Record]) -> bool:
    now = _key(field, _owner(field, rows[child.server_id] if child.server_id is not None else None))
    given = (e.changes[field.other_end].new for e in child.entries if field.other_end in e.changes)
    return any(_key(field, value) == now for value in given)


def _without(held: Held, entry: Entry, field: Field, children: list[Held]) -> Held:
    """The list of *entry* without these *children*."""
    keys, here = {child.server_id for child in children}, {child.todo_id for child in children}
    change = entry.changes[field.name]
    wanted = change.new if isinstance(change.new, list) else []
    left = [item for item in wanted if not keys_of(field, item) & keys and not references_in(item) & here]
    changes = {**entry.changes, field.name: FieldChange(change.old, left)}
    if field.same(change.old, left):
        del changes[field.name]
    entries = tuple(replace(e, changes=changes) if e.seq == entry.seq else e for e in held.entries)
    entries = tuple(e for e in entries if e.changes or e.kind is not ChangeKind.UPDATE)
    values = {**held.values, field.name: left}
    return replace(held, values=values, entries=entries, base=held.base if entries else None)


def _in_question(held: Held, entry: Entry, field: Field) -> Held:
    """The list in a conflict with what the server has of it; a new row begins with none."""
    fresh = held.entry(entry.seq)
    if fresh is None or field.name not in fresh.changes or (fresh.kind is ChangeKind.CREATE and fresh.tries):
        return held
    there: Json = held.base.get(field.name) if held.base is not None else []
    held = parted(held, fresh, frozenset({field.name}))
    entries = tuple(
        replace(e.parked(Problem.CONFLICT), theirs={field.name: there})
        if e.kind is ChangeKind.UPDATE and e.state in _UNSENT and field.name in e.changes
        else e
        for e in held.entries
    )
    return replace(held, entries=entries)
