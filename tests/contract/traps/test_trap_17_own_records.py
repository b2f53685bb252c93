"""Trap 17: under an own-records role somebody else's row answers 403 to a delete and nothing to an update."""

import pytest

from tests.contract.rows import UNGUARDED
from tests.contract.site import Connect, OpenList, Raw
from todo_desktop.model.errors import Problem, Refused
from todo_desktop.testing.rights import OWN_RECORDS, OWN_RECORDS_IN_SIGHT
from todo_desktop.testing.shapes import FULL


def test_somebody_elses_row_is_out_of_reach_under_an_own_records_role(open_list: OpenList, connect: Connect) -> None:
    todos = open_list(FULL)
    theirs = connect(todos).create({"title": "theirs"})["id"]
    client = connect(todos.of_another_user(OWN_RECORDS))
    assert isinstance(theirs, int)
    assert client.update(theirs, {"title": "ours"}, UNGUARDED) is None
    with pytest.raises(Refused) as refused:
        client.destroy(theirs, UNGUARDED)
    assert refused.value.problem is Problem.MAY_NOT_DELETE
    assert [row["title"] for row in client.page_by_id(None, 10).records] == ["theirs"]


def test_only_ones_own_rows_are_in_sight_where_the_view_is_limited(open_list: OpenList, connect: Connect) -> None:
    todos = open_list(FULL)
    theirs = connect(todos).create({"title": "theirs"})["id"]
    client = connect(todos.of_another_user(OWN_RECORDS_IN_SIGHT))
    mine = client.create({"title": "mine"})["id"]
    assert isinstance(theirs, int)
    assert [row["id"] for row in client.page_by_id(None, 10).records] == [mine]
    assert client.by_ids([theirs]) == []
    totals = client.totals()
    assert totals is not None
    assert totals.count == 1


def test_a_guarded_delete_of_it_is_a_403_only_where_the_guard_fits(open_list: OpenList) -> None:
    todos = open_list(FULL)
    theirs = Raw(todos).post(f"{todos.collection}:create", {"title": "theirs"}).json()["data"]["id"]
    mine = Raw(todos.of_another_user(OWN_RECORDS))
    fits = mine.post(f"{todos.collection}:destroy", filterByTk=theirs, filter={"title": "theirs"})
    misses = mine.post(f"{todos.collection}:destroy", filterByTk=theirs, filter={"title": "changed"})
    assert fits.status_code == 403
    assert (misses.status_code, misses.json()) == (200, {"data": 0})
