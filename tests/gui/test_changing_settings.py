"""New settings while the sync of those before has still to end: the window does not wait for it."""

import threading
from collections.abc import Callable, Iterator

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from tests.gui.lists_of_servers import settings_for, take_settings
from todo_desktop.app import ending_workers
from todo_desktop.app.sync_session import SyncSession
from todo_desktop.testing.fake_nocobase.server import FakeList
from todo_desktop.testing.running import Starter, TodoDesktop

# Qt's off-screen platform says this of every dialog.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)


class SlowEnd:
    """Sessions that close when they may."""

    def __init__(self, close: Callable[[SyncSession], None]) -> None:
        self.may_end = threading.Event()
        self.closing = threading.Event()
        self._close = close

    def close(self, session: SyncSession) -> None:
        self.closing.set()
        self.may_end.wait(30)
        self._close(session)


def syncs() -> int:
    return sum(thread.name == "sync" for thread in threading.enumerate())


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowEnd]:
    slow = SlowEnd(SyncSession.close)

    def close(session: SyncSession) -> None:  # a method only as a plain function
        slow.close(session)

    monkeypatch.setattr(SyncSession, "close", close)
    yield slow
    slow.may_end.set()


def change_interval(running: TodoDesktop, here: FakeList, slow: SlowEnd) -> None:
    running.list.wait_for("Of this server")
    running.status.wait_for("Connected to")
    take_settings(running, replace(settings_for(here), sync_interval=99))
    assert slow.closing.wait(5)


def test_the_next_sync_waits_for_the_one_before_and_the_window_for_neither(
    start_todo_desktop: Starter, here: FakeList, slow: SlowEnd, qtbot: QtBot
) -> None:
    running = start_todo_desktop(preferences=settings_for(here))
    change_interval(running, here, slow)
    running.status.wait_for("Connecting to")
    running.window.actions_.refresh.trigger()
    assert not slow.may_end.is_set()
    assert syncs() == 1
    slow.may_end.set()
    running.status.wait_for("Connected to")
    assert syncs() == 1


def test_settings_that_change_twice_start_one_sync(
    start_todo_desktop: Starter, here: FakeList, slow: SlowEnd, qtbot: QtBot
) -> None:
    running = start_todo_desktop(preferences=settings_for(here))
    change_interval(running, here, slow)
    take_settings(running, replace(settings_for(here), sync_interval=77))
    running.status.wait_for("Connecting to")
    slow.may_end.set()
    running.status.wait_for("Connected to")
    assert syncs() == 1


def test_quitting_meanwhile_is_in_order(start_todo_desktop: Starter, here: FakeList, slow: SlowEnd) -> None:
    running = start_todo_desktop(preferences=settings_for(here))
    change_interval(running, here, slow)
    running.window.close()
    slow.may_end.set()
    assert running.program.stop()
    assert syncs() == 0


@pytest.mark.expects_log("the sync did not end in time")
def test_quitting_does_not_wait_for_one_that_hangs(
    start_todo_desktop: Starter, here: FakeList, slow: SlowEnd, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = start_todo_desktop(preferences=settings_for(here))
    change_interval(running, here, slow)
    monkeypatch.setattr(ending_workers, "PATIENCE_MS", 50)
    running.window.close()
    assert not running.program.stop()


@pytest.mark.expects_log("the sync did not end in time")
def test_one_that_hangs_holds_up_its_successor_for_a_while_only(
    start_todo_desktop: Starter, here: FakeList, slow: SlowEnd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ending_workers, "PATIENCE_MS", 50)
    running = start_todo_desktop(preferences=settings_for(here))
    change_interval(running, here, slow)
    running.status.wait_for("Another window syncs this list")  # the list's lock is not free yet
    assert syncs() == 2
    slow.may_end.set()
    running.status.wait_for("Connected to")
