"""A server that was put back to an earlier state gives ids again: a row made at another time is another todo."""

from typing import NoReturn

import pytest

from tests.contract.site import OpenList, TodoList
from tests.sync.client import Client
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.change import EntryState
from todo_desktop.model.errors import NeedsAttention, OutcomeUnknown, Problem, Unavailable
from todo_desktop.model.todo import Trashed
from todo_desktop.sync.schedule import SWEEP_EVERY
from todo_desktop.testing.shapes import UNTIMED_NOTES


class Restored:
    """A list of which the server has forgotten the newest rows, and one computer that knows them."""

    def __init__(self, site: TodoList, open_client: OpenClient, rows: int = 6) -> None:
        self.remote = Remote(site)
        for number in range(1, rows + 1):
            self.remote.create(title=f"Todo {number}", completed=True)
        self.here: Client = open_client(site)
        self.here.sync()

    def server_id(self, title: str) -> int:
        server_id = self.here.todo(title).server_id
        assert isinstance(server_id, int)
        return server_id

    def put_in_place(self, title: str, of: str | int, *, completed: bool = False) -> int:
        """Somebody's new todo gets the id of ours; the id."""
        server_id = of if isinstance(of, int) else self.server_id(of)
        self.remote.delete_if_there(server_id)
        assert self.remote.create(id=server_id, title=title, completed=completed) == server_id
        return server_id

    def trash(self) -> list[Trashed]:
        return self.here.store.trash(self.here.list_id)

    def ends_equal(self, *titles: str) -> None:
        """Everything has been sent and decided, and here is what is there: among others *titles*, each once."""
        assert self.here.entries() == []
        there = self.remote.titles()
        assert self.here.titles() == there
        assert [there.count(title) for title in titles] == [1] * len(titles)


@pytest.fixture
def restored(tutorial: TodoList, open_client: OpenClient) -> Restored:
    return Restored(tutorial, open_client)


def test_the_row_of_another_todo_does_not_take_the_place_of_ours(restored: Restored) -> None:
    here = restored.here
    ours = here.id_of("Todo 6")
    server_id = restored.put_in_place("Launch rocket", "Todo 6")
    here.settle()
    assert here.todo("Launch rocket").server_id == server_id
    assert here.id_of("Launch rocket") != ours
    assert [one.todo.values["title"] for one in restored.trash()] == ["Todo 6"]
    restored.ends_equal("Launch rocket")


def test_what_was_removed_for_it_comes_back_under_a_new_id(restored: Restored) -> None:
    here = restored.here
    restored.put_in_place("Launch rocket", "Todo 6")
    here.settle()
    here.service.restore([restored.trash()[0].id])
    here.settle()
    restored.ends_equal("Launch rocket", "Todo 6")


def test_an_unsent_edit_does_not_land_on_the_row_of_another_todo(restored: Restored) -> None:
    here = restored.here
    ours = here.id_of("Todo 6")
    here.edit("Todo 6", completed=True, title="Todo 6 here")
    restored.put_in_place("Launch rocket", "Todo 6 here")
    here.settle()
    assert restored.remote.row("Launch rocket")["completed"] is False
    assert here.problems() == [("Todo 6 here", Problem.GONE)]
    assert here.todo("Launch rocket").id != ours
    here.service.keep_mine([ours])
    here.settle()
    assert restored.remote.row("Todo 6 here")["completed"] is True
    restored.ends_equal("Launch rocket", "Todo 6 here")


def test_an_edited_todo_that_another_one_replaced_can_be_let_go_and_restored(restored: Restored) -> None:
    here = restored.here
    here.edit("Todo 6", title="Todo 6 here")
    restored.put_in_place("Launch rocket", "Todo 6 here")
    here.settle()
    here.service.take_theirs([here.id_of("Todo 6 here")])
    restored.ends_equal("Launch rocket")
    here.service.restore([restored.trash()[0].id])
    here.settle()
    restored.ends_equal("Launch rocket", "Todo 6 here")


def test_an_edited_todo_that_another_one_replaced_goes_where_the_edit_is_undone(restored: Restored) -> None:
    here = restored.here
    here.edit("Todo 6", title="Todo 6 here")
    restored.put_in_place("Launch rocket", "Todo 6 here")
    here.settle()
    here.undo()
    here.clock.forward(SWEEP_EVERY)
    here.settle()
    assert "Todo 6" not in here.titles()
    restored.ends_equal("Launch rocket")
    here.service.restore([restored.trash()[0].id])
    here.settle()
    restored.ends_equal("Launch rocket", "Todo 6")


def test_a_todo_known_to_be_gone_is_not_merged_with_the_next_one_of_its_id(restored: Restored) -> None:
    here = restored.here
    here.edit("Todo 6", completed=False)
    server_id = restored.server_id("Todo 6")
    restored.remote.delete(server_id)
    here.settle()
    assert here.problems() == [("Todo 6", Problem.GONE)]
    restored.put_in_place("Launch rocket", server_id)
    here.settle()
    assert here.problems() == [("Todo 6", Problem.GONE)]
    here.service.keep_mine([here.id_of("Todo 6")])
    here.settle()
    restored.ends_equal("Launch rocket", "Todo 6")


def test_a_delete_does_not_hit_the_row_of_another_todo(restored: Restored) -> None:
    here = restored.here
    server_id = restored.server_id("Todo 6")
    here.delete("Todo 6")
    restored.put_in_place("Launch rocket", server_id)
    here.settle()
    restored.ends_equal("Launch rocket")
    here.undo()
    here.settle()
    restored.ends_equal("Launch rocket", "Todo 6")


def test_what_was_removed_before_another_todo_got_its_id_is_restored_whole(restored: Restored) -> None:
    here = restored.here
    server_id = restored.server_id("Todo 6")
    restored.remote.delete(server_id)
    here.settle()
    restored.put_in_place("Launch rocket", server_id)
    here.settle()
    here.service.restore([restored.trash()[0].id])
    here.settle()
    restored.ends_equal("Launch rocket", "Todo 6")


def test_a_todo_brought_back_while_another_one_gets_its_id_asks_again(restored: Restored) -> None:
    here = restored.here
    server_id = restored.server_id("Todo 6")
    restored.remote.delete(server_id)
    here.settle()
    here.service.restore([restored.trash()[0].id])
    restored.put_in_place("Launch rocket", server_id)
    here.settle()
    assert here.problems() == [("Todo 6", Problem.GONE)]
    here.service.keep_mine([here.id_of("Todo 6")])
    here.settle()
    restored.ends_equal("Launch rocket", "Todo 6")


def test_a_row_of_another_time_that_holds_the_same_is_the_same_todo(restored: Restored) -> None:
    """Somebody brought it back whose role may not write the creation time."""
    here = restored.here
    ours = here.id_of("Todo 5")
    row = restored.remote.row("Todo 5")
    here.edit("Todo 5", title="Todo 5 here")
    restored.remote.delete(row["id"])
    restored.remote.create(id=row["id"], title=row["title"], completed=row["completed"])
    here.settle()
    assert here.id_of("Todo 5 here") == ours
    restored.ends_equal("Todo 5 here")


def test_a_row_of_which_the_creation_time_and_more_was_changed_by_hand_is_there_once(restored: Restored) -> None:
    """By SQL: the API lets nobody write the creation time of a row that is there."""
    restored.remote.bring_all_back()
    restored.remote.update(restored.server_id("Todo 5"), title="Todo 5 by hand")
    restored.here.settle()
    restored.ends_equal("Todo 5 by hand")
    assert [one.todo.values["title"] for one in restored.trash()] == ["Todo 5"]


def test_many_todos_that_others_replaced_are_asked_about(tutorial: TodoList, open_client: OpenClient) -> None:
    restored = Restored(tutorial, open_client, rows=25)
    here, before = restored.here, restored.here.titles()
    for n in range(11, 17):
        restored.put_in_place(f"Another {n}", f"Todo {n}")
    for _ in range(2):
        with pytest.raises(NeedsAttention) as asked:
            here.sync()
        assert (asked.value.problem, asked.value.detail) == (Problem.MASS_REMOVAL, "6")
        assert here.titles() == before
    here.engine.allow_mass_removal(6)
    here.settle()
    assert len(restored.trash()) == 6
    restored.ends_equal(*[f"Another {n}" for n in range(11, 17)])


def test_many_todos_that_others_replaced_come_back_beside_them(tutorial: TodoList, open_client: OpenClient) -> None:
    restored = Restored(tutorial, open_client, rows=25)
    here = restored.here
    for n in range(11, 17):
        restored.put_in_place(f"Another {n}", f"Todo {n}")
    with pytest.raises(NeedsAttention):
        here.sync()
    here.engine.bring_back_missing(6)
    here.settle()
    restored.ends_equal(*[f"Another {n}" for n in range(11, 17)], *[f"Todo {n}" for n in range(11, 17)])


def test_a_new_todo_whose_id_another_one_got_at_once_is_gone(
    restored: Restored, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = restored.here
    ours = here.add("Milk")
    with monkeypatch.context() as patch:
        patch.setattr(here.server, "by_ids", _unreachable)
        with pytest.raises(Unavailable):
            here.sync()
    (entry,) = here.entries()
    assert entry.state is EntryState.ACKNOWLEDGED
    restored.put_in_place("Launch rocket", "Milk")
    here.settle()
    assert here.problems() == [("Milk", Problem.GONE)]
    here.service.keep_mine([ours])
    here.settle()
    restored.ends_equal("Launch rocket", "Milk")


def test_a_new_todo_that_was_looked_for_and_then_lost_its_id_is_gone(
    restored: Restored, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = restored.here
    here.add("Milk")
    create = here.server.create
    with monkeypatch.context() as patch:
        patch.setattr(here.server, "create", lambda values: _without_answer(create(values)))
        with pytest.raises(Unavailable):
            here.sync()
    here.clock.forward(5_000)
    with monkeypatch.context() as patch:
        patch.setattr(here.server, "by_ids", _unreachable)
        with pytest.raises(Unavailable):
            here.sync()
    (entry,) = here.entries()
    assert entry.state is EntryState.ACKNOWLEDGED
    restored.put_in_place("Launch rocket", "Milk")
    here.settle()
    assert here.problems() == [("Milk", Problem.GONE)]


def _unreachable(_ids: object) -> NoReturn:
    raise Unavailable(Problem.CONNECTION_REFUSED)


def _without_answer(_reply: object) -> NoReturn:
    raise OutcomeUnknown(Problem.TIMED_OUT)


@pytest.fixture
def untimed(plain: TodoList, open_client: OpenClient) -> Restored:
    """Nothing tells when its rows were made."""
    return Restored(plain, open_client)


@pytest.mark.parametrize("mine", [True, False])
@pytest.mark.parametrize("newer", ["gone", "another"])
def test_where_nothing_tells_when_a_row_was_made_an_edit_asks_before_it_lands_on_another(
    untimed: Restored, mine: bool, newer: str
) -> None:
    """The server was put back to a time before the newest two."""
    here = untimed.here
    ours = here.id_of("Todo 5")
    here.edit("Todo 5", completed=False)
    untimed.put_in_place("Launch rocket", "Todo 5", completed=True)
    if newer == "gone":
        untimed.remote.delete(untimed.server_id("Todo 6"))
    else:
        untimed.put_in_place("Land", "Todo 6")
    for _ in range(2):
        here.settle()
        assert here.problems() == [("Launch rocket", Problem.CONFLICT)]
        assert untimed.remote.row("Launch rocket")["completed"] is True
    (here.service.keep_mine if mine else here.service.take_theirs)([ours])
    here.settle()
    assert untimed.remote.row("Launch rocket")["completed"] is not mine
    untimed.ends_equal("Launch rocket")


def test_where_nothing_tells_when_a_row_was_made_a_row_after_it_tells_that_it_was_renamed(untimed: Restored) -> None:
    here = untimed.here
    here.edit("Todo 5", completed=False)
    untimed.remote.update(untimed.server_id("Todo 5"), title="Todo five")
    here.settle()
    assert untimed.remote.row("Todo five")["completed"] is False
    untimed.ends_equal("Todo five")


def test_where_nothing_tells_when_a_row_was_made_what_else_was_typed_tells_that_it_was_renamed(
    open_list: OpenList, open_client: OpenClient
) -> None:
    site = open_list(UNTIMED_NOTES)
    remote, here = Remote(site), open_client(site)
    row_id = remote.create(title="Milk", completed=False, notes="Two of them")
    newest = remote.create(title="Bread", completed=False)
    here.sync()
    here.edit("Milk", completed=True)
    remote.update(row_id, title="Oat milk")
    remote.delete(newest)
    here.settle()
    assert here.entries() == []
    assert (remote.row("Oat milk")["completed"], here.titles()) == (True, ["Oat milk"])


def test_where_nothing_tells_when_a_row_was_made_our_own_new_title_is_known_again(
    untimed: Restored, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = untimed.here
    update = here.server.update
    here.edit("Todo 6", title="Todo 6 here")
    with monkeypatch.context() as patch:
        patch.setattr(here.server, "update", lambda *asked: _without_answer(update(*asked)))
        with pytest.raises(Unavailable):
            here.sync()
    here.edit("Todo 6 here", completed=False)
    here.settle()
    assert untimed.remote.row("Todo 6 here")["completed"] is False
    untimed.ends_equal("Todo 6 here")
