"""A consistent copy of an open replica's file, page by page, without holding anybody up."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

A_COPY = "a copy"
"""Is no place (`place`): who goes on with a copy must expect that what waits in it was sent since."""
_AT_ONCE = 2000


class _NotWantedError(Exception):
    """Ends a copy that nobody waits for any more."""


def copy_pages(connection: sqlite3.Connection, target: Path, wanted: Callable[[], bool]) -> bool:
    """What *connection* sees goes into *target*. Whether all of it: it is given up once it is not *wanted*. Raises
    sqlite3.Error."""

    def go_on(_status: int, _left: int, _total: int) -> None:
        if not wanted():
            raise _NotWantedError

    copy = sqlite3.connect(target)
    try:
        connection.backup(copy, pages=_AT_ONCE, progress=go_on)
        # A copy of its own needs no log beside it.
        copy.execute("PRAGMA journal_mode = DELETE")
        if any(column[1] == "home" for column in copy.execute("PRAGMA table_info(list)")):
            copy.execute("UPDATE list SET home = ?", (A_COPY,))
            copy.commit()
    except _NotWantedError:
        return False
    finally:
        copy.close()
    return True
