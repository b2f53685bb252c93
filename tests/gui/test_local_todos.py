"""Moving the todos of this computer to a server's list, beside what the user does."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.support.full_disk import FullDisk
from tests.support.gui_desk import FULL_COLLECTION, IDENTITY
from todo_desktop.app.local_todos import LocalTodos
from todo_desktop.model.errors import Problem
from todo_desktop.model.lists import TodoList, local_collection
from todo_desktop.model.query import Query
from todo_desktop.replica.database import Database, Purpose, open_database
from todo_desktop.replica.reader import Reader
from todo_desktop.service import TodoService


class Computer:
    """Three todos of its own, and the list of a server."""

    def __init__(self, database: Database) -> None:
        self.store = FullDisk(database)
        self.reader = Reader(database)
        self.here = self.store.local_list(local_collection({}))
        self.there = self.store.open_list(IDENTITY, FULL_COLLECTION)
        self.remembered: list[str] = []
        self.local_todos = LocalTodos(self.store, self.reader, self.here, self.remembered.append)
        service = TodoService(self.store, self.here, now=lambda: 1, new_operation=lambda: "typed")
        for number in range(3):
            service.add({"title": f"Local {number}"})

    def count(self, todo_list: TodoList) -> int:
        return len(self.reader.ids(Query(todo_list.id)))


@pytest.fixture
def computer(data_dir: Path, qapp: object) -> Iterator[Computer]:
    with closing(open_database(data_dir, Purpose.WINDOW)) as database:
        computer = Computer(database)
        yield computer
        computer.local_todos.stop()


def chosen(there: TodoList) -> str:
    return f"upload to list {there.id}"


def test_an_upload_that_was_begun_goes_on_to_its_end(computer: Computer, qtbot: QtBot) -> None:
    assert computer.local_todos.go_on(computer.there, chosen(computer.there))
    qtbot.waitUntil(lambda: not computer.local_todos.busy)
    assert (computer.count(computer.here), computer.count(computer.there)) == (0, 3)
    assert computer.remembered == [chosen(computer.there), ""]


@pytest.mark.parametrize("remembered", ["upload", "upload to list 99", "leave to list 2", "nonsense"])
def test_an_upload_to_another_list_does_not_go_on_here(computer: Computer, remembered: str) -> None:
    assert not computer.local_todos.go_on(computer.there, remembered)
    assert not computer.local_todos.busy
    assert computer.remembered == []


def test_a_full_disk_stops_the_upload_and_is_said_and_the_rest_is_not_forgotten(
    computer: Computer, qtbot: QtBot
) -> None:
    computer.store.is_full = True
    with qtbot.waitSignal(computer.local_todos.failed) as told:
        computer.local_todos.go_on(computer.there, chosen(computer.there))
    assert told.args[0].problem is Problem.DISK_FULL
    assert not computer.local_todos.busy
    assert computer.remembered == [chosen(computer.there)]
    computer.store.is_full = False
    computer.local_todos.go_on(computer.there, computer.remembered[-1])
    qtbot.waitUntil(lambda: not computer.local_todos.busy)
    assert computer.count(computer.there) == 3
