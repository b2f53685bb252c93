"""Writes that the server has stamped and found its rows for, and commits only later: its transactions are not ours."""

import threading
from collections.abc import Callable

PATIENCE_SECONDS = 10.0


class LateWrite(threading.Thread):
    """One call that is carried out up to its commit, and goes on when told to."""

    def __init__(self, carry_out: Callable[[], object]) -> None:
        super().__init__(name="late-write")
        self._carry_out = carry_out
        self.held = threading.Event()
        """Set when it waits for its commit, or is over because there was nothing to commit."""
        self.committed = threading.Event()

    def run(self) -> None:
        try:
            self._carry_out()
        finally:
            self.held.set()

    def begin(self) -> None:
        self.start()
        assert self.held.wait(PATIENCE_SECONDS)

    def commit(self) -> None:
        self.committed.set()
        self.join(PATIENCE_SECONDS)
        assert not self.is_alive()


class CommitGate(threading.Event):
    """What every write passes before its commit: only late ones wait here, each for itself."""

    def wait(self, timeout: float | None = None) -> bool:
        writer = threading.current_thread()
        if isinstance(writer, LateWrite):
            writer.held.set()
            return writer.committed.wait(timeout or PATIENCE_SECONDS)
        return True
