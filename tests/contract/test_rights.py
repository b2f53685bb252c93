"""What a role may not do is refused, or dropped in silence."""

from tests.contract.site import Connect, OpenList, Raw
from todo_desktop.model.permissions import FORBIDDEN
from todo_desktop.testing.rights import NO_RIGHTS, READ_ONLY, limited
from todo_desktop.testing.shapes import TUTORIAL


def test_permissions_are_told_by_the_server(open_list: OpenList, connect: Connect) -> None:
    todos = open_list(TUTORIAL)
    _, reader = connect(todos.with_rights(READ_ONLY)).describe()
    assert reader.view.covers("title")
    assert (reader.create, reader.update, reader.destroy) == (FORBIDDEN, FORBIDDEN, FORBIDDEN)
    _, nobody = connect(todos.with_rights(NO_RIGHTS)).describe()
    assert nobody.view == FORBIDDEN
    _, writer = connect(todos.with_rights(limited(unwritable=["completed", "id"]))).describe()
    assert writer.update.covers("title")
    assert not writer.update.covers("completed")
    assert not writer.create.covers("id")
    assert writer.destroy.allowed


def test_an_array_of_rows_is_created_as_one(open_list: OpenList) -> None:
    todos = open_list(TUTORIAL)
    raw = Raw(todos)
    answer = raw.post(f"{todos.collection}:create", [{"title": "a"}, {"title": "b"}])
    assert [row["title"] for row in answer.json()["data"]] == ["a", "b"]
