"""The children of a todo, edited as a list: what belongs to it by what they say themselves."""

from typing import Any

import pytest

from tests.contract.site import OpenList, TodoList
from tests.sync.client import Client
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.errors import Problem, Refused
from todo_desktop.model.reference import LocalReference
from todo_desktop.testing.shapes import RELATED


@pytest.fixture
def site(open_list: OpenList) -> TodoList:
    return open_list(RELATED)


@pytest.fixture
def there(site: TodoList) -> Remote:
    """One todo with two children, and two without a parent."""
    found = Remote(site)
    keys = [found.create(title=title) for title in ("above", "a", "b", "c", "d")]
    found.update(keys[0], children=keys[1:3])
    return found


@pytest.fixture
def client(there: Remote, open_client: OpenClient) -> Client:
    opened = open_client(there.site)
    opened.sync()
    return opened


def records(client: Client, *titles: str) -> list[dict[str, Any]]:
    """As the picker gives them."""
    return [{"id": client.todo(title).server_id, "title": title} for title in titles]


def children(there: Remote, title: str = "above") -> list[str]:
    return sorted(child["title"] for child in there.row(title, "children")["children"])


def shown(client: Client, title: str = "above") -> list[str]:
    value: Any = client.todo(title).values["children"]
    return sorted(child["title"] for child in value)


def parent_shown(client: Client, title: str) -> Any:
    value: Any = client.todo(title).values["parent"]
    return value and value["title"]


def new(client: Client, title: str) -> tuple[int, dict[str, Any]]:
    """A todo that is here alone: its local id, and what a picker gives for it."""
    todo_id = client.add(title)
    return todo_id, LocalReference(todo_id, title).to_json()


def test_what_was_picked_arrives_and_the_other_ends_follow_with_the_same_sync(client: Client, there: Remote) -> None:
    client.edit("above", children=records(client, "b", "c"))
    client.sync()
    assert (children(there), client.entries()) == (["b", "c"], [])
    assert shown(client) == ["b", "c"]
    assert [parent_shown(client, title) for title in "abcd"] == [None, "above", "above", None]


def test_an_edit_beside_it_arrives_with_it(client: Client, there: Remote) -> None:
    client.edit("above", children=records(client, "d"), title="renamed")
    client.edit("d", title="below", completed=True)
    client.settle()
    assert (children(there, "renamed"), client.entries()) == (["below"], [])


def test_what_others_made_of_the_list_meanwhile_goes_with_what_was_done_here(client: Client, there: Remote) -> None:
    there.update(there.row("c")["id"], parent=there.row("above")["id"])
    there.update(there.row("b")["id"], parent=there.row("d")["id"])
    _, new_child = new(client, "x")
    client.edit("above", children=[*records(client, "b"), new_child])
    client.settle()
    assert (children(there), children(there, "d"), client.entries()) == (["c", "x"], ["b"], [])
    assert (shown(client), shown(client, "d"), parent_shown(client, "a")) == (["c", "x"], ["b"], None)
    news = client.reader.news([client.list_id]).changed
    assert (client.id_of("b") in news, client.id_of("a") in news) == (True, False), "what was done here is none"


def test_a_child_that_was_deleted_meanwhile_is_left_out(client: Client, there: Remote) -> None:
    picked = records(client, "a", "b", "c", "d")
    there.delete(there.row("d")["id"])
    client.edit("above", children=picked)
    client.settle()
    client.settle()
    assert (children(there), shown(client), client.entries()) == (["a", "b", "c"], ["a", "b", "c"], [])


def test_an_undo_gives_them_back(client: Client, there: Remote) -> None:
    client.edit("above", children=[])
    client.settle()
    assert children(there) == []
    client.undo()
    client.settle()
    assert (children(there), client.entries()) == (["a", "b"], [])
    assert [parent_shown(client, title) for title in "ab"] == ["above", "above"]


def test_a_todo_is_deleted_with_its_children_without_a_question(client: Client, there: Remote) -> None:
    client.delete("a", for_good=False)
    client.delete("above")
    client.settle()
    assert (there.titles(), client.entries()) == (["b", "c", "d"], [])


def test_whom_a_child_leaves_and_whom_it_comes_to_show_it_with_the_same_sync(client: Client, there: Remote) -> None:
    client.edit("a", parent=records(client, "c")[0])
    client.sync()
    assert [shown(client, title) for title in ("above", "c")] == [["b"], ["a"]]


def test_so_they_do_where_others_have_moved_it(client: Client, there: Remote) -> None:
    there.update(there.row("a")["id"], parent=there.row("c")["id"])
    there.update(there.row("d")["id"], children=[there.row("b")["id"]])
    there.create(title="new", parent=there.row("c")["id"])
    client.sync()
    assert [shown(client, title) for title in ("above", "c", "d")] == [[], ["a", "new"], ["b"]]
    assert [parent_shown(client, title) for title in ("a", "b", "new")] == ["c", "d", "c"]


def test_a_child_that_was_deleted_is_shown_no_more(client: Client, there: Remote) -> None:
    client.delete("a")
    client.settle()
    assert shown(client) == ["b"]
    there.delete(there.row("b")["id"])
    client.sync()
    assert (shown(client), client.titles()) == ([], ["above", "c", "d"])


def test_a_parent_that_was_deleted_is_shown_no_more(client: Client, there: Remote) -> None:
    there.delete(there.row("above")["id"])
    client.sync()
    assert [parent_shown(client, title) for title in "ab"] == [None, None]
    client.edit("c", children=records(client, "a"))
    client.settle()
    client.delete("c")
    client.settle()
    assert (parent_shown(client, "a"), client.titles()) == (None, ["a", "b", "d"])


def test_both_ends_edited_here_agree_in_the_end(client: Client, there: Remote) -> None:
    client.side_by_side = 1
    client.connect()
    client.edit("above", children=records(client, "b", "c"))
    client.edit("a", parent=records(client, "d")[0])
    client.settle()
    client.settle()
    assert client.entries() == []
    assert [children(there, title) for title in ("above", "d")] == [["b", "c"], ["a"]]
    assert [shown(client, title) for title in ("above", "d")] == [["b", "c"], ["a"]]


def test_a_child_that_others_gave_to_another_one_meanwhile_is_not_taken_unasked(client: Client, there: Remote) -> None:
    there.update(there.row("c")["id"], parent=there.row("d")["id"])
    client.edit("above", children=records(client, "a", "b", "c"), title="renamed")
    client.settle()
    assert (children(there, "d"), parent_shown(client, "c"), client.entries()[0].problem) == (
        ["c"],
        "d",
        Problem.CONFLICT,
    )
    assert children(there, "renamed") == ["a", "b"]
    client.service.keep_mine([client.id_of("renamed")])
    client.settle()
    assert (children(there, "renamed"), children(there, "d"), client.entries()) == (["a", "b", "c"], [], [])


def test_what_is_decided_about_one_child_takes_no_other_one_away(client: Client, there: Remote) -> None:
    there.update(there.row("c")["id"], parent=there.row("d")["id"])
    client.edit("above", children=records(client, "a", "c"))
    client.settle()
    client.add("new", parent=records(client, "above")[0])
    client.settle()
    assert (shown(client), client.problems()) == (["a", "c", "new"], [("above", Problem.CONFLICT)])
    client.service.keep_mine([client.id_of("above")])
    client.settle()
    assert (children(there), children(there, "d"), client.entries()) == (["a", "c", "new"], [], [])


def test_a_new_todo_takes_no_child_that_others_gave_to_another_one_meanwhile(client: Client, there: Remote) -> None:
    there.update(there.row("c")["id"], parent=there.row("d")["id"])
    client.add("new", children=records(client, "b", "c"))
    client.settle()
    assert (children(there, "new"), children(there, "d"), client.problems()) == ([], ["c"], [("new", Problem.CONFLICT)])
    client.service.take_theirs([client.id_of("new")])
    client.settle()
    assert (shown(client, "new"), shown(client, "d"), client.entries()) == ([], ["c"], [])


def test_what_was_given_away_here_after_it_came_into_a_list_stays_where_it_was_given(
    client: Client, there: Remote
) -> None:
    client.edit("above", children=records(client, "a", "b", "c"))
    client.edit("c", parent=records(client, "d")[0])
    client.settle()
    assert (children(there), children(there, "d"), client.entries()) == (["a", "b"], ["c"], [])
    _, child = new(client, "x")
    client.edit("above", children=[*records(client, "a", "b"), child])
    client.edit("x", parent=records(client, "d")[0])
    client.settle()
    assert (children(there), children(there, "d"), client.entries()) == (["a", "b"], ["c", "x"], [])


def test_a_list_waits_for_the_children_that_are_here_alone(client: Client, there: Remote) -> None:
    _, first = new(client, "x")
    _, second = new(client, "y")
    client.edit("above", children=[*records(client, "a"), first, second], title="renamed")
    client.restart()
    client.settle()
    assert (children(there, "renamed"), client.entries()) == (["a", "x", "y"], [])
    assert shown(client, "renamed") == ["a", "x", "y"]
    assert [parent_shown(client, title) for title in "abxy"] == ["renamed", None, "renamed", "renamed"]


def test_new_todos_that_mean_each_other_wait_for_each_other_no_longer_than_they_must(
    client: Client, there: Remote
) -> None:
    below, child = new(client, "x")
    root = client.add("root", children=[child, *records(client, "c")])
    client.edit(below, parent=LocalReference(root, "root").to_json())
    client.settle()
    assert (children(there, "root"), client.entries()) == (["c", "x"], [])
    assert shown(client, "root") == ["c", "x"]


def test_a_child_that_was_given_up_before_it_was_sent_is_left_out(client: Client, there: Remote) -> None:
    todo_id, child = new(client, "x")
    client.edit("above", children=[*records(client, "c"), child])
    client.delete(todo_id)
    client.settle()
    assert (children(there), client.entries()) == (["c"], [])


def test_a_child_that_needs_a_person_holds_up_the_list_and_nothing_else(client: Client, there: Remote) -> None:
    create = client.server.create

    def refuse(values: Any) -> Any:
        if values["title"] == "bad":
            raise Refused(Problem.INVALID_INPUT, "no", status=400)
        return create(values)

    client.server.create = refuse  # type: ignore[method-assign]
    _, bad = new(client, "bad")
    client.edit("above", children=[bad], title="renamed", completed=True)
    client.settle()
    assert there.row("renamed")["completed"] is True
    assert children(there, "renamed") == ["a", "b"]
    client.service.retry([client.id_of("bad")])
    client.edit("bad", title="good")
    client.settle()
    assert (children(there, "renamed"), client.entries()) == (["good"], [])


def test_a_child_that_is_given_back_in_the_list_stays_whatever_it_was_to_say_before(
    client: Client, there: Remote
) -> None:
    client.edit("above", children=records(client, "b"))
    client.edit("a", parent=None)
    client.edit("above", children=records(client, "a", "b"))
    assert client.entries() == []
    client.service.undo()
    assert client.todo("a").values["parent"] is None, "one step takes back both"
    client.service.redo()
    client.settle()
    assert (children(there), shown(client), client.entries()) == (["a", "b"], ["a", "b"], [])


def test_a_child_that_was_given_away_and_comes_into_a_list_here_belongs_to_that(client: Client, there: Remote) -> None:
    client.edit("c", parent=records(client, "d")[0])
    client.edit("above", children=records(client, "a", "b", "c"))
    client.settle()
    assert (children(there), children(there, "d"), client.entries()) == (["a", "b", "c"], [], [])
