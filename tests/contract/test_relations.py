"""Records that belong to others: how they are read, and how they are written."""

import time
from typing import Any

import pytest
import requests
from msgspec.structs import replace

from tests.contract.rows import UNGUARDED, create_row
from tests.contract.site import Connect, OpenList, TodoList, connection_to
from todo_desktop.model.answers import Guard
from todo_desktop.model.schema import FieldKind
from todo_desktop.model.values import ServerId
from todo_desktop.nocobase.api import NocoBase
from todo_desktop.nocobase.related import RelatedRecords
from todo_desktop.sync.creates import sent_value
from todo_desktop.testing.fake_nocobase import FakeList
from todo_desktop.testing.rights import limited
from todo_desktop.testing.shapes import RELATED


@pytest.fixture
def todos(open_list: OpenList) -> TodoList:
    return open_list(RELATED)


def upload(todos: TodoList) -> Any:
    """A text file called `a.txt`; its id."""
    if isinstance(todos, FakeList):
        return todos.server.access.add_file("a", ".txt")
    with requests.Session() as session:
        session.trust_env = False
        headers = {"Authorization": f"Bearer {todos.key}"}
        url = f"{todos.base_url}/attachments:create"
        answer = session.post(url, headers=headers, files={"file": ("a.txt", b"hi")}, timeout=60)
    return answer.json()["data"]["id"]


def test_relations_are_known_with_what_their_records_are_called_by(client: NocoBase) -> None:
    collection, _ = client.describe()
    found = {f.name: f for f in collection.fields if f.is_related}
    assert {name: field.kind for name, field in found.items()} == {
        "parent": FieldKind.RELATION, "children": FieldKind.RELATIONS, "assignee": FieldKind.RELATION,
        "watchers": FieldKind.RELATIONS, "files": FieldKind.FILES,
    }  # fmt: skip
    assert [name for name, field in found.items() if field.shown_alone] == ["files"]
    assert {name: field.foreign_key for name, field in found.items() if field.foreign_key} == {"children": "parentId"}
    assert {name: field.other_end for name, field in found.items() if field.other_end} == {
        "parent": "children", "children": "parent",
    }  # fmt: skip
    assert (found["assignee"].target_title, found["watchers"].target_title) == ("nickname", "nickname")


def test_related_records_are_read_without_what_is_personal(client: NocoBase) -> None:
    key, _ = create_row(client, title="x", assignee=1, watchers=[1])
    (read,) = client.by_ids([key])
    assert isinstance(read["assignee"], dict)
    assert read["assignee"].keys() == {"id", "nickname", "username"}
    assert read["watchers"] == [read["assignee"]]


def test_what_was_read_is_written_by_keys(client: NocoBase, todos: TodoList) -> None:
    collection, _ = client.describe()
    file = upload(todos)
    first, _ = create_row(client, title="x", assignee=1, watchers=[1], files=[file])
    (read,) = client.by_ids([first])
    names = ("assignee", "watchers", "files")
    second, _ = create_row(client, title="y", **{n: sent_value(collection.field(n), read[n]) for n in names})
    (again,) = client.by_ids([second])
    assert {n: again[n] for n in names} == {n: read[n] for n in names}
    client.update(second, {"assignee": None, "watchers": [], "files": []}, UNGUARDED)
    (empty,) = client.by_ids([second])
    assert [empty[n] for n in names] == [None, [], []]


def test_a_file_has_its_name_and_its_address(client: NocoBase, todos: TodoList) -> None:
    key, _ = create_row(client, title="x", files=[upload(todos)])
    (read,) = client.by_ids([key])
    assert isinstance(read["files"], list)
    (file,) = read["files"]
    assert isinstance(file, dict)
    assert (file["title"], file["extname"]) == ("a", ".txt")
    assert str(file["url"]).startswith("/files/")


def test_sub_records_come_with_their_parent(client: NocoBase) -> None:
    parent, _ = create_row(client, title="parent")
    child, _ = create_row(client, title="child", parent=parent)
    above, below = client.by_ids([parent])[0], client.by_ids([child])[0]
    assert above["children"] == [{"id": child, "title": "child"}]
    assert below["parent"] == {"id": parent, "title": "parent"}


def test_a_change_of_relations_to_many_leaves_no_trace_in_the_change_time(client: NocoBase) -> None:
    key, before = create_row(client, title="x")
    client.update(key, {"watchers": [1]}, UNGUARDED)
    (after,) = client.by_ids([key])
    assert after["watchers"]
    assert after["updatedAt"] == before["updatedAt"]


def test_a_record_that_is_not_there_is_taken_and_not_read(client: NocoBase) -> None:
    key, _ = create_row(client, title="x", watchers=[1])
    client.update(key, {"watchers": [1, 999_999]}, UNGUARDED)
    (read,) = client.by_ids([key])
    assert isinstance(read["watchers"], list)
    assert len(read["watchers"]) == 1


def test_relations_can_guard(client: NocoBase) -> None:
    key, row = create_row(client, title="x", watchers=[1], assignee=1)
    for name in ("watchers", "assignee"):
        assert client.update(key, {"title": name}, Guard(by_time=False, values={name: row[name]})) is not None
        assert client.update(key, {"title": "no"}, Guard(by_time=False, values={name: None})) is None


def test_relations_that_the_role_may_not_view_are_not_asked_for(todos: TodoList, connect: Connect) -> None:
    client = connect(todos.with_rights(limited(hidden=["watchers", "assignee"])))
    _, row = create_row(client, title="x")
    assert not row.keys() & {"watchers", "assignee"}
    assert row["children"] == []


@pytest.mark.parametrize("name", ["C:\\temp\\new", "100 % _done_", "{{today}}", "[a] or (b)"])
def test_a_record_is_found_by_all_that_its_name_holds(client: NocoBase, todos: TodoList, name: str) -> None:
    collection, _ = client.describe()
    parent = collection.field("parent")
    assert parent is not None
    wanted, _ = create_row(client, title=f"See {name} today")
    create_row(client, title="See something else")
    found = RelatedRecords(connection_to(todos), monotonic=time.monotonic)
    try:
        called = replace(parent, target_title="title")
        assert found.find(called, name) == [{"id": wanted, "title": f"See {name} today"}]
    finally:
        found.close()


def test_a_role_that_may_not_list_the_records_is_told_from_one_that_finds_none(
    client: NocoBase, todos: TodoList
) -> None:
    collection, _ = client.describe()
    assignee = collection.field("assignee")
    assert assignee is not None
    found = RelatedRecords(connection_to(todos.with_rights(limited())), monotonic=time.monotonic)
    try:
        assert found.find(assignee, "") is None
    finally:
        found.close()


def test_of_records_that_belong_to_one_alone_those_that_are_free_are_found(
    client: NocoBase, todos: TodoList, connect: Connect
) -> None:
    """Also for a role that may not see whose they are."""
    first, second = (create_row(client, title=title)[0] for title in ("first", "second"))
    create_row(client, title="of first", parent=first)
    create_row(client, title="of second", parent=second)
    limited_list = todos.with_rights(limited(hidden=["parent"]))
    collection, _ = connect(limited_list).describe()
    children = collection.field("children")
    assert children is not None
    found = RelatedRecords(connection_to(limited_list), monotonic=time.monotonic)

    def titles(*owners: ServerId) -> list[str]:
        records = found.find(children, "", owners) or []
        return sorted(str(record["title"]) for record in records if isinstance(record, dict))

    try:
        assert titles() == ["first", "second"]
        assert titles(first) == ["first", "of first", "second"]
        assert len(found.find(children, "") or []) == 4
    finally:
        found.close()
