"""The editor of a select: its labels in their colours, one or several to choose."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from todo_desktop.gui.plain_text import one_line
from todo_desktop.gui.theme.palette import chip_colors
from todo_desktop.gui.theme.role import set_invalid
from todo_desktop.gui.theme.theme import Theme
from todo_desktop.model.schema import Field, FieldKind, Option
from todo_desktop.model.values import Json

_VALUE = Qt.ItemDataRole.UserRole
_ROW = 28
_MOST = 10


class ChoiceEditor(QListWidget):
    """One of them: a click or Enter takes it; the first line takes the value away. Several: Space or a click ticks."""

    chosen = Signal()
    many_lines = False

    def __init__(self, field: Field, value: Json, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._field = field
        self._several = field.kind is FieldKind.MULTI_SELECT
        self._first = value
        self._theme = theme
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        palette = theme.palette
        self.setStyleSheet(
            f"QListWidget {{ background: {palette.raised}; border: 2px solid {palette.focus}; border-radius: 5px; }}"
            f'QListWidget[invalid="true"] {{ border-color: {palette.danger}; }}'
        )
        self._fill()
        self._begun = self.value()
        if not self._several:
            self.itemClicked.connect(lambda _: self.chosen.emit())
            self.itemEntered.connect(self.setCurrentItem)

    def value(self) -> Json:
        if not self._several:
            chosen = self.currentItem().data(_VALUE) if self.currentRow() >= 0 else None
            return chosen if isinstance(chosen, str | int) else None
        items = [self.item(row) for row in range(self.count())]
        return [item.data(_VALUE) for item in items if item.checkState() is Qt.CheckState.Checked]

    def complaint(self) -> str:
        empty = self.value() in (None, "", [])
        return self.tr("This field cannot be empty.") if self._field.required and empty else ""

    def changed(self) -> bool:
        return not self._field.same(self.value(), self._begun)

    def typed(self) -> str:
        """The labels that are chosen."""
        if not self._several:
            return self.currentItem().text() if self.value() is not None else ""
        items = [self.item(row) for row in range(self.count())]
        return ", ".join(item.text() for item in items if item.checkState() is Qt.CheckState.Checked)

    def mark_invalid(self, invalid: bool) -> None:
        set_invalid(self, invalid)

    def has_popup(self) -> bool:
        return False

    def wanted_size(self, cell: QSize) -> QSize:
        # The style sheet, which sets the spacing, is read late.
        self.ensurePolished()
        rows = min(max(1, self.count()), _MOST)
        widest = max(176, self.sizeHintForColumn(0) + 24)
        tallest = rows * (_ROW + 2 * self.spacing()) + 2 * self.frameWidth()
        return QSize(max(cell.width(), widest), max(cell.height(), tallest))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._clear()
        else:
            super().keyPressEvent(event)

    def _fill(self) -> None:
        first = self._first if isinstance(self._first, list) else [self._first]
        held = [item for item in first if isinstance(item, str | int) and item != ""]
        known = {option.value for option in self._field.options}
        options = [*self._field.options, *(Option(value, str(value)) for value in held if value not in known)]
        if not self._several:
            self._add(None, self.tr("None"), QIcon())
        for option in options:
            item = self._add(option.value, option.label or str(option.value), self._dot(option.color))
            if self._several:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Checked if option.value in held else Qt.CheckState.Unchecked)
            elif option.value in held:
                self.setCurrentItem(item)
        if self.currentRow() < 0 and self.count():
            self.setCurrentRow(0)

    def _add(self, value: str | int | None, label: str, icon: QIcon) -> QListWidgetItem:
        item = QListWidgetItem(icon, one_line(label), self)
        item.setData(_VALUE, value)
        item.setSizeHint(QSize(0, _ROW))
        return item

    def _clear(self) -> None:
        if not self._several:
            self.setCurrentRow(0)
        for row in range(self.count() if self._several else 0):
            self.item(row).setCheckState(Qt.CheckState.Unchecked)

    def _dot(self, color: str) -> QIcon:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(round(12 * ratio), round(12 * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(chip_colors(color, self._theme.palette)[1]))
        painter.drawEllipse(QRectF(1, 1, 10, 10))
        painter.end()
        icon = QIcon(pixmap)
        # As it is, where Qt would blend it with the selection.
        icon.addPixmap(pixmap, QIcon.Mode.Selected)
        return icon
