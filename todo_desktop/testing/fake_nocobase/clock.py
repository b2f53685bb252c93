"""The fake server's clock: the machine's own, shifted at will."""

import time


class Clock:
    """Instants are microseconds since 1970."""

    def __init__(self) -> None:
        self._shift = 0

    def now(self) -> int:
        return time.time_ns() // 1000 + self._shift

    def shift(self, milliseconds: int) -> None:
        """From now on the server is *milliseconds* ahead of the machine (behind, where negative)."""
        self._shift = milliseconds * 1000
