"""A conflict tells who wrote the server's values and when, as far as the role may know."""

from typing import Any

import pytest

from tests.contract.site import OpenList, TodoList
from tests.sync.client import Client
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.change import Entry
from todo_desktop.testing.rights import limited
from todo_desktop.testing.shapes import NO_TIMESTAMPS, TUTORIAL


def in_conflict(client: Client, site: TodoList, other: TodoList) -> Entry:
    """The same title changed here, and by *other* there."""
    remote = Remote(site)
    row = remote.rows()[0]
    client.sync()
    client.edit(row["title"], title="mine")
    Remote(other).update(row["id"], title="theirs")
    client.settle()
    (entry,) = client.entries()
    assert entry.theirs == {"title": "theirs"}
    return entry


def test_a_conflict_names_the_writer_and_the_time(full: TodoList, open_client: OpenClient) -> None:
    full.seed(1)
    other = full.of_another_user()
    client = open_client(full)
    writer = in_conflict(client, full, other).writer
    assert writer is not None
    assert writer.name == open_client(other).server.account().name
    assert writer.user_id == str(other.user_id)
    assert writer.at == Remote(full).rows()[0]["updatedAt"]
    client.restart()
    assert client.entries()[0].writer == writer


def test_the_writer_of_the_disputed_value_stays_though_another_field_was_written_since(
    full: TodoList, open_client: OpenClient
) -> None:
    full.seed(1)
    client = open_client(full)
    before = in_conflict(client, full, full.of_another_user())
    row = Remote(full).rows()[0]
    Remote(full).update(row["id"], completed=not row["completed"])
    client.settle()
    (entry,) = client.entries()
    assert entry.writer == before.writer
    Remote(full).update(row["id"], title="theirs again")
    client.settle()
    (entry,) = client.entries()
    assert entry.writer is not None
    assert entry.writer.user_id == str(full.user_id)


def test_a_name_is_asked_for_once(full: TodoList, open_client: OpenClient) -> None:
    full.seed(1)
    client = open_client(full)
    ask, asked = client.server.writers, []

    def watched(ids: Any) -> Any:
        asked.append(list(ids))
        return ask(ids)

    client.server.writers = watched  # type: ignore[method-assign]
    in_conflict(client, full, full.of_another_user())
    for _ in range(3):
        client.sync()
    assert len(asked) == 1


def test_a_role_that_may_not_see_the_writer_is_told_when(full: TodoList, open_client: OpenClient) -> None:
    full.seed(1)
    blind = full.with_rights(limited(hidden=["updatedBy", "createdBy"]))
    writer = in_conflict(open_client(blind), full, full.of_another_user()).writer
    assert writer is not None
    assert (writer.name, writer.user_id) == ("", "")
    assert writer.at == Remote(full).rows()[0]["updatedAt"]


@pytest.mark.parametrize("shape", [TUTORIAL, NO_TIMESTAMPS], ids=["times only", "nothing"])
def test_a_collection_without_writers_tells_what_it_has(
    open_list: OpenList, open_client: OpenClient, shape: Any
) -> None:
    site = open_list(shape)
    site.seed(1)
    writer = in_conflict(open_client(site), site, site.of_another_user()).writer
    assert (writer is not None) is shape.times
    assert writer is None or (writer.name, bool(writer.at)) == ("", True)
