"""Puts a saved layout on the table's header and reads it back; gives the title the room that is left."""

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from todo_desktop.gui.column_layout import ColumnLayout
from todo_desktop.gui.todo_table.columns import Column, Part
from todo_desktop.gui.todo_table.view import TodoTableView
from todo_desktop.model.query import Show, SortKey

_LEAST_TITLE = 220
_GOOD_TITLE = 320


class ColumnKeeper(QObject):
    """Owns the layout of the list that is shown. The title is elastic until somebody sets its width by hand."""

    changed = Signal()
    """The user moved, resized, hid or showed a column, or sorted."""

    def __init__(self, view: TodoTableView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._header = view.header
        self._layout = ColumnLayout()
        self._columns: tuple[Column, ...] = ()
        self._busy = False
        self._header.sectionResized.connect(self._resized)
        self._header.sectionMoved.connect(self._moved)
        view.resized.connect(self._stretch_title)

    @property
    def layout(self) -> ColumnLayout:
        return self._layout

    def apply(self, columns: tuple[Column, ...], layout: ColumnLayout) -> None:
        """Show *columns* as *layout* left them; a column it does not know keeps its own place and width."""
        self._columns, self._layout = columns, layout
        self._busy = True
        self._header.show_columns(columns)
        for logical, column in enumerate(columns):
            fixed = _is_fixed(column)
            mode = self._header.ResizeMode.Fixed if fixed else self._header.ResizeMode.Interactive
            self._header.setSectionResizeMode(logical, mode)
            self._header.setSectionHidden(logical, not self.is_visible(column))
            self._header.resizeSection(logical, column.width if fixed else layout.widths.get(column.key, column.width))
        self._place(columns, layout.order)
        self._header.show_sort(layout.sort[0] if layout.sort else None)
        self._busy = False
        self._stretch_title()

    def note(self, *, show: Show | None = None, sort: tuple[SortKey, ...] | None = None) -> None:
        """Take note of another filter or sort."""
        layout = self._layout
        self._layout = replace(layout, show=show or layout.show, sort=layout.sort if sort is None else sort)
        self._header.show_sort(self._layout.sort[0] if self._layout.sort else None)
        self.changed.emit()

    def keep(self, layout: ColumnLayout) -> None:
        """Take note of what no column shows: the filter and the views."""
        self._layout = layout
        self.changed.emit()

    def is_visible(self, column: Column) -> bool:
        if column.part in (Part.DONE, Part.TITLE, Part.MARK):
            return True
        return column.key in self._layout.shown or (not column.hidden and column.key not in self._layout.hidden)

    def in_sight(self) -> list[Column]:
        """The columns that are shown, from left to right."""
        order = [self._header.logicalIndex(visual) for visual in range(self._header.count())]
        return [self._columns[logical] for logical in order if not self._header.isSectionHidden(logical)]

    def set_visible(self, column: Column, visible: bool) -> None:
        self._layout = self._layout.with_visible(column.key, visible)
        self._header.setSectionHidden(self._columns.index(column), not visible)
        self._stretch_title()
        self.changed.emit()

    def shift(self, logical: int, by: int) -> None:
        """Move a column *by* places among those that are seen."""
        header = self._header
        target = header.visualIndex(logical) + by
        while 0 < target < header.count() - 1 and header.isSectionHidden(header.logicalIndex(target)):
            target += by
        if 0 <= target < header.count():
            header.moveSection(header.visualIndex(logical), target)

    def reset(self) -> None:
        """Columns as they start; the sort, the filter and the views stay."""
        started = ColumnLayout()
        columns = {"order": started.order, "widths": {}, "shown": started.shown, "hidden": started.hidden}
        self.apply(self._columns, replace(self._layout, **columns))
        self.changed.emit()

    def _place(self, columns: tuple[Column, ...], order: tuple[str, ...]) -> None:
        keys = [column.key for column in columns]
        known = [key for key in order if key in keys]
        # A column that is new to the layout goes before the mark at the end.
        wanted = known + [key for key in keys if key not in known]
        wanted.sort(key=lambda key: {Part.DONE: 0, Part.MARK: 2}.get(columns[keys.index(key)].part, 1))
        for visual, key in enumerate(wanted):
            self._header.moveSection(self._header.visualIndex(keys.index(key)), visual)

    def _resized(self, logical: int, _old: int, width: int) -> None:
        if self._busy or not width or logical >= len(self._columns) or _is_fixed(self._columns[logical]):
            return
        self._layout = replace(self._layout, widths={**self._layout.widths, self._columns[logical].key: width})
        self._stretch_title()
        self.changed.emit()

    def _moved(self) -> None:
        if not self._busy:
            keys = [self._columns[self._header.logicalIndex(visual)].key for visual in range(len(self._columns))]
            self._layout = replace(self._layout, order=tuple(keys))
            self.changed.emit()

    def _stretch_title(self) -> None:
        title = next((i for i, column in enumerate(self._columns) if column.part is Part.TITLE), None)
        if title is None or self._columns[title].key in self._layout.widths:
            return
        others = sum(
            # The mark's section may be stretched.
            column.width if column.part is Part.MARK else self._header.sectionSize(i)
            for i, column in enumerate(self._columns)
            if i != title
        )
        self._busy = True
        width = self._view.viewport().width()
        left = width - others
        # Where it has to be scrolled sideways anyway, the title need not be narrow.
        self._header.resizeSection(
            title, left if left >= _LEAST_TITLE else max(_LEAST_TITLE, min(_GOOD_TITLE, width // 3))
        )
        self._busy = False


def _is_fixed(column: Column) -> bool:
    return column.part in (Part.DONE, Part.MARK)
