"""What a test must not leave behind: threads that run, timers that tick, windows that are open."""

import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QObject, QThread, QTimer
    from PySide6.QtWidgets import QApplication

THREAD_GRACE_SECONDS = 2


@contextmanager
def no_thread_left_running() -> Iterator[None]:
    """Raises AssertionError at the end, where a thread that began meanwhile still runs after THREAD_GRACE_SECONDS."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + THREAD_GRACE_SECONDS
    # Python's picture of a thread of Qt's outlives it; for those there is `nothing_of_qt_left_behind`.
    started = [t for t in threading.enumerate() if t not in before and not isinstance(t, threading._DummyThread)]  # noqa: SLF001
    for thread in started:
        thread.join(max(0, deadline - time.monotonic()))
    left = [thread.name for thread in started if thread.is_alive()]
    assert not left, f"threads were left running: {', '.join(left)}"


@contextmanager
def nothing_of_qt_left_behind(app: "QApplication") -> Iterator[None]:
    """Raises AssertionError at the end, where a QThread or QTimer that was started meanwhile still runs, or a window
    that was opened is still to be seen."""
    from PySide6.QtCore import QCoreApplication, QEvent, QThread, QTimer

    windows = {id(widget) for widget in app.topLevelWidgets()}
    with ExitStack() as undo:
        threads = undo.enter_context(_started(QThread))
        timers = undo.enter_context(_started(QTimer))
        yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    app.processEvents()
    left = [widget for widget in app.topLevelWidgets() if id(widget) not in windows and widget.isVisible()]
    assert not left, f"windows were left open: {left}"
    running = [thread for thread in _alive(threads) if isinstance(thread, QThread) and thread.isRunning()]
    assert not running, f"threads were left running: {running}"
    ticking = [timer for timer in _alive(timers) if isinstance(timer, QTimer) and timer.isActive()]
    assert not ticking, f"timers were left ticking: {[(timer, timer.parent()) for timer in ticking]}"


@contextmanager
def _started(kind: "type[QThread | QTimer]") -> "Iterator[list[weakref.ref[QObject]]]":
    """Whatever of *kind* is started meanwhile."""
    found: list[weakref.ref[QObject]] = []
    start: Callable[..., None] = kind.start

    def remembered(self: "QObject", *args: object) -> None:
        found.append(weakref.ref(self))
        start(self, *args)

    kind.start = remembered  # type: ignore[method-assign]
    try:
        yield found
    finally:
        kind.start = start  # type: ignore[method-assign]


def _alive(references: "list[weakref.ref[QObject]]") -> "list[QObject]":
    from shiboken6 import isValid

    return [found for reference in references if (found := reference()) is not None and isValid(found)]
