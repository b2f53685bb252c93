"""New todos of which a required field is still empty: that the server would refuse them is known before they are sent.
Pure."""

from msgspec.structs import replace

from todo_desktop.model.change import Entry, EntryState
from todo_desktop.model.editing import returning
from todo_desktop.model.errors import Problem
from todo_desktop.model.held import Held
from todo_desktop.model.lists import TodoList
from todo_desktop.model.schema import Field
from todo_desktop.model.values import Json, Record

_EMPTY: tuple[Json, ...] = (None, "", [])


def unfilled(todo_list: TodoList, values: Record) -> tuple[Field, ...]:
    """The fields that a new row of these *values* still needs, and that can be filled in here."""
    view, create = todo_list.permissions.view, todo_list.permissions.create
    return tuple(
        field
        for field in todo_list.collection.fields
        if field.required and field.editable and field.default is None and values.get(field.name) in _EMPTY
        if create.covers(field.name) and view.covers(field.name)
    )


def held_back(held: Held, todo_list: TodoList) -> Held:
    """*held* with its create parked for as long as a required field is empty; itself where nothing is different."""
    create = held.create_entry
    if create is None or held.server_id is not None or returning(held) is not None:
        return held  # a row that the server had once is complete for all that is known
    settled = _settled(create, complete=not unfilled(todo_list, create.wanted))
    if settled is create:
        return held
    return replace(held, entries=tuple(settled if e is create else e for e in held.entries))


def _settled(create: Entry, *, complete: bool) -> Entry:
    if create.state is EntryState.WAITING and not complete:
        return create.parked(Problem.INCOMPLETE)
    waits = create.state is EntryState.PARKED and create.problem is Problem.INCOMPLETE
    return create.waiting() if waits and complete else create
