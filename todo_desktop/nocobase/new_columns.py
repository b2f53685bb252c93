"""Collections and columns of todos: as NocoBase wants them described, and found in what it describes."""

from collections.abc import Iterable, Mapping

from todo_desktop.model.setup import Column
from todo_desktop.model.values import Json
from todo_desktop.nocobase.schema import collection_of

KEPT_BY_SERVER = ("id", "createdAt", "updatedAt", "createdBy", "updatedBy")


def collection_described(name: str, columns: Iterable[Column]) -> dict[str, Json]:
    """The body of `collections:create`. Its ids may be chosen by who creates a todo (`snowflakeId`)."""
    chosen = list(columns)
    own: list[Json] = [column_described(column, name) for column in chosen]
    return {
        "name": name,
        "title": "Todos" if name == "todos" else name,
        "template": "general",
        "autoGenId": False,
        "createdAt": True,
        "updatedAt": True,
        "createdBy": True,
        "updatedBy": True,
        "sortable": Column.ORDER in chosen,
        "fields": [_KEY, *own, *_TIMES, *_AUTHORS],
    }


def column_described(column: Column, collection: str) -> dict[str, Json]:
    """The body of `collections/{collection}/fields:create`."""
    described = dict(_COLUMNS[column])
    return described | {"target": collection} if column is Column.PARENT else described


def columns_in(meta: Mapping[str, Json]) -> frozenset[Column]:
    """Those that a collection of `collections:listMeta` has, under whatever name: a field that plays the part is as
    good, and one that has the name is in the way of another."""
    collection = collection_of(meta)
    roles, parent = collection.roles, collection.parent
    playing = {
        Column.TITLE: roles.title,
        Column.COMPLETED: roles.done,
        Column.DUE: roles.due,
        Column.PRIORITY: roles.priority,
        Column.TAGS: roles.tags,
        Column.NOTES: roles.notes,
        Column.PARENT: parent.name if parent else "",
        Column.ORDER: roles.order,
    }
    fields = meta.get("fields")
    names = {field.get("name") for field in fields if isinstance(field, dict)} if isinstance(fields, list) else set()
    return frozenset(column for column in Column if playing[column] or column.value in names)


def _field(name: str, kind: str, interface: str, title: str, **more: Json) -> dict[str, Json]:
    ui = more.pop("ui", {})
    shown: dict[str, Json] = {"title": title, **(ui if isinstance(ui, dict) else {})}
    return {"name": name, "type": kind, "interface": interface, "uiSchema": shown, **more}


def _choices(*choices: tuple[str, str, str]) -> dict[str, Json]:
    return {"enum": [{"value": value, "label": label, "color": color} for value, label, color in choices]}


def _time(name: str, title: str) -> dict[str, Json]:
    return _field(name, "date", name, title, ui={"x-component": "DatePicker", "x-read-pretty": True}, field=name)


def _author(name: str, title: str) -> dict[str, Json]:
    return _field(name, "belongsTo", name, title, ui={"x-read-pretty": True}, target="users", foreignKey=f"{name}Id")


_KEY = _field("id", "snowflakeId", "snowflakeId", "ID", primaryKey=True, allowNull=False)
_TIMES = (_time("createdAt", "Created at"), _time("updatedAt", "Last updated at"))
_AUTHORS = (_author("createdBy", "Created by"), _author("updatedBy", "Last updated by"))
_PRIORITIES = _choices(("low", "Low", "green"), ("medium", "Medium", "orange"), ("high", "High", "red"))
_COLUMNS: Mapping[Column, dict[str, Json]] = {
    Column.TITLE: _field("title", "string", "input", "Title"),
    Column.COMPLETED: _field("completed", "boolean", "checkbox", "Completed", defaultValue=False),
    Column.DUE: _field("due", "dateOnly", "date", "Due"),
    Column.PRIORITY: _field("priority", "string", "select", "Priority", ui=_PRIORITIES),
    Column.TAGS: _field("tags", "array", "multipleSelect", "Tags", ui=_choices(), defaultValue=[]),
    Column.NOTES: _field("notes", "text", "textarea", "Notes"),
    Column.PARENT: _field("parent", "belongsTo", "m2o", "Parent", foreignKey="parentId", targetKey="id"),
    Column.ORDER: _field("sort", "sort", "sort", "Order"),
}
