"""Collections hold what their shape says, whether written by API or by SQL."""

import pytest

from tests.server.lists import RemoteList

EVERY_FIELD = {
    "title": "Every field",
    "completed": None,
    "notes": "two\nlines",
    "priority": "high",
    "tags": ["work", "home"],
    "due": "2026-12-01",
    "remindAt": "2026-12-01T10:00:00.000Z",
    "startsAt": "2026-12-01 10:00:00",
    "daily": "10:00",
    "effort": 3,
    "steps": 2**53 + 2,
    "score": 1.5,
    "cost": 1.005,
    "progress": 0.5,
    "link": "https://example.com/",
    "contact": "ada@example.com",
    "assignee": 1,
}
AS_STORED = {
    **EVERY_FIELD,
    "tags": ["home", "work"],
    "daily": "10:00:00",
    "steps": str(2**53 + 2),
    "cost": "1.01",
    "sort": 1,
    "assigneeId": 1,
    "createdById": 1,
    "updatedById": 1,
}


def test_the_tutorials_list_numbers_its_todos_and_keeps_times(tutorial_list: RemoteList) -> None:
    record = tutorial_list.admin.create_record(tutorial_list.collection, title="First")
    assert record.keys() == {"id", "title", "completed", "createdAt", "updatedAt"}
    assert (record["id"], record["completed"]) == (1, None)


def test_the_plain_list_keeps_no_times(plain_list: RemoteList) -> None:
    record = plain_list.admin.create_record(plain_list.collection, title="First")
    assert record == {"id": 1, "title": "First", "completed": None}


def test_the_full_list_stores_every_kind_of_field_in_the_servers_own_spelling(full_list: RemoteList) -> None:
    record = full_list.admin.create_record(full_list.collection, **EVERY_FIELD)
    expected = {name: value for name, value in AS_STORED.items() if name != "assignee"}
    assert {name: record[name] for name in expected} == expected
    assert len(str(record["id"])) == 15


def test_the_full_list_names_its_assignee(full_list: RemoteList) -> None:
    full_list.admin.create_record(full_list.collection, title="Theirs", assignee=1)
    (record,) = full_list.admin.records(full_list.collection, appends=["assignee"])
    assert record["assignee"]["nickname"] == "Root"


@pytest.mark.parametrize("shape", ["tutorial_list", "full_list", "plain_list"])
def test_a_seeded_list_goes_on_counting_where_the_seed_ended(shape: str, request: pytest.FixtureRequest) -> None:
    todos: RemoteList = request.getfixturevalue(shape)
    todos.seed(500)
    added = todos.admin.create_record(todos.collection, title="One more")
    records = todos.admin.records(todos.collection)
    assert len(records) == 501
    assert len({record["title"] for record in records}) == 501
    assert max(record["id"] for record in records) == added["id"]


def test_a_hundred_thousand_todos_are_seeded_in_seconds(full_list: RemoteList) -> None:
    full_list.seed(100_000)
    assert full_list.sql('SELECT count(DISTINCT "updatedAt"), count(DISTINCT title) FROM :"todos"') == "100000|100000"


def test_sql_writes_behind_the_servers_back(tutorial_list: RemoteList) -> None:
    record = tutorial_list.admin.create_record(tutorial_list.collection, title="Before")
    tutorial_list.sql("UPDATE :\"todos\" SET title = 'After'")
    changed = tutorial_list.admin.record(tutorial_list.collection, record["id"])
    assert changed == {**record, "title": "After"}


def test_a_field_comes_and_goes_on_a_list_in_use(tutorial_list: RemoteList) -> None:
    admin, name = tutorial_list.admin, tutorial_list.collection
    record = admin.create_record(name, title="Changing")
    admin.add_field(name, {"name": "colour", "type": "string", "interface": "input", "uiSchema": {"title": "Colour"}})
    assert admin.update_record(name, record["id"], colour="red")["colour"] == "red"
    admin.drop_field(name, "colour")
    assert "colour" not in admin.record(name, record["id"])
