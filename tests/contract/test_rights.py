"""What a role may not do is refused, or dropped in silence."""

import pytest

from tests.contract.site import Connect, OpenList, Raw
from tests.server.rights import NO_RIGHTS, OWN_RECORDS, OWN_RECORDS_IN_SIGHT, READ_ONLY, WRITE_ONLY, limited
from tests.server.shapes import FULL, TUTORIAL
from todo_desktop.model.answers import Guard
from todo_desktop.model.errors import NeedsAttention, Problem, Refused
from todo_desktop.model.permissions import FORBIDDEN

UNGUARDED = Guard(by_time=False)


def test_a_reader_may_not_write(open_list: OpenList, connect: Connect) -> None:
    todos = open_list(TUTORIAL)
    todos.seed(1)
    reader = connect(todos.with_rights(READ_ONLY))
    (stamp,), _ = reader.stamps(None, 10)
    for problem, call in (
        (Problem.MAY_NOT_CREATE, lambda: reader.create({"title": "x"})),
        (Problem.MAY_NOT_UPDATE, lambda: reader.update(stamp.server_id, {"title": "x"}, UNGUARDED)),
        (Problem.MAY_NOT_DELETE, lambda: reader.destroy(stamp.server_id, UNGUARDED)),
    ):
        with pytest.raises(Refused) as refused:
            call()
        assert (refused.value.problem, refused.value.status) == (problem, 403)


def test_who_may_not_view_needs_attention(open_list: OpenList, connect: Connect) -> None:
    client = connect(open_list(TUTORIAL).with_rights(WRITE_ONLY))
    with pytest.raises(NeedsAttention) as stopped:
        client.page_by_id(None, 10)
    assert stopped.value.problem is Problem.MAY_NOT_VIEW
    assert client.totals() is None


def test_permissions_are_told_by_the_server(open_list: OpenList, connect: Connect) -> None:
    todos = open_list(TUTORIAL)
    _, reader = connect(todos.with_rights(READ_ONLY)).describe()
    assert reader.view.covers("title")
    assert (reader.create, reader.update, reader.destroy) == (FORBIDDEN, FORBIDDEN, FORBIDDEN)
    _, nobody = connect(todos.with_rights(NO_RIGHTS)).describe()
    assert nobody.view == FORBIDDEN
    _, writer = connect(todos.with_rights(limited(unwritable=["completed", "id"]))).describe()
    assert writer.update.covers("title")
    assert not writer.update.covers("completed")
    assert not writer.create.covers("id")
    assert writer.destroy.allowed


def test_a_field_that_may_not_be_written_keeps_its_value_in_silence(open_list: OpenList, connect: Connect) -> None:
    client = connect(open_list(TUTORIAL).with_rights(limited(unwritable=["completed"])))
    key = client.create({"title": "a", "completed": True})["id"]
    assert isinstance(key, int)
    assert client.by_ids([key])[0]["completed"] is None
    assert client.update(key, {"title": "b", "completed": True}, UNGUARDED) is not None
    row = client.by_ids([key])[0]
    assert (row["title"], row["completed"]) == ("b", None)


def test_a_chosen_id_and_a_creation_time_are_dropped_where_they_may_not_be_written(
    open_list: OpenList, connect: Connect
) -> None:
    client = connect(open_list(FULL).with_rights(limited(unwritable=["id", "createdAt"])))
    past = "2020-01-01T00:00:00.000Z"
    first = client.create({"id": 123456789012345, "title": "x", "createdAt": past})
    again = client.create({"id": 123456789012345, "title": "x", "createdAt": past})
    assert len({first["id"], again["id"], 123456789012345}) == 3
    assert client.created_at([past]) == []


def test_a_field_that_may_not_be_viewed_is_not_read_though_replies_hold_it(
    open_list: OpenList, connect: Connect
) -> None:
    client = connect(open_list(TUTORIAL).with_rights(limited(hidden=["completed"])))
    reply = client.create({"title": "a", "completed": True})
    (row,) = client.page_by_id(None, 10).records
    assert reply["completed"] is True
    assert "completed" not in row


def test_times_and_ids_are_viewed_whatever_the_role_says(open_list: OpenList, connect: Connect) -> None:
    hidden = ["id", "createdAt", "updatedAt"]
    client = connect(open_list(TUTORIAL).with_rights(limited(hidden=hidden)))
    created = client.create({"title": "a"})
    (row,) = client.page_by_id(None, 10).records
    assert {name: row[name] for name in hidden} == {name: created[name] for name in hidden}
    totals = client.totals()
    assert totals is not None
    assert (totals.count, totals.newest) == (1, created["updatedAt"])


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


def test_an_array_of_rows_is_created_as_one(open_list: OpenList) -> None:
    todos = open_list(TUTORIAL)
    raw = Raw(todos)
    answer = raw.post(f"{todos.collection}:create", [{"title": "a"}, {"title": "b"}])
    assert [row["title"] for row in answer.json()["data"]] == ["a", "b"]
