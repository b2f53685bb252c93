"""Opens the program on its replica; where that is damaged, it is repaired first."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEventLoop, SignalInstance

from todo_desktop.model.errors import Problem, StorageError
from todo_desktop.model.repaired import Repaired
from todo_desktop.replica.care import repair_is_wanted
from todo_desktop.replica.folder_use import FolderUse

Opened = TypeVar("Opened")

_log = logging.getLogger(__name__)


class EndWanted(Exception):
    """The program is to end while the replica is still being repaired: the next start does that again."""


class ReplicaOpening:
    """Holds the right to use the replica in *folder* until `close`. *end_wanted* tells that the program is to end."""

    def __init__(self, folder: Path, end_wanted: SignalInstance) -> None:
        self._folder = folder
        self._end_wanted = end_wanted
        self._use = FolderUse(folder)

    def open(self, make: Callable[[], Opened]) -> tuple[Opened, Repaired | None]:
        """What *make* returned, and what was repaired for it. Raises StorageError, EndWanted."""
        repaired = self._repaired_before()
        try:
            return make(), repaired
        except StorageError as error:
            if error.problem is not Problem.DATABASE_DAMAGED or repaired is not None:
                raise
            _log.info("the replica cannot be opened: %s", error)
        if not self._use.alone():
            raise StorageError(Problem.REPAIR_BLOCKED)
        repaired = self._repair()
        return make(), repaired

    def close(self) -> None:
        self._use.end()

    def _repaired_before(self) -> Repaired | None:
        """What was left undone, or found while the program ran. Others who have it open go first."""
        if self._use.alone():
            if (self._folder / "repairing").exists():
                from todo_desktop.replica.repair import finish_switch  # hardly ever needed

                finish_switch(self._folder)
            if repair_is_wanted(self._folder):
                return self._repair()
        if not self._use.share():
            raise StorageError(Problem.REPAIR_BLOCKED)
        return None

    def _repair(self) -> Repaired:
        """Off the window's thread: a large file takes seconds."""
        from todo_desktop.gui.background_job import BackgroundJob
        from todo_desktop.gui.repair_words import RepairProgress
        from todo_desktop.replica.repair import repair

        progress, loop = RepairProgress(), QEventLoop()
        outcome: list[Repaired | Exception] = []
        job: BackgroundJob[Repaired] = BackgroundJob(lambda: repair(self._folder), lambda: None)
        job.succeeded.connect(outcome.append)
        job.failed.connect(outcome.append)
        job.succeeded.connect(loop.quit)
        job.failed.connect(loop.quit)
        self._end_wanted.connect(loop.quit)
        job.start()
        loop.exec()
        progress.close()
        progress.deleteLater()
        if not outcome:
            raise EndWanted
        (found,) = outcome
        if isinstance(found, Exception):
            raise found
        _log.warning("the replica was damaged: %s", found)
        self._use.share()
        return found
