"""The columns of all lists together, and each as it is for the todos of one of them."""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication

from todo_desktop.gui.theme import metrics
from todo_desktop.gui.todo_table.columns import (
    MARK_KEY,
    MARK_WIDTH,
    TITLE_WIDTH,
    Column,
    Part,
    columns_of,
    row_obstacle,
)
from todo_desktop.model.all_lists import LIST, SHARED
from todo_desktop.model.lists import TodoList
from todo_desktop.model.todo import Todo

_PARTS = {"done": Part.DONE, "title": Part.TITLE, LIST: Part.LIST}
_WIDTHS = {"done": metrics.LARGE + 36, "title": TITLE_WIDTH, "due": 140, "priority": 112, LIST: 168}


def columns_of_all(together: TodoList) -> tuple[Column, ...]:
    """Done, title, due and priority as far as any of the lists has them, the list and the mark."""
    columns = []
    for field in together.collection.fields:
        if field.name == LIST or any(_field_name(each, field.name) for each in together.parts):
            part = _PARTS.get(field.name, Part.FIELD)
            leads = _tr("Ctrl+Enter goes to this list; Move to takes the todo to another.") if part is Part.LIST else ""
            columns.append(Column(field.name, part, field.label, field, _WIDTHS[field.name], obstacle=leads))
    return (*columns, Column(MARK_KEY, Part.MARK, _tr("State"), None, MARK_WIDTH))


class OwnColumns(Struct, frozen=True):
    """Of one list, by the keys of the columns of all."""

    columns: Mapping[str, Column]

    def of(self, column: Column) -> Column:
        return self.columns.get(column.key, column)


def own_columns(todo_list: TodoList) -> OwnColumns:
    """A column for which the list has no field, or none that the role may see, says so."""
    own = {column.key: column for column in columns_of(todo_list)}
    found: dict[str, Column] = {}
    for role in SHARED:
        column = own.get(_field_name(todo_list, role))
        part = _PARTS.get(role, Part.FIELD)
        missing = Column(role, part, "", None, 0, obstacle=_tr("This list has no such column."))
        found[role] = replace(column, part=part) if column is not None else missing
    return OwnColumns(found)


class Hindrances:
    """Says why a todo cannot be edited though its list can be."""

    def __init__(self, together: TodoList) -> None:
        self._by_list = {each.id: row_obstacle(each) for each in together.parts}

    def of(self, todo: Todo) -> str:
        obstacle = self._by_list.get(todo.list_id)
        return obstacle(todo) if obstacle is not None else ""


def _field_name(todo_list: TodoList, role: str) -> str:
    """Of the field that plays *role*; what has no title is called by its key, as in its own list."""
    collection = todo_list.collection
    name: str = getattr(collection.roles, role)
    return name or (collection.primary_key if role == "title" else "")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Columns", text)
