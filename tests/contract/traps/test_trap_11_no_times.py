"""Trap 11: there are lists without times, and fields that a role may not see."""

from tests.contract.site import Connect, OpenList, Raw
from todo_desktop.testing.rights import limited
from todo_desktop.testing.shapes import NO_TIMESTAMPS, TUTORIAL, UNDECLARED_TIMES


def test_stamps_of_a_list_without_times_are_ids_alone(open_list: OpenList, connect: Connect) -> None:
    client = connect(open_list(NO_TIMESTAMPS))
    created = client.create({"title": "a"})
    (stamp,), _ = client.stamps(None, 10)
    assert (stamp.server_id, stamp.updated_at, stamp.order) == (created["id"], None, None)


def test_totals_of_a_list_without_times_are_a_count(open_list: OpenList, connect: Connect) -> None:
    client = connect(open_list(NO_TIMESTAMPS))
    client.create({"title": "a"})
    totals = client.totals()
    assert totals is not None
    assert (totals.count, totals.newest) == (1, None)


def test_times_and_ids_are_viewed_whatever_the_role_says(open_list: OpenList, connect: Connect) -> None:
    hidden = ["id", "createdAt", "updatedAt"]
    client = connect(open_list(TUTORIAL).with_rights(limited(hidden=hidden)))
    created = client.create({"title": "a"})
    (row,) = client.page_by_id(None, 10).records
    assert {name: row[name] for name in hidden} == {name: created[name] for name in hidden}
    totals = client.totals()
    assert totals is not None
    assert (totals.count, totals.newest) == (1, created["updatedAt"])


def test_times_that_are_options_only_are_in_no_description_and_in_no_aggregate(open_list: OpenList) -> None:
    todos = open_list(UNDECLARED_TIMES)
    raw = Raw(todos)
    created = raw.post(f"{todos.collection}:create", {"title": "a"}).json()["data"]
    metas = raw.get("collections:listMeta").json()["data"]
    (meta,) = [one for one in metas if one["name"] == todos.collection]
    assert (meta["updatedAt"], [f["name"] for f in meta["fields"]]) == (True, ["id", "title", "completed"])
    measures = [
        {"field": "id", "aggregation": "count", "alias": "count"},
        {"field": "updatedAt", "aggregation": "max", "alias": "newest"},
    ]
    answer = raw.post(f"{todos.collection}:query", {"measures": measures})
    assert answer.json()["data"] == [{"count": 1}]
    assert raw.row(created["id"])["updatedAt"] == created["updatedAt"]


def test_times_that_are_options_only_are_read_all_the_same(open_list: OpenList, connect: Connect) -> None:
    client = connect(open_list(UNDECLARED_TIMES))
    collection, _ = client.describe()
    created = client.create({"title": "a"})
    totals = client.totals()
    assert (collection.created_at, collection.updated_at) == ("createdAt", "updatedAt")
    assert totals is not None
    assert (totals.count, totals.newest) == (1, created["updatedAt"])
    assert client.stamps(None, 10)[0][0].updated_at == created["updatedAt"]
