"""Trap 17: somebody else's todo, which an own-records role may not write, is kept in sight and nothing spins."""

import pytest

from tests.contract.site import OpenList, TodoList
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.errors import Problem, Refused
from todo_desktop.model.permissions import RIGHTS
from todo_desktop.testing.rights import OWN_RECORDS, OWN_RECORDS_IN_SIGHT, Rights, scoped
from todo_desktop.testing.shapes import FULL


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


def _high_only() -> Rights:
    high = {"$and": [{"priority": {"$eq": "high"}}]}
    return scoped(update=high, destroy=high)


def test_what_may_be_done_with_each_row_is_known_beforehand_and_followed(
    full: TodoList, open_client: OpenClient
) -> None:
    there = Remote(full)
    for title, priority in (("high", "high"), ("low", "low")):
        there.create(title=title, priority=priority)
    client = open_client(full.with_rights(_high_only()))
    client.sync()
    with pytest.raises(Refused, match="not-in-scope"):
        client.edit("low", notes="x")
    client.edit("high", notes="x")
    client.settle()
    assert there.row("high")["notes"] == "x"
    there.update(there.row("low")["id"], priority="high")
    there.update(there.row("high")["id"], priority="low")
    client.sync()
    client.edit("low", notes="y")
    with pytest.raises(Refused, match="not-in-scope"):
        client.delete("high")
    client.settle()
    assert there.row("low")["notes"] == "y"
    assert client.entries() == []


def test_a_right_that_ends_with_ones_own_edit_ends_once_the_server_has_it(
    full: TodoList, open_client: OpenClient
) -> None:
    Remote(full).create(title="one", priority="high")
    client = open_client(full.with_rights(_high_only()))
    client.sync()
    client.edit("one", priority="low")
    client.edit("one", notes="still on its way")
    client.settle()
    assert Remote(full).row("one")["notes"] == "still on its way"
    with pytest.raises(Refused, match="not-in-scope"):
        client.edit("one", notes="x")


def test_an_unknown_right_lets_the_server_decide_and_its_no_is_kept(full: TodoList, open_client: OpenClient) -> None:
    Remote(full).create(title="one", priority="high")
    client = open_client(full.with_rights(_high_only()))
    client.sync()
    there = Remote(full)
    there.update(there.row("one")["id"], priority="low")
    client.edit("one", notes="x")
    client.settle()
    assert client.problems() == [("one", Problem.MAY_NOT_UPDATE)]
    assert Remote(full).row("one")["notes"] is None


def test_a_rule_that_is_new_is_noticed_once_it_stands_against_an_edit(
    open_list: OpenList, open_client: OpenClient
) -> None:
    mine = open_list(FULL, fresh=True)
    for title, priority in (("one", "high"), ("two", "low"), ("three", "low")):
        Remote(mine).create(title=title, priority=priority)
    client = open_client(mine)
    client.sync()
    Remote(mine).change_rights(_high_only())
    client.edit("two", notes="x")
    client.settle()
    assert client.problems() == [("two", Problem.MAY_NOT_UPDATE)]
    client.service.reload_list()
    assert client.service.list.permissions.update.some
    with pytest.raises(Refused, match="not-in-scope"):
        client.edit("three", notes="x")
    client.edit("one", notes="x")
    client.settle()
    assert Remote(mine).row("one")["notes"] == "x"
    Remote(mine).change_rights(scoped())
    client.engine.look_at_schema()
    client.sync()
    client.service.reload_list()
    client.edit("three", notes="y")


def test_a_todo_of_which_rights_are_known_comes_back_without_them(full: TodoList, open_client: OpenClient) -> None:
    for title, priority in (("high", "high"), ("low", "low")):
        Remote(full).create(title=title, priority=priority)
    client = open_client(full.with_rights(_high_only()))
    client.sync()
    client.delete("high")
    client.settle()
    assert Remote(full).titles() == ["low"]
    client.undo()
    (create,) = client.entries()
    assert RIGHTS not in create.changes
    client.settle()
    assert client.entries() == []
    assert sorted(client.titles()) == sorted(Remote(full).titles()) == ["high", "low"]
