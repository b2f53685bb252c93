"""Trap 9: moves, SQL and deletions leave no change time behind; one cheap aggregate tells that they were there."""

from tests.contract.rows import UNGUARDED, id_of, milliseconds_of
from tests.contract.site import Connect, OpenList, Raw, TodoList, write_row
from todo_desktop.testing.rights import OWN_RECORDS_IN_SIGHT
from todo_desktop.testing.shapes import FULL, TREE, TUTORIAL


def test_totals_are_count_newest_change_and_sum_of_order(open_list: OpenList, connect: Connect) -> None:
    client = connect(open_list(FULL))
    client.create({"title": "a"})
    newest = client.create({"title": "b"})["updatedAt"]
    totals = client.totals()
    assert totals is not None
    assert (totals.count, totals.newest, totals.order_sum) == (2, newest, 3)
    assert totals.server_time is not None


def test_stamps_tell_id_change_time_and_order_of_every_row(open_list: OpenList, connect: Connect) -> None:
    client = connect(open_list(FULL))
    created = [client.create({"title": title}) for title in "ab"]
    stamps, full = client.stamps(None, 10)
    assert [(s.server_id, s.updated_at) for s in stamps] == [(r["id"], r["updatedAt"]) for r in created]
    assert [s.order for s in stamps] == [1, 2]
    assert not full


def _in_order(raw: Raw, todos: TodoList) -> str:
    rows = raw.get(f"{todos.collection}:list", sort="sort").json()["data"]
    return "".join(row["title"] for row in rows)


def test_a_move_renumbers_other_rows_stamps_none_and_sent_again_does_something_else(open_list: OpenList) -> None:
    todos = open_list(FULL)
    raw = Raw(todos)
    made = {t: raw.post(f"{todos.collection}:create", {"title": t}).json()["data"] for t in "ABCDE"}
    move = {"sourceId": made["A"]["id"], "targetId": made["C"]["id"], "sortField": "sort"}
    for order in ("BCADE", "BACDE"):
        assert raw.post(f"{todos.collection}:move", **move).status_code == 200
        assert _in_order(raw, todos) == order
    assert [raw.row(row["id"])["updatedAt"] for row in made.values()] == [row["updatedAt"] for row in made.values()]


def test_writing_the_order_moves_the_change_time(open_list: OpenList) -> None:
    todos = open_list(FULL)
    raw = Raw(todos)
    made = raw.post(f"{todos.collection}:create", {"title": "A"}).json()["data"]
    raw.post(f"{todos.collection}:update", {"sort": 9}, filterByTk=made["id"])
    after = raw.row(made["id"])
    assert after["sort"] == 9
    assert after["updatedAt"] > made["updatedAt"]


def test_a_deletion_and_a_row_by_sql_show_in_no_delta_and_in_the_totals(open_list: OpenList, connect: Connect) -> None:
    todos = open_list(TUTORIAL)
    client = connect(todos)
    first, second = (client.create({"title": title}) for title in "ab")
    newest = milliseconds_of(second["updatedAt"])
    client.destroy(id_of(first), UNGUARDED)
    write_row(todos, id=9, title="by SQL", updatedAt="2020-01-01T00:00:00Z", createdAt="2020-01-01T00:00:00Z")
    write_row(todos, id=10, title="by SQL", updatedAt="2020-01-01T00:00:00Z", createdAt="2020-01-01T00:00:00Z")
    assert [r["id"] for r in client.page_by_change(newest, 10).records] == [second["id"]]
    totals = client.totals()
    assert totals is not None
    assert (totals.count, totals.newest) == (3, second["updatedAt"])


def test_totals_are_of_the_rows_in_the_roles_sight(open_list: OpenList, connect: Connect) -> None:
    todos = open_list(FULL)
    connect(todos).create({"title": "theirs"})
    client = connect(todos.of_another_user(OWN_RECORDS_IN_SIGHT))
    client.create({"title": "mine"})
    totals = client.totals()
    assert totals is not None
    assert totals.count == 1


def test_a_child_loses_its_parent_and_keeps_its_change_time(open_list: OpenList) -> None:
    todos = open_list(TREE)
    raw, name = Raw(todos), todos.collection
    parent = raw.post(f"{name}:create", {"title": "parent"}).json()["data"]["id"]
    child = raw.post(f"{name}:create", {"title": "child", "parent": parent}).json()["data"]["id"]
    before = raw.get(f"{name}:get", filterByTk=child, appends="parent").json()["data"]
    raw.post(f"{name}:destroy", filterByTk=parent)
    after = raw.get(f"{name}:get", filterByTk=child, appends="parent").json()["data"]
    assert before["parent"]["id"] == parent
    assert after == {**before, "parent": None}
