"""Rule 6: the base of a todo with unsent edits advances only through `plan`."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.contract.site import OpenList, TodoList
from tests.sync.client import Client
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.errors import Problem, Unavailable
from todo_desktop.model.held import Held
from todo_desktop.sync import plan
from todo_desktop.testing.shapes import Shape


def _held(client: Client, title: str) -> Held:
    todo = client.id_of(title)
    return client.store.held([todo])[todo]


def test_a_base_moves_with_nothing_but_the_plans_consent(
    open_list: OpenList, open_client: OpenClient, any_shape: Shape, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = open_list(any_shape)
    remote = Remote(site)
    keys = [remote.create(title=title) for title in ("disputed", "free", "third")]
    client = open_client(site)
    client.sync()
    client.edit("disputed", title="mine")
    remote.update(keys[0], title="theirs")
    client.settle()
    before = _held(client, "mine")
    remote.update(keys[0], title="theirs again", completed=True)
    remote.update(keys[1], title="free, changed")
    with monkeypatch.context() as asleep:
        asleep.setattr(plan, "on_read", lambda held, _row, _collection, **_: held)
        client.clock.forward(24 * 3_600_000)
        client.sync()
        assert _held(client, "mine") == before
        assert "free, changed" in client.titles()
    client.settle()
    client.clock.forward(24 * 3_600_000)
    client.sync()
    after = _held(client, "mine")
    assert after.base is not None
    assert (after.base["title"], after.base["completed"]) == ("theirs again", True)
    assert dict(after.entries[0].theirs) == {"title": "theirs again"}


def test_a_base_is_what_a_read_showed_and_never_a_reply(
    full: TodoList, open_client: OpenClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    remote = Remote(full)
    remote.create(title="old", cost="1.00")
    client = open_client(full)
    client.sync()
    client.edit("old", cost="1.005")
    base = dict(_held(client, "old").base or {})
    read = client.server.by_ids

    def no_read(_ids: Sequence[Any]) -> Any:
        raise Unavailable(Problem.CONNECTION_LOST)

    monkeypatch.setattr(client.server, "by_ids", no_read)
    with pytest.raises(Unavailable):
        client.sync()
    assert _held(client, "old").base == base
    client.edit("old", notes="meanwhile")
    monkeypatch.setattr(client.server, "by_ids", read)
    client.settle()
    assert client.todo("old").values["cost"] == remote.rows()[0]["cost"]
    assert client.entries() == []
