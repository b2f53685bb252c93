"""A filter at the present moment: its dates are counted from today, which begins where the user is."""

from PySide6.QtCore import QDateTime

from todo_desktop.model.filter import Group
from todo_desktop.model.filter_dates import Clock
from todo_desktop.model.filter_today import at
from todo_desktop.model.filter_values import values_for_new
from todo_desktop.model.lists import TodoList
from todo_desktop.model.values import Json, Milliseconds


def clock_at(now: Milliseconds) -> Clock:
    return Clock(now, QDateTime.fromMSecsSinceEpoch(now).offsetFromUtc() // 60)


def where_at(group: Group | None, todo_list: TodoList, now: Milliseconds) -> Group | None:
    """What the replica is asked for; None where that is nothing."""
    return at(group, todo_list.collection, clock_at(now))


def values_at(group: Group, todo_list: TodoList, now: Milliseconds) -> dict[str, Json]:
    """What a new todo is given so that the filter shows it, as far as the role may write it."""
    found = values_for_new(group, todo_list.collection, clock_at(now))
    return {name: value for name, value in found.items() if todo_list.permissions.create.covers(name)}
