"""A child process of ours: started, waited for until it is ready, stopped with all that it started."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from tests.server.errors import ServerUnavailable

POLL_SECONDS = 0.05


class ServerProcess:
    """A running program whose output goes to *log*.

    It has a session of its own, so that Ctrl-C reaches us alone and we stop it in order.
    """

    def __init__(self, argv: Sequence[str], *, folder: Path, environment: Mapping[str, str], log: Path) -> None:
        self._log = log
        self._name = log.stem
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                argv,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> None:
        """Return once *ready* says so. Raises ServerUnavailable when the process ends first or *seconds* are over."""
        deadline = time.monotonic() + seconds
        while not ready():
            if self._ended_within(POLL_SECONDS):
                raise ServerUnavailable(f"{self._name} ended with {self._process.returncode}:\n{self._last_words()}")
            if time.monotonic() > deadline:
                raise ServerUnavailable(f"{self._name} was not ready after {seconds:.0f} s:\n{self._last_words()}")

    def wait(self, seconds: float) -> None:
        """Return once it ended well. Raises ServerUnavailable otherwise."""
        if not self._ended_within(seconds):
            raise ServerUnavailable(f"{self._name} did not end within {seconds:.0f} s:\n{self._last_words()}")
        if self._process.returncode != 0:
            raise ServerUnavailable(f"{self._name} ended with {self._process.returncode}:\n{self._last_words()}")

    def stop(self, how: signal.Signals, seconds: float) -> None:
        """Send *how*, and kill it together with its children when it has not ended after *seconds*."""
        if self._process.poll() is None:
            self._process.send_signal(how)
            self._ended_within(seconds)
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def _ended_within(self, seconds: float) -> bool:
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _last_words(self) -> str:
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-30:])
