"""A connection that is added, edited or removed leaves all others as they are."""

import pytest
from msgspec.structs import replace

from todo_desktop.model.lists import ListAddress
from todo_desktop.settings.preferences import Preferences, ServerSettings
from todo_desktop.settings.server_changes import free_login, with_collections, with_edited, with_user

HOME = ServerSettings("https://home.example/api", ("todos", "groceries"), user_id="7")
WORK = ServerSettings("https://work.example/api", ("jobs",))
BOTH = Preferences().with_servers((HOME, WORK))
TODOS, GROCERIES = HOME.addresses
(JOBS,) = WORK.addresses


def test_a_new_connection_comes_after_the_others_and_is_shown() -> None:
    new = Preferences(base_url="https://new.example/api", collection="ideas", compact_rows=True)
    after = with_edited(BOTH, None, new)
    assert after.servers == (HOME, WORK, ServerSettings(new.base_url, ("ideas",)))
    assert after.shown == ListAddress(new.base_url, "ideas")
    assert after.compact_rows


def test_another_user_of_a_known_server_is_a_connection_of_its_own() -> None:
    new = Preferences(base_url=HOME.base_url, collection="todos", user_id="8")
    after = with_edited(BOTH, None, new)
    assert after.servers == (HOME, WORK, ServerSettings(HOME.base_url, ("todos",), login=1, user_id="8"))
    assert after.shown == ListAddress(HOME.base_url, "todos", 1)


def test_the_same_user_of_a_known_server_gets_one_more_list_there() -> None:
    new = Preferences(base_url=HOME.base_url, collection="ideas", user_id="7")
    after = with_edited(BOTH, None, new)
    assert after.servers == (replace(HOME, collections=("todos", "groceries", "ideas")), WORK)


def test_how_a_server_is_reached_is_changed_for_all_its_lists() -> None:
    edited = replace(BOTH.at(GROCERIES), proxy="http://p:1")
    after = with_edited(BOTH, GROCERIES, edited)
    assert after.servers == (replace(HOME, proxy="http://p:1"), WORK)
    assert after.shown == GROCERIES


def test_another_collection_takes_the_place_of_the_one_that_was_edited() -> None:
    after = with_edited(BOTH, GROCERIES, replace(BOTH.at(GROCERIES), collection="food"))
    assert after.servers == (replace(HOME, collections=("todos", "food")), WORK)


def test_a_server_at_another_address_may_have_another_user() -> None:
    after = with_edited(BOTH, TODOS, replace(BOTH.at(TODOS), base_url=WORK.base_url))
    assert after.servers[0] == replace(HOME, base_url=WORK.base_url, login=1, user_id="")


@pytest.mark.parametrize("shown", [None, JOBS, ListAddress()])
def test_a_connection_that_was_not_touched_does_not_come_into_sight(shown: ListAddress | None) -> None:
    before = replace(BOTH, shown=shown)
    assert with_edited(before, TODOS, replace(before.at(TODOS), compact_rows=True)) == replace(
        before, compact_rows=True
    )


def test_a_connection_without_an_address_goes_with_its_lists() -> None:
    assert with_edited(BOTH, GROCERIES, Preferences()).servers == (WORK,)
    assert with_edited(BOTH, JOBS, Preferences()).servers == (HOME,)


def test_lists_come_and_go_with_their_server_after_the_last() -> None:
    assert with_collections(BOTH, HOME, ["ideas"]).servers == (replace(HOME, collections=("ideas",)), WORK)
    assert with_collections(BOTH, HOME, []).servers == (WORK,)


def test_whose_key_it_is_is_noted_for_that_connection_alone() -> None:
    assert with_user(BOTH, JOBS, "9").servers == (HOME, replace(WORK, user_id="9"))
    assert with_user(BOTH, ListAddress("https://gone.example/api", "todos"), "9") == BOTH


def test_a_login_that_was_given_back_is_given_again() -> None:
    taken = [replace(WORK, login=number) for number in (0, 2)]
    assert free_login(taken, WORK.base_url) == 1
    assert free_login(taken, HOME.base_url) == 0
