"""What is said through the desktop's notifications: what needs a person who looks elsewhere, once, and no more."""

from collections.abc import Callable, Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.gui.outbox_hands import edit, read, sync
from tests.gui.window_hands import Hands
from tests.support.gui_desk import Desk
from todo_desktop.desktop.notification import DEFAULT, Notification, Pressed
from todo_desktop.gui import desktop_notifications
from todo_desktop.gui.desktop_notifications import DesktopNotifications, Subject
from todo_desktop.model.changes import Changes
from todo_desktop.model.errors import Problem
from todo_desktop.model.lists import ListAddress
from todo_desktop.model.status import Phase, SyncStatus
from todo_desktop.settings.preferences import Preferences

# Qt's off-screen platform says this of every further window.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

NEEDS_YOU, PAUSED, ADDED = Subject.NEEDS_YOU.value, Subject.PAUSED.value, Subject.ADDED.value
IDLE = SyncStatus(Phase.IDLE)
REFUSED = SyncStatus(Phase.PAUSED, Problem.KEY_EXPIRED)


class Screen:
    """Stands where the desktop's service would be. `words`: what is shown by subject, `times`: how often each was."""

    def __init__(self) -> None:
        self.words: dict[str, Notification] = {}
        self.times: dict[str, int] = {}

    def show(self, subject: str, notification: Notification) -> None:
        self.words[subject] = notification
        self.times[subject] = self.times.get(subject, 0) + 1

    def withdraw(self, subject: str) -> None:
        self.words.pop(subject, None)


class Told:
    """A window that is out of sight, and what is said of it."""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands
        self.screen = Screen()
        self.preferences = Preferences(notify_added=True)
        desk = hands.desk
        self.notifications = DesktopNotifications(
            desk.service, desk.queries, desk.bridge, hands.window, self.screen, lambda: self.preferences, hands.window
        )
        self.elsewhere = QLineEdit()
        self.go_away()

    def go_away(self) -> None:
        """To another window."""
        self.elsewhere.show()
        self.elsewhere.activateWindow()
        self.hands.qtbot.waitUntil(self.elsewhere.isActiveWindow)
        self.hands.window.hide()

    def come_back(self) -> None:
        window = self.hands.window
        window.show()
        window.activateWindow()
        self.hands.qtbot.waitUntil(window.isActiveWindow)

    def say(self) -> None:
        """Not to be waited for: what is due is said now."""
        self.notifications._soon.stop()
        self.notifications._say_what_is_due()

    def status(self, status: SyncStatus) -> None:
        self.hands.desk.bridge.post_status(status)
        self.hands.qtbot.waitUntil(lambda: self.notifications._status == status)

    def wait_for(self, subject: str, summary: str) -> Notification:
        self.hands.qtbot.waitUntil(lambda: subject in self.screen.words)
        self.hands.qtbot.waitUntil(lambda: self.screen.words[subject].summary == summary)
        return self.screen.words[subject]

    def settle(self) -> None:
        """Until nothing is left to be said now."""
        self.hands.qtbot.waitUntil(lambda: not self.notifications._soon.isActive())


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desktop_notifications, "COLLECT_MS", 20)


@pytest.fixture
def in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is said before the test has it said."""
    monkeypatch.setattr(desktop_notifications, "COLLECT_MS", 60_000)


@pytest.fixture
def hands(server_desk: Desk, open_hands: Callable[[Desk], Hands]) -> Hands:
    server_desk.fill([{"title": title} for title in ("Pay rent", "Call Ana", "Buy milk", "Water the plants")])
    return open_hands(server_desk)


@pytest.fixture
def told(hands: Hands) -> Iterator[Told]:
    told = Told(hands)
    yield told
    told.notifications.stop()
    told.elsewhere.close()


def refuse(hands: Hands, row: int) -> None:
    refused = edit(hands, row, {"title": f"Refused {row}"})
    sync(hands, refused, lambda entry: entry.parked(Problem.FIELD_REFUSED))


def dispute(hands: Hands, row: int) -> None:
    disputed = edit(hands, row, {"title": f"Mine {row}"})
    read(hands, disputed, title=f"Theirs {row}")


def labels(notification: Notification) -> list[str]:
    return [label for name, label in notification.actions if name != DEFAULT]


def test_a_change_that_could_not_be_sent_is_told(told: Told) -> None:
    refuse(told.hands, 0)
    said = told.wait_for(NEEDS_YOU, "A change could not be sent")
    assert labels(said) == ["Show", "Retry"]


def test_a_conflict_is_told_and_there_is_nothing_to_retry(told: Told) -> None:
    dispute(told.hands, 0)
    said = told.wait_for(NEEDS_YOU, "A todo was changed here and elsewhere")
    assert said.body == "Both versions are kept until you choose."
    assert labels(said) == ["Show"]


def test_what_comes_together_is_one_notification(told: Told, in_time: None) -> None:
    for row in (0, 1):
        refuse(told.hands, row)
    dispute(told.hands, 2)
    told.hands.qtbot.waitUntil(lambda: Subject.NEEDS_YOU in told.notifications._due)
    told.say()
    said = told.wait_for(NEEDS_YOU, "3 todos need you")
    assert said.body == "Changed here and elsewhere: 1. Could not be sent: 2. Nothing is lost."
    assert told.screen.times == {NEEDS_YOU: 1}


def test_the_same_subject_is_not_told_again_at_once(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse(told.hands, 0)
    told.wait_for(NEEDS_YOU, "A change could not be sent")
    refuse(told.hands, 1)
    told.hands.qtbot.waitUntil(told.notifications._soon.isActive)
    told.notifications._say_what_is_due()
    assert told.screen.times == {NEEDS_YOU: 1}
    monkeypatch.setattr(desktop_notifications, "QUIET_MS", 0)
    told.wait_for(NEEDS_YOU, "2 changes could not be sent")


def test_what_was_told_already_is_not_told_again(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desktop_notifications, "QUIET_MS", 0)
    refuse(told.hands, 0)
    told.wait_for(NEEDS_YOU, "A change could not be sent")
    told.hands.desk.bridge.post_changes(Changes(told.hands.desk.list.id, outbox=True))
    told.hands.qtbot.waitUntil(lambda: Subject.NEEDS_YOU in told.notifications._due)
    told.settle()
    assert told.screen.times == {NEEDS_YOU: 1}


def test_it_goes_when_it_is_settled(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desktop_notifications, "QUIET_MS", 0)
    refuse(told.hands, 0)
    told.wait_for(NEEDS_YOU, "A change could not be sent")
    desk = told.hands.desk
    desk.service.discard([todo for _, todo in desk.queries.outbox(desk.list.id)])
    desk.bridge.post_changes(Changes(desk.list.id, outbox=True))
    told.hands.qtbot.waitUntil(lambda: told.screen.words == {})


def test_it_goes_when_the_window_is_looked_at_and_what_was_seen_is_not_told(told: Told) -> None:
    refuse(told.hands, 0)
    told.wait_for(NEEDS_YOU, "A change could not be sent")
    told.status(REFUSED)
    told.wait_for(PAUSED, "“To Dos” is paused")
    told.come_back()
    assert told.screen.words == {}
    told.go_away()
    told.hands.desk.bridge.post_changes(Changes(told.hands.desk.list.id, outbox=True))
    told.hands.qtbot.waitUntil(lambda: Subject.NEEDS_YOU in told.notifications._due)
    told.settle()
    assert told.screen.words == {}


def test_nothing_is_said_to_somebody_who_looks(told: Told, in_time: None) -> None:
    told.come_back()
    refuse(told.hands, 0)
    told.status(REFUSED)
    assert told.notifications._due
    told.say()
    assert told.screen.times == {}
    assert not told.notifications._due


def test_a_paused_list_is_told_until_it_goes_on(told: Told) -> None:
    told.status(IDLE)
    told.status(REFUSED)
    said = told.wait_for(PAUSED, "“To Dos” is paused")
    assert "it has expired" in said.body
    assert said.urgent
    assert labels(said) == ["Show", "Retry"]
    told.status(IDLE)
    assert told.screen.words == {}


def test_a_pause_that_is_over_at_once_is_not_told(told: Told, in_time: None) -> None:
    told.status(REFUSED)
    told.status(IDLE)
    told.say()
    assert told.screen.times == {}


@pytest.mark.parametrize("phase", [Phase.CONNECTING, Phase.SYNCING])
def test_a_paused_list_that_is_tried_again_in_vain_is_not_told_again(
    told: Told, phase: Phase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desktop_notifications, "QUIET_MS", 0)
    told.status(REFUSED)
    told.wait_for(PAUSED, "“To Dos” is paused")
    told.status(SyncStatus(phase))
    told.status(REFUSED)
    told.settle()
    assert PAUSED in told.screen.words
    assert told.screen.times == {PAUSED: 1}


@pytest.mark.parametrize("phase", [Phase.CONNECTING, Phase.SYNCING])
def test_a_paused_list_that_goes_on_after_a_try_is_no_longer_told(told: Told, phase: Phase) -> None:
    told.status(REFUSED)
    told.wait_for(PAUSED, "“To Dos” is paused")
    told.status(SyncStatus(phase))
    told.status(IDLE)
    assert told.screen.words == {}


def test_a_pause_is_told_though_it_is_just_looked_at_again(told: Told, in_time: None) -> None:
    told.status(REFUSED)
    told.status(SyncStatus(Phase.SYNCING))
    told.say()
    told.wait_for(PAUSED, "“To Dos” is paused")


def test_a_network_that_is_away_is_not_told(told: Told) -> None:
    told.status(SyncStatus(Phase.UNREACHABLE, Problem.CONNECTION_LOST))
    told.settle()
    assert told.screen.times == {}


def test_todos_of_others_are_told_together_by_their_first_titles(told: Told) -> None:
    told.status(IDLE)
    rows = [{"id": 100 + n, "title": f"New {n} <b>", "createdAt": STAMP, "updatedAt": STAMP} for n in range(5)]
    told.hands.desk.receive(rows)  # type: ignore[arg-type]
    said = told.wait_for(ADDED, "5 todos were added")
    assert said.body == "New 0 <b>\nNew 1 <b>\nNew 2 <b>\nand 2 more"
    assert labels(said) == ["Show"]


STAMP = "2026-11-24T09:00:00.000Z"


@pytest.mark.parametrize("why", ["not wanted", "the first load"])
def test_todos_of_others_are_not_told(told: Told, why: str) -> None:
    if why == "not wanted":
        told.preferences = Preferences()
    told.status(IDLE if why == "not wanted" else SyncStatus(Phase.LOADING))
    arrived: list[Changes] = []
    told.hands.desk.bridge.changes.connect(arrived.append)
    told.hands.desk.receive([{"id": 100, "title": "New", "createdAt": STAMP, "updatedAt": STAMP}])
    told.hands.qtbot.waitUntil(lambda: bool(arrived))
    told.settle()
    assert told.screen.times == {}


def test_nothing_that_needs_somebody_is_told_where_it_is_not_wanted(told: Told) -> None:
    told.preferences = replace(told.preferences, notify=False)
    refuse(told.hands, 0)
    told.status(REFUSED)
    told.settle()
    assert told.screen.times == {}


def test_another_list_takes_back_what_was_said(told: Told) -> None:
    told.status(REFUSED)
    told.wait_for(PAUSED, "“To Dos” is paused")
    told.notifications.list_changed()
    assert told.screen.words == {}


def test_buttons_say_what_they_are_of(told: Told, qtbot: QtBot) -> None:
    for action in ("show", DEFAULT):
        with qtbot.waitSignal(told.notifications.show_wanted) as shown:
            told.notifications.take(Pressed(PAUSED, action, "token"))
        assert shown.args == [Subject.PAUSED, "token"]
    with qtbot.waitSignal(told.notifications.retry_wanted) as retried:
        told.notifications.take(Pressed(NEEDS_YOU, "retry"))
    assert retried.args == [Subject.NEEDS_YOU]


@pytest.mark.usefixtures("in_time")
def test_a_list_that_is_not_in_sight_is_told_of_by_its_own_name(told: Told) -> None:
    elsewhere = ListAddress("https://other.example/api", "jobs")
    told.hands.desk.bridge.post_status(IDLE)
    told.hands.desk.bridge.post_status(REFUSED, elsewhere)
    told.hands.qtbot.waitUntil(lambda: Subject.PAUSED in told.notifications._due)
    told.say()
    assert "jobs" in told.screen.words[PAUSED].summary
    assert "other.example" in told.screen.words[PAUSED].body
    told.hands.desk.bridge.post_status(IDLE, elsewhere)
    told.hands.qtbot.waitUntil(lambda: PAUSED not in told.screen.words)
