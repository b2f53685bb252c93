"""Children after their parents: a todo below one that the server does not have yet waits for it, and for no other."""

from typing import Any

import pytest

from tests.contract.site import OpenList, Raw, TodoList
from tests.sync.client import Client
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.errors import InvalidValue, OutcomeUnknown, Problem, Refused, Unavailable
from todo_desktop.testing.shapes import SNOWFLAKE_TREE, TREE, TUTORIAL, Shape

SHAPES = {"counted": TREE, "chosen": SNOWFLAKE_TREE}


@pytest.fixture(params=sorted(SHAPES))
def shape(request: pytest.FixtureRequest) -> Shape:
    found: Shape = SHAPES[request.param]
    return found


@pytest.fixture
def site(open_list: OpenList, shape: Shape) -> TodoList:
    return open_list(shape)


@pytest.fixture
def client(site: TodoList, open_client: OpenClient) -> Client:
    opened = open_client(site)
    opened.sync()
    return opened


def below(client: Client, parent: int, title: str) -> int:
    return max(client.service.add({"title": title}, parent=parent).added)


def parents(site: TodoList) -> dict[str, str | None]:
    """Title of the parent by title."""
    rows = Raw(site).get(f"{site.collection}:list", paginate="false", appends="parent").json()["data"]
    return {row["title"]: (row["parent"] or {}).get("title") for row in rows}


def parent_shown(client: Client, todo: int) -> Any:
    value: Any = client.todo(todo).values["parent"]
    return value


def test_a_tree_typed_offline_arrives_as_a_tree(client: Client, site: TodoList) -> None:
    root = client.add("root")
    child = below(client, root, "child")
    grandchild = below(client, child, "grandchild")
    assert parent_shown(client, grandchild)["title"] == "child", "it is shown before anything is sent"
    client.restart()
    client.settle()
    assert parents(site) == {"root": None, "child": "root", "grandchild": "child"}
    assert client.entries() == []
    assert parent_shown(client, grandchild)["title"] == "child"
    assert parent_shown(client, child)["id"] == client.todo(root).server_id


def test_a_child_of_a_todo_that_is_there_already(client: Client, site: TodoList) -> None:
    Remote(site).create(title="theirs")
    client.sync()
    below(client, client.id_of("theirs"), "mine")
    client.settle()
    assert parents(site) == {"theirs": None, "mine": "theirs"}
    assert client.entries() == []


def test_a_parent_that_needs_a_person_holds_up_its_children_and_nothing_else(client: Client, site: TodoList) -> None:
    create = client.server.create

    def refuse(values: Any) -> Any:
        if values["title"] == "bad":
            raise Refused(Problem.INVALID_INPUT, "no", status=400)
        return create(values)

    client.server.create = refuse  # type: ignore[method-assign]
    bad = client.add("bad")
    below(client, bad, "child")
    client.add("other")
    client.settle()
    assert Remote(site).titles() == ["other"]
    assert client.problems() == [("bad", Problem.INVALID_INPUT)]
    assert client.engine.next_due() is None, "nothing is tried over and over"
    client.edit(bad, title="mended")
    client.settle()
    assert parents(site) == {"mended": None, "child": "mended", "other": None}


def test_a_parent_whose_answer_was_lost_is_found_before_its_child_goes(client: Client, site: TodoList) -> None:
    create = client.server.create

    def lose(values: Any) -> Any:
        client.server.create = create  # type: ignore[method-assign]
        create(values)
        raise OutcomeUnknown(Problem.CONNECTION_LOST)

    client.server.create = lose  # type: ignore[method-assign]
    below(client, client.add("root"), "child")
    with pytest.raises(Unavailable):
        client.sync()
    client.settle()
    assert parents(site) == {"root": None, "child": "root"}


def test_a_child_whose_answer_was_lost_is_there_once_and_in_its_place(client: Client, site: TodoList) -> None:
    create = client.server.create

    def lose(values: Any) -> Any:
        create(values)
        if values["title"] != "child":
            return create
        client.server.create = create  # type: ignore[method-assign]
        raise OutcomeUnknown(Problem.CONNECTION_LOST)

    root = client.add("root")
    client.settle()
    client.server.create = lose  # type: ignore[method-assign]
    below(client, root, "child")
    with pytest.raises(Unavailable):
        client.sync()
    client.settle()
    assert parents(site) == {"root": None, "child": "root"}
    assert client.entries() == []


def test_a_child_goes_on_alone_when_its_parent_is_deleted_before_it_was_sent(client: Client, site: TodoList) -> None:
    """As it would on the server."""
    root = client.add("root")
    child = below(client, root, "child")
    client.delete(root, for_good=False)
    client.sync()
    assert Remote(site).titles() == [], "while the delete can be undone, nothing is decided"
    client.clock.forward(60_000)
    client.settle()
    assert parents(site) == {"child": None}
    assert parent_shown(client, child) is None
    assert client.entries() == []


def test_a_parent_whose_delete_is_undone_keeps_its_child(client: Client, site: TodoList) -> None:
    root = client.add("root")
    below(client, root, "child")
    client.delete(root, for_good=False)
    client.sync()
    client.undo()
    client.settle()
    assert parents(site) == {"root": None, "child": "root"}


def test_an_undone_child_leaves_its_parent(client: Client, site: TodoList) -> None:
    root = client.add("root")
    below(client, root, "child")
    client.undo()
    client.sync()
    assert parents(site) == {"root": None}
    client.service.redo()
    client.settle()
    assert parents(site) == {"root": None, "child": "root"}


def test_a_child_edited_before_it_is_sent_is_one_call(client: Client, site: TodoList) -> None:
    root = client.add("root")
    child = below(client, root, "child")
    client.edit(child, title="renamed", completed=True)
    assert len(client.entries()) == 2
    client.settle()
    assert parents(site) == {"root": None, "renamed": "root"}
    assert Remote(site).row("renamed")["completed"] is True


def test_a_list_without_such_a_relation_has_no_children(open_list: OpenList, open_client: OpenClient) -> None:
    client = open_client(open_list(TUTORIAL))
    client.sync()
    root = client.add("root")
    with pytest.raises(InvalidValue):
        client.service.add({"title": "child"}, parent=root)
    assert client.titles() == ["root"]
