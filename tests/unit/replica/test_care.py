"""The replica is looked after: damage is noticed, and a copy of each day is kept, seven of them."""

import os
import stat
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from todo_desktop.model.errors import Problem
from todo_desktop.replica.backups import KEPT, Backups
from todo_desktop.replica.care import Care, repair_is_wanted
from todo_desktop.replica.database import FILE_NAME, Database, Purpose, open_database, was_left_open
from todo_desktop.replica.process_lock import ProcessLock

DAY = 86_400_000
NOON = 1_795_000_000_000
Opened = Callable[[Purpose], Database]


def fill(database: Database, rows: int = 500) -> None:
    database.run_many("INSERT INTO search_text (todo_id, text) VALUES (?, ?)", [(n, "x" * 900) for n in range(rows)])


def damage(folder: Path) -> None:
    path = folder / FILE_NAME
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 8192] = b"\xff" * 8192
    path.write_bytes(content)


def test_each_day_is_kept_once_and_seven_of_them(database: Database, folder: Path) -> None:
    fill(database, 1)
    for day in range(10):
        assert Care(folder).run(NOON + day * DAY, suspicious=False) is None
        assert not Backups(folder).is_due(NOON + day * DAY)
    days = [day for day, _ in Backups(folder).newest_first()]
    assert len(days) == KEPT
    assert (days[0] - days[-1]).days == KEPT - 1
    assert all(isinstance(day, date) for day in days)


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_a_backup_is_for_its_owner_alone(database: Database, folder: Path) -> None:
    Care(folder).run(NOON, suspicious=False)
    ((_, path),) = Backups(folder).newest_first()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_backup_holds_what_was_committed(database: Database, folder: Path) -> None:
    fill(database, 3)
    Care(folder).run(NOON, suspicious=False)
    ((_, path),) = Backups(folder).newest_first()
    copy = folder.parent / "copy"
    copy.mkdir()
    (copy / FILE_NAME).write_bytes(path.read_bytes())
    restored = open_database(copy, Purpose.WORKER)
    assert restored.value("SELECT count(*) FROM search_text") == 3
    restored.check()
    restored.close()


def test_edits_go_on_while_a_backup_is_made(database: Database, opened: Opened, folder: Path) -> None:
    fill(database, 20_000)
    copying, finished = opened(Purpose.READER), []
    steps = 0

    def write_in_between() -> bool:
        nonlocal steps
        steps += 1
        database.run("UPDATE search_state SET stale = stale + 1")
        return True

    Backups(folder).make(copying, NOON, write_in_between)
    finished.append(steps)
    assert steps >= 2, "it was made in steps"
    assert steps < 50, "no write made it begin anew"


def test_a_damaged_file_is_noticed_and_drives_out_no_good_backup(folder: Path) -> None:
    database = open_database(folder, Purpose.WORKER)
    fill(database)
    Care(folder).run(NOON, suspicious=False)
    database.close()
    damage(folder)
    assert Care(folder).run(NOON + DAY, suspicious=False) is Problem.DATABASE_DAMAGED
    assert len(Backups(folder).newest_first()) == 1
    assert repair_is_wanted(folder)


def test_after_an_end_that_was_not_clean_the_file_is_looked_through(folder: Path) -> None:
    database = open_database(folder, Purpose.WORKER)
    fill(database)
    assert was_left_open(folder)
    Care(folder).run(NOON, suspicious=False)
    database.close()
    assert not was_left_open(folder)
    damage(folder)
    assert Care(folder).run(NOON, suspicious=False) is None, "the backup of the day is there"
    assert Care(folder).run(NOON, suspicious=True) is Problem.DATABASE_DAMAGED


def test_one_process_at_a_time_looks_after_a_replica(database: Database, folder: Path) -> None:
    other = ProcessLock(folder / "care.lock")
    assert other.acquire()
    assert Care(folder).run(NOON, suspicious=True) is None
    assert Backups(folder).newest_first() == []
    other.release()


def test_a_backup_that_nobody_waits_for_any_more_leaves_nothing(
    database: Database, opened: Opened, folder: Path
) -> None:
    fill(database, 20_000)
    Backups(folder).make(opened(Purpose.READER), NOON, lambda: False)
    assert list((folder / "backups").iterdir()) == []


def test_a_look_through_a_large_file_can_be_ended(database: Database, folder: Path) -> None:
    fill(database, 50_000)
    care = Care(folder)
    results: list[Problem | None] = []
    thread = threading.Thread(target=lambda: results.append(care.run(NOON, suspicious=True)))
    thread.start()
    care.cancel()
    thread.join(2)
    assert results == [None]
    assert Backups(folder).newest_first() == []
