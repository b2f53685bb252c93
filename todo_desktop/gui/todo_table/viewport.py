"""A viewport that Python knows from the start."""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QWidget


def give_viewport(area: QAbstractScrollArea) -> None:
    """Put one like Qt's own in its place. To find out what Qt's own one is, PySide6 makes Python types of all widgets
    of Qt when it is first asked for: 25 ms of each start."""
    viewport = QWidget(area)
    viewport.setBackgroundRole(QPalette.ColorRole.Base)
    viewport.setAutoFillBackground(True)
    area.setViewport(viewport)
