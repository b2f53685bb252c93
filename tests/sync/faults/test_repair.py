"""A computer whose replica was damaged and repaired ends with the server's list: nothing lost, nothing doubled."""

from contextlib import closing
from pathlib import Path

import pytest

from tests.contract.site import TodoList
from tests.sync.client import Client
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.errors import Problem
from todo_desktop.replica.backups import Backups
from todo_desktop.replica.database import FILE_NAME, Purpose, open_database
from todo_desktop.replica.repair import repair

NOON = 1_795_000_000_000
PAGE = 4096


def back_up(folder: Path) -> None:
    with closing(open_database(folder, Purpose.READER)) as database:
        Backups(folder).make(database, NOON, lambda: True)


def damage_and_repair(client: Client, length: int) -> None:
    """The first *length* bytes of the file (-1: all of it) turn into something else while the program is closed."""

    def meanwhile() -> None:
        path = client.folder / FILE_NAME
        content = path.read_bytes()
        lost = len(content) if length < 0 else length
        path.write_bytes(b"\xa5" * lost + content[lost:])
        repair(client.folder)

    client.restart(meanwhile)


@pytest.fixture
def client(open_client: OpenClient, tutorial: TodoList) -> Client:
    """A computer with two todos that the server has, too."""
    found = open_client(tutorial)
    found.sync()
    found.add("first")
    found.add("second")
    found.settle()
    return found


def test_unsent_changes_go_out_after_a_repair_each_once(client: Client, tutorial: TodoList) -> None:
    client.edit("first", title="edited before the damage")
    client.add("typed before the damage")
    client.delete("second")
    damage_and_repair(client, PAGE)
    client.settle()
    assert Remote(tutorial).titles() == ["edited before the damage", "typed before the damage"]
    assert client.titles() == Remote(tutorial).titles()
    assert client.entries() == []


def test_what_was_sent_after_the_backup_is_not_sent_twice(client: Client, tutorial: TodoList) -> None:
    client.add("waits in the backup")
    client.edit("first", title="waits in the backup, too")
    back_up(client.folder)
    client.settle()
    client.edit("waits in the backup, too", title="and went on since")
    client.settle()
    client.delete("second")
    client.settle()
    sent = Remote(tutorial).titles()
    damage_and_repair(client, -1)
    assert "second" in client.titles(), "the backup is older"
    client.settle()
    assert Remote(tutorial).titles() == sent == ["and went on since", "waits in the backup"]
    # Both values are kept: the old edit of the backup and what came of it are told apart by the user.
    assert client.problems() == [("waits in the backup, too", Problem.CONFLICT)]
    client.service.take_theirs([entry.todo_id for entry in client.entries()])
    client.settle()
    assert client.titles() == sent
    assert client.entries() == []


def test_without_a_backup_the_list_is_fetched_again(client: Client, tutorial: TodoList) -> None:
    damage_and_repair(client, -1)
    assert client.titles() == []
    client.settle()
    assert client.titles() == ["first", "second"]
