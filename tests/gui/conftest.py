"""For every test of a window: a virtual screen, a desk with a real replica, and nothing left behind."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.lists_of_servers import Titles, remote_list
from tests.gui.rows_of_others import TITLES, YESTERDAY
from tests.gui.settings_hands import CONNECTED, Open, Opened, StubTester, wait_for_no_thread
from tests.gui.window_hands import Hands
from tests.support.gui_desk import FULL_COLLECTION, Desk, MakeDesk, theme_for
from tests.support.lasting_waits import LastingWaits
from todo_desktop.gui.theme.theme import Theme
from todo_desktop.model.lists import PullState
from todo_desktop.model.permissions import Permissions
from todo_desktop.model.query import Query
from todo_desktop.model.schema import Collection
from todo_desktop.replica.database import Purpose, open_database
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.store import TodoStore
from todo_desktop.settings.api_keys import Stored
from todo_desktop.settings.folders import Folders
from todo_desktop.settings.preferences import Preferences
from todo_desktop.testing.fake_nocobase import FakeList, FakeNocoBase
from todo_desktop.testing.leaks import nothing_of_qt_left_behind
from todo_desktop.testing.trusted_keyring import TrustedKeyring

OpenHands = Callable[[Desk], Hands]


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["todo-desktop", "-style", "fusion"]


@pytest.fixture(autouse=True)
def _nothing_of_qt_is_left_behind(qapp: QApplication) -> Iterator[None]:
    with nothing_of_qt_left_behind(qapp):
        yield


@pytest.fixture(scope="session")
def light_theme(qapp: QApplication) -> Theme:
    return theme_for(qapp)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[QtBot]:
    lasting = LastingWaits(request)
    yield lasting
    lasting.let_go()


@pytest.fixture
def make_desk(tmp_path: Path, light_theme: Theme, qtbot: QtBot) -> Iterator[MakeDesk]:
    """`make_desk()` is the local list, `make_desk(FULL_COLLECTION)` a server's; both closed after the test."""
    desks: list[Desk] = []

    def make(collection: Collection | None = None, permissions: Permissions | None = None) -> Desk:
        folder = tmp_path / f"desk-{len(desks)}"
        desks.append(Desk(folder, light_theme, collection=collection, permissions=permissions or Permissions()))
        return desks[-1]

    yield make
    for desk in desks:
        desk.close()


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    """The local list, empty, its window not opened yet."""
    return make_desk()


@pytest.fixture
def server_desk(make_desk: MakeDesk) -> Desk:
    """A server's list with every kind of field, empty, its window not opened yet."""
    return make_desk(FULL_COLLECTION)


@pytest.fixture
def open_hands(qtbot: QtBot) -> OpenHands:
    """Opens the window of a desk: `open_hands(desk)`."""
    return lambda desk: Hands(desk, qtbot)


@pytest.fixture
def local(desk: Desk, open_hands: OpenHands) -> Hands:
    """The local list with three todos, in an open window."""
    desk.fill([{"title": "Pay rent"}, {"title": "Call Ana", "completed": True}, {"title": "Water the plants"}])
    return open_hands(desk)


@pytest.fixture
def other_fake() -> Iterator[FakeNocoBase]:
    with FakeNocoBase() as server:
        yield server


@pytest.fixture
def here(fake: FakeNocoBase, todo_desktop_folders: Folders, todo_desktop_keyring: TrustedKeyring) -> FakeList:
    return remote_list(fake, "Of this server", todo_desktop_folders)


@pytest.fixture
def there(other_fake: FakeNocoBase, todo_desktop_folders: Folders, todo_desktop_keyring: TrustedKeyring) -> FakeList:
    return remote_list(other_fake, "Of the other server", todo_desktop_folders)


@pytest.fixture
def titles(todo_desktop_folders: Folders) -> Titles:
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


@pytest.fixture
def tester() -> StubTester:
    return StubTester()


@pytest.fixture
def opened(qtbot: QtBot, tester: StubTester) -> Iterator[Open]:
    def make(preferences: Preferences = CONNECTED, stored: Stored | None = Stored.KEYRING) -> Opened:
        return Opened(qtbot, tester, preferences, stored)

    yield make
    tester.may_answer.set()
    wait_for_no_thread(qtbot)


@pytest.fixture
def connected(server_desk: Desk, open_hands: OpenHands) -> Hands:
    """A server's list with two todos."""
    server_desk.fill([{"title": title, "priority": None} for title in ("Pay rent", "Call Ana")])
    return open_hands(server_desk)


@pytest.fixture
def away(server_desk: Desk) -> Desk:
    """A server's list that was read whole, and looked at last yesterday."""
    server_desk.fill([{"title": title, "completed": False} for title in TITLES])
    server_desk.worker.save_pull_state(server_desk.list.id, PullState(loaded=True))
    server_desk.worker.look([server_desk.list.id], YESTERDAY)
    return server_desk


@pytest.fixture
def addresses_opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the desktop was asked to open, in a browser or otherwise; it opens nothing."""
    found: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: found.append(url.toString()))
    return found
