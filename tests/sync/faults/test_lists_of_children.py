"""Whatever happens to a reply, a list of children arrives once, and its todo is there once."""

import contextlib

import pytest

from tests.sync.client import Client
from tests.sync.conftest import OpenClient
from tests.sync.faults.test_lost_replies import FAULTS
from tests.sync.quiet import until_quiet
from tests.sync.remote import Remote
from todo_desktop.model.errors import Unavailable
from todo_desktop.testing.fake_nocobase import FakeList, FakeNocoBase
from todo_desktop.testing.fake_nocobase.faults import Fault
from todo_desktop.testing.shapes import RELATED

LOST = ("cut before", "cut after", "html after", "500 after", "hang after", "truncated")


@pytest.fixture(params=LOST)
def lost(request: pytest.FixtureRequest) -> Fault:
    return FAULTS[request.param]


@pytest.fixture
def site(fake: FakeNocoBase) -> FakeList:
    return fake.open_list(RELATED)


@pytest.fixture
def there(site: FakeList) -> Remote:
    found = Remote(site)
    keys = [found.create(title=title) for title in ("above", "a", "b")]
    found.update(keys[0], children=keys[1:2])
    return found


@pytest.fixture
def client(there: Remote, open_client: OpenClient) -> Client:
    opened = open_client(there.site)
    opened.sync()
    opened.lose_patience()
    return opened


def children(there: Remote, title: str) -> list[str]:
    return sorted(child["title"] for child in there.row(title, "children")["children"])


def test_an_edit_of_the_list_arrives(client: Client, site: FakeList, there: Remote, lost: Fault) -> None:
    site.server.faults.next("*:update", lost)
    client.edit("above", children=[{"id": client.todo("b").server_id, "title": "b"}])
    until_quiet(client)
    assert (children(there, "above"), client.entries()) == (["b"], [])


def test_a_new_todo_with_children_arrives_once(client: Client, site: FakeList, there: Remote, lost: Fault) -> None:
    site.server.faults.next("*:create", lost)
    client.add("new", children=[{"id": client.todo("b").server_id, "title": "b"}])
    until_quiet(client)
    assert there.titles() == ["a", "above", "b", "new"]
    assert (children(there, "new"), client.entries()) == (["b"], [])


def test_a_list_whose_reply_was_lost_takes_no_child_that_others_gave_away_since(
    client: Client, site: FakeList, there: Remote, lost: Fault
) -> None:
    other = there.create(title="other")
    client.sync()
    site.server.faults.next("*:update", lost)
    client.edit("above", children=[{"id": client.todo(title).server_id, "title": title} for title in ("a", "b")])
    with contextlib.suppress(Unavailable):
        client.sync()
    there.update(there.row("b")["id"], parent=other)
    until_quiet(client)
    assert (children(there, "other"), children(there, "above")) == (["b"], ["a"])
