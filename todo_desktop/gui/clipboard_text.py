"""Todos as text for the clipboard: titles as lines, or whole rows for a spreadsheet."""

from collections.abc import Sequence

from todo_desktop.gui.plain_text import one_line
from todo_desktop.gui.todo_table.columns import Column, Part
from todo_desktop.gui.todo_table.display import CellDisplay
from todo_desktop.model.todo import Todo


def title(text: str) -> str:
    """One line."""
    return _line(text)


def head(columns: Sequence[Column]) -> str:
    """The columns' names, as they stand above the rows."""
    return "\t".join(one_line(column.label) for column in columns if column.part is not Part.MARK)


def row(todo: Todo, columns: Sequence[Column], display: CellDisplay) -> str:
    """Its cells, separated by tabs."""
    return "\t".join(_text(column, todo, display) for column in columns if column.part is not Part.MARK)


def _text(column: Column, todo: Todo, display: CellDisplay) -> str:
    field = display.own(column, todo).field
    if field is not None and field.kind in ("date", "datetime", "datetime-local", "long-text"):
        # A spreadsheet reads what the server writes; "Tomorrow" it does not.
        return _line(todo.values.get(field.name))
    return one_line(display.cell(column, todo).full)


def _line(value: object) -> str:
    return " ".join(str(value).split()) if value is not None else ""
