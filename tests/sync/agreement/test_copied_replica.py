"""A data folder that was copied with unsent todos: both copies send them, and the server has each once."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.contract.site import OpenList, TodoList
from tests.sync.client import Client, ShiftedClock
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.change import EntryState
from todo_desktop.model.errors import Problem
from todo_desktop.replica.database import Purpose, open_database
from todo_desktop.sync.copies import WAITED_LONG, Copies
from todo_desktop.sync.entries import Entries
from todo_desktop.sync.pull import PageSizes
from todo_desktop.testing.rights import limited
from todo_desktop.testing.shapes import Shape

Copy = Callable[[Client], Client]


@pytest.fixture
def copied(tmp_path: Path) -> Iterator[Copy]:
    """Goes on with a copy of a closed computer's folder."""

    def copy(original: Client) -> Client:
        folder = shutil.copytree(original.folder, tmp_path / "copy")
        made = Client(folder, original.site, pages=PageSizes(), clock=ShiftedClock(original.clock.ahead))
        copies.append(made)
        return made

    copies: list[Client] = []
    yield copy
    for one in copies:
        one.close()


def _offline_todos(site: TodoList, open_client: OpenClient) -> Client:
    """Synced once; then two todos were typed offline, some time ago."""
    client = open_client(site)
    client.sync()
    client.add("Pay rent", completed=False)
    client.add("Call mum")
    client.clock.forward(WAITED_LONG + 1)
    return client


def test_what_the_original_has_sent_is_not_sent_by_the_copy(
    open_list: OpenList, open_client: OpenClient, copied: Copy, any_shape: Shape
) -> None:
    original = _offline_todos(open_list(any_shape), open_client)
    copies: list[Client] = []
    original.restart(lambda: copies.append(copied(original)))
    original.settle()
    copies[0].settle()
    assert Remote(original.site).titles() == ["Call mum", "Pay rent"] == copies[0].titles()
    assert copies[0].entries() == []


def test_what_the_copy_has_sent_is_not_sent_by_the_original(
    tutorial: TodoList, open_client: OpenClient, copied: Copy
) -> None:
    original = _offline_todos(tutorial, open_client)
    copies: list[Client] = []
    original.restart(lambda: copies.append(copied(original)))
    copies[0].settle()
    copies[0].edit("Pay rent", completed=True)
    copies[0].settle()
    original.settle()
    assert Remote(tutorial).titles() == ["Call mum", "Pay rent"] == original.titles()
    assert original.problems() == [("Pay rent", Problem.CONFLICT)], "and what was edited there since is not overwritten"
    assert Remote(tutorial).row("Pay rent")["completed"] is True


def test_where_a_role_may_not_write_the_creation_time_the_copy_looks_for_its_values(
    tutorial: TodoList, open_client: OpenClient, copied: Copy
) -> None:
    site = tutorial.with_rights(limited(unwritable=["createdAt"]))
    original = _offline_todos(site, open_client)
    copies: list[Client] = []
    original.restart(lambda: copies.append(copied(original)))
    original.settle()
    copies[0].settle()
    assert Remote(tutorial).titles() == ["Call mum", "Pay rent"] == copies[0].titles()


def test_a_restored_backup_does_not_send_what_was_sent_since(tutorial: TodoList, open_client: OpenClient) -> None:
    site = tutorial.with_rights(limited(unwritable=["createdAt"]))
    client = _offline_todos(site, open_client)
    backup = client.folder / "backup.sqlite3"
    with closing(open_database(client.folder, Purpose.READER)) as database:
        database.backup(backup)
    client.settle()

    def put_back() -> None:
        shutil.copyfile(backup, client.folder / "replica.sqlite3")

    client.restart(put_back)
    client.settle()
    assert Remote(tutorial).titles() == ["Call mum", "Pay rent"] == client.titles()


def test_a_folder_that_was_moved_sends_without_a_second_thought(
    tutorial: TodoList, open_client: OpenClient, tmp_path: Path
) -> None:
    client = _offline_todos(tutorial, open_client)

    def move() -> None:
        client.folder = client.folder.rename(tmp_path / "moved")

    client.restart(move)
    client.sync()
    assert Remote(tutorial).titles() == ["Call mum", "Pay rent"]


def test_a_copy_doubts_only_what_is_new(tutorial: TodoList, open_client: OpenClient, copied: Copy) -> None:
    Remote(tutorial).create(title="Todo 1")
    original = open_client(tutorial)
    original.sync()
    original.add("new")
    original.edit("Todo 1", completed=True)
    copies: list[Client] = []
    original.restart(lambda: copies.append(copied(original)))
    copy = copies[0]
    Copies(copy.server, copy.store, copy.list_id, Entries(copy.store, copy.list_id, lambda _: None)).settle_in()
    assert [(e.kind, e.state) for e in copy.entries()] == [
        ("create", EntryState.SENT),
        ("update", EntryState.WAITING),
    ]
