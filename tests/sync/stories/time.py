"""The time in a story: it passes with every look at a clock, the same in every run."""

from tests.sync.client import ShiftedClock
from todo_desktop.testing.fake_nocobase.clock import Clock

A_LOOK = 300
"""Microseconds: some events share their millisecond, most do not."""
BEGINNING = 1_795_000_000_000_000


class StoryTime:
    """Microseconds since 1970, as it really is."""

    def __init__(self) -> None:
        self._now = BEGINNING

    def now(self) -> int:
        self._now += A_LOOK
        return self._now

    def forward(self, milliseconds: int) -> None:
        self._now += milliseconds * 1000


class ComputerClock(ShiftedClock):
    """What one computer takes the time to be: `ahead` milliseconds of the true one."""

    def __init__(self, time: StoryTime, ahead: int) -> None:
        super().__init__(ahead)
        self._time = time

    def now(self) -> int:
        return self._time.now() // 1000 + self.ahead

    def forward(self, milliseconds: int) -> None:
        """Time passes, for everybody."""
        self._time.forward(milliseconds)


class ServerClock(Clock):
    def __init__(self, time: StoryTime) -> None:
        super().__init__()
        self._time = time

    def now(self) -> int:
        return self._time.now() + self._shift
