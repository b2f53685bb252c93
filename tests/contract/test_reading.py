"""How rows are read: by keyset, by change, by stamps, by id; and in one aggregate."""

from collections.abc import Sequence

from tests.contract.site import Connect, OpenList, Raw, TodoList, write_row
from tests.server.shapes import FULL, NO_TIMESTAMPS, TUTORIAL
from todo_desktop.model.answers import Guard
from todo_desktop.model.instants import from_instant
from todo_desktop.model.values import Json, Record, ServerId
from todo_desktop.nocobase.api import NocoBase


def _at(text: object) -> int:
    found = from_instant(str(text))
    assert found is not None
    return found


def _titles(records: Sequence[Record]) -> list[Json]:
    return [record["title"] for record in records]


def _all_ids(client: NocoBase, limit: int) -> list[ServerId]:
    found: list[ServerId] = []
    while True:
        page = client.page_by_id(found[-1] if found else None, limit)
        found += [_id(record) for record in page.records]
        if not page.full:
            return found


def _id(record: Record) -> ServerId:
    key = record["id"]
    assert isinstance(key, int | str)
    return key


def test_an_empty_list_is_one_page_that_is_not_full(client: NocoBase) -> None:
    page = client.page_by_id(None, 10)
    assert (page.records, page.full) == ([], False)


def test_pages_by_id_meet_every_row_once(todos: TodoList, client: NocoBase) -> None:
    todos.seed(25)
    found = _all_ids(client, 10)
    assert len(found) == 25
    assert found == sorted(set(found), key=int)


def test_a_page_tells_the_servers_clock(todos: TodoList, client: NocoBase) -> None:
    created = client.create({"title": "now"})
    server_time = client.page_by_id(None, 1).server_time
    assert server_time is not None
    assert abs(server_time - _at(created["createdAt"])) < 5_000


def test_snowflake_ids_are_numbers_and_go_on_upwards(open_list: OpenList, connect: Connect) -> None:
    client = connect(open_list(FULL))
    first, second = client.create({"title": "a"})["id"], client.create({"title": "b"})["id"]
    assert isinstance(first, int)
    assert isinstance(second, int)
    assert [_id(r) for r in client.page_by_id(first, 10).records] == [second]


def test_ids_above_the_safe_integers_stay_text(todos: TodoList, client: NocoBase) -> None:
    big = "9007199254740995"
    write_row(todos, id=big, title="far")
    (record,) = client.page_by_id("9007199254740990", 10).records
    assert record["id"] == big
    assert client.by_ids([big]) == [record]


def test_a_page_by_change_holds_what_changed_since_then_oldest_first(client: NocoBase) -> None:
    a, b, c = (client.create({"title": title}) for title in "abc")
    assert client.update(_id(a), {"title": "a again"}, Guard(by_time=False)) is not None
    changed = client.page_by_change(_at(b["updatedAt"]), 10)
    assert [r["id"] for r in changed.records] == [b["id"], c["id"], a["id"]]
    assert not changed.full


def test_a_full_page_by_change_says_so(todos: TodoList, client: NocoBase) -> None:
    todos.seed(5)
    assert client.page_by_change(0, 5).full


def test_rows_of_one_millisecond_are_paged_by_id(todos: TodoList, client: NocoBase) -> None:
    instant = "2026-05-01T10:00:00.123"
    for n in range(5):
        write_row(todos, title=str(n), createdAt=f"{instant}{n}00Z", updatedAt=f"{instant}{n}00Z")
    write_row(todos, title="later", updatedAt="2026-05-01T10:00:00.124Z")
    at = _at(f"{instant}Z")
    first = client.page_in_millisecond(at, None, 3)
    rest = client.page_in_millisecond(at, _id(first.records[-1]), 3)
    assert _titles(first.records) + _titles(rest.records) == ["0", "1", "2", "3", "4"]
    assert (first.full, rest.full) == (True, False)


def test_stamps_tell_id_change_time_and_order_of_every_row(open_list: OpenList, connect: Connect) -> None:
    client = connect(open_list(FULL))
    created = [client.create({"title": title}) for title in "ab"]
    stamps, full = client.stamps(None, 10)
    assert [(s.server_id, s.updated_at) for s in stamps] == [(r["id"], r["updatedAt"]) for r in created]
    assert [s.order for s in stamps] == [1, 2]
    assert not full


def test_stamps_of_a_list_without_times_are_ids_alone(open_list: OpenList, connect: Connect) -> None:
    client = connect(open_list(NO_TIMESTAMPS))
    created = client.create({"title": "a"})
    (stamp,), _ = client.stamps(None, 10)
    assert (stamp.server_id, stamp.updated_at, stamp.order) == (created["id"], None, None)


def test_totals_are_count_newest_change_and_sum_of_order(open_list: OpenList, connect: Connect) -> None:
    client = connect(open_list(FULL))
    client.create({"title": "a"})
    newest = client.create({"title": "b"})["updatedAt"]
    totals = client.totals()
    assert totals is not None
    assert (totals.count, totals.newest, totals.order_sum) == (2, newest, 3)
    assert totals.server_time is not None


def test_totals_of_nothing_are_zero(client: NocoBase) -> None:
    totals = client.totals()
    assert totals is not None
    assert (totals.count, totals.newest, totals.order_sum) == (0, None, None)


def test_totals_of_a_list_without_times_are_a_count(open_list: OpenList, connect: Connect) -> None:
    client = connect(open_list(NO_TIMESTAMPS))
    client.create({"title": "a"})
    totals = client.totals()
    assert totals is not None
    assert (totals.count, totals.newest) == (1, None)


def test_rows_are_found_by_any_number_of_ids(todos: TodoList, client: NocoBase) -> None:
    # In one address these ids would answer 431.
    todos.seed(3)
    ids: list[ServerId] = [*_all_ids(client, 10), *range(100_000, 104_000)]
    assert [_id(r) for r in client.by_ids(ids)] == ids[:3]
    assert client.by_ids([]) == []


def test_rows_are_found_by_their_creation_time_to_the_millisecond(todos: TodoList, client: NocoBase) -> None:
    mark = "2026-03-04T05:06:07.089Z"
    client.create({"title": "mine", "createdAt": mark})
    client.create({"title": "other"})
    write_row(todos, title="by SQL", createdAt="2026-03-04T05:06:07.089400Z")
    others = [f"2026-03-04T05:06:08.{n:03d}Z" for n in range(300)]
    assert _titles(client.created_at([*others, mark])) == ["mine", "by SQL"]


def test_rows_are_found_by_their_values_however_the_server_writes_them(open_list: OpenList, connect: Connect) -> None:
    client = connect(open_list(FULL))
    values: dict[str, Json] = {
        "title": "x", "completed": None, "tags": ["work", "home"], "cost": "1.5", "due": "2026-12-01", "notes": "",
        "remindAt": "2026-12-01T10:00:00.000Z", "daily": "10:00", "score": 0.1, "effort": 3, "priority": "high",
    }  # fmt: skip
    created = client.create(values)
    client.create({**values, "cost": "1.51"})
    client.create({**values, "notes": None})
    client.create({**values, "tags": []})
    assert [_id(r) for r in client.matching(values)] == [created["id"]]


def test_values_that_look_like_the_servers_variables_are_found(client: NocoBase) -> None:
    # In a filter the server would replace `{{…}}` by what it knows under that name.
    created = client.create({"title": "{{$user.id}}"})
    client.create({"title": "{{$user.nickname}}"})
    assert [_id(r) for r in client.matching({"title": "{{$user.id}}"})] == [created["id"]]


def test_an_assignee_comes_with_the_row(open_list: OpenList, connect: Connect) -> None:
    todos = open_list(FULL)
    client = connect(todos)
    client.create({"title": "for me", "assignee": todos.user_id})
    (record,) = client.page_by_id(None, 10).records
    assert isinstance(record["assignee"], dict)
    assert record["assignee"]["id"] == todos.user_id
    assert "createdBy" not in record


def test_the_account_is_the_keys_user(todos: TodoList, client: NocoBase) -> None:
    account = client.account()
    assert account.user_id == todos.user_id
    assert account.name


def test_a_malformed_filter_answers_an_empty_object(todos: TodoList, raw: Raw) -> None:
    answer = raw.get(f"{todos.collection}:list", filter="{bad")
    assert (answer.status_code, answer.json()) == (200, {})


def test_a_list_takes_no_parameters_from_a_body(todos: TodoList, raw: Raw) -> None:
    todos.seed(3)
    answer = raw.post(f"{todos.collection}:list", {"filter": {"id": {"$gt": 2}}, "pageSize": 1})
    assert len(answer.json()["data"]) == 3


def test_a_field_that_went_meanwhile_is_left_out_of_a_read(todos: TodoList, raw: Raw) -> None:
    todos.seed(1)
    answer = raw.get(f"{todos.collection}:list", fields="id,went")
    assert answer.json()["data"] == [{"id": 1}]


def test_an_update_that_changes_nothing_keeps_the_change_time(client: NocoBase, raw: Raw) -> None:
    created = client.create({"title": "same"})
    client.update(_id(created), {"title": "same"}, Guard(by_time=False))
    assert raw.row(_id(created))["updatedAt"] == created["updatedAt"]


def test_a_new_row_is_neither_done_nor_open(todos: TodoList, raw: Raw, client: NocoBase) -> None:
    created = client.create({"title": "new"})
    assert raw.row(_id(created))["completed"] is None


def test_titles_may_hold_anything(client: NocoBase) -> None:
    odd = ["", "line\nbreak", "😀 \u200fשלום", "<img src=x>", "a'\"\\%_", None]
    for title in odd:
        client.create({"title": title})
    assert _titles(client.page_by_id(None, 20).records) == odd


def test_a_row_without_a_change_time_comes_last_and_in_no_delta(todos: TodoList, client: NocoBase) -> None:
    write_row(todos, title="no times", updatedAt=None)
    assert client.page_by_change(0, 10).records == []
    assert _titles(client.page_by_id(None, 10).records) == ["no times"]


def test_the_tutorials_list_is_described(todos: TodoList, client: NocoBase) -> None:
    collection, permissions = client.describe()
    assert collection.name == todos.collection
    assert [f.name for f in collection.fields][:3] == [f["name"] for f in TUTORIAL.fields]
    assert (collection.roles.title, collection.roles.done) == ("title", "completed")
    assert (collection.created_at, collection.updated_at) == ("createdAt", "updatedAt")
    assert permissions.view.covers("title")
