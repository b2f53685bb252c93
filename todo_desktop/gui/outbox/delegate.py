"""Paints a change of the outbox: what it is, and below it where it stands."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from todo_desktop.gui.outbox.model import OutboxModel
from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.theme import Theme
from todo_desktop.model.change import UNDECIDED, Entry, EntryState

HEIGHT = 48
_TEXT_LEFT = metrics.MEDIUM + metrics.ICON_SMALL + metrics.SMALL
_LINE = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine)


class OutboxDelegate(QStyledItemDelegate):
    def __init__(self, model: OutboxModel, theme: Theme, icons: Icons, parent: QAbstractItemView) -> None:
        super().__init__(parent)
        self._model = model
        self._theme = theme
        self._icons = icons

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line = self._model.line(index.row())
        if line is None:
            return
        area: QRect = option.rect
        painter.save()
        self._paint_ground(painter, option, area)
        name, color = icon_of(line.entry)
        top = area.top() + (area.height() - metrics.ICON_SMALL) // 2
        painter.drawPixmap(area.left() + metrics.MEDIUM, top, self._icons.pixmap(name, metrics.ICON_SMALL, color))
        half = area.height() // 2
        text = area.adjusted(_TEXT_LEFT, 4, -metrics.SMALL, 0)
        first = QRect(text.left(), text.top(), text.width(), half - 4)
        second = QRect(text.left(), first.bottom() + 1, text.width(), half - 6)
        painter.setPen(QColor(self._theme.palette.text))
        painter.drawText(first, _LINE, self._elided(painter, self._model.change_words(index.row()), first))
        painter.setFont(self._theme.secondary_font())
        parked = line.entry.state is EntryState.PARKED
        painter.setPen(QColor(self._theme.palette.warning if parked else self._theme.palette.secondary))
        painter.drawText(second, _LINE, self._elided(painter, self._model.state_words(index.row()), second))
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect) -> None:
        palette = self._theme.palette
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            active = state & QStyle.StateFlag.State_Active
            painter.fillRect(area, QColor(palette.selection if active else palette.selection_inactive))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, QColor(palette.hover))
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, QColor(palette.line))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(palette.focus), 2))
            painter.drawRect(area.adjusted(1, 1, -1, -2))

    @staticmethod
    def _elided(painter: QPainter, text: str, area: QRect) -> str:
        return QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, area.width())


def icon_of(entry: Entry) -> tuple[str, str]:
    """Icon and colour of where an entry stands."""
    if entry.state is EntryState.PARKED:
        return ("conflict", "danger") if entry.problem in UNDECIDED else ("warning", "warning")
    return {
        EntryState.WAITING: ("clock", "secondary"),
        EntryState.SENT: ("cloud-upload", "accent"),
        EntryState.ACKNOWLEDGED: ("cloud-check", "good"),
    }[entry.state]
