"""A TLS handshake that takes its time: nothing was sent yet, so nothing is unknown, and it is tried again."""

from pathlib import Path

import pytest

from tests.contract.site import TodoList
from tests.support.chaos_proxy import Proxied
from tests.sync.chaos.conftest import Before
from tests.sync.conftest import OpenClient
from tests.sync.quiet import until_quiet
from tests.sync.remote import Remote
from todo_desktop.model.change import EntryState
from todo_desktop.model.errors import Problem, Unavailable
from todo_desktop.nocobase.http import Timeouts

CERTIFICATES = Path(__file__).parents[2] / "support" / "certificates"


def test_a_handshake_that_takes_too_long_leaves_nothing_unknown(
    site: TodoList, before: Before, open_client: OpenClient
) -> None:
    proxy = before(site, certificate=CERTIFICATES / "localhost.pem")
    timeouts = Timeouts(connect=0.5, read=10, call=20)
    client = open_client(Proxied(site, proxy), timeouts=timeouts, ca_file=str(CERTIFICATES / "authority.pem"))
    client.sync()
    client.add("new")
    client.connect()
    proxy.handshake_seconds = 5
    with pytest.raises(Unavailable) as slow:
        client.sync()
    assert slow.value.problem is Problem.TIMED_OUT
    assert [entry.state for entry in client.entries()] == [EntryState.WAITING]
    proxy.handshake_seconds = 0.2
    until_quiet(client)
    assert client.titles() == Remote(site).titles() == ["new"]
    assert proxy.delivered[f"{site.collection}:create"] == 1
