"""The todos of one list as a table: ids in order, rows read when they are drawn, changes told row by row."""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt

from todo_desktop.gui.ordered_model import NOWHERE, Index, OrderedModel
from todo_desktop.gui.plain_text import tooltip
from todo_desktop.gui.todo_table.cell import Cell, Shape
from todo_desktop.gui.todo_table.columns import Column, Part
from todo_desktop.gui.todo_table.display import CellDisplay
from todo_desktop.gui.todo_table.row_cache import RowCache
from todo_desktop.model.schema import Field
from todo_desktop.model.todo import SyncState, Todo
from todo_desktop.model.values import Json

if TYPE_CHECKING:
    from todo_desktop.gui.todo_table.edited_cell import EditedCell

Write: TypeAlias = Callable[[Sequence[int], Mapping[str, Json], Mapping[str, Json] | None], str]
"""Stores values for these todos, typed over those that were seen (where given); returns why it did not, as a sentence,
or an empty text."""

# Roles as plain numbers: comparing enum members makes a frame four times as long.
_DISPLAY, _EDIT, _TOOLTIP, _ALIGN, _CHECK, _ACCESSIBLE, _ACCESSIBLE_REST = 0, 2, 3, 7, 10, 11, 12
_CELLS = 1024
_FEW = 32
"""Up to so many rows are told of one by one."""

_READ_ONLY = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
_EDITABLE = _READ_ONLY | Qt.ItemFlag.ItemIsEditable
_CHECKABLE = _READ_ONLY | Qt.ItemFlag.ItemIsUserCheckable
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class TodoTableModel(OrderedModel):
    """Rows are known by their local ids. *read* fetches todos by id, *write* stores an edit, *reason* says in words why
    a todo carries its mark, or why the change of a field of it needs a person."""

    def __init__(
        self,
        read: Callable[[Sequence[int]], list[Todo]],
        write: Write,
        reason: Callable[[Todo, str], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._rows = RowCache(read)
        self._write = write
        self._reason = reason
        self._columns: tuple[Column, ...] = ()
        self._flags: list[Qt.ItemFlag] = []
        self._display: CellDisplay | None = None
        self._row_obstacle: Callable[[Todo], str] | None = None
        self._cells: dict[int, list[Cell | None]] = {}
        self._news: frozenset[int] = frozenset()
        self._news_words: Callable[[int], str] = lambda _todo_id: ""

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._columns

    @property
    def title_column(self) -> int:
        """Where the title stands; 0 where there is none."""
        parts = [column.part for column in self._columns]
        return parts.index(Part.TITLE) if Part.TITLE in parts else 0

    @property
    def display(self) -> CellDisplay | None:
        return self._display

    def show(self, columns: tuple[Column, ...], display: CellDisplay, ids: "array[int]") -> None:
        """Another list, or other columns: everything anew."""
        self.beginResetModel()
        self._columns = columns
        self._flags = [_flags_of(column) for column in columns]
        self._display = display
        self._rows.clear()
        self._cells.clear()
        self._ids = ids
        self.endResetModel()

    def hinder(self, obstacle: Callable[[Todo], str] | None) -> None:
        """What says why a todo cannot be edited, whatever the column; an empty text where it can."""
        self._row_obstacle = obstacle
        self._cells.clear()
        self._tell_changed(0, len(self._ids) - 1)

    def mark_news(self, todo_ids: frozenset[int], words: Callable[[int], str]) -> None:
        """Others changed these todos since the user looked last; *words* say what, for the tooltip of one."""
        differ, self._news, self._news_words = todo_ids ^ self._news, todo_ids, words
        if differ:
            self.refresh(differ)

    def obstacle(self, row: int, column: int) -> str:
        """Why that cell cannot be edited, as a sentence; empty where it can."""
        shown = self.column_at(row, column)
        if shown.obstacle or shown.field is None or self._row_obstacle is None:
            return shown.obstacle
        todo = self.todo_at(row)
        return self._row_obstacle(todo) if todo is not None else ""

    def column_at(self, row: int, column: int) -> Column:
        """The column as it is for the todo there, where not all are of one list."""
        shown = self._columns[column]
        todo = self.todo_at(row)
        return self._display.own(shown, todo) if todo is not None and self._display is not None else shown

    def set_display(self, display: CellDisplay) -> None:
        """The same rows in other words: a new day, another language."""
        self._display = display
        self._cells.clear()
        self._tell_changed(0, len(self._ids) - 1)

    # The rows

    def todo_at(self, row: int) -> Todo | None:
        """None where the todo has gone meanwhile."""
        return self._rows.get(self._ids, row)

    def todos_at(self, rows: Iterable[int]) -> list[Todo]:
        return [todo for row in rows if (todo := self.todo_at(row)) is not None]

    def refresh(self, todo_ids: frozenset[int]) -> None:
        """These todos have other values now. Only those that somebody has looked at lately are told of."""
        looked_at = {n for n in todo_ids if n in self._cells or self._rows.held(n) is not None}
        self._rows.forget(looked_at)
        for todo_id in looked_at:
            self._cells.pop(todo_id, None)
        if len(looked_at) > _FEW:  # a view paints what is in sight, and to find the rows takes longer
            self._tell_changed(0, len(self._ids) - 1)
            return
        for row in sorted(self.rows_of(looked_at).values()):
            self._tell_changed(row, row)

    def refresh_all(self) -> None:
        """Any todo may have other values now."""
        self._rows.clear()
        self._cells.clear()
        self._tell_changed(0, len(self._ids) - 1)

    def cell(self, row: int, column: int) -> Cell:
        """What is painted there."""
        todo_id = self._ids[row]
        cells = self._cells.get(todo_id)
        if cells is None:
            if len(self._cells) >= _CELLS:
                self._cells.clear()
            cells = self._cells[todo_id] = [None] * len(self._columns)
        found = cells[column]
        if found is None:
            todo = self.todo_at(row)
            if todo is None or self._display is None:
                return _BLANK
            found = self._display.cell(self._columns[column], todo)
            if todo_id in self._news and self._columns[column].part is Part.TITLE:
                found = replace(found, news=True)
            elif found.shape is Shape.CHECK and self.obstacle(row, column):
                found = replace(found, shut=True)
            cells[column] = found
        return found

    def _tell_changed(self, first: int, last: int) -> None:
        if last >= first and self._columns:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._columns) - 1))

    # What Qt asks for

    def columnCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self._row_obstacle is not None and self.obstacle(index.row(), index.column()):
            return _READ_ONLY
        return self._flags[index.column()]

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        if not index.isValid() or role > _ACCESSIBLE_REST:
            return None
        row, column = index.row(), index.column()
        if role == _EDIT:
            return self.value(row, column)
        if role == _TOOLTIP:
            return tooltip(self.tooltip_text(row, column))
        if role == _ACCESSIBLE_REST:
            return self.reasons(row, column)
        return _of_cell(self.cell(row, column), self._columns[column].label, role)

    def value(self, row: int, column: int) -> Json:
        """The stored value of a cell, None for the mark."""
        field = self.column_at(row, column).field
        todo = self.todo_at(row)
        return todo.values.get(field.name) if field and todo else None

    def tooltip_text(self, row: int, column: int) -> str:
        """Plain text: the whole value, and why it cannot be edited."""
        reasons = self.reasons(row, column)
        if self._columns[column].part is Part.MARK:
            return reasons
        return "\n".join(text for text in (self.cell(row, column).full, reasons) if text)

    def reasons(self, row: int, column: int) -> str:
        """Why the todo carries its mark; what others did with it, why the change of the cell needs a person, and why
        it cannot be edited."""
        shown = self.column_at(row, column)
        todo = self.todo_at(row)
        if todo is None:
            return ""
        if shown.part is Part.MARK:
            return "" if todo.state is SyncState.SYNCED else self._reason(todo, "")
        cell = self.cell(row, column)
        trouble = self._reason(todo, shown.key) if cell.trouble else ""
        news = self._news_words(todo.id) if cell.news else ""
        return "\n".join(text for text in (news, trouble, self.obstacle(row, column)) if text)

    def setData(self, index: Index, value: object, role: int = _EDIT) -> bool:  # noqa: N802
        if not index.isValid() or role not in (_EDIT, _CHECK):
            return False
        if role == _CHECK:
            value = value in (Qt.CheckState.Checked, Qt.CheckState.Checked.value)
        return not self.store(index.row(), index.column(), _as_json(value))

    def store(self, row: int, column: int, value: Json) -> str:
        """Write one cell; returns why that failed, as a sentence, or an empty text."""
        shown = self.column_at(row, column)
        if shown.field is None or self.obstacle(row, column):
            return self.obstacle(row, column)
        if shown.field.same(self.value(row, column), value):
            return ""
        return self._write((self._ids[row],), {shown.field.name: value}, None)

    def store_typed(self, cell: "EditedCell", value: Json) -> str:
        """What was typed in *cell*, as `store`, wherever its todo is shown by now."""
        return self._write((cell.todo_id,), {cell.field.name: value}, {cell.field.name: cell.seen})

    def edited_cell(self, row: int, field: Field) -> "EditedCell":
        """The cell of *field* as an editor keeps it."""
        from todo_desktop.gui.todo_table.edited_cell import EditedCell  # noqa: PLC0415  (no start needs it)

        todo = self.todo_at(row)
        place = next((n for n, c in enumerate(self._columns) if c.part is Part.TITLE), 0)
        own = self.column_at(row, place).field
        title = own.name if own is not None else ""
        shown = todo.values.get(title) if todo is not None else None
        seen = todo.values.get(field.name) if todo is not None else None
        return EditedCell(self._ids[row], field, shown if isinstance(shown, str) else "", seen)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:  # noqa: N802
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == _DISPLAY:
            return "" if column.part in (Part.DONE, Part.MARK) else column.label
        if role == _ACCESSIBLE:
            return column.label
        if role == _TOOLTIP:
            return tooltip("\n".join(text for text in (column.label, column.obstacle) if text))
        return None


_BLANK = Cell()
_CHECKED = {False: Qt.CheckState.Unchecked, True: Qt.CheckState.Checked}


def _of_cell(cell: Cell, label: str, role: int) -> object:
    if role == _DISPLAY:
        return cell.text if cell.shape is Shape.TEXT else cell.full
    if role == _ALIGN:
        return _RIGHT if cell.right else _LEFT
    if role == _ACCESSIBLE:
        return f"{label}: {cell.full}"
    return _CHECKED[cell.checked] if role == _CHECK and cell.shape is Shape.CHECK else None


def _flags_of(column: Column) -> Qt.ItemFlag:
    if column.obstacle or column.field is None:
        return _READ_ONLY
    return _CHECKABLE if column.field.kind == "boolean" else _EDITABLE


def _as_json(value: object) -> Json:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return [_as_json(item) for item in value] if isinstance(value, list) else str(value)
