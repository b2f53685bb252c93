"""A filter at the present moment: its dates are counted from today, which begins where the user is."""

from PySide6.QtCore import QDateTime

from todo_desktop.model.filter import Group
from todo_desktop.model.filter_dates import Clock
from todo_desktop.model.filter_operators import askable
from todo_desktop.model.filter_today import at
from todo_desktop.model.filter_values import values_for_new
from todo_desktop.model.lists import TodoList
from todo_desktop.model.query import WhereOfAll
from todo_desktop.model.values import Json, Milliseconds


def clock_at(now: Milliseconds) -> Clock:
    return Clock(now, QDateTime.fromMSecsSinceEpoch(now).offsetFromUtc() // 60)


def where_at(group: Group, todo_list: TodoList, now: Milliseconds) -> Group | WhereOfAll | None:
    """What the replica is asked for; None where that is nothing."""
    if todo_list.is_all:
        from todo_desktop.model.all_lists_filter import where_of_all  # noqa: PLC0415  (most show one list)

        return where_of_all(group, todo_list, clock_at(now))
    return at(group, todo_list.collection, clock_at(now))


def values_at(group: Group, in_sight: TodoList, target: TodoList, now: Milliseconds) -> dict[str, Json]:
    """What a new todo of *target* is given so that the filter of the list in sight shows it, as far as the role may
    write it."""
    asked: Group | bool = group
    if in_sight.is_all:
        from todo_desktop.model.all_lists_filter import asked_of  # noqa: PLC0415

        asked = asked_of(askable(group, in_sight.collection), target)
    if isinstance(asked, bool):
        return {}
    found = values_for_new(asked, target.collection, clock_at(now))
    return {name: value for name, value in found.items() if target.permissions.create.covers(name)}
