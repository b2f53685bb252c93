"""A disk that takes no more: the window stays, what was shown as stored is there, and it goes on once there is room."""

import resource
from pathlib import Path

from tests.support.waiting import wait_until
from tests.system.conftest import StartProgram
from tests.system.program import PATIENCE_SECONDS, ProgramProcess, titles_in, wait_for_titles

ROOM_LEFT = 4_000


def _limit(program: ProgramProcess, size: int) -> None:
    """The system lets the program write no file beyond *size* bytes."""
    _, most = resource.prlimit(program.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(program.pid, resource.RLIMIT_FSIZE, (size, most))


def test_nothing_that_was_shown_is_lost_when_the_disk_takes_no_more(start: StartProgram, data_dir: Path) -> None:
    program = start()
    program.add("Stored")
    wait_for_titles(data_dir, "Stored")
    _limit(program, (data_dir / "replica" / "replica.sqlite3-wal").stat().st_size + ROOM_LEFT)
    program.add("No room for this")
    program.add("Nor for that")
    assert titles_in(data_dir) == ["Stored"]
    assert program.is_running
    _limit(program, resource.RLIM_INFINITY)
    program.press("ctrl+n", "ctrl+a")
    program.write("Room again")
    program.press("Return")
    wait_until(lambda: "Room again" in titles_in(data_dir), PATIENCE_SECONDS)
    assert program.close() == 0
    assert program.said() == ""
    again = start()
    again.add("After a restart")
    wait_for_titles(data_dir, "After a restart", "Room again", "Stored")
    assert again.close() == 0
