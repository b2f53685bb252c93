"""Desktop notifications by a real notification service."""

import select
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.server.lists import RemoteList
from tests.support.dunst import Dunst
from tests.support.waiting import wait_until
from tests.sync.remote import Remote
from tests.system.conftest import StartProgram
from tests.system.program import PATIENCE_SECONDS, connection_to, wait_for_titles
from todo_desktop.desktop.notification import DEFAULT, Notification, Pressed
from todo_desktop.desktop.notification_bus import BusGone, NotificationBus, connected

BUTTONS = ((DEFAULT, "Show"), ("show", "Show"), ("retry", "Retry"))


@pytest.fixture
def dunst(tmp_path: Path) -> Iterator[Dunst]:
    folder = tmp_path / "dunst"
    folder.mkdir()
    service = Dunst(folder)
    yield service
    service.end()


@pytest.fixture
def bus(dunst: Dunst) -> Iterator[NotificationBus]:
    connection = NotificationBus.connect()
    yield connection
    connection.close()


def pressed(bus: NotificationBus) -> list[Pressed]:
    """What comes next."""
    found: list[Pressed] = []
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not found and time.monotonic() < deadline:
        if select.select([bus.fileno()], [], [], 0.2)[0]:
            found = bus.read()
    return found


def read_until(bus: NotificationBus, condition: Callable[[], object]) -> None:
    def done() -> object:
        bus.read()
        return condition()

    wait_until(done, PATIENCE_SECONDS)


def test_a_notification_is_shown_word_for_word_and_never_as_markup(bus: NotificationBus, dunst: Dunst) -> None:
    title = 'Tom & "Jerry" <b>bold</b> <img src="https://demo.example/x.png">'
    bus.show("a", Notification(title, title))
    read_until(bus, lambda: dunst.shown() == 1)
    ((summary, body),) = dunst.said()
    assert summary == title
    assert body == title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def test_a_button_and_a_click_come_back(bus: NotificationBus, dunst: Dunst) -> None:
    bus.show("needs-you", Notification("A change could not be sent", "Kept here", BUTTONS))
    read_until(bus, lambda: dunst.shown() == 1)
    dunst.press("Retry")
    assert pressed(bus) == [Pressed("needs-you", "retry")]
    bus.show("paused", Notification("Paused", "", BUTTONS))
    read_until(bus, lambda: dunst.shown() >= 1)
    dunst.click()
    assert [each.action for each in pressed(bus)] == [DEFAULT]


def test_a_newer_one_takes_the_place_of_the_older(bus: NotificationBus, dunst: Dunst) -> None:
    for number in range(30):
        bus.show("added", Notification(f"{number} todos were added"))
    bus.show("paused", Notification("Paused"))
    read_until(bus, lambda: dunst.shown() == 2 and not bus._asked)
    assert sorted(summary for summary, _ in dunst.said()) == ["29 todos were added", "Paused"]


def test_what_is_taken_back_goes_also_while_it_is_only_just_being_shown(bus: NotificationBus, dunst: Dunst) -> None:
    bus.show("a", Notification("First"))
    bus.withdraw("a")
    read_until(bus, lambda: not bus._asked and not bus._shown)
    wait_until(lambda: dunst.shown() == 0, PATIENCE_SECONDS)
    bus.show("a", Notification("Second"))
    read_until(bus, lambda: dunst.shown() == 1)


def test_a_service_that_was_started_anew_is_spoken_to_again(bus: NotificationBus, dunst: Dunst, tmp_path: Path) -> None:
    bus.show("a", Notification("First"))
    read_until(bus, lambda: dunst.shown() == 1)
    dunst.end()
    folder = tmp_path / "again"
    folder.mkdir()
    again = Dunst(folder)
    try:
        bus.show("a", Notification("Second", "", BUTTONS))
        read_until(bus, lambda: again.shown() == 1)
        again.click()
        assert [each.subject for each in pressed(bus)] == ["a"]
    finally:
        again.end()


def test_without_a_bus_there_are_none_and_nothing_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    with pytest.raises(BusGone):
        NotificationBus.connect()
    assert connected() is None


def test_a_refused_key_is_told_while_the_window_is_hidden_and_show_brings_it_forward(
    start: StartProgram, dunst: Dunst, tutorial_list: RemoteList, data_dir: Path
) -> None:
    Remote(tutorial_list).create(title="Answer the mail")
    program = start("--hidden", environment=connection_to(tutorial_list))
    wait_for_titles(data_dir, "Answer the mail")
    assert program.windows() == []
    tutorial_list.revoke_key()
    wait_until(lambda: dunst.shown() == 1, 120)
    dunst.press("Show")
    assert program.window_named("Todo Desktop")
    wait_until(lambda: dunst.shown() == 0, PATIENCE_SECONDS)
    ((summary, body),) = dunst.said()
    assert "paused" in summary
    assert "refused the key" in body
    assert tutorial_list.key not in summary + body
    assert program.terminate() == 0
    assert program.said() == ""
