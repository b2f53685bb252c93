"""Trap 9: what leaves no change time behind is found by the sweep, which the aggregate calls for."""

import pytest

from tests.contract.site import OpenList, TodoList
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.sync import pull
from todo_desktop.sync.schedule import SWEEP_EVERY
from todo_desktop.testing.shapes import FULL, RELATED, Shape


def test_rows_renumbered_without_a_trace_are_found(full: TodoList, open_client: OpenClient) -> None:
    full.seed(5)
    remote = Remote(full)
    client = open_client(full)
    client.sync()
    titles = [row["title"] for row in remote.rows()]
    remote.renumber({titles[0]: 9})
    client.sync()
    assert {t.values["title"]: t.values["sort"] for t in client.todos()} == {
        row["title"]: row["sort"] for row in remote.rows()
    }


def test_a_changed_order_that_leaves_the_sum_alone_is_found_by_the_regular_sweep(
    full: TodoList, open_client: OpenClient
) -> None:
    full.seed(5)
    remote = Remote(full)
    client = open_client(full)
    client.sync()
    titles = [row["title"] for row in remote.rows()]
    remote.renumber({titles[0]: 2, titles[1]: 1})
    client.clock.forward(SWEEP_EVERY)
    client.sync()
    assert client.todo(titles[0]).values["sort"] == 2
    assert client.todo(titles[1]).values["sort"] == 1


def test_rows_written_by_sql_are_found(open_list: OpenList, open_client: OpenClient, any_shape: Shape) -> None:
    site = open_list(any_shape)
    site.seed(3)
    remote = Remote(site)
    client = open_client(site)
    client.sync()
    old = {"createdAt": "2020-01-01 00:00:00.123456+00", "updatedAt": "2020-01-01 00:00:00.123456+00"}
    key = {"id": 123456789012345} if any_shape is FULL else {}
    remote.write(title="by SQL", **key, **(old if any_shape.times else {}))
    client.sync()
    assert client.titles() == remote.titles()
    remote.erase("by SQL")
    client.sync()
    assert client.titles() == remote.titles()


def test_a_move_on_the_server_is_found(full: TodoList, open_client: OpenClient) -> None:
    remote = Remote(full)
    for title in "ABCDE":
        remote.create(title=title)
    client = open_client(full)
    client.sync()
    remote.move(remote.rows()[0]["id"], remote.rows()[2]["id"])
    client.clock.forward(SWEEP_EVERY)
    client.sync()
    assert {t.server_id: t.values["sort"] for t in client.todos()} == {row["id"]: row["sort"] for row in remote.rows()}


def test_relations_to_many_that_others_changed_are_found_in_turns(
    open_list: OpenList, open_client: OpenClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pull, "RELATED_AT_ONCE", 2)
    todos = open_list(RELATED)
    there = Remote(todos)
    for title in ("a", "b", "c"):
        there.create(title=title)
    there.age()
    client = open_client(todos)
    client.sync()

    def watched() -> list[str]:
        return [title for title in ("a", "b", "c") if client.todo(title).values["watchers"]]

    for row in there.rows():
        there.update(row["id"], watchers=[todos.user_id])
    client.clock.forward(SWEEP_EVERY)
    client.sync()
    assert watched() == ["a", "b"]
    client.sync()
    assert watched() == ["a", "b"], "not with each look"
    client.engine.look_at_schema()  # as F5 does
    client.sync()
    assert watched() == ["a", "b", "c"]
    there.update(there.row("a")["id"], watchers=[])
    client.engine.look_at_schema()
    client.sync()
    assert watched() == ["b", "c"], "from the first again"
