"""The whole program in this process: which list it opens, and with what."""

from contextlib import closing

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from tests.gui.running_program import StartProgram, remote_list, settings_for
from todo_desktop.gui.upload_dialog import UploadDialog
from todo_desktop.model.connection import ApiKey
from todo_desktop.model.query import Query
from todo_desktop.replica.database import Purpose, open_database
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.store import TodoStore
from todo_desktop.settings.api_keys import ApiKeyStore
from todo_desktop.settings.folders import Folders
from todo_desktop.settings.preferences import Preferences, PreferencesFile
from todo_desktop.testing.fake_nocobase import FakeNocoBase
from todo_desktop.testing.fake_nocobase.server import FakeList
from todo_desktop.testing.trusted_keyring import TrustedKeyring

# Qt's off-screen platform says this of every dialog.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)


def titles_on(remote: FakeList) -> list[str]:
    return sorted(str(row["title"]) for row in remote.table.rows.values())


def kept_titles(folders: Folders) -> dict[str, list[str]]:
    """What the replica holds of each server, by base URL."""
    with closing(open_database(folders.replica, Purpose.READER)) as database:
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
    start: StartProgram,
    here: FakeList,
    there: FakeList,
    ring: TrustedKeyring,
    folders: Folders,
    qtbot: QtBot,
    by: str,
) -> None:
    running = start(settings_for(here))
    running.wait_for_titles("Of this server")
    ring.locked = by == "the keyring refused"
    if not ring.locked:
        ring.answered.clear()
    asked = ring.asked
    running.take_settings(settings_for(there))
    qtbot.waitUntil(lambda: ring.asked > asked)
    if ring.locked:
        running.wait_for_words("noticeText", "There is no API key")
        ring.locked = False
    running.window.actions_.refresh.trigger()
    ring.answered.set()
    running.wait_for_titles("Of the other server")
    assert kept_titles(folders) == {here.base_url: ["Of this server"], there.base_url: ["Of the other server"]}


def test_somebody_who_asks_again_while_the_keyring_asks_is_not_asked_twice(
    start: StartProgram, here: FakeList, ring: TrustedKeyring, qtbot: QtBot
) -> None:
    ring.answered.clear()
    ring.asked = 0
    running = start(settings_for(here))
    qtbot.waitUntil(lambda: ring.asked == 1)
    running.window.actions_.refresh.trigger()
    running.window.actions_.refresh.trigger()
    ring.answered.set()
    running.wait_for_titles("Of this server")
    assert ring.asked == 2, "once to know whose list it is, once by the sync"


@pytest.mark.expects_log("a background job failed")
def test_a_fault_on_the_way_to_the_key_is_said(
    start: StartProgram, here: FakeList, ring: TrustedKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_self: TrustedKeyring, _service: str, _user: str) -> str:
        raise ZeroDivisionError

    monkeypatch.setattr(TrustedKeyring, "get_password", fail)
    running = start(settings_for(here))
    running.wait_for_words("noticeText", "Something went wrong inside Todo Desktop")


def test_the_network_is_left_alone_until_the_user_stops_working_offline(
    start: StartProgram, fake: FakeNocoBase, folders: Folders, ring: TrustedKeyring
) -> None:
    here = remote_list(fake, "Of this server", folders)
    ApiKeyStore(folders.key_scope).store(here.base_url, ApiKey("a-key-that-does-not-tell-its-user"))
    running = start(settings_for(here), offline=True)
    running.wait_for_words("statusConnection", "Working offline")
    assert fake.requests == []
    ApiKeyStore(folders.key_scope).store(here.base_url, ApiKey(here.key))
    running.window.actions_.offline.trigger()
    running.wait_for_titles("Of this server")


def test_an_upload_that_was_begun_for_one_server_is_asked_about_anew_for_another(
    start: StartProgram, here: FakeList, qtbot: QtBot
) -> None:
    alone = start(Preferences())
    alone.window.pane.commands.add(["Only here"])
    alone.end()
    running = start(replace(settings_for(here), upload="upload to list 99"))
    qtbot.waitUntil(lambda: bool(running.window.findChildren(UploadDialog)))
    running.window.findChildren(UploadDialog)[0].reject()
    assert titles_on(here) == ["Of this server"]


def test_what_went_on_behind_the_settings_is_not_undone_by_saving_them(
    start: StartProgram, here: FakeList, folders: Folders
) -> None:
    running = start(settings_for(here))
    running.wait_for_titles("Of this server")
    running.take_settings(replace(settings_for(here), upload="upload to list 2", work_offline=True, sync_interval=99))
    kept = PreferencesFile(folders.settings_file).load().preferences
    assert kept == replace(settings_for(here), sync_interval=99)
