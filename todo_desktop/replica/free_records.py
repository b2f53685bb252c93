"""Which records a relation of one todo may be given: no child of another one, and nothing that would make a circle."""

from collections.abc import Iterator

from msgspec import Struct

from todo_desktop.model.change import EntryState
from todo_desktop.model.held import Held
from todo_desktop.model.lists import TodoList
from todo_desktop.model.other_ends import keys_of, references_in
from todo_desktop.model.reference import reference_of
from todo_desktop.model.schema import Field, FieldKind
from todo_desktop.model.values import Json, ServerId
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.store import TodoStore


class FreeRecords(Struct, frozen=True):
    """For *field* of the todo *todo_id* (0: of none). All but the records *taken*, and the todos *busy* that the server
    does not know (local ids). *owners*: of records that belong to one alone, whose they may be already, beside that
    todo's; None where that does not matter."""

    field: Field
    taken: frozenset[ServerId] = frozenset()
    busy: frozenset[int] = frozenset()
    owners: tuple[ServerId, ...] | None = None
    todo_id: int = 0

    def has(self, record: Json) -> bool:
        reference = reference_of(record)
        if reference is not None:
            return reference.todo_id not in self.busy
        return not keys_of(self.field, record) & self.taken


def free_records(store: TodoStore, reader: Reader, todo_list: TodoList, field: Field, todo_id: int) -> FreeRecords:
    """For that relation of the todo *todo_id*; what the server alone can tell is left to it."""
    held = store.held([todo_id]).get(todo_id)
    makes_a_tree = field.target == todo_list.collection.name and (field.foreign_key or field.kind is FieldKind.RELATION)
    if held is None or not (makes_a_tree or field.foreign_key):
        return FreeRecords(field, todo_id=todo_id)
    kin = list(_kin(store, todo_list, field, held)) if makes_a_tree else []
    taken = {each.server_id for each in kin if each.server_id is not None}
    busy = {each.todo_id for each in kin}
    if not field.foreign_key:
        return FreeRecords(field, frozenset(taken), frozenset(busy), todo_id=todo_id)
    anyones, mine, was = reader.related(todo_list.id, field.name), held.values, held.last_read or {}
    taken |= keys_of(field, anyones) - keys_of(field, mine.get(field.name)) - keys_of(field, was.get(field.name))
    elsewhere = store.held(references_in(anyones) - references_in(mine.get(field.name)))
    busy |= elsewhere.keys()
    taken |= {each.server_id for each in elsewhere.values() if each.server_id is not None}  # sent since it was picked
    owners = () if held.server_id is None else (held.server_id,)
    return FreeRecords(field, frozenset(taken), frozenset(busy), owners, todo_id)


def _kin(store: TodoStore, todo_list: TodoList, field: Field, held: Held) -> Iterator[Held]:
    """*held*, and all that is above it where *field* is what is below, or the other way round; by the other end of
    *field*, and by what it is here that the server does not know yet."""
    other = todo_list.collection.field(field.other_end)
    seen, turn = {held.todo_id}, [held]
    unsent = [e.todo_id for e in store.entries(todo_list.id, set(EntryState)) if field.name in e.changes]
    pointing = store.held(unsent)
    while turn:
        yield from turn
        values = [each.values.get(other.name) for each in turn] if other is not None else []
        keys = {key for value in values for key in keys_of(other or field, value)}
        local = {todo_id for value in values for todo_id in references_in(value)}
        found = {**store.held(local), **{h.todo_id: h for h in store.held_by_server_id(todo_list.id, keys).values()}}
        found |= {h.todo_id: h for h in pointing.values() if _points_to(field, h, turn)}
        turn = [each for todo_id, each in found.items() if todo_id not in seen]
        seen |= found.keys()


def _points_to(field: Field, held: Held, some: list[Held]) -> bool:
    value = held.values.get(field.name)
    keys, local = keys_of(field, value), references_in(value)
    return any(each.server_id in keys or each.todo_id in local for each in some)
