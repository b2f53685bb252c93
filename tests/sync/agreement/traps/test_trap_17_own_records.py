"""Trap 17: somebody else's todo, which an own-records role may not write, is kept in sight and nothing spins."""

import pytest

from tests.contract.site import TodoList
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.errors import Problem, Refused
from todo_desktop.testing.rights import OWN_RECORDS, OWN_RECORDS_IN_SIGHT


def test_somebody_elses_todo_that_may_not_be_changed_is_parked(full: TodoList, open_client: OpenClient) -> None:
    """Such an update answers 200 and no row, again and again."""
    Remote(full).create(title="theirs")
    client = open_client(full.of_another_user(OWN_RECORDS))
    client.sync()
    client.miss_what_the_role_may_not()
    client.edit("theirs", title="mine")
    client.settle()
    assert client.problems() == [("mine", Problem.MAY_NOT_UPDATE)]
    assert Remote(full).titles() == ["theirs"]


def test_somebody_elses_todo_that_may_not_be_deleted_comes_back_into_sight(
    full: TodoList, open_client: OpenClient
) -> None:
    Remote(full).create(title="theirs")
    client = open_client(full.of_another_user(OWN_RECORDS))
    client.sync()
    client.miss_what_the_role_may_not()
    client.delete("theirs")
    client.settle()
    assert client.titles() == ["theirs"]
    assert client.problems() == [("theirs", Problem.MAY_NOT_DELETE)]
    client.service.take_theirs([client.id_of("theirs")])
    assert client.entries() == []
    assert client.titles() == Remote(full).titles()


def test_somebody_elses_todo_is_refused_before_it_is_stored(full: TodoList, open_client: OpenClient) -> None:
    Remote(full).create(title="theirs")
    client = open_client(full.of_another_user(OWN_RECORDS))
    client.sync()
    with pytest.raises(Refused, match="not-own"):
        client.edit("theirs", title="mine")
    with pytest.raises(Refused, match="not-own"):
        client.delete("theirs")
    assert client.entries() == []


def test_only_ones_own_rows_come_where_the_view_is_limited(full: TodoList, open_client: OpenClient) -> None:
    Remote(full).create(title="theirs")
    mine = full.of_another_user(OWN_RECORDS_IN_SIGHT)
    Remote(mine).create(title="mine")
    client = open_client(mine)
    client.sync()
    assert client.titles() == ["mine"]


def test_a_row_that_leaves_the_sight_of_the_role_is_let_go(full: TodoList, open_client: OpenClient) -> None:
    mine = full.of_another_user(OWN_RECORDS_IN_SIGHT)
    for title in ("one", "two"):
        Remote(mine).create(title=title)
    client = open_client(mine)
    client.sync()
    Remote(full).hand_over("one", full.user_id)
    client.sync()
    assert client.titles() == Remote(mine).titles() == ["two"]
