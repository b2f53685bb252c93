"""Does much in small pieces: whoever types meanwhile waits for one of them at most."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer


class Turns(QObject):
    """Carries *steps* out in order, the first one at once and each other in a turn of the event loop of its own, until
    one fails or *goes_on* is false."""

    def __init__(self, steps: Sequence[Callable[[], None]], goes_on: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._steps = list(steps)
        self._goes_on = goes_on
        self._take()

    def _take(self) -> None:
        if not self._steps or not self._goes_on():
            self.deleteLater()
            return
        self._steps.pop(0)()
        QTimer.singleShot(0, self, self._take)
