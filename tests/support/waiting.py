"""Waiting for what another thread does, for no longer than a deadline."""

import time
from collections.abc import Callable

DEADLINE_SECONDS = 5.0


def wait_until(condition: Callable[[], object], seconds: float = DEADLINE_SECONDS) -> None:
    """Return as soon as *condition* holds; fail the test if it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.001)
