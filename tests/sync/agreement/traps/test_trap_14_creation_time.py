"""Trap 14: a todo was made when it was typed, on every computer."""

from tests.contract.site import OpenList
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.instants import from_instant
from todo_desktop.testing.shapes import FULL, TUTORIAL


def test_the_time_of_typing_is_the_creation_time_however_late_it_is_sent(
    open_list: OpenList, open_client: OpenClient
) -> None:
    for shape in (TUTORIAL, FULL):
        site = open_list(shape)
        client = open_client(site)
        client.clock.forward(-3 * 3_600_000)
        client.add("typed offline")
        typed = client.entries()[0].created_at
        client.clock.forward(3 * 3_600_000)
        client.sync()
        assert from_instant(Remote(site).row("typed offline")["createdAt"]) == typed
        assert from_instant(str(client.todo("typed offline").values["createdAt"])) == typed
