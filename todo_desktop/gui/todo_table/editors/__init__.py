"""The editors inside the table: one for each kind of value, all with the same few methods."""

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtWidgets import QWidget

from todo_desktop.gui.theme.theme import Theme
from todo_desktop.gui.todo_table.display import CellDisplay
from todo_desktop.gui.todo_table.editors.choice import ChoiceEditor
from todo_desktop.gui.todo_table.editors.color import ColorEditor
from todo_desktop.gui.todo_table.editors.document import DocumentEditor
from todo_desktop.gui.todo_table.editors.long_text import LongTextEditor
from todo_desktop.gui.todo_table.editors.moment import MomentEditor
from todo_desktop.gui.todo_table.editors.number import NumberEditor
from todo_desktop.gui.todo_table.editors.related import Finder, RelatedEditor
from todo_desktop.gui.todo_table.editors.rich_text import ParagraphsEditor, RichTextReader
from todo_desktop.gui.todo_table.editors.text import TextEditor
from todo_desktop.gui.todo_table.editors.time_of_day import TimeEditor
from todo_desktop.model.field_rules import Format
from todo_desktop.model.rich_text import is_simple
from todo_desktop.model.schema import Field, FieldKind
from todo_desktop.model.values import Json

Editor: TypeAlias = (
    TextEditor
    | LongTextEditor
    | NumberEditor
    | MomentEditor
    | TimeEditor
    | ChoiceEditor
    | ColorEditor
    | RichTextReader
    | RelatedEditor
)
"""`value()` is what would be stored; `complaint()` says why what was typed is no value, or is empty; `changed()` tells
whether the user did anything, and `typed()` what stands there in words; `chosen` is emitted where a click alone
decides; `wanted_size(cell)` is its size over a cell of that size."""


def editor_for(
    field: Field, value: Json, display: CellDisplay, theme: Theme, parent: QWidget, finder: Finder | None = None
) -> Editor | None:
    """An editor that holds *value*; None for a kind that is edited in another way. *finder* looks for the records that
    a relation may point to."""
    if field.is_related:
        return RelatedEditor(field, value, theme, finder, parent)
    make = _BY_FORMAT.get((field.kind, field.format)) or _BY_KIND.get(field.kind)
    return make(field, value, display, theme, parent) if make is not None else None


_Make: TypeAlias = Callable[[Field, Json, CellDisplay, Theme, QWidget], Editor]


def _text(field: Field, value: Json, _display: CellDisplay, _theme: Theme, parent: QWidget) -> Editor:
    if isinstance(value, str) and len(value.splitlines()) > 1:
        return LongTextEditor(field, value, parent)
    return TextEditor(field, value, parent)


def _rich_text(field: Field, value: Json, _display: CellDisplay, _theme: Theme, parent: QWidget) -> Editor:
    """Marks that an editor of plain text does not know would be lost with it."""
    if isinstance(value, str) and not is_simple(value):
        return RichTextReader(value, parent)
    return ParagraphsEditor(field, value, parent)


def _long_text(field: Field, value: Json, _display: CellDisplay, _theme: Theme, parent: QWidget) -> Editor:
    return LongTextEditor(field, value, parent)


def _number(field: Field, value: Json, display: CellDisplay, _theme: Theme, parent: QWidget) -> Editor:
    return NumberEditor(field, value, display.locale, parent)


def _time(field: Field, value: Json, display: CellDisplay, _theme: Theme, parent: QWidget) -> Editor:
    return TimeEditor(field, value, display.locale, parent)


def _document(field: Field, value: Json, _display: CellDisplay, _theme: Theme, parent: QWidget) -> Editor:
    return DocumentEditor(field, value, parent)


def _choice(field: Field, value: Json, _display: CellDisplay, theme: Theme, parent: QWidget) -> Editor:
    return ChoiceEditor(field, value, theme, parent)


def _color(field: Field, value: Json, _display: CellDisplay, theme: Theme, parent: QWidget) -> Editor:
    return ColorEditor(field, value, theme, parent)


_BY_FORMAT: dict[tuple[FieldKind, Format], _Make] = {
    (FieldKind.TEXT, Format.COLOR): _color,
    (FieldKind.LONG_TEXT, Format.RICH): _rich_text,
}
_BY_KIND: dict[FieldKind, _Make] = {
    FieldKind.TEXT: _text,
    FieldKind.LONG_TEXT: _long_text,
    FieldKind.INTEGER: _number,
    FieldKind.NUMBER: _number,
    FieldKind.DECIMAL: _number,
    FieldKind.DATE: MomentEditor,
    FieldKind.DATETIME: MomentEditor,
    FieldKind.DATETIME_LOCAL: MomentEditor,
    FieldKind.TIME: _time,
    FieldKind.SELECT: _choice,
    FieldKind.MULTI_SELECT: _choice,
    FieldKind.JSON: _document,
}
