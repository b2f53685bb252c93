"""Two real servers at once, and two collections of one of them: each list has what was typed into it, and no other."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.server.lists import RemoteList, open_list
from tests.server.server import Server, running_server
from tests.support.waiting import wait_until
from tests.sync.remote import Remote
from tests.system.conftest import StartProgram
from tests.system.program import PATIENCE_SECONDS, ProgramProcess
from todo_desktop.model.connection import ApiKey
from todo_desktop.model.lists import ALL_LISTS
from todo_desktop.model.query import Query
from todo_desktop.model.todo import SyncState, Todo
from todo_desktop.replica.database import Purpose, open_database
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.store import TodoStore
from todo_desktop.settings.api_keys import ApiKeyStore
from todo_desktop.settings.folders import Folders, folders_of
from todo_desktop.settings.preferences import Preferences, PreferencesFile, ServerSettings
from todo_desktop.testing.running import Starter
from todo_desktop.testing.shapes import FULL, TUTORIAL


@pytest.fixture(scope="module")
def other_server() -> Iterator[Server]:
    with running_server() as server:
        yield server


@pytest.fixture
def lists(nocobase: Server, other_server: Server) -> list[RemoteList]:
    """Two collections of one server, and one of the other, with a todo each."""
    first, elsewhere = open_list(nocobase, TUTORIAL), open_list(other_server, FULL)
    found = [first, first.another_collection(), elsewhere]
    for number, each in enumerate(found):
        Remote(each).create(title=f"Was there {number}")
    return found


@pytest.fixture
def program(start: StartProgram, lists: list[RemoteList], data_dir: Path) -> Iterator[ProgramProcess]:
    """Started on the settings that have all three, its keys in the keyring."""
    first, second, elsewhere = lists
    servers = [
        ServerSettings(first.base_url, (first.collection, second.collection), sync_interval=5),
        ServerSettings(elsewhere.base_url, (elsewhere.collection,), sync_interval=5),
    ]
    folders = folders_of(data_dir=data_dir)
    folders.make()
    PreferencesFile(folders.settings_file).save(Preferences().with_servers(servers))
    keys = ApiKeyStore(folders.key_scope)
    for each in (first, elsewhere):
        keys.store(each.base_url, ApiKey(each.key))
    yield start("--debug")
    for each in (first, elsewhere):
        keys.delete(each.base_url)


def todos_of(data_dir: Path, site: RemoteList) -> list[Todo]:
    """What the replica holds of that list."""
    if not (data_dir / "replica" / "replica.sqlite3").exists():
        return []
    database = open_database(data_dir / "replica", Purpose.READER)
    try:
        if not database.value("SELECT count(*) FROM sqlite_master WHERE name = 'list'"):
            return []  # the program is only just making it
        found = TodoStore(database).latest_list(site.base_url, site.collection)
        reader = Reader(database)
        return [] if found is None else reader.rows(reader.ids(Query(found.id)))
    finally:
        database.close()


def wait_for(data_dir: Path, site: RemoteList, *titles: str) -> None:
    """Until the list is so here and on its server, and nothing waits to be sent."""

    def is_so() -> bool:
        todos = todos_of(data_dir, site)
        here = sorted(str(todo.values["title"]) for todo in todos)
        return here == sorted(titles) == Remote(site).titles() and all(t.state is SyncState.SYNCED for t in todos)

    wait_until(is_so, PATIENCE_SECONDS)


def test_what_is_typed_into_each_list_reaches_its_own_server(
    program: ProgramProcess, lists: list[RemoteList], data_dir: Path
) -> None:
    for number, each in enumerate(lists):
        wait_for(data_dir, each, f"Was there {number}")
    for number, each in enumerate(lists):
        program.add(f"Typed into {number}")
        wait_for(data_dir, each, f"Was there {number}", f"Typed into {number}")
        program.press("ctrl+Next")
    assert program.close() == 0


def test_what_is_done_among_all_lists_reaches_the_server_of_each_todo(
    lists: list[RemoteList], start_todo_desktop: Starter, todo_desktop_folders: Folders
) -> None:
    first, second, elsewhere = lists
    for each in (first, elsewhere):
        ApiKeyStore(todo_desktop_folders.key_scope).store(each.base_url, ApiKey(each.key))
    servers = [
        ServerSettings(first.base_url, (first.collection, second.collection), sync_interval=5),
        ServerSettings(elsewhere.base_url, (elsewhere.collection,), sync_interval=5),
    ]
    running = start_todo_desktop(preferences=replace(Preferences().with_servers(servers), shown=ALL_LISTS))
    titles = [f"Was there {number}" for number in range(3)]
    running.hands.qtbot.waitUntil(lambda: running.list.shown == titles, timeout=20_000)
    for title in titles:
        running.list.tick(title)
    running.list.edit(titles[2], "Renamed elsewhere")
    running.outbox.wait_until_sent()
    for each, title in zip(lists, (*titles[:2], "Renamed elsewhere"), strict=True):
        (row,) = Remote(each).rows()
        assert (row["title"], row["completed"]) == (title, True)
