"""The editors inside the table: one for each kind of value, all with the same few methods."""

from typing import TypeAlias

from PySide6.QtWidgets import QWidget

from todo_desktop.gui.theme.theme import Theme
from todo_desktop.gui.todo_table.display import CellDisplay
from todo_desktop.gui.todo_table.editors.choice import ChoiceEditor
from todo_desktop.gui.todo_table.editors.long_text import LongTextEditor
from todo_desktop.gui.todo_table.editors.moment import MomentEditor
from todo_desktop.gui.todo_table.editors.number import NumberEditor
from todo_desktop.gui.todo_table.editors.text import TextEditor
from todo_desktop.model.schema import Field, FieldKind
from todo_desktop.model.values import Json

Editor: TypeAlias = TextEditor | LongTextEditor | NumberEditor | MomentEditor | ChoiceEditor
"""`value()` is what would be stored; `complaint()` says why what was typed is no value, or is empty; `changed()` tells
whether the user did anything, and `typed()` what stands there in words; `chosen` is emitted where a click alone
decides; `wanted_size(cell)` is its size over a cell of that size."""


def editor_for(field: Field, value: Json, display: CellDisplay, theme: Theme, parent: QWidget) -> Editor | None:
    """An editor that holds *value*; None for a kind that is edited in another way."""
    match field.kind:
        case FieldKind.TEXT if not (isinstance(value, str) and len(value.splitlines()) > 1):
            return TextEditor(field, value, parent)
        case FieldKind.TEXT | FieldKind.LONG_TEXT:
            return LongTextEditor(field, value, parent)
        case FieldKind.INTEGER | FieldKind.NUMBER | FieldKind.DECIMAL:
            return NumberEditor(field, value, display.locale, parent)
        case FieldKind.DATE | FieldKind.DATETIME | FieldKind.DATETIME_LOCAL:
            return MomentEditor(field, value, display, theme, parent)
        case FieldKind.SELECT | FieldKind.MULTI_SELECT:
            return ChoiceEditor(field, value, theme, parent)
        case _:
            return None
