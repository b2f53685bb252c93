"""Lists of two servers in one window: each is synced, whichever is in sight."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.gui.lists_of_servers import settings_for
from todo_desktop.model.query import Query
from todo_desktop.replica.database import Purpose, open_database
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.store import TodoStore
from todo_desktop.settings.folders import Folders
from todo_desktop.settings.preferences import Preferences
from todo_desktop.testing.fake_nocobase import FakeList
from todo_desktop.testing.running import Starter

# Qt's off-screen platform says this of every dialog.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)

Titles = Callable[[FakeList], list[object]]


def settings_for_both(here: FakeList, there: FakeList) -> Preferences:
    first, second = settings_for(here), settings_for(there)
    return first.with_servers([*first.servers, *second.servers])


@pytest.fixture
def titles(todo_desktop_folders: Folders) -> Titles:
    """What the replica holds of a list, as another process would read it."""

    def read(remote: FakeList) -> list[object]:
        database = open_database(Path(todo_desktop_folders.replica), Purpose.READER)
        try:
            todo_list = TodoStore(database).latest_list(remote.base_url, remote.collection)
            if todo_list is None:
                return []
            reader = Reader(database)
            return [todo.values["title"] for todo in reader.rows(reader.ids(Query(todo_list.id)))]
        finally:
            database.close()

    return read


def test_a_list_that_is_not_in_sight_is_synced_too(
    start_todo_desktop: Starter, here: FakeList, there: FakeList, titles: Titles
) -> None:
    running = start_todo_desktop(preferences=settings_for_both(here, there))
    running.list.wait_for("Of this server")
    running.hands.qtbot.waitUntil(lambda: titles(there) == ["Of the other server"])
    assert running.list.shown == ["Of this server"]


def test_a_server_that_cannot_be_reached_holds_no_other_up(
    start_todo_desktop: Starter, here: FakeList, there: FakeList, titles: Titles
) -> None:
    away = replace(settings_for(here), base_url="http://127.0.0.1:9/api")
    both = away.with_servers([*away.servers, *settings_for(there).servers])
    running = start_todo_desktop(preferences=both)
    running.hands.qtbot.waitUntil(lambda: titles(there) == ["Of the other server"])
