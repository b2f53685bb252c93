"""Trap 2: `{}` in place of rows is never an empty list: nothing is removed."""

import pytest

from tests.contract.site import TodoList
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.errors import Unavailable
from todo_desktop.nocobase import filters
from todo_desktop.sync.schedule import SWEEP_EVERY


def test_a_list_whose_filters_are_garbled_keeps_every_todo(
    tutorial: TodoList, open_client: OpenClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    tutorial.seed(5)
    client = open_client(tutorial, rows=2, stamps=2)
    client.sync()
    before = client.titles()
    Remote(tutorial).delete(Remote(tutorial).rows()[0]["id"])
    with monkeypatch.context() as garbled:
        garbled.setattr(filters, "as_text", lambda _condition: "{bad")
        client.clock.forward(SWEEP_EVERY)
        with pytest.raises(Unavailable):
            client.sync()
    assert client.titles() == before
    client.sync()
    assert client.titles() == Remote(tutorial).titles()
