"""Rule 1: row and outbox entry are committed in one transaction before any network call. A reply makes an entry
*acknowledged*; it ends when a read returns the row with its values. A different value there, or no row, becomes a
conflict that keeps our value.
"""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from tests.contract.site import OpenList, TodoList
from tests.sync.client import Client
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.change import EntryState
from todo_desktop.model.errors import Problem, StorageError, Unavailable
from todo_desktop.testing.shapes import Shape


def _known(site: TodoList, open_client: OpenClient) -> tuple[Client, Remote, Any]:
    """A client that knows the list and its one todo *old*, and that todo's id there."""
    remote = Remote(site)
    key = remote.create(title="old")
    client = open_client(site)
    client.sync()
    return client, remote, key


def _between_reply_and_read(client: Client, monkeypatch: pytest.MonkeyPatch, step: Callable[[], object]) -> None:
    """*step* happens once, when the reply of our write is there and no read has begun."""
    read = client.server.by_ids

    def stepped(ids: Sequence[Any]) -> Any:
        monkeypatch.setattr(client.server, "by_ids", read)
        step()
        return read(ids)

    monkeypatch.setattr(client.server, "by_ids", stepped)


def test_row_and_entry_are_on_disk_before_any_call(tutorial: TodoList, open_client: OpenClient) -> None:
    client, remote, _ = _known(tutorial, open_client)
    client.edit("old", title="mine")
    client.add("new")
    client.restart()
    assert client.titles() == ["mine", "new"]
    assert [e.state for e in client.entries()] == [EntryState.WAITING] * 2
    assert remote.titles() == ["old"]
    client.settle()
    assert remote.titles() == ["mine", "new"]


def test_row_and_entry_are_stored_together_or_not_at_all(tutorial: TodoList, open_client: OpenClient) -> None:
    client, _, _ = _known(tutorial, open_client)
    with client.store.transaction():
        client._window.run(
            "CREATE TRIGGER full BEFORE INSERT ON entry BEGIN SELECT RAISE(ABORT, 'no room for the entry'); END"
        )
    for verb in (lambda: client.edit("old", title="mine"), lambda: client.add("new"), lambda: client.delete("old")):
        with pytest.raises(StorageError):
            verb()
    assert client.titles() == ["old"]
    assert client.entries() == []


def test_a_reply_acknowledges_and_only_a_read_ends_an_entry(
    open_list: OpenList, open_client: OpenClient, any_shape: Shape, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, remote, _ = _known(open_list(any_shape), open_client)
    client.edit("old", title="mine")
    client.add("new")

    def no_read() -> None:
        raise Unavailable(Problem.CONNECTION_LOST)

    _between_reply_and_read(client, monkeypatch, no_read)
    with pytest.raises(Unavailable):
        client.sync()
    assert [e.state for e in client.entries()] == [EntryState.ACKNOWLEDGED] * 2
    client.restart()
    assert [e.state for e in client.entries()] == [EntryState.ACKNOWLEDGED] * 2, "that is on disk"
    client.sync()
    assert client.entries() == []
    assert client.titles() == remote.titles() == ["mine", "new"]


def test_another_value_in_that_read_becomes_a_conflict_that_keeps_ours(
    open_list: OpenList, open_client: OpenClient, any_shape: Shape, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, remote, key = _known(open_list(any_shape), open_client)
    client.edit("old", title="mine")
    _between_reply_and_read(client, monkeypatch, lambda: remote.update(key, title="theirs"))
    client.settle()
    (entry,) = client.entries()
    assert (entry.problem, entry.wanted, dict(entry.theirs)) == (
        Problem.CONFLICT, {"title": "mine"}, {"title": "theirs"},
    )  # fmt: skip
    assert client.titles() == ["mine"]
    assert remote.titles() == ["theirs"]


def test_no_row_in_that_read_becomes_a_conflict_that_keeps_ours(
    open_list: OpenList, open_client: OpenClient, any_shape: Shape, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, remote, key = _known(open_list(any_shape), open_client)
    client.edit("old", title="mine")
    _between_reply_and_read(client, monkeypatch, lambda: remote.delete(key))
    client.settle()
    assert client.problems() == [("mine", Problem.GONE)]
    assert client.entries()[0].wanted == {"title": "mine"}
    assert remote.rows() == []
