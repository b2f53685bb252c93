"""The table's header: sort by a click, move and resize by the mouse, a menu for the rest."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QWidget

from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.theme import Theme
from todo_desktop.gui.todo_table.columns import Column, Part
from todo_desktop.model.query import SortKey

HEIGHT = 32


class TodoHeader(QHeaderView):
    """A click sorts upwards, the next downwards, the third not at all."""

    sort_wanted = Signal(object)
    """A `SortKey`, or None for the list's own order."""
    menu_wanted = Signal(object, int)
    """Where (global), and the column's logical index."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._icons = icons
        self._columns: tuple[Column, ...] = ()
        self._sort: SortKey | None = None
        self.setObjectName("tableHeader")
        self.setAccessibleName(self.tr("Columns"))
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        # The mark's column takes what is left over, so that rows reach the edge.
        self.setStretchLastSection(True)
        self.setMinimumSectionSize(36)
        self.setFixedHeight(HEIGHT)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.sectionClicked.connect(self._clicked)
        self.sectionMoved.connect(self._keep_ends)

    def show_columns(self, columns: tuple[Column, ...]) -> None:
        self._columns = columns

    def show_sort(self, key: SortKey | None) -> None:
        """Draw the arrow of *key*."""
        if key != self._sort:
            self._sort = key
            self.viewport().update()

    def cycle_sort(self, logical: int) -> None:
        """The next of: upwards, downwards, not at all."""
        field = self._columns[logical].field
        if field is None:
            return
        if self._sort is None or self._sort.field != field.name:
            self.sort_wanted.emit(SortKey(field.name))
        elif not self._sort.descending:
            self.sort_wanted.emit(SortKey(field.name, descending=True))
        else:
            self.sort_wanted.emit(None)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:  # noqa: N802
        """Painted here: a style sheet's header cannot put the arrow behind the words."""
        palette = self._theme.palette
        painter.fillRect(rect, QColor(palette.window))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(palette.line))
        if logical >= len(self._columns):
            return
        column = self._columns[logical]
        area = rect.adjusted(metrics.SMALL, 0, -metrics.SMALL, 0)
        sorted_by = self._sort is not None and column.field is not None and self._sort.field == column.field.name
        painter.setFont(self._theme.secondary_font())
        words = "" if column.part in (Part.DONE, Part.MARK) else column.label
        if sorted_by:
            area.setRight(area.right() - metrics.ICON_SMALL)
        text = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, area.width())
        painter.setPen(QPen(QColor(palette.text if sorted_by else palette.secondary)))
        right = column.field is not None and column.field.kind in ("integer", "number", "decimal", "order")
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(area, int(side | Qt.AlignmentFlag.AlignVCenter), text)
        if sorted_by:
            width = painter.fontMetrics().horizontalAdvance(text)
            left = area.right() + 2 if right else area.left() + width + 2
            self._paint_arrow(painter, left if words else rect.left() + 20, rect.center().y())

    def _paint_arrow(self, painter: QPainter, left: int, middle: int) -> None:
        down = self._sort is not None and self._sort.descending
        pixmap = self._icons.pixmap("arrow-down" if down else "arrow-up", metrics.ICON_SMALL, "secondary")
        painter.drawPixmap(left, middle - metrics.ICON_SMALL // 2, pixmap)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        self.menu_wanted.emit(event.globalPos(), self.logicalIndexAt(event.pos()))

    def _clicked(self, logical: int) -> None:
        self.cycle_sort(logical)

    def _keep_ends(self) -> None:
        """The checkbox stays first and the mark last, whatever is moved past them."""
        for logical, column in enumerate(self._columns):
            wanted = {Part.DONE: 0, Part.MARK: self.count() - 1}.get(column.part)
            if wanted is not None and self.visualIndex(logical) != wanted:
                self.moveSection(self.visualIndex(logical), wanted)
                return
