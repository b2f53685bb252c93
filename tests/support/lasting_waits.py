"""Waits for signals that outlive the wait, for signals that come from other threads."""

from typing import Any

from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot
from pytestqt.wait_signal import SignalBlocker


class LastingWaits(QtBot):
    """pytest-qt's own, which keeps what has waited for a signal until the test has ended.

    PySide holds no reference to a plain object whose method is connected. What another thread emits is queued, and
    what is queued is delivered even when the method has been disconnected since: to freed memory, if its object went.
    """

    def __init__(self, request: Any) -> None:
        super().__init__(request)
        self._waited: list[SignalBlocker] = []

    def waitSignal(self, *arguments: Any, **named: Any) -> SignalBlocker:  # noqa: N802
        blocker = super().waitSignal(*arguments, **named)
        self._waited.append(blocker)
        return blocker

    def let_go(self) -> None:
        """Once every thread of the test has ended."""
        QCoreApplication.sendPostedEvents()
        self._waited.clear()
