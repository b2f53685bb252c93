"""Why an action cannot be used, in words: what the role may not do."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication

from todo_desktop.model.lists import TodoList
from todo_desktop.model.permissions import Action
from todo_desktop.model.todo import Todo


def why_not_add(todo_list: TodoList) -> str:
    return "" if todo_list.permissions.create.allowed else _tr("Your role may not add todos to this list.")


def _in_its_list(why_not: Callable[[TodoList, Sequence[Todo]], str]) -> Callable[[TodoList, Sequence[Todo]], str]:
    """Where todos of several lists are chosen and none of these permits it, what the first one says, under its name."""

    def found(todo_list: TodoList, chosen: Sequence[Todo]) -> str:
        if not todo_list.is_all:
            return why_not(todo_list, chosen)
        reasons = []
        for part in todo_list.parts:
            some = [todo for todo in chosen if todo.list_id == part.id]
            reason = why_not(part, some) if some else ""
            if some and not reason:
                return ""
            if reason:
                reasons.append(f"{part.collection.label}: {reason}" if part.collection.label else reason)
        return reasons[0] if reasons else ""

    return found


@_in_its_list
def why_not_change(todo_list: TodoList, chosen: Sequence[Todo]) -> str:
    """Any of *chosen*, which may be the first of many; empty where it can be."""
    if not todo_list.permissions.update.allowed:
        return _tr("Your role may not change todos in this list.")
    return "" if _any(todo_list, Action.UPDATE, chosen) else why_not_this(todo_list, Action.UPDATE)


@_in_its_list
def why_not_tick(todo_list: TodoList, chosen: Sequence[Todo]) -> str:
    done = todo_list.collection.roles.done
    if not done:
        return _tr("This list has no column for what is done.")
    covered = todo_list.permissions.update.covers(done)
    return why_not_change(todo_list, chosen) or ("" if covered else _tr("Your role may not change this field."))


@_in_its_list
def why_not_delete(todo_list: TodoList, chosen: Sequence[Todo]) -> str:
    if not todo_list.permissions.destroy.allowed:
        return _tr("Your role may not delete todos from this list.")
    return "" if _any(todo_list, Action.DESTROY, chosen) else why_not_this(todo_list, Action.DESTROY)


def why_not_in_nocobase(todo_list: TodoList) -> str:
    if todo_list.is_all:
        return _tr("These lists have no page in common: go to the todo's own list first.")
    return _tr("This list is on this computer alone: no server shows it.") if todo_list.is_local else ""


def why_not_this(todo_list: TodoList, action: Action) -> str:
    """Of a todo with which the role may not do what it may do with others."""
    own = todo_list.permissions.of(action).own
    if action is Action.UPDATE:
        own_alone = _tr("Your role may change only the todos that you created.")
        return own_alone if own else _tr("Your role may not change this todo.")
    own_alone = _tr("Your role may delete only the todos that you created.")
    return own_alone if own else _tr("Your role may not delete this todo.")


def passed_over_words(verb: str, count: int) -> str:
    """What a *verb* on many todos (as `UndoStep.verb`) left as they are, as the role may not do that with them."""
    if verb in ("delete", "move"):
        one = _tr("One todo stays where it is: your role may not delete it.")
        return one if count == 1 else _many("%Ln todos stay where they are: your role may not delete them.", count)
    one = _tr("One todo was left as it is: your role may not change it.")
    return one if count == 1 else _many("%Ln todos were left as they are: your role may not change them.", count)


def _any(todo_list: TodoList, action: Action, chosen: Sequence[Todo]) -> bool:
    return not chosen or any(todo_list.may(action, todo.values) for todo in chosen)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Rights", text)


def _many(text: str, count: int) -> str:
    return QCoreApplication.translate("Rights", text, "", count)
