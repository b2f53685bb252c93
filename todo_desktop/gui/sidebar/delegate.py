"""Paints a list of the sidebar: its name, how it stands with it, and how many of its todos are open."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from todo_desktop.gui.sidebar.entries import ListEntry
from todo_desktop.gui.sidebar.model import SidebarModel
from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.theme import Theme

_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine)
_RADIUS = 8


class SidebarDelegate(QStyledItemDelegate):
    def __init__(self, model: SidebarModel, theme: Theme, icons: Icons, parent: QAbstractItemView) -> None:
        super().__init__(parent)
        self._model = model
        self._theme = theme
        self._icons = icons
        self._view = parent
        self.aim = -1
        """The row that what is dragged would fall on; -1 where there is none."""

    def sizeHint(  # noqa: N802
        self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        is_heading = self._model.entry(index.row()) is None and self._model.view(index.row()) is None
        return QSize(0, metrics.ROW if is_heading else metrics.CONTROL)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        area: QRect = option.rect.adjusted(metrics.SMALL, 0, -metrics.SMALL, 0)
        entry = self._model.entry(index.row())
        painter.save()
        if self._model.view(index.row()) is not None:
            self._paint_ground(painter, option, area)
            self._paint_view(painter, option, area.adjusted(3 * metrics.SMALL, 0, -metrics.SMALL, 0), index.data())
        elif entry is None:
            self._paint_heading(painter, area.adjusted(metrics.SMALL, metrics.TIGHT, 0, 0), str(index.data()))
        else:
            self._paint_ground(painter, option, area)
            if index.row() == self.aim:
                self._paint_ring(painter, area)
            self._paint_list(painter, option, area.adjusted(metrics.SMALL, 0, -metrics.SMALL, 0), entry, index.data())
        painter.restore()

    def _paint_heading(self, painter: QPainter, area: QRect, text: str) -> None:
        painter.setFont(self._theme.secondary_font())
        painter.setPen(QColor(self._theme.palette.secondary))
        painter.drawText(area, _LEFT, self._elided(painter, text, area.width()))

    def _paint_view(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, name: str) -> None:
        color = "accent" if option.state & QStyle.StateFlag.State_Selected else "secondary"
        middle = area.top() + (area.height() - metrics.ICON_SMALL) // 2
        painter.drawPixmap(area.left(), middle, self._icons.pixmap("filter", metrics.ICON_SMALL, color))
        area = area.adjusted(metrics.ICON_SMALL + metrics.SMALL, 0, 0, 0)
        palette = self._theme.palette
        painter.setPen(QColor(palette.accent if color == "accent" else palette.text))
        painter.drawText(area, _LEFT, self._elided(painter, name, area.width()))

    def _paint_list(
        self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, entry: ListEntry, title: str
    ) -> None:
        palette, in_sight = self._theme.palette, bool(option.state & QStyle.StateFlag.State_Selected)
        middle = area.top() + (area.height() - metrics.ICON_SMALL) // 2
        color = "accent" if in_sight else "secondary"
        name = "check-all" if entry.address.is_all else "inbox" if entry.address.is_local else "list"
        painter.drawPixmap(area.left(), middle, self._icons.pixmap(name, metrics.ICON_SMALL, color))
        area = area.adjusted(metrics.ICON_SMALL + metrics.SMALL, 0, 0, 0)
        overview = self._model.overview(entry)
        painter.setPen(QColor(palette.secondary))
        if overview is not None and overview.open:
            number = self._view.locale().toString(overview.open)
            painter.drawText(area, _RIGHT, number)
            area.setRight(area.right() - painter.fontMetrics().horizontalAdvance(number) - metrics.SMALL)
        state = self._model.state(entry)
        if state.icon:
            left = area.right() - metrics.ICON_SMALL
            painter.drawPixmap(left, middle, self._icons.pixmap(state.icon, metrics.ICON_SMALL, state.color))
            area.setRight(left - metrics.SMALL)
        painter.setPen(QColor(palette.accent if in_sight else palette.text))
        painter.drawText(area, _LEFT, self._elided(painter, title, area.width()))

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect) -> None:
        palette, state = self._theme.palette, option.state
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = ""
        if state & QStyle.StateFlag.State_Selected:
            color = palette.selection
        elif state & QStyle.StateFlag.State_MouseOver:
            color = palette.hover
        if color:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(color))
            painter.drawRoundedRect(area, _RADIUS, _RADIUS)
        if state & QStyle.StateFlag.State_HasFocus:
            self._paint_ring(painter, area)

    def _paint_ring(self, painter: QPainter, area: QRect) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._theme.palette.focus), 2))
        painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)

    @staticmethod
    def _elided(painter: QPainter, text: str, width: int) -> str:
        return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
