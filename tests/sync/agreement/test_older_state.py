"""A server that was put back to a backup shows todos in an older state than was known here: they take that state, what
they held is kept, and it is said."""

from collections.abc import Callable

import pytest

from tests.contract.site import OpenList, TodoList
from tests.sync.client import Client
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.todo import Trashed
from todo_desktop.testing.rights import limited
from todo_desktop.testing.shapes import TUTORIAL


class PutBack:
    """A list of four todos, of which a backup was made an hour ago."""

    def __init__(self, site: TodoList, client: Client) -> None:
        self.remote, self.here = Remote(site), client
        for number in range(1, 5):
            self.remote.create(title=f"Todo {number}")
        self.remote.age()
        client.sync()
        self.put_back: Callable[[], object] = self.remote.back_up()

    def kept(self) -> list[Trashed]:
        return [one for one in self.here.store.trash(self.here.list_id) if one.went_back]

    def titles_kept(self) -> list[str]:
        return sorted(str(one.todo.values["title"]) for one in self.kept())

    def said(self) -> frozenset[int]:
        """Of which todos it was."""
        return frozenset().union(*(changes.went_back for changes in self.here.heard))

    def ends_equal(self) -> None:
        self.here.settle()
        assert self.here.entries() == []
        assert self.here.titles() == self.remote.titles()


@pytest.fixture
def case(tutorial: TodoList, open_client: OpenClient) -> PutBack:
    return PutBack(tutorial, open_client(tutorial))


def test_what_todos_held_before_they_went_back_is_kept_and_said(case: PutBack) -> None:
    first, second = case.here.id_of("Todo 1"), case.here.id_of("Todo 2")
    case.here.edit(first, title="Todo 1, later")
    case.remote.update(case.here.todo(second).server_id, title="Todo 2, later")
    case.here.settle()
    case.put_back()
    case.ends_equal()
    assert case.here.titles() == ["Todo 1", "Todo 2", "Todo 3", "Todo 4"]
    assert case.titles_kept() == ["Todo 1, later", "Todo 2, later"]
    assert case.said() == {first, second}
    case.here.clock.forward(3_600_000)
    case.ends_equal()
    assert len(case.kept()) == 2, "it is kept once"


def test_what_was_kept_goes_to_the_server_again_in_one_step_that_can_be_undone(case: PutBack) -> None:
    for number in (1, 2):
        case.here.edit(f"Todo {number}", title=f"Todo {number}, later", completed=True)
    case.here.settle()
    case.put_back()
    case.here.settle()
    changes = case.here.service.restore([one.id for one in case.kept()])
    assert len(changes.changed) == 2
    assert case.kept() == []
    case.ends_equal()
    assert case.remote.titles() == ["Todo 1, later", "Todo 2, later", "Todo 3", "Todo 4"]
    assert [row["completed"] for row in case.remote.rows()][:2] == [True, True]
    case.here.undo()
    case.ends_equal()
    assert case.remote.titles() == ["Todo 1", "Todo 2", "Todo 3", "Todo 4"]


def test_what_a_todo_with_an_unsent_edit_held_in_its_other_fields_is_kept_too(case: PutBack) -> None:
    case.here.edit("Todo 1", title="Todo 1, later")
    case.here.settle()
    case.put_back()
    case.here.edit("Todo 1, later", completed=True)
    case.ends_equal()
    assert case.here.titles() == ["Todo 1", "Todo 2", "Todo 3", "Todo 4"]
    assert case.remote.row("Todo 1")["completed"] is True
    assert case.titles_kept() == ["Todo 1, later"]


def test_it_is_kept_where_the_todo_goes_later_and_comes_back(case: PutBack) -> None:
    case.here.edit("Todo 1", title="Todo 1, later")
    case.here.settle()
    case.put_back()
    case.here.settle()
    case.here.delete("Todo 1")
    case.here.settle()
    case.here.undo()
    case.ends_equal()
    case.here.service.restore([one.id for one in case.kept()])
    case.ends_equal()
    assert case.here.titles() == ["Todo 1, later", "Todo 2", "Todo 3", "Todo 4"]


def test_it_comes_back_as_a_todo_where_that_has_gone(case: PutBack) -> None:
    case.here.edit("Todo 1", title="Todo 1, later")
    case.here.settle()
    case.put_back()
    case.here.settle()
    case.remote.delete(case.here.todo("Todo 1").server_id)
    case.here.settle()
    case.here.service.restore([one.id for one in case.kept()])
    case.ends_equal()
    assert case.here.titles() == ["Todo 1, later", "Todo 2", "Todo 3", "Todo 4"]


def test_a_row_that_says_the_same_at_an_earlier_time_is_nothing_to_tell_of(case: PutBack) -> None:
    case.here.edit("Todo 1", completed=True)
    case.here.settle()
    case.here.edit("Todo 1", completed=None)
    case.here.settle()
    case.put_back()
    case.ends_equal()
    assert (case.kept(), case.said()) == ([], frozenset())


def test_a_field_that_goes_out_of_sight_meanwhile_is_kept(open_list: OpenList, open_client: OpenClient) -> None:
    site = open_list(TUTORIAL, fresh=True)
    case = PutBack(site, open_client(site))
    case.here.edit("Todo 1", title="Todo 1, later")
    case.here.settle()
    case.put_back()
    case.remote.change_rights(limited(hidden={"title"}))
    case.here.connect()
    case.here.settle()
    assert case.titles_kept() == ["Todo 1, later"]


def test_what_others_write_on_a_server_whose_clock_was_put_right_is_no_older_state(
    tutorial: TodoList, open_client: OpenClient
) -> None:
    """It was written after our last look, and tells an earlier time than what it is written over."""
    remote, client = Remote(tutorial), open_client(tutorial)
    key = remote.create(title="written by a clock that was ahead")
    client.sync()
    remote.update(key, title="written by one that is right")
    remote.age()
    client.clock.forward(3 * 3_600_000)
    client.settle()
    assert client.titles() == ["written by one that is right"]
    assert not client.store.trash(client.list_id)
