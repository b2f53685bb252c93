"""Opening the file: what is made, what is refused, what a transaction promises."""

import os
import sqlite3
import stat
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from todo_desktop.model.errors import Problem, StorageError
from todo_desktop.replica import database as database_module
from todo_desktop.replica.database import FILE_NAME, Database, Purpose, open_database
from todo_desktop.replica.migrations import STEPS

Opened = Callable[[Purpose], Database]


def problem_of_opening(folder: Path, purpose: Purpose = Purpose.WINDOW) -> Problem:
    with pytest.raises(StorageError) as caught:
        open_database(folder, purpose)
    return caught.value.problem


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_the_folder_and_all_files_are_for_their_owner_alone(folder: Path, opened: Opened) -> None:
    opened(Purpose.WINDOW).run("UPDATE search_state SET stale = 1")
    assert mode(folder) == 0o700
    assert {path.name: oct(mode(path)) for path in folder.iterdir()} == {
        FILE_NAME: "0o600", f"{FILE_NAME}-wal": "0o600", f"{FILE_NAME}-shm": "0o600",
    }  # fmt: skip


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_a_file_that_others_could_read_is_closed_to_them(folder: Path) -> None:
    open_database(folder, Purpose.WINDOW).close()
    (folder / FILE_NAME).chmod(0o644)
    open_database(folder, Purpose.WORKER).close()
    assert mode(folder / FILE_NAME) == 0o600


def test_a_folder_that_the_user_shares_keeps_its_mode(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o750)
    open_database(folder, Purpose.WINDOW).close()
    assert mode(folder) == 0o750


def test_an_edit_is_on_the_disk_when_its_commit_returns(opened: Opened) -> None:
    full, normal = 2, 1
    assert opened(Purpose.WINDOW).value("PRAGMA synchronous") == full
    assert opened(Purpose.WORKER).value("PRAGMA synchronous") == normal


def test_an_edit_gets_in_between_the_transactions_of_a_sync(opened: Opened) -> None:
    window, worker = opened(Purpose.WINDOW), opened(Purpose.WORKER)
    stop, wrote = threading.Event(), threading.Event()

    def write_without_a_pause() -> None:
        while not stop.is_set():
            with worker.transaction():
                worker.run_many("INSERT INTO search_text (todo_id, text) VALUES (?, 'a text')", [[1]] * 2000)
                wrote.set()

    sync = threading.Thread(target=write_without_a_pause)
    sync.start()
    waits = []
    for _ in range(20):
        wrote.clear()
        assert wrote.wait(5), "the sync goes on"
        begun = time.monotonic()
        with window.transaction():
            waits.append(time.monotonic() - begun)
    stop.set()
    sync.join()
    # Without its turn an edit waits for seconds; the margin is for a machine that has much else to do.
    assert sorted(waits)[15] < 0.2, f"an edit waits for one short transaction, not for the sync: {waits}"


def test_who_cannot_write_within_five_seconds_is_told(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "_BUSY_MS", 20)
    window, worker = opened(Purpose.WINDOW), opened(Purpose.WORKER)
    with worker.transaction(), pytest.raises(StorageError), window.transaction():
        pass
    with window.transaction():
        window.run("UPDATE search_state SET stale = 1")


@pytest.mark.parametrize("purpose", [Purpose.WINDOW, Purpose.WORKER])
def test_no_commit_stops_for_a_checkpoint(opened: Opened, purpose: Purpose) -> None:
    assert opened(purpose).value("PRAGMA wal_autocheckpoint") == 0


def test_the_worker_moves_the_log_into_the_file(database: Database, folder: Path) -> None:
    before = (folder / FILE_NAME).stat().st_size
    database.run_many("INSERT INTO search_text (todo_id, text) VALUES (?, ?)", [(n, "x" * 1000) for n in range(100)])
    assert (folder / FILE_NAME).stat().st_size == before
    assert database.checkpoint()
    assert (folder / FILE_NAME).stat().st_size > before + 100_000


def test_a_checkpoint_does_not_wait_for_a_reader(database: Database, opened: Opened) -> None:
    looking = opened(Purpose.READER)
    with looking.reading():
        looking.value("SELECT stale FROM search_state")
        database.run("UPDATE search_state SET stale = 1")
        assert not database.checkpoint()
    assert database.checkpoint()


def test_a_reader_cannot_write(database: Database, opened: Opened) -> None:
    with pytest.raises(StorageError) as caught:
        opened(Purpose.READER).run("UPDATE search_state SET stale = 1")
    assert caught.value.problem is Problem.FOLDER_READ_ONLY


def test_a_newer_database_is_refused_and_left_as_it_is(folder: Path) -> None:
    open_database(folder, Purpose.WINDOW).close()
    with sqlite3.connect(folder / FILE_NAME) as newer:
        newer.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    newer.close()
    before = (folder / FILE_NAME).read_bytes()
    assert problem_of_opening(folder) is Problem.DATABASE_NEWER
    assert (folder / FILE_NAME).read_bytes() == before


def test_an_older_database_is_backed_up_and_then_migrated(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = open_database(folder, Purpose.WINDOW)
    old.run("INSERT INTO search_text (todo_id, text) VALUES (1, 'kept')")
    old.close()
    monkeypatch.setattr(database_module, "STEPS", (*STEPS, ("ALTER TABLE todo ADD COLUMN color TEXT",)))

    migrated = open_database(folder, Purpose.WINDOW)
    assert migrated.value("PRAGMA user_version") == len(STEPS) + 1
    assert migrated.rows("SELECT color FROM todo") == []
    assert migrated.value("SELECT text FROM search_text") == "kept"
    migrated.close()

    backup = sqlite3.connect(folder / f"replica-version-{len(STEPS)}.sqlite3")
    assert backup.execute("SELECT text FROM search_text").fetchone() == ("kept",)
    assert backup.execute("PRAGMA user_version").fetchone() == (len(STEPS),)
    backup.close()


def test_a_migration_that_fails_changes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_database(folder, Purpose.WINDOW).close()
    broken = ("ALTER TABLE todo ADD COLUMN color TEXT", "ALTER TABLE nowhere ADD COLUMN color TEXT")
    with monkeypatch.context() as patch:
        patch.setattr(database_module, "STEPS", (*STEPS, broken))
        assert problem_of_opening(folder) is Problem.INTERNAL
    again = open_database(folder, Purpose.WINDOW)
    assert "color" not in {row[1] for row in again.rows("PRAGMA table_info(todo)")}
    again.close()


def test_a_file_that_is_no_database_is_called_damaged(folder: Path) -> None:
    folder.mkdir()
    (folder / FILE_NAME).write_bytes(b"certainly no database " * 100)
    assert problem_of_opening(folder) is Problem.DATABASE_DAMAGED
    assert (folder / FILE_NAME).read_bytes().startswith(b"certainly")


def test_a_database_of_another_program_is_refused(folder: Path) -> None:
    folder.mkdir()
    other = sqlite3.connect(folder / FILE_NAME)
    other.execute("CREATE TABLE theirs (x)")
    other.close()
    assert problem_of_opening(folder) is Problem.DATABASE_DAMAGED


def test_damage_inside_the_file_is_found_by_a_check(folder: Path) -> None:
    fresh = open_database(folder, Purpose.WORKER)
    fresh.run_many("INSERT INTO search_text (todo_id, text) VALUES (?, ?)", [(n, "x" * 900) for n in range(500)])
    fresh.check()
    fresh.close()
    path = folder / FILE_NAME
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 8192] = b"\xff" * 8192
    path.write_bytes(content)
    damaged = open_database(folder, Purpose.WORKER)
    with pytest.raises(StorageError) as caught:
        damaged.check()
    damaged.close()
    assert caught.value.problem is Problem.DATABASE_DAMAGED


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert problem_of_opening(tmp_path / "file" / "data") is Problem.FOLDER_READ_ONLY


def test_a_reader_does_not_make_a_database(folder: Path) -> None:
    assert problem_of_opening(folder, Purpose.READER) is Problem.FOLDER_READ_ONLY
    assert not folder.exists()


def test_a_full_disk_undoes_the_transaction_and_is_told(database: Database) -> None:
    database.run(f"PRAGMA max_page_count = {database.value('PRAGMA page_count') + 4}")
    texts = [(number, "x" * 4000) for number in range(100)]
    with pytest.raises(StorageError) as caught, database.transaction():
        database.run_many("INSERT INTO search_text (todo_id, text) VALUES (?, ?)", texts)
    assert caught.value.problem is Problem.DISK_FULL
    assert database.value("SELECT count(*) FROM search_text") == 0
    with database.transaction():
        database.run("INSERT INTO search_text (todo_id, text) VALUES (1, 'small')")
    assert database.value("SELECT count(*) FROM search_text") == 1


def mark_and_fail(database: Database, number: int) -> None:
    database.run("UPDATE search_state SET stale = ?", (number,))
    raise ZeroDivisionError


def test_an_error_undoes_all_of_a_transaction(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.transaction():
        mark_and_fail(database, 7)
    assert database.value("SELECT stale FROM search_state") == 0


def test_an_error_in_a_nested_transaction_undoes_that_part_alone(database: Database) -> None:
    with database.transaction():
        database.run("UPDATE search_state SET stale = 7")
        with pytest.raises(ZeroDivisionError), database.transaction():
            mark_and_fail(database, 8)
    assert database.value("SELECT stale FROM search_state") == 7


def test_what_is_read_inside_one_reading_is_one_moment(database: Database, opened: Opened) -> None:
    looking = opened(Purpose.READER)
    with looking.reading():
        assert looking.value("SELECT stale FROM search_state") == 0
        database.run("UPDATE search_state SET stale = 7")
        assert looking.value("SELECT stale FROM search_state") == 0
    assert looking.value("SELECT stale FROM search_state") == 7


def test_a_window_notices_that_somebody_else_wrote(database: Database, opened: Opened) -> None:
    window = opened(Purpose.WINDOW)
    before = window.data_version
    window.run("UPDATE search_state SET stale = 1")
    assert window.data_version == before
    database.run("UPDATE search_state SET stale = 2")
    assert window.data_version != before


def test_a_backup_is_whole_and_for_its_owner_alone(database: Database, tmp_path: Path) -> None:
    database.run("INSERT INTO search_text (todo_id, text) VALUES (1, 'kept')")
    target = tmp_path / "copy.sqlite3"
    target.write_text("an older one")
    database.backup(target)
    assert mode(target) == 0o600
    copy = sqlite3.connect(target)
    assert copy.execute("SELECT text FROM search_text").fetchone() == ("kept",)
    copy.close()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("copy")] == ["copy.sqlite3"]


def test_an_error_of_sqlite_never_leaves_the_package(database: Database) -> None:
    with pytest.raises(StorageError):
        database.rows("SELECT nonsense")
    with pytest.raises(StorageError):
        database.run_many("INSERT INTO entry (todo_id) VALUES (?)", [(1,)])
    with pytest.raises(StorageError):
        database.insert("INSERT INTO todo (list_id) VALUES (1)")


def test_what_describes_the_tables_fits_into_the_first_page(folder: Path) -> None:
    """A repair has no other page to put in the place of a damaged one."""
    open_database(folder, Purpose.WORKER).close()
    leaf_of_a_table = 0x0D
    assert (folder / FILE_NAME).read_bytes()[100] == leaf_of_a_table
