"""Another server answers on the same address: nothing is taken away here, and with the right one all goes on."""

import pytest

from tests.contract.site import TodoList
from tests.support.chaos_proxy import ChaosProxy
from tests.sync.client import Client
from tests.sync.quiet import until_quiet
from tests.sync.remote import Remote
from todo_desktop.model.errors import NeedsAttention, Problem
from todo_desktop.testing.fake_nocobase import FakeList, FakeNocoBase
from todo_desktop.testing.rights import ALL_RIGHTS
from todo_desktop.testing.shapes import TUTORIAL

A_DAY = 24 * 3_600_000


@pytest.fixture
def empty_copy(other_server: FakeNocoBase, site: TodoList) -> FakeList:
    """A new set-up of the same server: it knows our key, our user and our collection, which is empty."""
    copy = other_server.open_list(TUTORIAL, collection=site.collection)
    other_server.access.know(site.key, site.collection, ALL_RIGHTS)
    return copy


def test_a_server_that_does_not_know_our_key_pauses_the_list(
    client: Client, remote: Remote, proxy: ChaosProxy, site: TodoList
) -> None:
    client.edit("old", title="edited meanwhile")
    proxy.target = proxy.elsewhere
    client.clock.forward(A_DAY)
    with pytest.raises(NeedsAttention) as asked:
        client.sync()
    assert asked.value.problem is Problem.KEY_WRONG
    assert client.titles() == ["edited meanwhile", "stays"]
    proxy.target = site.base_url
    until_quiet(client)
    assert client.titles() == remote.titles() == ["edited meanwhile", "stays"]


@pytest.mark.parametrize("connected_anew", [False, True], ids=["meanwhile", "at the next start"])
def test_an_empty_collection_of_another_server_takes_nothing_away(
    client: Client, remote: Remote, proxy: ChaosProxy, site: TodoList, empty_copy: FakeList, connected_anew: bool
) -> None:
    proxy.target = proxy.elsewhere
    if connected_anew:
        client.restart()
    for _ in range(3):
        client.clock.forward(A_DAY)
        with pytest.raises(NeedsAttention):
            client.sync()
        assert client.titles() == ["old", "stays"]
    proxy.target = site.base_url
    until_quiet(client)
    assert client.titles() == remote.titles() == ["old", "stays"]
    assert client.entries() == []
    assert not empty_copy.table.rows
