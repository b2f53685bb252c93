"""Tells when a window has been painted for the first time, so that nothing that can wait comes before."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

_LONGEST_WAIT_MS = 1000
"""A window that starts minimised is not painted."""


def after_first_paint(window: QWidget, then: Callable[[], None]) -> None:
    """Call *then* once *window*, which is shown already, has been painted, or has not been for a second."""
    _FirstPaint(window, then)


class _FirstPaint(QObject):
    def __init__(self, window: QWidget, then: Callable[[], None]) -> None:
        super().__init__(window)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(then)
        self._timer.timeout.connect(self.deleteLater)
        self._timer.start(_LONGEST_WAIT_MS)
        window.installEventFilter(self)  # its QWindow would tell, too, but Python's picture of one costs 4 ms

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Paint:
            # The window is painted first, and in the same turn all that is in it; the timer comes after that.
            watched.removeEventFilter(self)
            self._timer.start(0)
        return False
