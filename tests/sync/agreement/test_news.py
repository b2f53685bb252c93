"""What others did since the user looked last is known after a sync; what was done here never is among it."""

import pytest
from msgspec.structs import replace

from tests.contract.site import OpenList, TodoList
from tests.sync.client import Client
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.news import NewsOverview
from todo_desktop.testing.rights import limited
from todo_desktop.testing.shapes import FULL, NO_TIMESTAMPS, Shape


def news(client: Client) -> NewsOverview:
    return client.reader.news([client.list_id])


def titles(client: Client, todo_ids: frozenset[int]) -> list[object]:
    return [todo.values["title"] for todo in client.reader.rows(sorted(todo_ids))]


@pytest.fixture
def site(open_list: OpenList, any_shape: Shape) -> TodoList:
    found = open_list(any_shape)
    for title in ("One", "Two", "Three"):
        Remote(found).create(title=title)
    return found


def test_what_others_added_changed_and_removed_is_news_and_the_first_load_none(
    site: TodoList, open_client: OpenClient
) -> None:
    client, other = open_client(site), Remote(site.of_another_user())
    client.sync()
    assert not news(client)
    rows = {row["title"]: row["id"] for row in other.rows()}
    other.update(rows["One"], title="Renamed")
    other.delete(rows["Two"])
    other.create(title="Four")
    client.settle()
    found = news(client)
    assert titles(client, found.added) == ["Four"]
    assert titles(client, found.changed) == ["Renamed"]
    assert len(found.removed) == 1
    (before,) = (each.before for each in client.reader.news_of(sorted(found.changed)).values())
    assert before == {"title": "One"}


def test_what_was_done_here_is_no_news_however_it_comes_back(site: TodoList, open_client: OpenClient) -> None:
    client = open_client(site)
    client.sync()
    client.add(title="Made here")
    client.edit("One", title="Renamed here", completed=True)
    client.delete("Two")
    client.settle()
    state = client.store.pull_state(client.list_id)
    client.store.save_pull_state(client.list_id, replace(state, sweep_due=True))
    client.sync()
    assert sorted(Remote(site).titles()) == ["Made here", "Renamed here", "Three"]
    assert not news(client)


def test_of_a_todo_that_both_changed_the_others_fields_are_news(site: TodoList, open_client: OpenClient) -> None:
    client, other = open_client(site), Remote(site.of_another_user())
    client.sync()
    client.edit("One", title="Mine")
    other.update(other.row("One")["id"], completed=True)
    client.settle()
    (each,) = client.reader.news_of(sorted(news(client).changed)).values()
    assert list(each.before) == ["completed"]


@pytest.mark.parametrize("hidden", [[], ["updatedBy", "createdBy"]], ids=["sees who", "does not"])
def test_what_the_user_did_elsewhere_is_no_news_where_the_role_may_see_that(
    open_list: OpenList, open_client: OpenClient, hidden: list[str]
) -> None:
    site = open_list(FULL)
    elsewhere = Remote(site)
    elsewhere.create(title="One")
    client = open_client(site.with_rights(limited(hidden=hidden)) if hidden else site)
    client.sync()
    elsewhere.update(elsewhere.row("One")["id"], title="Renamed elsewhere")
    elsewhere.create(title="Two")
    client.settle()
    found = news(client)
    assert titles(client, found.changed) == (["Renamed elsewhere"] if hidden else [])
    assert not found.added, "who made a row is told to whoever may see the row"


def test_who_did_it_is_known_by_name(full: TodoList, open_client: OpenClient) -> None:
    remote = Remote(full)
    remote.create(title="One")
    stranger = full.of_another_user()
    client, other = open_client(full), Remote(stranger)
    client.sync()
    other.update(other.row("One")["id"], title="Renamed")
    other.create(title="Two")
    client.settle()
    name = open_client(stranger).server.account().name
    found = news(client)
    authors = {each.author for each in client.reader.news_of(sorted(found.in_list)).values()}
    assert authors == {str(stranger.user_id)}
    (changed,) = found.changed
    told = client.reader.authors_of(changed)
    assert told.writer is not None
    assert (told.writer.user_id, told.writer.name) == (str(stranger.user_id), name)


def test_where_nobody_keeps_who_it_was_it_is_news_all_the_same(open_list: OpenList, open_client: OpenClient) -> None:
    site = open_list(NO_TIMESTAMPS)
    remote = Remote(site)
    remote.create(title="One")
    client = open_client(site)
    client.sync()
    remote.update(remote.row("One")["id"], title="Renamed")
    client.sync()
    assert titles(client, news(client).changed) == ["Renamed"]
