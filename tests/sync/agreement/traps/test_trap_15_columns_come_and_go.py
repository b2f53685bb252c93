"""Trap 15: a column that comes or goes on a list in use stops nothing."""

import contextlib
from collections.abc import Callable
from typing import Any

import pytest

from tests.contract.site import OpenList
from tests.sync.client import Client
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.change import EntryState
from todo_desktop.model.errors import OutcomeUnknown, Problem, Unavailable
from todo_desktop.testing.shapes import FULL, TUTORIAL


def test_a_column_that_is_dropped_meanwhile_does_not_stop_the_list(
    open_list: OpenList, open_client: OpenClient
) -> None:
    tutorial = open_list(TUTORIAL, fresh=True)
    tutorial.seed(3)
    remote = Remote(tutorial)
    client = open_client(tutorial)
    client.sync()
    remote.drop_field("completed")
    remote.create(title="after it")
    for _ in range(2):
        with contextlib.suppress(Unavailable):
            client.sync()
    client.sync()
    assert client.titles() == remote.titles()
    client.edit("after it", title="edited")
    client.settle()
    assert client.titles() == remote.titles()


def _waiting(client: Client, _remote: Remote) -> None:
    client.edit("old", notes="mine")


def _in_dispute(client: Client, remote: Remote) -> None:
    client.edit("old", notes="mine")
    remote.update(remote.row("old")["id"], notes="theirs")
    client.settle()


def _of_unknown_outcome(client: Client, _remote: Remote) -> None:
    client.edit("old", notes="mine")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(client.server, "update", _cut)
        with pytest.raises(Unavailable):
            client.sync()
    assert [entry.state for entry in client.entries()] == [EntryState.SENT]
    client.clock.forward(60_000)


def _cut(*_: Any) -> Any:
    raise OutcomeUnknown(Problem.CONNECTION_LOST)


def _of_a_new_todo(client: Client, _remote: Remote) -> None:
    client.delete("old")
    client.settle()
    client.add("old", notes="mine")


CHANGES: dict[str, Callable[[Client, Remote], None]] = {
    "waiting": _waiting,
    "in dispute": _in_dispute,
    "of unknown outcome": _of_unknown_outcome,
    "of a new todo": _of_a_new_todo,
}


@pytest.mark.parametrize("known", [False, True], ids=["not known yet", "known"])
@pytest.mark.parametrize("change", sorted(CHANGES))
def test_what_was_typed_into_a_column_that_is_dropped_is_kept_until_a_person_lets_it_go(
    open_list: OpenList, open_client: OpenClient, change: str, known: bool
) -> None:
    full = open_list(FULL, fresh=True)
    remote = Remote(full)
    remote.create(title="old", notes="short")
    client = open_client(full)
    client.sync()
    CHANGES[change](client, remote)
    remote.drop_field("notes")
    if known:
        client.connect()
    for _ in range(3):
        with contextlib.suppress(Unavailable):
            client.sync()
    client.restart()
    client.settle()
    (entry,) = client.entries()
    assert (entry.state, entry.wanted) == (EntryState.PARKED, {"notes": "mine"})
    assert entry.problem is (Problem.CONFLICT if change == "in dispute" else Problem.FIELD_REFUSED)
    client.service.keep_mine([entry.todo_id])
    client.settle()
    assert [e.wanted for e in client.entries()] == [{"notes": "mine"}], "there still is no such column"
    client.service.take_theirs([entry.todo_id])
    client.settle()
    assert client.entries() == []
    assert client.titles() == remote.titles() == ["old"]
