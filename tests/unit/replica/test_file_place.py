"""The file of an open replica is deleted, or another one is put in its place: nothing that is typed goes nowhere."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from todo_desktop.model.errors import Problem, StorageError
from todo_desktop.replica import database as database_module
from todo_desktop.replica.database import FILE_NAME, Database, Purpose, open_database

Opened = Callable[[Purpose], Database]
pytestmark = pytest.mark.skipif(os.name != "posix", reason="elsewhere an open file cannot be deleted or moved")


def write(database: Database, text: str) -> None:
    with database.transaction():
        database.run("INSERT INTO search_text (todo_id, text) VALUES (1, ?)", (text,))


def texts_in(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as found:
        assert found.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [text for (text,) in found.execute("SELECT text FROM search_text ORDER BY doc")]


def problem_of(act: Callable[[], object]) -> Problem:
    with pytest.raises(StorageError) as caught:
        act()
    return caught.value.problem


@pytest.fixture
def window(opened: Opened) -> Database:
    database = opened(Purpose.WINDOW)
    write(database, "before")
    return database


def test_an_edit_after_the_folder_was_deleted_is_there_at_the_next_start(window: Database, folder: Path) -> None:
    shutil.rmtree(folder)
    write(window, "after")
    window.close()
    assert texts_in(folder / FILE_NAME) == ["before", "after"]
    assert window.written_back == 1


def test_an_edit_during_which_the_folder_is_deleted_is_there_at_the_next_start(window: Database, folder: Path) -> None:
    with window.transaction():
        window.run("INSERT INTO search_text (todo_id, text) VALUES (1, 'meanwhile')")
        shutil.rmtree(folder)
    assert texts_in(folder / FILE_NAME) == ["before", "meanwhile"]


def test_a_file_that_was_deleted_without_its_log_is_written_back_whole(window: Database, folder: Path) -> None:
    (folder / FILE_NAME).unlink()
    write(window, "after")
    window.checkpoint()
    window.close()
    assert texts_in(folder / FILE_NAME) == ["before", "after"]
    assert [path.name for path in folder.iterdir()] == [FILE_NAME]


def test_connections_to_the_deleted_file_do_no_harm_to_the_one_written_back(
    window: Database, opened: Opened, folder: Path
) -> None:
    worker, reader = opened(Purpose.WORKER), opened(Purpose.READER)
    assert reader.value("SELECT count(*) FROM search_text") == 1
    shutil.rmtree(folder)
    write(window, "after")
    for stale in (worker, reader):
        stale.close()
    write(window, "later")
    assert (folder / f"{FILE_NAME}-wal").exists()
    with closing(window.beside(Purpose.READER)) as fresh:
        assert fresh.value("SELECT count(*) FROM search_text") == 3
    assert texts_in(folder / FILE_NAME) == ["before", "after", "later"]


def test_the_sync_and_the_reader_leave_a_deleted_file_to_the_window(
    window: Database, opened: Opened, folder: Path
) -> None:
    worker, reader = opened(Purpose.WORKER), opened(Purpose.READER)
    shutil.rmtree(folder)
    assert problem_of(lambda: write(worker, "of the sync")) is Problem.REPLICA_GONE
    assert problem_of(lambda: reader.reading().__enter__()) is Problem.REPLICA_GONE
    assert problem_of(lambda: window.beside(Purpose.WORKER)) is Problem.REPLICA_GONE
    assert not folder.exists()
    window.stay_in_place()
    assert problem_of(lambda: write(worker, "of the sync")) is Problem.REPLICA_REPLACED
    with closing(window.beside(Purpose.WORKER)) as fresh:
        write(fresh, "of the sync")
    assert texts_in(folder / FILE_NAME) == ["before", "of the sync"]


def test_another_file_in_its_place_is_not_touched_and_edits_are_refused(window: Database, folder: Path) -> None:
    folder.rename(folder.with_name("away"))
    open_database(folder, Purpose.WINDOW).close()
    before = (folder / FILE_NAME).read_bytes()
    assert problem_of(lambda: write(window, "after")) is Problem.REPLICA_REPLACED
    assert problem_of(lambda: window.beside(Purpose.WORKER)) is Problem.REPLICA_REPLACED
    assert (folder / FILE_NAME).read_bytes() == before


def test_what_the_window_shows_is_kept_beside_the_file_that_took_its_place(window: Database, folder: Path) -> None:
    folder.rename(folder.with_name("away"))
    open_database(folder, Purpose.WINDOW).close()
    assert [window.keep_aside(), window.keep_aside()] == ["replica.kept-1.sqlite3", "replica.kept-2.sqlite3"]
    assert texts_in(folder / "replica.kept-1.sqlite3") == ["before"]


def test_where_it_cannot_be_written_back_the_edit_is_refused_and_the_next_one_tries_again(
    window: Database, folder: Path
) -> None:
    shutil.rmtree(folder)
    folder.write_text("in the way")
    assert problem_of(lambda: write(window, "refused")) is Problem.FOLDER_READ_ONLY
    folder.unlink()
    write(window, "after")
    assert texts_in(folder / FILE_NAME) == ["before", "after"]


def test_a_folder_that_was_moved_leaves_two_that_both_work(window: Database, folder: Path) -> None:
    away = folder.rename(folder.with_name("away"))
    write(window, "after")
    window.close()
    assert texts_in(folder / FILE_NAME) == ["before", "after"]
    assert texts_in(away / FILE_NAME) == ["before"]


def test_what_was_written_back_and_could_not_be_opened_is_written_back_again(
    window: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(folder)

    def refuse(*_arguments: object) -> Database:
        raise StorageError(Problem.DISK_FULL)

    with monkeypatch.context() as patch:
        patch.setattr(database_module, "open_database", refuse)
        assert problem_of(lambda: write(window, "refused")) is Problem.DISK_FULL
    write(window, "after")
    assert texts_in(folder / FILE_NAME) == ["before", "after"]
