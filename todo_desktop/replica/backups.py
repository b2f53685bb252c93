"""Daily copies of the replica: the newest seven stay."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from todo_desktop.model.values import Milliseconds
from todo_desktop.replica.database import Database, create_private_folder
from todo_desktop.replica.failures import translated

KEPT = 7
_NAME = r"replica-(\d{4}-\d{2}-\d{2})\.sqlite3"


class Backups:
    """Those of the replica in *folder*; they lie in a folder of their own beside it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "backups"

    def newest_first(self) -> list[tuple[date, Path]]:
        """The day of each (UTC), and its file. Raises StorageError."""
        with translated():
            if not self._folder.is_dir():
                return []
            found = [(re.fullmatch(_NAME, path.name), path) for path in self._folder.iterdir()]
        named = [(date.fromisoformat(name.group(1)), path) for name, path in found if name]
        return sorted(named, reverse=True)

    def is_due(self, at: Milliseconds) -> bool:
        """Whether there is none of the day of *at* yet."""
        return all(day != _day(at) for day, _ in self.newest_first())

    def make(self, database: Database, at: Milliseconds, wanted: Callable[[], bool]) -> None:
        """Copy what *database* holds now, as the backup of the day of *at*; given up once it is not *wanted* any more.

        Takes as long as the disk needs. The older ones go only when it is complete.
        """
        with translated():
            create_private_folder(self._folder)
        if database.backup(self._folder / f"replica-{_day(at)}.sqlite3", wanted):
            with translated():
                for _, path in self.newest_first()[KEPT:]:
                    path.unlink(missing_ok=True)


def _day(at: Milliseconds) -> date:
    return datetime.fromtimestamp(at / 1000, UTC).date()
