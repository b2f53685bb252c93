"""What the table is given of the list in sight, or of several that are shown as one."""

# ruff: noqa: PLC0415  (most show one list, and no filter)

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from todo_desktop.gui.column_layout import ColumnLayout
from todo_desktop.gui.todo_table.columns import Column, columns_of, row_obstacle
from todo_desktop.gui.todo_table.display import CellDisplay
from todo_desktop.model.lists import TodoList
from todo_desktop.model.query import Query
from todo_desktop.model.todo import Todo
from todo_desktop.model.values import Json, Milliseconds

if TYPE_CHECKING:
    from todo_desktop.model.filter import Group
    from todo_desktop.model.query import WhereOfAll


def columns_in(todo_list: TodoList) -> tuple[Column, ...]:
    if not todo_list.is_all:
        return columns_of(todo_list)
    from todo_desktop.gui.all_lists.columns import columns_of_all

    return columns_of_all(todo_list)


def hindrance_in(todo_list: TodoList) -> Callable[[Todo], str] | None:
    """As `row_obstacle`."""
    if not todo_list.is_all:
        return row_obstacle(todo_list)
    from todo_desktop.gui.all_lists.columns import Hindrances

    return Hindrances(todo_list).of


def query_in(todo_list: TodoList, text: str, layout: ColumnLayout) -> Query:
    if not todo_list.is_all:
        return Query(todo_list.id, text, layout.show, layout.sort)
    from todo_desktop.model.all_lists import query_of_all

    return query_of_all(todo_list, text, layout.show, layout.sort)


def display_in(todo_list: TodoList, locale: QLocale, now: Milliseconds) -> CellDisplay:
    if not todo_list.is_all:
        return CellDisplay(locale, now, todo_list.collection.roles.done, todo_list.collection.roles.due)
    from todo_desktop.gui.all_lists.display import DisplayOfAll

    return DisplayOfAll(locale, now, todo_list.parts)


def filter_in(layout: ColumnLayout) -> "Group | None":
    """That in which the list was left."""
    if layout.filter is None:
        return None
    from todo_desktop.gui.filter_bar.kept import group_of

    return group_of(layout.filter)


def where_in(todo_list: TodoList, group: "Group | None", now: Milliseconds) -> "Group | WhereOfAll | None":
    """The filter at that moment."""
    if group is None:
        return None
    from todo_desktop.gui.narrowing import where_at

    return where_at(group, todo_list, now)


def values_in(in_sight: TodoList, target: TodoList, group: "Group | None", now: Milliseconds) -> dict[str, Json]:
    """With which the filter of the list in sight shows what is added to *target*."""
    if group is None:
        return {}
    from todo_desktop.gui.narrowing import values_at

    return values_at(group, in_sight, target, now)
