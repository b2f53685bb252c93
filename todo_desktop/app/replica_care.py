"""Has the replica looked after while nobody waits for anything: soon after the start, then from time to time."""

import logging
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from todo_desktop.app.clock import now
from todo_desktop.gui.background_job import BackgroundJob
from todo_desktop.model.errors import Problem
from todo_desktop.replica.care import Care

FIRST_MS = 15_000
SUSPICIOUS_FIRST_MS = 1_000
AGAIN_MS = 3_600_000

_log = logging.getLogger(__name__)


class ReplicaCare(QObject):
    """From `start` until `stop`. *suspicious*: the file was not closed by whoever used it last."""

    trouble = Signal(object)
    """A `Problem`: damage above all, or a backup that could not be made."""

    def __init__(self, folder: Path, *, suspicious: bool, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._suspicious = suspicious
        self._care: Care | None = None
        self._failed = False
        self._timer = QTimer(self)
        self._timer.setInterval(SUSPICIOUS_FIRST_MS if suspicious else FIRST_MS)
        self._timer.timeout.connect(self._begin)

    def start(self) -> None:
        self._timer.start()

    def stop(self) -> None:
        """End what is under way, within a moment."""
        self._timer.stop()
        if self._care is not None:
            self._care.cancel()

    @property
    def failed(self) -> bool:
        """Whether the last look ended with trouble."""
        return self._failed

    def again(self) -> None:
        """The user has mended something: look now."""
        if self._failed:
            self._begin()

    def _begin(self) -> None:
        self._failed = False
        self._timer.setInterval(AGAIN_MS)
        care = self._care = Care(self._folder)
        suspicious, self._suspicious = self._suspicious, False
        job: BackgroundJob[Problem | None] = BackgroundJob(
            lambda: care.run(now(), suspicious=suspicious), care.cancel, self
        )
        job.succeeded.connect(self._tell)
        job.start_alone()

    def _tell(self, problem: Problem | None) -> None:
        self._failed = problem is not None
        if problem is not None:
            _log.info("looking after the replica ended with %s", problem)
            self.trouble.emit(problem)
