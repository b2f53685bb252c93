"""Trap 16: the reply of a write is not what is stored: only a read is believed."""

from typing import Any

import pytest

from tests.contract.site import TodoList
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote

VALUES: dict[str, Any] = {
    "title": "Würste & <b>Brot</b> 🌭",
    "completed": True,
    "notes": "one\ntwo",
    "priority": "high",
    "tags": ["work", "home"],
    "due": "2026-12-01",
    "remindAt": "2026-12-01T10:00:00.123Z",
    "startsAt": "2026-12-01 10:30:00",
    "effort": 3,
    "steps": 2**40,
    "score": 0.125,
    "cost": "1.50",
    "progress": 0.5,
    "link": "https://example.com/?a=1&b=2",
    "contact": "a@example.com",
}


OTHERS: dict[str, Any] = {
    "title": "{{ $user.id }} and \"quotes\" 'too'",
    "completed": False,
    "notes": "",
    "priority": "low",
    "tags": [],
    "due": None,
    "remindAt": "2027-01-01T00:00:00.000Z",
    "startsAt": "2027-02-03 04:05:06",
    "effort": -1,
    "steps": 0,
    "score": 1e-7,
    "cost": "-0.01",
    "progress": 1.0,
    "link": None,
    "contact": "",
}


@pytest.mark.parametrize("name", sorted(VALUES))
def test_each_kind_of_field_arrives_and_reads_back_as_it_was_typed(
    full: TodoList, open_client: OpenClient, name: str
) -> None:
    remote = Remote(full)
    client = open_client(full)
    client.sync()
    todo = client.add("new", **({name: VALUES[name]} if name != "title" else {}))
    client.sync()
    for value in (VALUES[name], OTHERS[name]):
        client.edit(todo, **{name: value})
        client.sync()
        assert client.entries() == [], "nothing is refused, disputed or sent for ever"
        field = client.service.list.collection.field(name)
        assert field is not None
        (row,) = remote.rows()
        assert field.same(row[name], value)
        assert field.same(client.todo(todo).values[name], value)


def test_all_fields_of_a_new_todo_arrive_at_once(full: TodoList, open_client: OpenClient) -> None:
    client = open_client(full)
    client.sync()
    client.add(**VALUES)
    client.sync()
    assert client.entries() == []
    (row,) = Remote(full).rows()
    collection = client.service.list.collection
    for name, value in VALUES.items():
        field = collection.field(name)
        assert field is not None
        assert field.same(row[name], value), name
