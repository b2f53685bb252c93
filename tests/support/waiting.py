"""Waiting for what another thread or process does, for no longer than a deadline."""

import time
from collections.abc import Callable

DEADLINE_SECONDS = 5.0
_FIRST_PAUSE_SECONDS = 0.001
_LONGEST_PAUSE_SECONDS = 0.05


def wait_until(condition: Callable[[], object], seconds: float = DEADLINE_SECONDS) -> None:
    """Return once *condition* holds; fail the test if it does not in time.

    What takes long is looked at less and less often: a look may cost a process, and what is waited for needs the
    processor.
    """
    began = time.monotonic()
    while not condition():
        waited = time.monotonic() - began
        assert waited < seconds, "waited in vain"
        time.sleep(min(max(waited / 4, _FIRST_PAUSE_SECONDS), _LONGEST_PAUSE_SECONDS))
