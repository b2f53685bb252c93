"""Trap 3: a write to a row that is gone, or out of the role's scope, answers 200 and nothing."""

from tests.contract.rows import UNGUARDED
from tests.contract.site import OpenList, Raw, TodoList
from todo_desktop.nocobase.api import NocoBase
from todo_desktop.testing.rights import OWN_RECORDS_IN_SIGHT
from todo_desktop.testing.shapes import FULL


def test_an_update_of_a_row_that_is_gone_is_a_miss(client: NocoBase) -> None:
    assert client.update(4711, {"title": "x"}, UNGUARDED) is None


def test_a_delete_of_a_row_that_is_gone_is_a_miss(client: NocoBase) -> None:
    assert client.destroy(4711, UNGUARDED) is False


def test_a_row_that_is_gone_answers_an_empty_list_a_zero_and_a_null(todos: TodoList, raw: Raw) -> None:
    name = todos.collection
    assert raw.post(f"{name}:update", {"title": "x"}, filterByTk=4711).json() == {"data": []}
    assert raw.post(f"{name}:destroy", filterByTk=4711).json() == {"data": 0}
    assert raw.get(f"{name}:get", filterByTk=4711).json() == {"data": None}


def test_an_update_of_a_row_out_of_sight_answers_the_same(open_list: OpenList) -> None:
    todos = open_list(FULL)
    theirs = Raw(todos).post(f"{todos.collection}:create", {"title": "theirs"}).json()["data"]["id"]
    mine = Raw(todos.of_another_user(OWN_RECORDS_IN_SIGHT))
    answer = mine.post(f"{todos.collection}:update", {"title": "mine"}, filterByTk=theirs)
    assert (answer.status_code, answer.json()) == (200, {"data": []})
