"""The named steps that a process takes, and the one at which it kills itself."""

import os
import signal
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """The *time*-th time (from 1) that the step *name* is reached."""

    name: str
    time: int = 1

    def __str__(self) -> str:
        return self.name if self.time == 1 else f"{self.name}, time {self.time}"


class Steps:
    """Counts and tells the steps from `begin` on. At the *last* one, the process is gone before anything else happens.

    Safe to use from any thread.
    """

    def __init__(self, tell: Callable[[Step], None], last: Step | None = None) -> None:
        self._tell = tell
        self._last = last
        self._times: Counter[str] = Counter()
        self._begun = False
        self._lock = threading.Lock()

    def begin(self) -> None:
        self._begun = True

    def reach(self, name: str) -> None:
        with self._lock:
            if not self._begun:
                return
            self._times[name] += 1
            step = Step(name, self._times[name])
            self._tell(step)
            if step == self._last:
                os.kill(os.getpid(), signal.SIGKILL)
