"""What a replica needs now and then: a look for damage, and the backup of the day. Seconds on a large one."""

from contextlib import suppress
from pathlib import Path

from todo_desktop.model.errors import Problem, StorageError
from todo_desktop.model.values import Milliseconds
from todo_desktop.replica.backups import Backups
from todo_desktop.replica.database import Database, Purpose, open_database
from todo_desktop.replica.process_lock import ProcessLock

_REQUEST = "repair-wanted"


class Care:
    """One look after the replica in *folder*, on a thread that nobody waits for; `cancel` comes from another."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._database: Database | None = None
        self._wanted = True

    def cancel(self) -> None:
        """End soon; a backup under way is given up."""
        self._wanted = False
        if self._database is not None:
            with suppress(StorageError):  # closed this very moment
                self._database.interrupt()

    def run(self, at: Milliseconds, *, suspicious: bool) -> Problem | None:
        """What is wrong, if anything. The file is looked through where it is *suspicious*, and before each backup, so
        that no copy of a damaged one drives out a good one."""
        lock = ProcessLock(self._folder / "care.lock")
        try:
            if lock.acquire():  # else another process is at it
                self._look(at, suspicious=suspicious)
        except StorageError as error:
            if not self._wanted:
                return None
            if error.problem is Problem.DATABASE_DAMAGED:
                want_repair(self._folder)
            return error.problem
        finally:
            lock.release()
        return None

    def _look(self, at: Milliseconds, *, suspicious: bool) -> None:
        backups = Backups(self._folder)
        due = backups.is_due(at)
        if not due and not suspicious:
            return
        self._database = open_database(self._folder, Purpose.READER)
        try:
            if self._wanted:
                self._database.check()
            if due and self._wanted:
                backups.make(self._database, at, lambda: self._wanted)
        finally:
            database, self._database = self._database, None
            database.close()


def want_repair(folder: Path) -> None:
    """Have the next start repair the replica. Raises nothing: a start finds most damage by itself."""
    try:
        (folder / _REQUEST).touch(mode=0o600)
    except OSError:
        return


def repair_is_wanted(folder: Path) -> bool:
    return (folder / _REQUEST).exists()


def forget_repair(folder: Path) -> None:
    """It was done."""
    (folder / _REQUEST).unlink(missing_ok=True)
