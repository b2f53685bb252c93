"""What a new todo begins with, beside what its user gave it."""

from todo_desktop.model import validation
from todo_desktop.model.errors import InvalidValue, Problem, Refused
from todo_desktop.model.lists import TodoList
from todo_desktop.model.reference import LocalReference
from todo_desktop.model.values import Json
from todo_desktop.service.ports import EditStore


def defaults(there: TodoList) -> dict[str, Json]:
    """What the server fills in, to be seen before it does. Without those that look like nothing at all."""
    create = there.permissions.create
    return {
        field.name: field.default
        for field in there.collection.fields
        if field.default and field.editable and create.covers(field.name) and validation.fits(field, field.default)
    }


def below(store: EditStore, there: TodoList, parent: int) -> dict[str, Json]:
    """The value that makes a todo of that list a child of *parent* (a local id), which the server need not have yet.
    Raises InvalidValue, Refused."""
    field = there.collection.parent
    held = store.held([parent]).get(parent)
    if field is None or held is None or held.hidden or held.list_id != there.id:
        raise InvalidValue(field.name if field else "", "not-editable")
    if not there.permissions.create.covers(field.name):
        raise Refused(Problem.MAY_NOT_CREATE)
    title = held.values.get(there.collection.roles.title)
    reference = LocalReference(parent, title if isinstance(title, str) else "")
    return {field.name: reference.to_json()}
