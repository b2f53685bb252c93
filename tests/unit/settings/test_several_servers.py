"""Several connections and lists in the settings: what was there before them stays as it was."""

from pathlib import Path

from todo_desktop.model.lists import ListAddress
from todo_desktop.settings.environment import Environment
from todo_desktop.settings.preferences import Preferences, PreferencesFile, ServerSettings

HOME = ServerSettings("https://home.example/api", ("todos", "groceries"), 60, user_id="7")
WORK = ServerSettings("https://work.example/api", ("jobs",), ca_file="/etc/work.pem", login=1)
BOTH = Preferences(compact_rows=True).with_servers((HOME, WORK))
TODOS, GROCERIES = HOME.addresses
(JOBS,) = WORK.addresses


def test_a_file_of_the_time_of_one_connection_is_read_on(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"base_url": "http://a/api", "collection": "tasks", "proxy": "http://p:1", "theme": "dark"}')
    loaded = PreferencesFile(path).load()
    assert loaded.ignored == ()
    assert loaded.preferences.servers == (ServerSettings("http://a/api", ("tasks",), proxy="http://p:1"),)
    assert loaded.preferences.shown_address == ListAddress("http://a/api", "tasks")


def test_all_connections_come_back_from_the_file(tmp_path: Path) -> None:
    file = PreferencesFile(tmp_path / "settings.json")
    file.save(BOTH)
    assert file.load().preferences.servers == (HOME, WORK)


def test_a_program_that_knows_one_connection_finds_the_first_of_them() -> None:
    assert (BOTH.base_url, BOTH.collection, BOTH.sync_interval) == (HOME.base_url, "todos", 60)


def test_without_a_server_there_is_no_list_of_one() -> None:
    assert Preferences().servers == ()
    assert Preferences().addresses == ()
    assert Preferences().shown_address == ListAddress()


def test_the_second_connection_takes_the_place_of_a_first_that_went() -> None:
    left = BOTH.with_servers((WORK,))
    assert left.servers == (WORK,)
    assert left.base_url == WORK.base_url


def test_the_last_connection_goes_and_what_is_not_its_own_stays() -> None:
    left = BOTH.with_servers(())
    assert not left.uses_server
    assert left.compact_rows


def test_the_list_that_was_looked_at_last_is_shown_as_long_as_it_is_there() -> None:
    looking = BOTH.with_servers((HOME, WORK))
    assert looking.shown_address == TODOS
    assert Preferences(shown=JOBS).with_servers((HOME, WORK)).shown_address == JOBS
    assert Preferences(shown=JOBS).with_servers((HOME,)).shown_address == TODOS
    assert Preferences(shown=ListAddress()).with_servers((HOME,)).shown_address.is_local


def test_one_list_can_be_looked_at_as_if_it_were_the_only_one() -> None:
    alone = BOTH.at(GROCERIES)
    assert alone.addresses == (GROCERIES,)
    assert (alone.sync_interval, alone.compact_rows) == (60, True)
    assert BOTH.at(JOBS).servers == (WORK,)
    assert not BOTH.at(ListAddress()).uses_server


def test_a_server_that_the_environment_names_is_the_only_one() -> None:
    given = Environment(base_url="http://given/api").over(Preferences(shown=JOBS).with_servers((HOME, WORK)))
    assert given.addresses == (ListAddress("http://given/api", "todos"),)
    assert given.shown_address == given.addresses[0]
