"""What was deleted before the start goes into the trash beside what the user does."""

import pytest
from pytestqt.qtbot import QtBot

from tests.support.gui_desk import NOW, Desk
from todo_desktop.app.deleted_before import AT_ONCE, DeletedBefore
from todo_desktop.model.errors import Problem, StorageError

COUNT = 3 * AT_ONCE + 1


@pytest.fixture
def deleted(desk: Desk) -> list[int]:
    ids = desk.fill([{"title": f"Todo {number}"} for number in range(COUNT)])
    desk.service.delete(ids)
    return ids


def test_what_was_deleted_before_can_be_restored_and_no_longer_undone(
    desk: Desk, deleted: list[int], qtbot: QtBot
) -> None:
    work = DeletedBefore(desk.store, lambda: NOW)
    work.start(desk.list)
    assert len(desk.store.held(deleted)) == COUNT  # nothing at once
    qtbot.waitUntil(lambda: not work.busy)
    assert desk.store.held(deleted) == {}
    assert len(desk.queries.trash_ids(desk.list.id)) == COUNT


def test_what_is_deleted_or_taken_back_meanwhile_is_left_alone(desk: Desk, deleted: list[int], qtbot: QtBot) -> None:
    (later,) = desk.fill([{"title": "Later"}])
    work = DeletedBefore(desk.store, lambda: NOW)
    work.start(desk.list)
    desk.service.undo()  # the later one was added last
    desk.service.undo()
    qtbot.waitUntil(lambda: not work.busy)
    assert len(desk.store.held(deleted)) == COUNT
    assert desk.store.held([later])[later].hidden


def test_an_end_in_between_leaves_the_rest_for_the_next_start(desk: Desk, deleted: list[int], qtbot: QtBot) -> None:
    first, second = DeletedBefore(desk.store, lambda: NOW), DeletedBefore(desk.store, lambda: NOW)
    first.start(desk.list)
    qtbot.waitUntil(lambda: len(desk.store.held(deleted)) < COUNT)
    first.stop()
    second.start(desk.list)
    qtbot.waitUntil(lambda: not second.busy)
    assert len(desk.queries.trash_ids(desk.list.id)) == COUNT


def test_a_full_disk_ends_it_and_is_said(
    desk: Desk, deleted: list[int], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StorageError(Problem.DISK_FULL)

    work = DeletedBefore(desk.store, lambda: NOW)
    monkeypatch.setattr(desk.store, "discard_hidden", full)
    with qtbot.waitSignal(work.failed) as told:
        work.start(desk.list)
    assert told.args[0].problem is Problem.DISK_FULL
    assert not work.busy
