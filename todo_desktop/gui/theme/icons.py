"""The program's icons: stroke SVGs tinted by the palette, sharp at the screen's scale."""

from pathlib import Path
from weakref import WeakKeyDictionary

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton
from shiboken6 import isValid

from todo_desktop.gui.theme.metrics import ICON, ICON_SMALL
from todo_desktop.gui.theme.palette import Palette

_PROGRAM = "todo-desktop"
_PROGRAM_SIZES = (16, 32, 48, 128)
_ICON_SIZES = (ICON_SMALL, ICON)


ShowsIcon = QAction | QAbstractButton


class Icons:
    """Hands out the icons of a folder in the colours of a palette, for screens of one pixel ratio.

    A colour is the name of a palette role (`"text"`, `"secondary"`, `"warning"`, ...) or `#RRGGBB`. Methods raise
    FileNotFoundError if there is no such icon and AttributeError if there is no such colour.
    """

    # QIcons are made of pixmaps: a QIconEngine written in Python, which could draw on demand, crashes PySide6 6.11.

    def __init__(self, folder: Path, palette: Palette, ratio: float = 1.0) -> None:
        self._folder = folder
        self._palette = palette
        self._ratio = ratio
        self._sources: dict[str, str] = {}
        self._pixmaps: dict[tuple[str, int, str, float], QPixmap] = {}
        self._icons: dict[tuple[str, str, str], QIcon] = {}
        self._shown: WeakKeyDictionary[ShowsIcon, tuple[str, str, str]] = WeakKeyDictionary()

    def icon(self, name: str, color: str = "text", checked: str = "") -> QIcon:
        """The icon *name* at 16 and 20 px, greyed where disabled; where it is checked, in the colour *checked*.

        It keeps the colours of the palette of this moment: see `show_on`.
        """
        key = (name, color, checked)
        if key not in self._icons:
            self._icons[key] = self._compose(name, color, checked)
        return self._icons[key]

    def show_on(self, target: ShowsIcon, name: str, color: str = "text", checked: str = "") -> None:
        """Put the icon on an action or button, and again each time the palette changes."""
        target.setIcon(self.icon(name, color, checked))
        self._shown[target] = (name, color, checked)

    def pixmap(self, name: str, size: int, color: str = "text", ratio: float | None = None) -> QPixmap:
        """The icon *name* as a square of *size* device-independent pixels for a device of that pixel ratio; cached."""
        ratio = self._ratio if ratio is None else ratio
        hex_color = self._hex(color)
        key = (name, size, hex_color, ratio)
        if key not in self._pixmaps:
            pixmap = self._render(name, round(size * ratio), hex_color)
            pixmap.setDevicePixelRatio(ratio)
            self._pixmaps[key] = pixmap
        return self._pixmaps[key]

    def program(self) -> QIcon:
        """The icon of the program itself, in its own colours."""
        icon = QIcon()
        for size in _PROGRAM_SIZES:
            icon.addPixmap(self._render(_PROGRAM, size, ""))
        return icon

    def recolor(self, palette: Palette) -> None:
        """Draw in the colours of *palette* from now on, and at once what `show_on` put somewhere."""
        self._palette = palette
        self._pixmaps.clear()
        self._icons.clear()
        for target, wanted in list(self._shown.items()):
            if isValid(target):
                target.setIcon(self.icon(*wanted))

    def _compose(self, name: str, color: str, checked: str) -> QIcon:
        icon = QIcon()
        for size in _ICON_SIZES:
            normal = self.pixmap(name, size, color)
            icon.addPixmap(normal)
            icon.addPixmap(_tinted(normal, self._palette.disabled), QIcon.Mode.Disabled)
            if checked:
                icon.addPixmap(_tinted(normal, self._hex(checked)), QIcon.Mode.Normal, QIcon.State.On)
        return icon

    def _hex(self, color: str) -> str:
        return color if color.startswith("#") else str(getattr(self._palette, color))

    def _render(self, name: str, pixels: int, hex_color: str) -> QPixmap:
        if name not in self._sources:
            self._sources[name] = (self._folder / f"{name}.svg").read_text(encoding="utf-8")
        # Qt's SVG renderer knows no currentColor and would draw black.
        source = self._sources[name].replace("currentColor", hex_color)
        pixmap = QPixmap(pixels, pixels)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(0, 0, pixels, pixels))
        painter.end()
        return pixmap


def _tinted(mask: QPixmap, hex_color: str) -> QPixmap:
    """The same shape in another colour: a quarter of the cost of rendering it again."""
    pixmap = mask.copy()
    painter = QPainter(pixmap)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    # Not fillRect, for which Python learns the names of two hundred gradients.
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(hex_color))
    painter.drawRect(mask.rect())
    painter.end()
    return pixmap
