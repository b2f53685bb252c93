"""Records that belong to one of ours from their own side: how a list of them is written, and what becomes of them."""

from typing import Any

import pytest

from tests.contract.rows import UNGUARDED, create_row
from tests.contract.site import Connect, OpenList, Raw, TodoList
from todo_desktop.model.values import ServerId
from todo_desktop.nocobase.api import NocoBase
from todo_desktop.testing.rights import limited
from todo_desktop.testing.shapes import RELATED


@pytest.fixture
def todos(open_list: OpenList) -> TodoList:
    return open_list(RELATED)


def several(client: NocoBase, count: int) -> list[ServerId]:
    return [create_row(client, title=f"todo {n}")[0] for n in range(count)]


def row(client: NocoBase, key: ServerId) -> Any:
    (found,) = client.by_ids([key])
    return found


def children(client: NocoBase, key: ServerId) -> list[Any]:
    return sorted(child["id"] for child in row(client, key)["children"])


def parent(client: NocoBase, key: ServerId) -> Any:
    found = row(client, key)["parent"]
    return found and found["id"]


def test_a_list_of_children_takes_the_place_of_the_one_before(client: NocoBase) -> None:
    above, gone, stays, comes = several(client, 4)
    client.update(above, {"children": [gone, stays]}, UNGUARDED)
    client.update(above, {"children": [stays, comes]}, UNGUARDED)
    assert children(client, above) == [stays, comes]
    assert [parent(client, key) for key in (gone, stays, comes)] == [None, above, above]
    client.update(above, {"children": None}, UNGUARDED)
    assert children(client, above) == []
    assert parent(client, stays) is None


def test_those_that_come_and_go_are_changed_and_nobody_else_is(client: NocoBase) -> None:
    above, gone, stays, comes = several(client, 4)
    client.update(above, {"children": [gone, stays]}, UNGUARDED)
    before = {key: row(client, key)["updatedAt"] for key in (above, gone, stays, comes)}
    client.update(above, {"children": [stays, comes]}, UNGUARDED)
    moved = [key for key, at in before.items() if row(client, key)["updatedAt"] != at]
    assert moved == [gone, comes]


def test_the_child_of_another_is_taken_away_from_it(client: NocoBase) -> None:
    first, second, child = several(client, 3)
    client.update(first, {"children": [child]}, UNGUARDED)
    client.update(second, {"children": [child]}, UNGUARDED)
    assert (children(client, first), children(client, second), parent(client, child)) == ([], [child], second)


def test_the_reply_shows_the_children_that_there_are_as_they_were_before(client: NocoBase) -> None:
    above, child = several(client, 2)
    reply = client.update(above, {"children": [child, 999_999]}, UNGUARDED)
    assert reply is not None
    assert reply["children"] == [{"id": child, "title": "todo 1"}]
    assert children(client, above) == [child]


def test_nothing_keeps_a_todo_from_being_its_own_child(client: NocoBase) -> None:
    (alone,) = several(client, 1)
    client.update(alone, {"children": [alone]}, UNGUARDED)
    assert (children(client, alone), parent(client, alone)) == ([alone], alone)


def test_a_new_row_can_have_children(client: NocoBase) -> None:
    (child,) = several(client, 1)
    above, _ = create_row(client, title="new", children=[child, 999_999])
    assert (children(client, above), parent(client, child)) == ([child], above)


def test_what_can_be_no_child_is_refused(client: NocoBase, todos: TodoList) -> None:
    (above,) = several(client, 1)
    answer = Raw(todos).post(f"{todos.collection}:update", {"children": ["nonsense"]}, filterByTk=above)
    assert answer.status_code == 500


def test_the_right_to_write_children_is_all_that_it_takes(todos: TodoList, connect: Connect) -> None:
    client = connect(todos.with_rights(limited(hidden=["parent"], unwritable=["parent"])))
    above, child = several(client, 2)
    client.update(above, {"children": [child]}, UNGUARDED)
    assert children(client, above) == [child]


def test_without_the_right_to_write_children_they_are_dropped_in_silence(todos: TodoList, connect: Connect) -> None:
    client = connect(todos.with_rights(limited(unwritable=["children"])))
    above, child = several(client, 2)
    reply = client.update(above, {"children": [child]}, UNGUARDED)
    assert reply is not None
    assert "children" not in reply
    assert children(client, above) == []
