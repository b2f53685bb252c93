"""Todos as text for the clipboard: titles as lines, or whole rows for a spreadsheet."""

from collections.abc import Sequence

from todo_desktop.gui.plain_text import one_line
from todo_desktop.gui.todo_table.columns import Column, Part
from todo_desktop.gui.todo_table.display import CellDisplay
from todo_desktop.model.todo import Todo


def titles(todos: Sequence[Todo], title: str) -> str:
    """One line a todo; *title* is the field's name."""
    return "\n".join(_line(todo.values.get(title)) for todo in todos)


def rows(todos: Sequence[Todo], columns: Sequence[Column], display: CellDisplay) -> str:
    """Tab-separated, with the columns' names first."""
    shown = [column for column in columns if column.part is not Part.MARK]
    lines = ["\t".join(one_line(column.label) for column in shown)]
    lines += ["\t".join(_text(column, todo, display) for column in shown) for todo in todos]
    return "\n".join(lines)


def _text(column: Column, todo: Todo, display: CellDisplay) -> str:
    if column.field is not None and column.field.kind in ("date", "datetime", "datetime-local", "long-text"):
        # A spreadsheet reads what the server writes; "Tomorrow" it does not.
        return _line(todo.values.get(column.field.name))
    return one_line(display.cell(column, todo).full)


def _line(value: object) -> str:
    return " ".join(str(value).split()) if value is not None else ""
