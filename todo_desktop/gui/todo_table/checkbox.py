"""The checkbox of a row, drawn once for each state and theme."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from todo_desktop.gui.theme.metrics import RADIUS_SMALL
from todo_desktop.gui.theme.palette import Palette


def checkbox_pixmaps(palette: Palette, size: int, ratio: float) -> tuple[QPixmap, QPixmap, QPixmap, QPixmap]:
    """(empty, ticked), and the same for what cannot be ticked; *size* device-independent pixels each."""
    edge, good, shut = palette.edge, palette.good, palette.disabled
    empty, ticked = _draw(palette, edge, size, ratio, False), _draw(palette, good, size, ratio, True)
    return empty, ticked, _draw(palette, shut, size, ratio, False), _draw(palette, shut, size, ratio, True)


def _draw(palette: Palette, color: str, size: int, ratio: float, ticked: bool) -> QPixmap:
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    body = QRectF(0.75, 0.75, size - 1.5, size - 1.5)
    painter.setPen(QPen(QColor(color), 1.5))
    painter.setBrush(QColor(color if ticked else palette.window))
    painter.drawRoundedRect(body, RADIUS_SMALL, RADIUS_SMALL)
    if ticked:
        pen = QPen(QColor(palette.window), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(
            QPolygonF([QPointF(size * x, size * y) for x, y in ((0.27, 0.52), (0.43, 0.68), (0.74, 0.33))])
        )
    painter.end()
    return pixmap
