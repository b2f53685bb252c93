"""New settings while the sync of those before has still to end: the window does not wait for it."""

import threading
from collections.abc import Callable, Iterator

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from tests.gui.running_program import Running, StartProgram, settings_for
from todo_desktop.app import ending_workers
from todo_desktop.app.sync_session import SyncSession
from todo_desktop.testing.fake_nocobase.server import FakeList

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


def change_interval(running: Running, here: FakeList, slow: SlowEnd) -> None:
    running.wait_for_titles("Of this server")
    running.wait_for_words("statusConnection", "Connected to")
    running.take_settings(replace(settings_for(here), sync_interval=99))
    assert slow.closing.wait(5)


def test_the_next_sync_waits_for_the_one_before_and_the_window_for_neither(
    start: StartProgram, here: FakeList, slow: SlowEnd, qtbot: QtBot
) -> None:
    running = start(settings_for(here))
    change_interval(running, here, slow)
    running.wait_for_words("statusConnection", "Connecting to")
    running.window.actions_.refresh.trigger()
    assert not slow.may_end.is_set()
    assert syncs() == 1
    slow.may_end.set()
    running.wait_for_words("statusConnection", "Connected to")
    assert syncs() == 1


def test_settings_that_change_twice_start_one_sync(
    start: StartProgram, here: FakeList, slow: SlowEnd, qtbot: QtBot
) -> None:
    running = start(settings_for(here))
    change_interval(running, here, slow)
    running.take_settings(replace(settings_for(here), sync_interval=77))
    running.wait_for_words("statusConnection", "Connecting to")
    slow.may_end.set()
    running.wait_for_words("statusConnection", "Connected to")
    assert syncs() == 1


def test_quitting_meanwhile_is_in_order(start: StartProgram, here: FakeList, slow: SlowEnd) -> None:
    running = start(settings_for(here))
    change_interval(running, here, slow)
    running.window.close()
    slow.may_end.set()
    assert running.program.stop()
    assert syncs() == 0


@pytest.mark.expects_log("the sync did not end in time")
def test_quitting_does_not_wait_for_one_that_hangs(
    start: StartProgram, here: FakeList, slow: SlowEnd, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = start(settings_for(here))
    change_interval(running, here, slow)
    monkeypatch.setattr(ending_workers, "PATIENCE_MS", 50)
    running.window.close()
    assert not running.program.stop()


@pytest.mark.expects_log("the sync did not end in time")
def test_one_that_hangs_holds_up_its_successor_for_a_while_only(
    start: StartProgram, here: FakeList, slow: SlowEnd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ending_workers, "PATIENCE_MS", 50)
    running = start(settings_for(here))
    change_interval(running, here, slow)
    running.wait_for_words("statusConnection", "Another window syncs this list")  # the list's lock is not free yet
    assert syncs() == 2
    slow.may_end.set()
    running.wait_for_words("statusConnection", "Connected to")
