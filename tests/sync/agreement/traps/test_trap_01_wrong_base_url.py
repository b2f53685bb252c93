"""Trap 1: a base URL that leads to a web page takes nothing away and sends nothing for done."""

import contextlib

import pytest
from msgspec.structs import replace

from tests.contract.site import TodoList
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.errors import Unavailable


def test_a_web_page_in_place_of_the_server_changes_nothing_here(
    tutorial: TodoList, open_client: OpenClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    tutorial.seed(2)
    client = open_client(tutorial)
    client.sync()
    client.add("new")
    before = client.titles()
    right = client.server._http.connection
    wrong = replace(right, base_url=right.base_url.removesuffix("/api"))
    monkeypatch.setattr(client.server._http, "connection", wrong)
    for _ in range(4):
        with contextlib.suppress(Unavailable):
            client.sync()
        client.clock.forward(60_000)
    assert client.titles() == before
    monkeypatch.setattr(client.server._http, "connection", right)
    client.settle()
    assert Remote(tutorial).titles() == client.titles() == before
    assert client.entries() == []
