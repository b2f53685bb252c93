"""How rows are read: by keyset, by change, by stamps, by id; and in one aggregate."""

from tests.contract.rows import id_of, milliseconds_of, titles_of
from tests.contract.site import Connect, OpenList, Raw, TodoList, write_row
from todo_desktop.model.answers import Guard
from todo_desktop.model.values import Json, ServerId
from todo_desktop.nocobase.api import NocoBase
from todo_desktop.testing.shapes import FULL, TUTORIAL


def _all_ids(client: NocoBase, limit: int) -> list[ServerId]:
    found: list[ServerId] = []
    while True:
        page = client.page_by_id(found[-1] if found else None, limit)
        found += [id_of(record) for record in page.records]
        if not page.full:
            return found


def test_an_empty_list_is_one_page_that_is_not_full(client: NocoBase) -> None:
    page = client.page_by_id(None, 10)
    assert (page.records, page.full) == ([], False)


def test_pages_by_id_meet_every_row_once(todos: TodoList, client: NocoBase) -> None:
    todos.seed(25)
    found = _all_ids(client, 10)
    assert len(found) == 25
    assert found == sorted(set(found), key=int)


def test_a_page_by_change_holds_what_changed_since_then_oldest_first(client: NocoBase) -> None:
    a, b, c = (client.create({"title": title}) for title in "abc")
    assert client.update(id_of(a), {"title": "a again"}, Guard(by_time=False)) is not None
    changed = client.page_by_change(milliseconds_of(b["updatedAt"]), 10)
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
    at = milliseconds_of(f"{instant}Z")
    first = client.page_in_millisecond(at, None, 3)
    rest = client.page_in_millisecond(at, id_of(first.records[-1]), 3)
    assert titles_of(first.records) + titles_of(rest.records) == ["0", "1", "2", "3", "4"]
    assert (first.full, rest.full) == (True, False)


def test_totals_of_nothing_are_zero(client: NocoBase) -> None:
    totals = client.totals()
    assert totals is not None
    assert (totals.count, totals.newest, totals.order_sum) == (0, None, None)


def test_rows_are_found_by_any_number_of_ids(todos: TodoList, client: NocoBase) -> None:
    # In one address these ids would answer 431.
    todos.seed(3)
    ids: list[ServerId] = [*_all_ids(client, 10), *range(100_000, 104_000)]
    assert [id_of(r) for r in client.by_ids(ids)] == ids[:3]
    assert client.by_ids([]) == []


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
    assert [id_of(r) for r in client.matching(values)] == [created["id"]]


def test_values_that_look_like_the_servers_variables_are_found(client: NocoBase) -> None:
    # In a filter the server would replace `{{…}}` by what it knows under that name.
    created = client.create({"title": "{{$user.id}}"})
    client.create({"title": "{{$user.nickname}}"})
    assert [id_of(r) for r in client.matching({"title": "{{$user.id}}"})] == [created["id"]]


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


def test_a_list_takes_no_parameters_from_a_body(todos: TodoList, raw: Raw) -> None:
    todos.seed(3)
    answer = raw.post(f"{todos.collection}:list", {"filter": {"id": {"$gt": 2}}, "pageSize": 1})
    assert len(answer.json()["data"]) == 3


def test_the_tutorials_list_is_described(todos: TodoList, client: NocoBase) -> None:
    collection, permissions = client.describe()
    assert collection.name == todos.collection
    assert [f.name for f in collection.fields][:3] == [f["name"] for f in TUTORIAL.fields]
    assert (collection.roles.title, collection.roles.done) == ("title", "completed")
    assert (collection.created_at, collection.updated_at) == ("createdAt", "updatedAt")
    assert permissions.view.covers("title")
