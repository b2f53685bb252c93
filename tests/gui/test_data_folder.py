"""The data folder is deleted or replaced while the program runs: it is said, and nothing that was typed is lost."""

import os
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.gui.lists_of_servers import settings_for
from todo_desktop.model.query import Query
from todo_desktop.replica.database import FILE_NAME, Purpose, open_database
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.store import TodoStore
from todo_desktop.settings.folders import Folders
from todo_desktop.settings.preferences import Preferences
from todo_desktop.sync import schedule
from todo_desktop.testing.fake_nocobase import FakeList
from todo_desktop.testing.running import Starter, TodoDesktop

pytestmark = pytest.mark.skipif(os.name != "posix", reason="elsewhere an open file cannot be deleted or moved")


def kept_titles(folder: Path) -> list[str]:
    """Of all lists of the replica in *folder*."""
    with closing(open_database(folder, Purpose.READER)) as database:
        reader = Reader(database)
        lists = TodoStore(database).lists()
        return [str(t.values["title"]) for each in lists for t in reader.rows(list(reader.ids(Query(each.id))))]


def quick_add(running: TodoDesktop, title: str) -> QLineEdit:
    line = running.window.findChild(QLineEdit, "quickAdd")
    assert line is not None
    line.setText(title)
    QTest.keyClick(line, Qt.Key.Key_Return)
    return line


@pytest.fixture
def local(start_todo_desktop: Starter) -> TodoDesktop:
    """The local list with one todo."""
    running = start_todo_desktop(preferences=Preferences())
    quick_add(running, "Before")
    running.list.wait_for("Before")
    return running


def test_what_is_typed_after_the_folder_was_deleted_is_there_at_the_next_start(
    local: TodoDesktop, start_todo_desktop: Starter, todo_desktop_folders: Folders
) -> None:
    shutil.rmtree(todo_desktop_folders.replica)
    quick_add(local, "After")
    local.list.wait_for("Before", "After")
    local.hands.qtbot.waitUntil(
        lambda: (
            "was deleted while the program ran. Everything that this window shows has been"
            in local.hands.text("noticeText")
        )
    )
    local.end()
    assert kept_titles(todo_desktop_folders.replica) == ["Before", "After"]


def test_it_is_noticed_and_written_back_without_any_edit(local: TodoDesktop, todo_desktop_folders: Folders) -> None:
    shutil.rmtree(todo_desktop_folders.replica)
    local.notice.wait_for("written back")
    assert kept_titles(todo_desktop_folders.replica) == ["Before"]


def test_what_is_deleted_in_the_last_second_is_written_back_at_the_end(
    local: TodoDesktop, todo_desktop_folders: Folders
) -> None:
    shutil.rmtree(todo_desktop_folders.replica)
    local.end()
    assert kept_titles(todo_desktop_folders.replica) == ["Before"]


def test_the_sync_goes_on_with_what_was_written_back(
    here: FakeList,
    start_todo_desktop: Starter,
    todo_desktop_folders: Folders,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # What was written back may be a copy of a folder that was moved: new todos are looked for before they are sent.
    monkeypatch.setattr(schedule, "LOOKS", (50, 50, 50))
    running = start_todo_desktop(preferences=settings_for(here))
    running.list.wait_for("Of this server")
    running.status.wait_for("Connected")
    shutil.rmtree(todo_desktop_folders.replica)
    quick_add(running, "After")
    qtbot.waitUntil(lambda: "After" in {row["title"] for row in here.table.rows.values()})
    here.write_row(
        {"title": "Theirs", "createdAt": "2026-02-01T10:00:00.000Z", "updatedAt": "2026-02-01T10:00:00.000Z"}
    )
    refresh = running.window.findChild(QAction, "actionRefresh")
    assert refresh is not None
    refresh.trigger()
    running.list.wait_for("Of this server", "After", "Theirs")
    assert sorted(row["title"] for row in here.table.rows.values()) == ["After", "Of this server", "Theirs"]


def test_another_file_in_its_place_is_said_and_left_alone_and_what_is_typed_stays_in_the_line(
    local: TodoDesktop, todo_desktop_folders: Folders
) -> None:
    todo_desktop_folders.replica.rename(todo_desktop_folders.replica.with_name("away"))
    open_database(todo_desktop_folders.replica, Purpose.WINDOW).close()
    before = (todo_desktop_folders.replica / FILE_NAME).read_bytes()
    local.notice.wait_for("What this window shows was kept beside it as replica.kept-1.sqlite3.")
    assert quick_add(local, "Refused").text() == "Refused"
    assert local.hands.text("noticeText").endswith("as replica.kept-1.sqlite3.")
    local.end()
    assert (todo_desktop_folders.replica / FILE_NAME).read_bytes() == before
    kept = shutil.copytree(todo_desktop_folders.replica, todo_desktop_folders.replica.with_name("looked-at"))
    (kept / "replica.kept-1.sqlite3").replace(kept / FILE_NAME)
    assert kept_titles(kept) == ["Before"]
