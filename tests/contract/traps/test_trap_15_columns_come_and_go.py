"""Trap 15: columns come and go on a list in use, and writing one that went does nothing."""

from tests.contract.site import Connect, OpenList, Raw, TodoList
from tests.sync.remote import Remote
from todo_desktop.testing.shapes import TUTORIAL


def test_a_field_that_went_meanwhile_is_left_out_of_a_read(todos: TodoList, raw: Raw) -> None:
    todos.seed(1)
    answer = raw.get(f"{todos.collection}:list", fields="id,went")
    assert answer.json()["data"] == [{"id": 1}]


def test_writing_a_dropped_column_answers_200_and_does_nothing(open_list: OpenList) -> None:
    todos = open_list(TUTORIAL, fresh=True)
    raw = Raw(todos)
    key = raw.post(f"{todos.collection}:create", {"title": "a"}).json()["data"]["id"]
    Remote(todos).drop_field("completed")
    answer = raw.post(f"{todos.collection}:update", {"completed": True}, filterByTk=key)
    assert answer.status_code == 200
    assert "completed" not in raw.row(key)


def test_a_description_read_anew_no_longer_has_it(open_list: OpenList, connect: Connect) -> None:
    todos = open_list(TUTORIAL, fresh=True)
    client = connect(todos)
    Remote(todos).drop_field("completed")
    collection, _ = client.describe()
    assert collection.field("completed") is None
    assert client.page_by_id(None, 10).records == []
