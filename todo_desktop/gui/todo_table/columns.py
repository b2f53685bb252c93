"""Which columns a list has, in their first order, and why a cell of one cannot be edited."""

from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct
from PySide6.QtCore import QCoreApplication

from todo_desktop.gui.rights_words import why_not_this
from todo_desktop.gui.theme import metrics
from todo_desktop.model.lists import TodoList
from todo_desktop.model.permissions import Action
from todo_desktop.model.schema import Field, FieldKind
from todo_desktop.model.todo import Todo


class Part(StrEnum):
    """What a column is for. DONE and MARK keep their place at the row's two ends."""

    DONE = "done"
    TITLE = "title"
    FIELD = "field"
    LIST = "list"
    """The list that the todo is in, where several are shown."""
    MARK = "mark"


class Column(Struct, frozen=True):
    """`key` names the column in a saved layout. `hidden` is how it starts. `obstacle` says why its cells cannot be
    edited, empty where they can; `width` is in pixels."""

    key: str
    part: Part
    label: str
    field: Field | None
    width: int
    hidden: bool = False
    obstacle: str = ""


MARK_KEY = "\N{HORIZONTAL ELLIPSIS}mark"
MARK_WIDTH = 44

_WIDTHS = {
    FieldKind.TEXT: 180,
    FieldKind.LONG_TEXT: 200,
    FieldKind.BOOLEAN: 88,
    FieldKind.INTEGER: 96,
    FieldKind.NUMBER: 96,
    FieldKind.DECIMAL: 96,
    FieldKind.DATE: 140,
    FieldKind.DATETIME: 160,
    FieldKind.DATETIME_LOCAL: 160,
    FieldKind.TIME: 96,
    FieldKind.SELECT: 112,
    FieldKind.MULTI_SELECT: 168,
    FieldKind.JSON: 168,
    FieldKind.RELATIONS: 168,
    FieldKind.FILES: 168,
    FieldKind.ORDER: 72,
    FieldKind.KEY: 96,
}
TITLE_WIDTH = 320


def columns_of(todo_list: TodoList) -> tuple[Column, ...]:
    """Done, title, the user's fields, the system's fields (hidden at first), and the mark at the row's end."""
    collection = todo_list.collection
    visible = [f for f in collection.fields if todo_list.permissions.view.covers(f.name)]
    done = next((f for f in visible if f.name == collection.roles.done), None)
    title = _title_field(visible, todo_list)
    rest = [f for f in visible if f not in (done, title)]
    rest.sort(key=_is_kept)
    columns = []
    if done:
        columns.append(
            Column(done.name, Part.DONE, done.label, done, metrics.LARGE + 36, False, obstacle(todo_list, done))
        )
    if title:
        columns.append(
            Column(title.name, Part.TITLE, title.label, title, TITLE_WIDTH, False, obstacle(todo_list, title))
        )
    columns += [_field_column(todo_list, f) for f in rest]
    columns.append(Column(MARK_KEY, Part.MARK, _tr("State"), None, MARK_WIDTH))
    return tuple(columns)


def obstacle(todo_list: TodoList, field: Field) -> str:
    """Why *field* cannot be edited here, as a sentence; empty where it can."""
    update = todo_list.permissions.update
    if field.system:
        return _made_by_server(field)
    if not update.allowed:
        return _tr("Your role may not change todos in this list.")
    if not update.covers(field.name):
        return _tr("Your role may not change this field.")
    return "" if field.editable else _changed_elsewhere(field)


def _made_by_server(field: Field) -> str:
    return _tr("The server computes this field.") if field.computed else _tr("This field is filled in by itself.")


def _changed_elsewhere(field: Field) -> str:
    if field.kind is FieldKind.FILES:
        return _tr(
            "Files open in your browser, which must be signed in to NocoBase. They are added and taken away there."
        )
    if field.shown_alone:
        return _tr("These records can only be changed in NocoBase.")
    return _tr("This kind of field can only be changed on the server for now.")


def _is_kept(field: Field) -> bool:
    """Whether it says something about the record rather than the todo."""
    return field.system and not field.computed


def row_obstacle(todo_list: TodoList) -> Callable[[Todo], str] | None:
    """What says why a todo cannot be edited though its list can be; None where that holds for no todo."""
    if not todo_list.permissions.update.by_record:
        return None
    sentence = why_not_this(todo_list, Action.UPDATE)
    return lambda todo: "" if todo_list.may(Action.UPDATE, todo.values) else sentence


def _title_field(fields: list[Field], todo_list: TodoList) -> Field | None:
    wanted = (todo_list.collection.roles.title, todo_list.collection.primary_key)
    return next((f for name in wanted for f in fields if f.name == name), None)


def _field_column(todo_list: TodoList, field: Field) -> Column:
    hidden = _is_kept(field) or field.kind in (FieldKind.ORDER, FieldKind.KEY)
    width = _WIDTHS.get(field.kind, 140)
    return Column(field.name, Part.FIELD, field.label, field, width, hidden, obstacle(todo_list, field))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Columns", text)
