"""Why an action cannot be used, in words: what the role may not do."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from todo_desktop.model.lists import TodoList
from todo_desktop.model.permissions import Grant
from todo_desktop.model.todo import Todo


def why_not_add(todo_list: TodoList) -> str:
    return "" if todo_list.permissions.create.allowed else _tr("Your role may not add todos to this list.")


def why_not_change(todo_list: TodoList, chosen: Sequence[Todo]) -> str:
    """Any of *chosen*, which may be the first of many; empty where it can be."""
    update = todo_list.permissions.update
    if not update.allowed:
        return _tr("Your role may not change todos in this list.")
    if not _any(todo_list, update, chosen):
        return _tr("Your role may change only the todos that you created.")
    return ""


def why_not_tick(todo_list: TodoList, chosen: Sequence[Todo]) -> str:
    done = todo_list.collection.roles.done
    if not done:
        return _tr("This list has no column for what is done.")
    covered = todo_list.permissions.update.covers(done)
    return why_not_change(todo_list, chosen) or ("" if covered else _tr("Your role may not change this field."))


def why_not_delete(todo_list: TodoList, chosen: Sequence[Todo]) -> str:
    destroy = todo_list.permissions.destroy
    if not destroy.allowed:
        return _tr("Your role may not delete todos from this list.")
    if not _any(todo_list, destroy, chosen):
        return _tr("Your role may delete only the todos that you created.")
    return ""


def why_not_in_nocobase(todo_list: TodoList) -> str:
    return _tr("This list is on this computer alone: no server shows it.") if todo_list.is_local else ""


def _any(todo_list: TodoList, grant: Grant, chosen: Sequence[Todo]) -> bool:
    return not grant.own or not chosen or any(todo_list.grants(grant, todo.values) for todo in chosen)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Rights", text)
