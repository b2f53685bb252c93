"""A decision about what two people have changed, taken back: the question is open as it was, with both values, and the
server has its own value again."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.contract.site import OpenList, TodoList
from tests.sync.client import Client
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.change import FieldChange
from todo_desktop.model.decision import Choice
from todo_desktop.model.errors import OutcomeUnknown, Problem, Unavailable
from todo_desktop.testing.shapes import Shape

ANSWERS = {Choice.MINE: "mine", Choice.THEIRS: "theirs", Choice.BOTH: "theirs / mine"}


class Dispute:
    """A todo whose title is *mine* here and *theirs* there; both came from *old*."""

    def __init__(self, site: TodoList, client: Client, *before: str) -> None:
        """*before* it was *mine* the title was typed as that, too."""
        self.client, self.remote = client, Remote(site)
        self.key = self.remote.create(title="old")
        client.sync()
        self.todo = client.id_of("old")
        for typed in (*before, "mine"):
            client.edit(self.todo, title=typed)
        self.remote.update(self.key, title="theirs")
        client.settle()
        self.is_open()

    def decide(self, choice: Choice) -> None:
        self.client.service.resolve(self.todo, {"title": choice})
        assert self.client.titles() == [ANSWERS[choice]]

    def is_open(self, mine: str = "mine", theirs: str = "theirs") -> None:
        """The question is, and nothing else, and the server has its own value."""
        (entry,) = self.client.entries()
        assert entry.problem is Problem.CONFLICT
        assert dict(entry.changes) == {"title": FieldChange("old", mine)}
        assert dict(entry.theirs) == {"title": theirs}
        assert self.client.titles() == [mine]
        assert self.remote.titles() == [theirs]

    def is_settled(self, title: str) -> None:
        self.client.settle()
        assert self.client.entries() == []
        assert self.client.titles() == self.remote.titles() == [title]


@pytest.fixture
def open_dispute(open_list: OpenList, open_client: OpenClient) -> Callable[[Shape], Dispute]:
    def dispute(shape: Shape) -> Dispute:
        site = open_list(shape)
        return Dispute(site, open_client(site))

    return dispute


@pytest.fixture
def dispute(tutorial: TodoList, open_client: OpenClient) -> Dispute:
    return Dispute(tutorial, open_client(tutorial))


@pytest.mark.parametrize("choice", list(Choice))
def test_undo_before_it_was_sent_asks_again_and_sends_nothing(dispute: Dispute, choice: Choice) -> None:
    dispute.decide(choice)
    dispute.client.undo()
    dispute.is_open()
    dispute.client.settle()
    dispute.is_open()


@pytest.mark.parametrize("choice", list(Choice))
def test_undo_after_it_has_arrived_asks_again_and_gives_the_server_its_value_back(
    open_dispute: Callable[[Shape], Dispute], any_shape: Shape, choice: Choice
) -> None:
    dispute = open_dispute(any_shape)
    dispute.decide(choice)
    dispute.is_settled(ANSWERS[choice])
    dispute.client.undo()
    assert dispute.client.titles() == ["mine"]
    dispute.client.settle()
    dispute.is_open()


def test_undo_of_ones_own_edit_in_dispute_takes_theirs_and_sends_nothing(
    open_dispute: Callable[[Shape], Dispute], any_shape: Shape
) -> None:
    dispute = open_dispute(any_shape)
    dispute.client.undo()
    assert dispute.client.entries() == []
    dispute.is_settled("theirs")
    dispute.client.service.redo()
    dispute.is_open()
    dispute.client.settle()
    dispute.is_open()


def test_undo_of_a_decision_and_then_of_the_edit_before_it_ends_with_theirs(dispute: Dispute) -> None:
    dispute.decide(Choice.BOTH)
    dispute.is_settled("theirs / mine")
    dispute.client.undo()
    dispute.client.undo()
    dispute.is_settled("theirs")


def test_undo_of_the_later_of_two_edits_in_dispute_leaves_the_earlier_one_in_dispute(
    tutorial: TodoList, open_client: OpenClient
) -> None:
    dispute = Dispute(tutorial, open_client(tutorial), "mine at first")
    dispute.client.undo()
    dispute.is_open("mine at first")
    dispute.client.settle()
    dispute.is_open("mine at first")
    dispute.client.undo()
    dispute.is_settled("theirs")


def test_undo_of_what_was_typed_over_an_unseen_value_takes_that_one(
    tutorial: TodoList, open_client: OpenClient
) -> None:
    client, remote = open_client(tutorial), Remote(tutorial)
    remote.create(title="theirs")
    client.sync()
    client.service.edit([client.id_of("theirs")], {"title": "mine"}, {"title": "old"})
    assert client.problems() == [("mine", Problem.CONFLICT)]
    client.undo()
    assert client.entries() == []
    assert client.titles() == ["theirs"]


@pytest.mark.parametrize("arrives", [True, False])
@pytest.mark.parametrize("choice", [Choice.MINE, Choice.BOTH])
def test_undo_while_it_is_on_its_way_asks_again_whether_or_not_it_arrived(
    dispute: Dispute, monkeypatch: pytest.MonkeyPatch, choice: Choice, arrives: bool
) -> None:
    client = dispute.client
    dispute.decide(choice)
    send = client.server.update

    def lost(server_id: Any, values: Any, guard: Any) -> Any:
        monkeypatch.setattr(client.server, "update", send)
        if arrives:
            send(server_id, values, guard)
        raise OutcomeUnknown(Problem.CONNECTION_LOST)

    monkeypatch.setattr(client.server, "update", lost)
    with pytest.raises(Unavailable):
        client.sync()
    client.undo()
    client.settle()
    dispute.is_open()


@pytest.mark.parametrize("sent", [True, False])
@pytest.mark.parametrize("choice", list(Choice))
def test_what_was_decided_can_be_done_again_and_taken_back_again(dispute: Dispute, choice: Choice, sent: bool) -> None:
    dispute.decide(choice)
    for _ in range(2):
        if sent:
            dispute.is_settled(ANSWERS[choice])
        dispute.client.undo()
        if sent:
            dispute.client.settle()
        dispute.is_open()
        dispute.client.service.redo()
        assert dispute.client.titles() == [ANSWERS[choice]]
    dispute.is_settled(ANSWERS[choice])


def test_it_can_be_decided_anew_before_the_server_has_its_value_back(dispute: Dispute) -> None:
    for first in Choice:
        for second in Choice:
            dispute.decide(first)
            dispute.is_settled(ANSWERS[first])
            dispute.client.undo()
            dispute.decide(second)
            dispute.is_settled(ANSWERS[second])
            dispute.client.undo()
            dispute.client.settle()
            dispute.is_open()


def test_what_somebody_has_written_over_the_answer_is_asked_about_too(dispute: Dispute) -> None:
    dispute.decide(Choice.BOTH)
    dispute.is_settled("theirs / mine")
    dispute.client.undo()
    dispute.remote.update(dispute.key, title="a third")
    dispute.client.settle()
    (entry,) = dispute.client.entries()
    assert (dict(entry.wanted), dict(entry.theirs)) == ({"title": "mine"}, {"title": "a third"})
    assert dispute.remote.titles() == ["a third"]


@pytest.mark.parametrize("choice", [Choice.MINE, Choice.BOTH])
def test_an_answer_is_not_given_again_over_what_nobody_here_had_seen(dispute: Dispute, choice: Choice) -> None:
    dispute.decide(choice)
    dispute.client.undo()
    dispute.remote.update(dispute.key, title="a third")
    dispute.client.settle()
    dispute.client.service.redo()
    assert dispute.client.service.left_alone.values == 1
    dispute.client.settle()
    dispute.is_open(theirs="a third")


def test_an_answer_for_theirs_given_again_takes_what_the_server_has_now(dispute: Dispute) -> None:
    dispute.decide(Choice.THEIRS)
    dispute.client.undo()
    dispute.remote.update(dispute.key, title="a third")
    dispute.client.settle()
    dispute.client.service.redo()
    dispute.is_settled("a third")


def test_a_crash_before_the_server_has_its_value_back_forgets_nothing(dispute: Dispute) -> None:
    dispute.decide(Choice.BOTH)
    dispute.is_settled("theirs / mine")
    dispute.client.undo()
    dispute.client.restart()
    dispute.client.settle()
    dispute.is_open()


def test_what_is_typed_while_the_question_is_open_again_is_our_side_of_it(dispute: Dispute) -> None:
    dispute.decide(Choice.BOTH)
    dispute.is_settled("theirs / mine")
    dispute.client.undo()
    dispute.client.edit(dispute.todo, title="mine, too", completed=True)
    dispute.client.settle()
    dispute.is_open(mine="mine, too")
    assert dispute.remote.rows()[0]["completed"] is True


@pytest.mark.parametrize("choice", list(Choice))
def test_a_decision_about_many_fields_is_taken_back_as_one(
    full: TodoList, open_client: OpenClient, choice: Choice
) -> None:
    client, remote = open_client(full), Remote(full)
    key = remote.create(title="old", notes="old", priority="low")
    client.sync()
    todo = client.id_of("old")
    client.edit(todo, title="mine", notes="mine", priority="high")
    remote.update(key, title="theirs", notes="theirs", priority="medium")
    client.settle()
    client.service.resolve(todo, {"title": choice, "notes": choice})
    client.settle()
    client.undo()
    client.settle()
    (entry,) = client.entries()
    assert dict(entry.wanted) == {"title": "mine", "notes": "mine", "priority": "high"}
    assert dict(entry.theirs) == {"title": "theirs", "notes": "theirs", "priority": "medium"}
    row = remote.rows()[0]
    assert (row["title"], row["notes"], row["priority"]) == ("theirs", "theirs", "medium")


def test_an_edit_taken_back_while_it_was_on_its_way_leaves_what_others_wrote_meanwhile(
    tutorial: TodoList, open_client: OpenClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is wished any more, so that there is nothing to ask."""
    client, remote = open_client(tutorial), Remote(tutorial)
    key = remote.create(title="old")
    client.sync()
    client.edit("old", title="mine")
    send = client.server.update

    def lost(server_id: Any, values: Any, guard: Any) -> Any:
        monkeypatch.setattr(client.server, "update", send)
        raise OutcomeUnknown(Problem.CONNECTION_LOST)

    monkeypatch.setattr(client.server, "update", lost)
    with pytest.raises(Unavailable):
        client.sync()
    client.undo()
    remote.update(key, title="theirs")
    client.settle()
    assert client.entries() == []
    assert client.titles() == remote.titles() == ["theirs"]
