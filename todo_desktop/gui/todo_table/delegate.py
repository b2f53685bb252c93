"""Paints the cells and opens their editors. Every call in `paint` is paid some hundred times a frame."""

from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.palette import chip_colors
from todo_desktop.gui.theme.theme import Theme
from todo_desktop.gui.todo_table.cell import Cell, Chip, Shape
from todo_desktop.gui.todo_table.checkbox import checkbox_pixmaps
from todo_desktop.gui.todo_table.columns import MARK_WIDTH, Part
from todo_desktop.gui.todo_table.model import TodoTableModel
from todo_desktop.model.todo import SyncState

if TYPE_CHECKING:
    from todo_desktop.gui.todo_table.edited_cell import EditedCell, TypedText
    from todo_desktop.gui.todo_table.editors import Editor
    from todo_desktop.gui.todo_table.editors.related import Finder

Index = QModelIndex | QPersistentModelIndex

PADDING = metrics.SMALL
CHECK_LEFT = 20
_CHIP_HEIGHT = 20
_SWATCH = 14
_CHIP_PADDING = 8
_DOT = 5
_SELECTED, _HAS_FOCUS, _WINDOW_ACTIVE = 0x8000, 0x0100, 0x10000
_MARKS = {SyncState.WAITING: ("clock", "secondary"), SyncState.FAILED: ("warning", "warning"),
          SyncState.CONFLICT: ("conflict", "danger")}  # fmt: skip
_Hint = QAbstractItemDelegate.EndEditHint


class TodoDelegate(QStyledItemDelegate):
    """One delegate for the whole table. `hovered` is the row under the pointer, -1 where there is none. `marking`: some
    cell may be selected or have the focus; else no cell is asked for its state."""

    refused = Signal(QWidget, str)
    """An editor whose value cannot be stored, and why; it stays open."""
    began = Signal()
    """An editor is open."""
    ended = Signal(object)
    """The editor is gone: a `TypedText` where it went with its row or column before what was typed was stored, else
    None. Comes once the table is whole again."""

    def __init__(self, model: TodoTableModel, theme: Theme, icons: Icons, parent: QAbstractItemView) -> None:
        super().__init__(parent)
        self._model = model
        self._theme = theme
        self._icons = icons
        self._view = parent
        self.hovered = -1
        self.marking = True
        self.editor: Editor | None = None
        """The one that is open."""
        self.edited: EditedCell | None = None
        """Its cell."""
        self.finder: Finder | None = None
        """Looks for what a relation may point to."""
        self._is_settled = False
        """Whether what is typed there was stored, or given up."""
        self._elided: dict[tuple[str, int], str] = {}
        self._chip_texts: dict[str, tuple[str, int]] = {}
        self._chips: dict[tuple[str, str, bool], QPixmap] = {}
        self.restyle()

    def restyle(self) -> None:
        """Take colours, fonts and pixel ratio anew."""
        palette = self._theme.palette
        self._palette = palette
        self.line = QPen(QColor(palette.line))
        """Between two rows."""
        self._hover = QColor(palette.hover)
        self._ground = QColor(palette.window)
        self._selection = QColor(palette.selection), QColor(palette.selection_inactive)
        self._edge = QPen(QColor(palette.edge))
        self._ring = QPen(QColor(palette.focus), 2)
        tones = ("text", "secondary", "danger", "disabled", "accent")
        self._tones = {tone: QPen(QColor(getattr(palette, tone))) for tone in tones}
        self._tones[""] = self._tones["text"]
        self._font = QFont(self._view.font())
        self._struck = QFont(self._font)
        self._struck.setStrikeOut(True)
        self._small = self._theme.secondary_font()
        self._measure = QFontMetrics(self._font)
        self._measure_small = QFontMetrics(self._small)
        size = metrics.CHECKBOX
        self._checks = checkbox_pixmaps(palette, size, self._view.devicePixelRatioF())
        self._marks: dict[SyncState, QPixmap] = {
            state: self._icons.pixmap(name, metrics.ICON_SMALL, color) for state, (name, color) in _MARKS.items()
        }
        self._trouble = self._icons.pixmap("warning", metrics.ICON_SMALL, "warning")
        self._elided.clear()
        self._chip_texts.clear()
        self._chips.clear()
        # No letter of the font is wider: what fits by this measure need not be measured.
        self._widest = max(1, self._measure.horizontalAdvance("W@") // 2 + 1)

    # Painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.row()
        cell = self._model.cell(row, index.column())
        area = option.rect
        x, y, width, height = area.x(), area.y(), area.width(), area.height()
        state = option.state.value if self.marking else 0
        selected = bool(state & _SELECTED)
        if selected:
            painter.fillRect(x, y, width, height, self._selection[not state & _WINDOW_ACTIVE])
        elif row == self.hovered:
            painter.fillRect(x, y, width, height, self._hover)
        if cell.trouble or cell.news:
            width -= self._paint_flags(painter, cell, area)
        shape = cell.shape
        if shape == Shape.TEXT and cell.text:
            self._paint_text(painter, cell, x + PADDING, y, width - 2 * PADDING, height)
        elif shape == Shape.CHECK:
            left = CHECK_LEFT if index.column() == 0 else PADDING
            painter.drawPixmap(
                x + left, y + (height - metrics.CHECKBOX) // 2, self._checks[cell.checked + 2 * cell.shut]
            )
        elif shape == Shape.CHIPS:
            self._paint_chips(painter, cell, QRect(x + PADDING, y, width - 2 * PADDING, height), selected)
        elif shape == Shape.COLOR:
            self._paint_color(painter, cell, QRect(x + PADDING, y, width - 2 * PADDING, height))
        elif cell.mark:
            # At the row's end, however wide its column was stretched.
            self._draw_mark(painter, cell.mark, QRect(x + width - MARK_WIDTH, y, MARK_WIDTH, height))
        if state & _HAS_FOCUS:
            self._paint_ring(painter, QRect(x, y, area.width(), height - 1))

    def _paint_flags(self, painter: QPainter, cell: Cell, area: QRect) -> int:
        """What stands beside the value: a dot before it, which moves nothing, and a triangle behind it. The width that
        this takes of it."""
        middle = area.top() + area.height() // 2
        if cell.news:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._tones["accent"].color())
            painter.drawEllipse(area.left(), middle - _DOT // 2, _DOT, _DOT)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if not cell.trouble:
            return 0
        taken = metrics.ICON_SMALL + metrics.TIGHT
        painter.drawPixmap(area.left() + area.width() - taken - 2, middle - metrics.ICON_SMALL // 2, self._trouble)
        return taken

    def _paint_text(self, painter: QPainter, cell: Cell, x: int, y: int, width: int, height: int) -> None:
        painter.setPen(self._tones["secondary" if cell.struck else cell.tone])
        painter.setFont(self._struck if cell.struck else self._font)
        text = self._fit(cell.text, width)
        if cell.right:
            painter.drawText(x, y, width, height, _RIGHT, text)
        else:
            # From a point: laying out in a rectangle takes twice as long.
            painter.drawText(x, y + (height - self._measure.height()) // 2 + self._measure.ascent(), text)

    def _paint_color(self, painter: QPainter, cell: Cell, area: QRect) -> None:
        """A swatch where the text names a colour, then the text."""
        left = area.left()
        if cell.color:
            painter.setPen(self._edge)
            painter.setBrush(QColor(cell.color))
            painter.drawRect(left, area.top() + (area.height() - _SWATCH) // 2, _SWATCH, _SWATCH)
            left += _SWATCH + metrics.SMALL
        self._paint_text(painter, cell, left, area.top(), area.right() + 1 - left, area.height())

    def _fit(self, text: str, width: int) -> str:
        if len(text) * self._widest <= width and text.isascii():
            return text
        key = (text, width)
        found = self._elided.get(key)
        if found is None:
            if len(self._elided) > 4096:
                self._elided.clear()
            found = self._elided[key] = self._measure.elidedText(text, Qt.TextElideMode.ElideRight, width)
        return found

    def _paint_chips(self, painter: QPainter, cell: Cell, area: QRect, selected: bool) -> None:
        """As many labels as fit, then the number of those that do not."""
        left, right, ratio = area.left(), area.right(), painter.device().devicePixelRatioF()
        top = area.top() + (area.height() - _CHIP_HEIGHT) // 2
        for position, chip in enumerate(cell.chips):
            rest = len(cell.chips) - position - 1
            room = right - left + 1 - (_MORE_WIDTH if rest else 0)
            text, width = self._chip_text(chip, room)
            if position and (room < width or text != chip.text):
                painter.setPen(self._tones["secondary"])
                painter.setFont(self._small)
                painter.drawText(left, area.top(), right - left + 1, area.height(), _LEFT, f"+{rest + 1}")
                break
            key = (text, chip.color, selected)
            pixmap = self._chips.get(key)
            if pixmap is None or pixmap.devicePixelRatio() != ratio:
                pixmap = self._chips[key] = self._draw_chip(chip, text, width, selected, ratio)
            painter.drawPixmap(left, top, pixmap)
            left += width + metrics.TIGHT

    def _draw_chip(self, chip: Chip, text: str, width: int, selected: bool, ratio: float) -> QPixmap:
        """Drawn once for each label: the same few stand in thousands of rows."""
        if len(self._chips) >= _MOST_CHIPS:
            self._chips.clear()
        pixmap = QPixmap(max(1, round(width * ratio)), round(_CHIP_HEIGHT * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        ground, ink = chip_colors(chip.color, self._palette)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._small)
        painter.setPen(Qt.PenStyle.NoPen)
        # On a selected row a soft ground would drown in the selection's colour.
        painter.setBrush(self._ground if selected else QColor(ground))
        body = QRect(0, 0, width, _CHIP_HEIGHT)
        painter.drawRoundedRect(body, _CHIP_HEIGHT / 2, _CHIP_HEIGHT / 2)
        painter.setPen(QColor(ink))
        painter.drawText(body, _CENTER, text)
        painter.end()
        return pixmap

    def _chip_text(self, chip: Chip, room: int) -> tuple[str, int]:
        """The label cut to *room* pixels, and the chip's width."""
        found = self._chip_texts.get(chip.text)
        if found is None:
            found = chip.text, self._measure_small.horizontalAdvance(chip.text) + 2 * _CHIP_PADDING + 2
            self._chip_texts[chip.text] = found
        if found[1] <= room:
            return found
        text = self._measure_small.elidedText(chip.text, Qt.TextElideMode.ElideRight, max(0, room - 2 * _CHIP_PADDING))
        return text, max(0, room)

    def _paint_ring(self, painter: QPainter, area: QRect) -> None:
        painter.setPen(self._ring)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 4, 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def paint_mark(self, painter: QPainter, state: SyncState, area: QRect, *, selected: bool, hovered: bool) -> None:
        """A row's mark over whatever else stands there."""
        selection = self._selection[not self._view.hasFocus()]
        painter.fillRect(area, selection if selected else self._hover if hovered else self._ground)
        self._draw_mark(painter, state, area)

    def shows_all(self, cell: Cell, width: int) -> bool:
        """Whether a column of *width* shows everything that its tooltip would."""
        room = width - 2 * PADDING
        if cell.shape == Shape.CHIPS:
            return sum(self._chip_text(chip, 1 << 20)[1] + metrics.TIGHT for chip in cell.chips) - metrics.TIGHT <= room
        if cell.shape in (Shape.TEXT, Shape.COLOR):
            room -= _SWATCH + metrics.SMALL if cell.color else 0
            return cell.text == cell.full and self._fit(cell.text, room) == cell.text
        return cell.shape == Shape.CHECK

    def _draw_mark(self, painter: QPainter, state: SyncState, area: QRect) -> None:
        side = metrics.ICON_SMALL
        left, top = area.left() + (area.width() - side) // 2, area.top() + (area.height() - side) // 2
        painter.drawPixmap(left, top, self._marks[state])

    # Editing

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: N802
        from todo_desktop.gui.todo_table.editors import editor_for  # noqa: PLC0415  (10 ms that no start needs)

        column = self._model.column_at(index.row(), index.column())
        display = self._model.display
        if column.field is None or self._model.obstacle(index.row(), index.column()) or display is None:
            return None  # type: ignore[return-value]
        # The blanks around a title are slips of the hand.
        field = replace(column.field, trim=True) if column.part is Part.TITLE else column.field
        value = self._model.value(index.row(), index.column())
        cell = self._model.edited_cell(index.row(), column.field)
        finder = self.finder.of(cell.todo_id) if self.finder is not None else None
        editor = editor_for(field, value, display, self._theme, parent, finder)
        if editor is None:
            return None  # type: ignore[return-value]
        editor.setAccessibleName(column.label)
        editor.setObjectName("cellEditor")
        editor.chosen.connect(self.commit)
        self.editor, self.edited = editor, cell
        self._is_settled = False
        self.began.emit()
        return editor

    def destroyEditor(self, editor: QWidget, index: Index) -> None:  # noqa: N802
        if editor is self.editor:
            typed = self.unstored()
            self.editor = self.edited = None
            self.refused.emit(editor, "")
            QTimer.singleShot(0, self, partial(self.ended.emit, typed))
        super().destroyEditor(editor, index)

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802
        """Nothing: an editor is filled once, when it is made. A change that arrives later must not overwrite typing."""

    def setModelData(self, editor: QWidget, _model: QAbstractItemModel, _index: Index) -> None:  # noqa: N802
        if self.editor is not None and editor is self.editor:
            self._store(self.editor)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:  # noqa: N802
        if self.editor is not None and editor is self.editor:
            self.editor.setGeometry(
                placed(self.editor.wanted_size(option.rect.size()), option.rect, self._view.viewport().rect())
            )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Keys and focus of an open editor. It closes only when its value was stored or given up."""
        editor = self.editor
        if editor is None or watched is not editor:
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(editor, event)
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            if event.reason() not in _FOCUS_COMES_BACK and not editor.has_popup():
                self._finish(editor, _Hint.NoHint)
            return False
        # Esc, Enter and what can be typed must reach the editor, not a shortcut of the window.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            is_its_own = event.key() in (Qt.Key.Key_Escape, *_ENTER) or _is_typed(event)
            event.setAccepted(is_its_own or event.isAccepted())
        return False

    def commit(self) -> bool:
        """Store and close what is being edited; False where it was refused and stays open."""
        return self.editor is None or self._finish(self.editor, _Hint.NoHint)

    def _key(self, editor: "Editor", event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self._is_settled = True
            self.closeEditor.emit(editor, _Hint.RevertModelCache)
            return True
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._finish(editor, _Hint.EditNextItem if key == Qt.Key.Key_Tab else _Hint.EditPreviousItem)
            return True
        if key in _ENTER and (not editor.many_lines or event.modifiers() & Qt.KeyboardModifier.ControlModifier):
            self._finish(editor, _Hint.NoHint)
            return True
        return False

    def _finish(self, editor: "Editor", hint: QAbstractItemDelegate.EndEditHint) -> bool:
        if not self._store(editor):
            return False
        self.closeEditor.emit(editor, hint)
        return True

    def _store(self, editor: "Editor") -> bool:
        problem = editor.complaint()
        if not problem and editor.changed() and self.edited is not None:
            problem = self._model.store_typed(self.edited, editor.value())
        self._is_settled = not problem
        editor.mark_invalid(bool(problem))
        self.refused.emit(editor, problem)
        return not problem

    def unstored(self) -> "TypedText | None":
        """What would be lost with the editor."""
        from todo_desktop.gui.todo_table.edited_cell import TypedText  # noqa: PLC0415  (no start needs it)

        editor = self.editor
        if editor is None or self.edited is None or self._is_settled or not editor.changed():
            return None
        return TypedText(self.edited, editor.typed(), editor.value(), editor.complaint())


def placed(size: QSize, cell: QRect, within: QRect) -> QRect:
    """Where an editor of *size* lies over its cell: larger where it needs to be, inside what can be seen (*within*)."""
    area = QRect(cell.topLeft(), size)
    area.setWidth(min(area.width(), within.width()))
    area.setHeight(min(area.height(), max(within.height(), cell.height())))
    if size != cell.size():
        area.moveLeft(max(0, min(area.left(), within.right() - area.width() + 1)))
        area.moveTop(max(0, min(area.top(), within.bottom() - area.height() + 1)))
    return area


_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextSingleLine)
_CENTER = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextSingleLine)
_MORE_WIDTH = 28
_MOST_CHIPS = 512
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_FOCUS_COMES_BACK = (
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)


def _is_typed(event: QKeyEvent) -> bool:
    """Whether the key gives a character, rather than a command."""
    return event.text().isprintable() and bool(event.text()) and not event.modifiers() & _COMMANDS
