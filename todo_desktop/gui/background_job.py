"""One short job off the window's thread that a person waits for: its result, or its end on their wish."""

import logging
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QObject, QThread, Signal

from todo_desktop.model.errors import Cancelled

Result = TypeVar("Result")

_log = logging.getLogger(__name__)


class BackgroundJob(QObject, Generic[Result]):
    """Runs *work* once. After `cancel` neither signal comes any more, whatever the work still does.

    The thread outlives this object if it must: a window can close while the network hangs. Quitting cancels the work.
    """

    succeeded = Signal(object)
    """What the work returned."""
    failed = Signal(object)
    """The exception that it raised; logged already, unless it is `Cancelled`."""

    def __init__(self, work: Callable[[], Result], cancel: Callable[[], None], parent: QObject | None = None) -> None:
        """*cancel* makes the work end soon; called on the window's thread, more than once where need be."""
        super().__init__(parent)
        self._cancel = cancel
        self._wanted = True
        self._thread = _OneShot(work, cancel)
        self._thread.finished.connect(self._deliver)

    def start(self) -> None:
        self._thread.start()

    def start_alone(self) -> None:
        """For one that nobody keeps: it goes once its outcome was told."""
        self.succeeded.connect(self.deleteLater)
        self.failed.connect(self.deleteLater)
        self.start()

    def cancel(self) -> None:
        """End the work; its outcome is dropped."""
        if self._wanted:
            self._wanted = False
            self._cancel()

    def _deliver(self) -> None:
        if not self._wanted:
            return
        self._wanted = False
        if self._thread.error is not None:
            self.failed.emit(self._thread.error)
        else:
            self.succeeded.emit(self._thread.result)


def wait_for_jobs(deadline: QDeadlineTimer) -> bool:
    """At quit: whether all work has ended by then. What has not hangs where nothing can end it: in a keyring that asks
    its user, or in the look-up of a name."""
    app = QCoreApplication.instance()
    threads = app.findChildren(_OneShot) if app is not None else []
    return all(thread.wait(max(0, deadline.remainingTime())) for thread in threads)


class _OneShot(QThread):
    """Belongs to the application until it has finished."""

    def __init__(self, work: Callable[[], object], cancel: Callable[[], None]) -> None:
        app = QCoreApplication.instance()
        super().__init__(app)
        self._work = work
        self._cancel = cancel
        self.result: object = None
        self.error: Exception | None = None
        self.finished.connect(self._tell)
        self.finished.connect(self.deleteLater)
        if app is not None:
            app.aboutToQuit.connect(self._end)

    def run(self) -> None:
        try:
            self.result = self._work()
        except Exception as error:  # noqa: BLE001  (the boundary of the thread)
            self.error = error

    def _tell(self) -> None:
        if self.error is not None and not isinstance(self.error, Cancelled):
            _log.error("a background job failed", exc_info=self.error)

    def _end(self) -> None:
        self._cancel()
