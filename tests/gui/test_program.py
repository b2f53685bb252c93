"""The whole program in this process: which list it opens, and with what."""

from contextlib import closing

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from tests.gui.lists_of_servers import remote_list, settings_for, take_settings
from tests.gui.several_lists_hands import click_row, rows_of, sidebar_of
from todo_desktop.gui.setup.dialog import SetupDialog
from todo_desktop.gui.upload_dialog import UploadChoice, UploadDialog
from todo_desktop.model.connection import ApiKey
from todo_desktop.model.query import Query
from todo_desktop.model.setup import SetupDone
from todo_desktop.replica.database import Purpose, open_database
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.store import TodoStore
from todo_desktop.settings.api_keys import ApiKeyStore
from todo_desktop.settings.folders import Folders
from todo_desktop.settings.preferences import Preferences, PreferencesFile
from todo_desktop.testing.fake_nocobase import FakeNocoBase
from todo_desktop.testing.fake_nocobase.server import FakeList
from todo_desktop.testing.running import Starter
from todo_desktop.testing.shapes import TUTORIAL
from todo_desktop.testing.trusted_keyring import TrustedKeyring

# Qt's off-screen platform says this of every dialog.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)


def titles_on(remote: FakeList) -> list[str]:
    return sorted(str(row["title"]) for row in remote.table.rows.values())


def kept_titles(todo_desktop_folders: Folders) -> dict[str, list[str]]:
    """What the replica holds of each server, by base URL."""
    with closing(open_database(todo_desktop_folders.replica, Purpose.READER)) as database:
        reader = Reader(database)
        return {
            each.identity.base_url: [
                str(todo.values["title"]) for todo in reader.rows(list(reader.ids(Query(each.id))))
            ]
            for each in TodoStore(database).lists()
            if each.identity is not None
        }


@pytest.mark.parametrize("by", ["the keyring refused", "the keyring asked its user"])
def test_todos_of_one_server_never_reach_another(
    start_todo_desktop: Starter,
    here: FakeList,
    there: FakeList,
    todo_desktop_keyring: TrustedKeyring,
    todo_desktop_folders: Folders,
    qtbot: QtBot,
    by: str,
) -> None:
    running = start_todo_desktop(preferences=settings_for(here))
    running.list.wait_for("Of this server")
    todo_desktop_keyring.locked = by == "the keyring refused"
    if not todo_desktop_keyring.locked:
        todo_desktop_keyring.answered.clear()
    asked = todo_desktop_keyring.asked
    take_settings(running, settings_for(there))
    qtbot.waitUntil(lambda: todo_desktop_keyring.asked > asked)
    if todo_desktop_keyring.locked:
        running.notice.wait_for("The system's keyring is locked")
        todo_desktop_keyring.locked = False
    running.window.actions_.refresh.trigger()
    todo_desktop_keyring.answered.set()
    running.list.wait_for("Of the other server")
    assert kept_titles(todo_desktop_folders) == {
        here.base_url: ["Of this server"],
        there.base_url: ["Of the other server"],
    }


def test_somebody_who_asks_again_while_the_keyring_asks_is_not_asked_twice(
    start_todo_desktop: Starter, here: FakeList, todo_desktop_keyring: TrustedKeyring, qtbot: QtBot
) -> None:
    todo_desktop_keyring.answered.clear()
    todo_desktop_keyring.asked = 0
    running = start_todo_desktop(preferences=settings_for(here))
    qtbot.waitUntil(lambda: todo_desktop_keyring.asked == 1)
    running.window.actions_.refresh.trigger()
    running.window.actions_.refresh.trigger()
    todo_desktop_keyring.answered.set()
    running.list.wait_for("Of this server")
    assert todo_desktop_keyring.asked == 2, "once to know whose list it is, once by the sync"


@pytest.mark.parametrize("list_is_known", [True, False])
def test_without_a_keyring_the_key_is_asked_for_at_the_next_start_and_it_is_said_why(
    start_todo_desktop: Starter,
    here: FakeList,
    todo_desktop_keyring: TrustedKeyring,
    list_is_known: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if list_is_known:
        before = start_todo_desktop(preferences=settings_for(here))
        before.list.wait_for("Of this server")
        before.end()
    monkeypatch.setattr(TrustedKeyring, "__module__", "keyring.backends.fail")
    monkeypatch.setattr(TrustedKeyring, "priority", 0)
    running = start_todo_desktop(preferences=settings_for(here))
    running.notice.wait_for("this system has no keyring that keeps one safely")
    running.notice.wait_for("Enter the key; it is kept until you quit.")


def test_the_list_in_sight_stays_until_the_one_that_was_asked_for_exists(
    start_todo_desktop: Starter,
    here: FakeList,
    todo_desktop_folders: Folders,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("todo_desktop.app.list_sync._LOOK_AGAIN_MS", 20)
    running = start_todo_desktop(preferences=settings_for(here))
    running.list.wait_for("Of this server")
    to_come = f"{here.collection}x"
    take_settings(running, replace(settings_for(here), collection=to_come))
    running.notice.wait_for(f"shows this key nothing called “{to_come}”")
    running.list.wait_for("Of this server")
    assert list(kept_titles(todo_desktop_folders).values()) == [["Of this server"]]
    there = here.server.open_list(TUTORIAL, collection=to_come)
    there.write_row({"title": "Made meanwhile"})
    ApiKeyStore(todo_desktop_folders.key_scope).store(there.base_url, ApiKey(there.key))
    running.list.wait_for("Made meanwhile")


@pytest.mark.expects_log("a background job failed")
def test_a_fault_on_the_way_to_the_key_is_said(
    start_todo_desktop: Starter, here: FakeList, todo_desktop_keyring: TrustedKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_self: TrustedKeyring, _service: str, _user: str) -> str:
        raise ZeroDivisionError

    monkeypatch.setattr(TrustedKeyring, "get_password", fail)
    running = start_todo_desktop(preferences=settings_for(here))
    running.notice.wait_for("Something went wrong inside Todo Desktop")


def test_the_network_is_left_alone_until_the_user_stops_working_offline(
    start_todo_desktop: Starter, fake: FakeNocoBase, todo_desktop_folders: Folders, todo_desktop_keyring: TrustedKeyring
) -> None:
    here = remote_list(fake, "Of this server", todo_desktop_folders)
    ApiKeyStore(todo_desktop_folders.key_scope).store(here.base_url, ApiKey("a-key-that-does-not-tell-its-user"))
    running = start_todo_desktop(preferences=settings_for(here), offline=True)
    running.status.wait_for("Working offline")
    assert fake.requests == []
    ApiKeyStore(todo_desktop_folders.key_scope).store(here.base_url, ApiKey(here.key))
    running.window.actions_.offline.trigger()
    running.list.wait_for("Of this server")


def test_an_upload_that_was_begun_for_one_server_is_asked_about_anew_for_another(
    start_todo_desktop: Starter, here: FakeList, qtbot: QtBot
) -> None:
    alone = start_todo_desktop(preferences=Preferences())
    alone.window.pane.commands.add(["Only here"], lambda _titles: None)
    alone.end()
    running = start_todo_desktop(preferences=replace(settings_for(here), upload="upload to list 99"))
    qtbot.waitUntil(lambda: bool(running.window.findChildren(UploadDialog)))
    running.window.findChildren(UploadDialog)[0].reject()
    assert titles_on(here) == ["Of this server"]


def test_the_upload_is_offered_once_the_wizard_that_connected_was_closed(
    start_todo_desktop: Starter, here: FakeList, qtbot: QtBot
) -> None:
    running = start_todo_desktop(preferences=Preferences())
    running.window.pane.commands.add(["Only here"], lambda _titles: None)
    running.window.actions_.setup.trigger()
    (wizard,) = running.window.findChildren(SetupDialog)
    wizard.finished_setup.emit(SetupDone(here.base_url, here.collection, ApiKey(here.key), ()))
    running.list.wait_for("Of this server")
    running.status.wait_for("Connected")
    assert not running.window.findChildren(UploadDialog)
    wizard.accept()
    (offered,) = running.window.findChildren(UploadDialog)
    assert offered.isVisible()
    offered.reject()


def test_undo_goes_on_with_what_an_upload_left_here(start_todo_desktop: Starter, here: FakeList, qtbot: QtBot) -> None:
    running = start_todo_desktop(preferences=Preferences())
    running.window.pane.commands.add(["Stays here"], lambda _titles: None, values={"due": "2026-12-01"})
    running.list.add("Goes there")
    running.list.wait_for("Stays here", "Goes there")
    take_settings(running, settings_for(here))
    running.list.wait_for("Of this server")
    qtbot.waitUntil(lambda: bool(running.window.findChildren(UploadDialog)))
    running.window.findChildren(UploadDialog)[0].chosen.emit(UploadChoice.UPLOAD_AND_LEAVE_SOME)
    running.list.wait_for("Of this server", "Goes there")
    running.window.findChildren(UploadDialog)[0].reject()
    view = sidebar_of(running)
    click_row(view, rows_of(view).index("To do"))
    running.list.wait_for("Stays here")
    assert running.window.actions_.undo.text() == "&Undo adding a todo"
    running.window.actions_.undo.trigger()
    running.list.wait_for()
    assert running.notice.text == ""
    assert not running.window.actions_.undo.isEnabled()


def test_what_went_on_behind_the_settings_is_not_undone_by_saving_them(
    start_todo_desktop: Starter, here: FakeList, todo_desktop_folders: Folders
) -> None:
    running = start_todo_desktop(preferences=settings_for(here))
    running.list.wait_for("Of this server")
    take_settings(running, replace(settings_for(here), upload="upload to list 2", work_offline=True, sync_interval=99))
    kept = PreferencesFile(todo_desktop_folders.settings_file).load().preferences
    assert replace(kept, shown=None, user_id="") == replace(settings_for(here), sync_interval=99)
