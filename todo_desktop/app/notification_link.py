"""The way to the desktop's notification service: made when there is something to say, and made anew where it broke."""

import logging
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QSocketNotifier, Signal

from todo_desktop.desktop.notification import Notification

if TYPE_CHECKING:
    from todo_desktop.desktop.notification_bus import NotificationBus
    from todo_desktop.gui.background_job import BackgroundJob

Result = TypeVar("Result")

_log = logging.getLogger(__name__)


class NotificationLink(QObject):
    """`gui.desktop_notifications.Notifier`. Where a desktop has no such service, nothing is shown."""

    pressed = Signal(object)
    """A `Pressed`."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._bus: NotificationBus | None = None
        self._listener: QSocketNotifier | None = None
        self._job: BackgroundJob[NotificationBus | None] | None = None
        self._waiting: dict[str, Notification] = {}

    def show(self, subject: str, notification: Notification) -> None:
        if self._bus is not None:
            self._try(lambda bus: bus.show(subject, notification))
        else:
            self._waiting[subject] = notification
            self._connect()

    def withdraw(self, subject: str) -> None:
        self._waiting.pop(subject, None)
        if self._bus is not None:
            self._try(lambda bus: bus.withdraw(subject))

    def stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._lose()

    def _connect(self) -> None:
        """On a thread: the service may have to be started first."""
        if self._job is not None or not sys.platform.startswith("linux"):
            return
        from todo_desktop.desktop.notification_bus import connected
        from todo_desktop.gui.background_job import BackgroundJob

        self._job = BackgroundJob(connected, lambda: None, self)
        self._job.succeeded.connect(self._take)
        self._job.failed.connect(self._take_nothing)
        self._job.start()

    def _take(self, bus: "NotificationBus | None") -> None:
        self._job = None
        waiting, self._waiting = self._waiting, {}
        if bus is None:
            return
        self._bus = bus
        self._listener = QSocketNotifier(bus.fileno(), QSocketNotifier.Type.Read, self)
        self._listener.activated.connect(self._read)
        for subject, notification in waiting.items():
            self.show(subject, notification)

    def _take_nothing(self, _error: Exception) -> None:
        self._take(None)

    def _read(self) -> None:
        for pressed in self._try(lambda bus: bus.read()) or ():
            self.pressed.emit(pressed)

    def _try(self, act: "Callable[[NotificationBus], Result]") -> "Result | None":
        """None where the link broke: the next notification makes another."""
        from todo_desktop.desktop.notification_bus import BusGone

        if self._bus is None:
            return None
        try:
            return act(self._bus)
        except BusGone as error:
            _log.info("the desktop's notifications cannot be reached any more: %s", error)
            self._lose()
            return None

    def _lose(self) -> None:
        if self._listener is not None:
            self._listener.setEnabled(False)
            self._listener.deleteLater()
            self._listener = None
        if self._bus is not None:
            self._bus.close()
            self._bus = None
