"""The editor of a colour: typed as `#rrggbb`, or picked from a few; empty for none."""

from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import QGridLayout, QLineEdit, QToolButton, QWidget

from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.theme import Theme
from todo_desktop.gui.todo_table.editors.typed_line import TypedLine
from todo_desktop.gui.todo_table.texts_of_a_kind import color_of
from todo_desktop.model.schema import Field
from todo_desktop.model.values import Json

_COLORS = (
    "#f5222d", "#fa541c", "#fa8c16", "#fadb14", "#52c41a", "#13c2c2",
    "#1677ff", "#2f54eb", "#722ed1", "#eb2f96", "#8c8c8c", "#262626",
)  # fmt: skip
_IN_A_ROW = 6
_SWATCH = 24


class ColorEditor(TypedLine):
    """Down opens the few. Other texts that stand in the field already may stay."""

    def __init__(self, field: Field, value: Json, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._field = field
        self._theme = theme
        self._first = "" if value is None else str(value)
        self._was_null = value is None
        self._few: QWidget | None = None
        self._pick = QAction(self.tr("Pick a colour"), self)
        self._pick.triggered.connect(self.open_few)
        self.addAction(self._pick, QLineEdit.ActionPosition.LeadingPosition)
        self.setFrame(False)
        self.setPlaceholderText("#2457d6")
        self.textChanged.connect(self._show_color)
        self.setText(self._first)
        self._show_color()

    def value(self) -> Json:
        text = self.text().strip()
        return None if not text and self._was_null else text

    def complaint(self) -> str:
        text = self.text().strip()
        if not text:
            return self.tr("This field cannot be empty.") if self._field.required else ""
        if self.changed() and not color_of(text):
            return self.tr("This is not a colour. Type for example {color}, or pick one.").format(color="#2457d6")
        return ""

    def has_popup(self) -> bool:
        return self._few is not None and self._few.isVisible()

    def wanted_size(self, cell: QSize) -> QSize:
        return cell.expandedTo(QSize(136, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Down:
            self.open_few()
        else:
            super().keyPressEvent(event)

    def open_few(self) -> None:
        """Below the editor; Esc closes it, a click or Space takes the colour."""
        if self._few is None:
            self._few = self._new_few()
        self._few.adjustSize()
        self._few.move(self.mapToGlobal(QPoint(0, self.height())))
        self._few.show()
        present = color_of(self.text())
        buttons = self._few.findChildren(QToolButton)
        next((button for button in buttons if button.accessibleName() == present), buttons[0]).setFocus()

    def _new_few(self) -> QWidget:
        few = QWidget(self, Qt.WindowType.Popup)
        few.setAccessibleName(self.tr("Colours"))
        grid = QGridLayout(few)
        grid.setContentsMargins(metrics.SMALL, metrics.SMALL, metrics.SMALL, metrics.SMALL)
        grid.setSpacing(metrics.TIGHT)
        for place, color in enumerate(_COLORS):
            button = QToolButton(few)
            button.setIcon(_swatch(color, _SWATCH - 8))
            button.setIconSize(QSize(_SWATCH - 8, _SWATCH - 8))
            button.setFixedSize(_SWATCH + metrics.TIGHT, _SWATCH + metrics.TIGHT)
            button.setAutoRaise(True)
            button.setAccessibleName(color)
            button.setToolTip(color)
            button.clicked.connect(partial(self._take, color))
            grid.addWidget(button, place // _IN_A_ROW, place % _IN_A_ROW)
        return few

    def _take(self, color: str) -> None:
        if self._few is not None:
            self._few.hide()
        self.setText(color)
        self.setFocus()

    def _show_color(self) -> None:
        self._pick.setIcon(_swatch(color_of(self.text()) or self._theme.palette.line, metrics.ICON_SMALL - 2))


def _swatch(color: str, side: int) -> QIcon:
    pixmap = QPixmap(side, side)
    pixmap.fill(QColor(color))
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)
    return icon
