"""Long verbs one after another, each in portions between which the window does all else."""

import time
from collections import deque
from collections.abc import Callable, Sequence

from msgspec import Struct
from PySide6.QtCore import QDeadlineTimer, QObject, QTimer, Signal

from todo_desktop.model.changes import Changes
from todo_desktop.model.errors import TodoDesktopError
from todo_desktop.service import LongVerb, TodoService

FEW = 100
"""Up to so many todos a verb is done at once."""
_PORTION = 0.01
"""Seconds that a portion is to take, as are those below."""
_FIRST, _LEAST, _MOST = 50, 20, 500
"""Todos in a portion."""
_FLUSHED_AFTER = 500
"""So many changes go to the disk in the time of a portion: those of some seconds would hold the window up."""
_FIRST_PAUSE, _GROWTH, _LONGEST_PAUSE = 0.2, 1.3, 1.5
_SHARE = 20
"""What changed is told ever more seldom, so that the views take a twentieth of the time at most."""
_SOON = 0.5
"""What takes no longer needs no word."""


class VerbProgress(Struct, frozen=True):
    """`done` of `total` todos; so many verbs are `waiting` behind this one."""

    name: str
    done: int
    total: int
    waiting: int


class VerbQueue(QObject):
    """In the order in which they were added. What they did is on disk before anybody hears of it."""

    begun = Signal()
    """There is something to do."""
    progressed = Signal(object)
    """A `VerbProgress` now and then, once it takes long; None when all has ended."""
    failed = Signal(object, int, int)
    """The `TodoDesktopError` that ended a verb, how many todos were done by then, and of how many. None instead of an
    error where another list was opened."""

    def __init__(self, service: TodoService, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._service = service
        self._verbs: deque[_Queued] = deque()
        self._size = _FIRST
        self._untold: Changes | None = None
        self._unflushed = 0
        self._begun_at = self._tell_at = self._progress_at = 0.0
        self._pause = _FIRST_PAUSE
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._step)

    @property
    def busy(self) -> bool:
        return bool(self._verbs)

    def touches(self, todo_ids: Sequence[int]) -> bool:
        """Whether a verb that has not ended has still to do with any of these."""
        return any(queued.verb.touches(todo_ids) for queued in self._verbs)

    def add(self, verb: LongVerb, then: Callable[[int], None]) -> None:
        """*then* hears, at the end of *verb*, for how many todos anything is different."""
        if not self._verbs:
            self._begun_at = self._progress_at = time.monotonic()
            self._pause = _FIRST_PAUSE
            self._tell_at = self._begun_at + _FIRST_PAUSE / 4
        self._verbs.append(_Queued(verb, then))
        self._timer.start()
        self.begun.emit()

    def finish(self, deadline: QDeadlineTimer) -> None:
        """Do now what can be done by *deadline*. Of the rest, what was asked for few todos is done all the same, and
        long verbs end where they are."""
        self._timer.stop()
        while self._verbs:
            queued = self._verbs[0]
            if deadline.hasExpired() and not 0 < queued.verb.total <= FEW:
                self._end(queued)
            else:
                self._portion(queued)

    def leave(self) -> None:
        """The list is about to be another one: few todos get their turn now, long verbs are left and that is said."""
        self._timer.stop()
        while self._verbs:
            queued = self._verbs[0]
            if 0 < queued.verb.total <= FEW:
                self._portion(queued)
            else:
                self._leave(queued)

    def _step(self) -> None:
        """One portion, or what was done since goes to the disk, or is told: one of them in a turn of the event loop."""
        now = time.monotonic()
        if self._unflushed >= _FLUSHED_AFTER:
            self._flush()
        elif self._untold is not None and now >= self._tell_at:
            self._tell()
        elif now >= self._progress_at:
            self._tell_progress(now)
        else:
            self._portion(self._verbs[0])
        if not self._verbs:
            self._timer.stop()

    def _portion(self, queued: "_Queued") -> None:
        verb, began = queued.verb, time.monotonic()
        try:
            changes = verb.go_on(self._size)
        except TodoDesktopError as error:
            self._end(queued)
            self.failed.emit(error, verb.done, verb.total)
            return
        except Exception:  # a fault of this program must not come again with every turn of the event loop
            self._end(queued)
            raise
        count = changes.count
        queued.count += count
        self._unflushed += count
        if changes:
            self._untold = changes if self._untold is None else self._untold | changes
        self._adapt(time.monotonic() - began)
        if verb.ended:
            self._end(queued)

    def _leave(self, queued: "_Queued") -> None:
        self.failed.emit(None, queued.verb.done, queued.verb.total)
        self._end(queued)

    def _adapt(self, took: float) -> None:
        wanted = self._size * _PORTION / max(took, 0.0001)
        self._size = round(min(max(wanted, self._size / 2, _LEAST), self._size * 2, _MOST))

    def _end(self, queued: "_Queued") -> None:
        queued.verb.end()
        self._tell()
        self._verbs.popleft()
        if not self._verbs:
            self.progressed.emit(None)
        queued.then(queued.count)

    def _flush(self) -> None:
        self._unflushed = 0
        try:
            self._service.flush()
        except TodoDesktopError:
            self._tell()  # which meets the same, and says so

    def _tell(self) -> None:
        began = time.monotonic()
        untold, self._untold = self._untold, None
        self._unflushed = 0
        if untold is not None:
            try:
                self._service.tell(untold)
            except TodoDesktopError as error:
                verb = self._verbs[0].verb
                self.failed.emit(error, verb.done, verb.total)
        now = time.monotonic()
        self._tell_at = now + max(self._pause, _SHARE * (now - began))
        self._pause = min(_GROWTH * self._pause, _LONGEST_PAUSE)
        self._tell_progress(now)

    def _tell_progress(self, now: float) -> None:
        self._progress_at = now + _FIRST_PAUSE
        if now - self._begun_at >= _SOON:
            verb = self._verbs[0].verb
            self.progressed.emit(VerbProgress(verb.name, verb.done, verb.total, len(self._verbs) - 1))


class _Queued(Struct):
    """Something is different now for `count` todos."""

    verb: LongVerb
    then: Callable[[int], None]
    count: int = 0
