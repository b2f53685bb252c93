"""The state is always in sight: what is connected, what waits, what needs the user, and why nothing is there."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from tests.gui.window_hands import Hands
from tests.support.gui_desk import NOW, Desk
from todo_desktop.gui.message_action import MessageAction
from todo_desktop.gui.status_words import ago, status_words
from todo_desktop.model.errors import Problem
from todo_desktop.model.lists import local_collection
from todo_desktop.model.status import Phase, SyncStatus
from todo_desktop.model.values import Milliseconds

OpenHands = Callable[[Desk], Hands]
US = QLocale("en_US")


def post(hands: Hands, status: SyncStatus) -> None:
    with hands.qtbot.waitSignal(hands.desk.bridge.status):
        hands.desk.bridge.post_status(status)
    hands.settle()


@pytest.fixture
def connected(server_desk: Desk, open_hands: OpenHands) -> Hands:
    """A server's list with two todos."""
    server_desk.fill([{"title": "Pay rent"}, {"title": "Call Ana"}])
    return open_hands(server_desk)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (SyncStatus(Phase.LOCAL), "On this computer only"),
        (SyncStatus(Phase.OFFLINE), "Working offline"),
        (SyncStatus(Phase.CONNECTING), "Connecting to demo.example"),
        (SyncStatus(Phase.LOADING), "Fetching todos from demo.example"),
        (SyncStatus(Phase.SYNCING), "Syncing with demo.example"),
        (SyncStatus(Phase.IDLE), "Connected to demo.example"),
        (SyncStatus(Phase.IDLE, last_sync=NOW - 120_000), "Connected to demo.example · synced 2 min ago"),
        (
            SyncStatus(Phase.UNREACHABLE, Problem.CONNECTION_REFUSED, next_try=NOW + 40_000),
            "No connection to demo.example. Trying again in 40 s. Your changes are kept.",
        ),
        (
            SyncStatus(Phase.UNREACHABLE, Problem.SERVER_STARTING, next_try=NOW + 100),
            "demo.example is starting. Trying again in 1 s. Your changes are kept.",
        ),
        (SyncStatus(Phase.UNREACHABLE, Problem.LIST_IN_USE), "Another window syncs this list with demo.example"),
        (SyncStatus(Phase.PAUSED, Problem.KEY_EXPIRED), "Sync with demo.example is paused"),
        (SyncStatus(Phase.IDLE, last_sync=NOW - 120_000, silent=True), "Waiting for demo.example to answer"),
        (SyncStatus(Phase.SYNCING, silent=True), "Waiting for demo.example to answer"),
        (SyncStatus(Phase.PAUSED, Problem.KEY_EXPIRED, silent=True), "Sync with demo.example is paused"),
    ],
)
def test_each_state_is_said_in_words(status: SyncStatus, words: str) -> None:
    said = status_words(status, "demo.example", NOW, US)
    assert said.text == words
    assert (said.color == "good") is words.startswith(("Connected", "Syncing", "Another"))


def test_a_server_whose_name_is_not_known_yet_leaves_no_hole_in_the_words() -> None:
    assert (
        status_words(SyncStatus(Phase.PAUSED, Problem.KEY_MISSING), "", NOW, US).text
        == "Sync with the server is paused"
    )
    assert status_words(SyncStatus(Phase.CONNECTING), "", NOW, US).text == "Connecting to the server"


@pytest.mark.parametrize(
    ("passed", "words"),
    [(0, "just now"), (30_000, "30 s ago"), (90_000, "1 min ago"), (3_000_000, "50 min ago"), (-5_000, "just now")],
)
def test_how_long_ago_is_said_in_words(passed: Milliseconds, words: str) -> None:
    assert ago(NOW - passed, NOW, US) == words


def test_the_first_run_says_what_to_do_and_offers_to_connect(desk: Desk, open_hands: OpenHands) -> None:
    hands = open_hands(desk)
    assert hands.text("emptyTitle") == "Nothing to do yet"
    assert hands.text("emptyHint") == "Type above and press Enter."
    with hands.qtbot.waitSignal(hands.window.setup_requested):
        hands.press("emptyAction")
    hands.add("First")
    assert not hands.part("emptyState").isVisible()


def test_a_list_that_is_fetched_for_the_first_time_shows_how_far_it_is(
    server_desk: Desk, open_hands: OpenHands
) -> None:
    hands = open_hands(server_desk)
    post(hands, SyncStatus(Phase.LOADING, done=12_000, total=100_000))
    assert hands.text("emptyTitle") == "Fetching your todos"
    assert hands.text("statusProgressText").replace(",", "") == "12000 of 100000"
    assert hands.part("loadingBar").isVisible()


def test_an_empty_list_on_a_server_is_not_the_same_as_one_never_fetched(
    server_desk: Desk, open_hands: OpenHands
) -> None:
    hands = open_hands(server_desk)
    post(hands, SyncStatus(Phase.UNREACHABLE, Problem.CONNECTION_REFUSED))
    assert hands.text("emptyTitle") == "Nothing here yet"
    post(hands, SyncStatus(Phase.IDLE, last_sync=NOW))
    assert hands.text("emptyTitle") == "This list is empty"


def test_everything_done_is_said_where_only_open_todos_are_shown(local: Hands) -> None:
    for row in range(3):
        local.desk.service.set_done([local.model.id_at(row)], True)
    local.settle()
    local.press("filterOpen")
    assert local.text("emptyTitle") == "Everything is done"
    local.press("emptyAction")
    assert len(local.titles) == 3


def test_what_hinders_the_list_stands_under_the_toolbar_with_a_button_that_helps(connected: Hands) -> None:
    assert not connected.part("noticeBar").isVisible()
    post(connected, SyncStatus(Phase.PAUSED, Problem.KEY_EXPIRED))
    assert connected.text("noticeText").startswith("demo.example refused the key: it has expired.")
    assert not connected.part("noticeDismiss").isVisible()
    with connected.qtbot.waitSignal(connected.window.problem_action_requested) as asked:
        connected.press("noticeAction")
    assert asked.args == [MessageAction.ENTER_KEY]
    post(connected, SyncStatus(Phase.IDLE, last_sync=NOW))
    assert not connected.part("noticeBar").isVisible()


@pytest.mark.parametrize("problem", [Problem.KEY_EXPIRED, Problem.KEY_REVOKED, Problem.KEY_WRONG])
def test_a_refused_key_can_be_made_anew_by_a_sign_in_where_it_tells_its_role(
    connected: Hands, problem: Problem
) -> None:
    connected.window.notices.let_renew(True)
    post(connected, SyncStatus(Phase.PAUSED, problem))
    for button, action in (("noticeAction", MessageAction.RENEW_KEY), ("noticeOtherAction", MessageAction.ENTER_KEY)):
        with connected.qtbot.waitSignal(connected.window.problem_action_requested) as asked:
            connected.press(button)
        assert asked.args == [action]
    post(connected, SyncStatus(Phase.PAUSED, Problem.KEY_WITHOUT_ROLE))
    assert not connected.part("noticeOtherAction").isVisible()
    assert connected.text("noticeAction") == "Enter a new key"


def test_what_a_verb_passed_over_stands_in_the_way_of_no_hindrance(connected: Hands) -> None:
    connected.window.pane.commands.passed_over.emit("Two todos were left as they are.")
    assert connected.text("noticeText") == "Two todos were left as they are."
    post(connected, SyncStatus(Phase.PAUSED, Problem.KEY_EXPIRED))
    assert "has expired" in connected.text("noticeText")


def test_what_hinders_the_list_goes_before_what_is_good_to_know(connected: Hands) -> None:
    connected.window.notices.say_of_settings("The key is kept only until you quit.")
    assert connected.text("noticeText") == "The key is kept only until you quit."
    post(connected, SyncStatus(Phase.PAUSED, Problem.KEY_EXPIRED))
    assert "has expired" in connected.text("noticeText")
    assert not connected.part("noticeDismiss").isVisible()
    post(connected, SyncStatus(Phase.IDLE, last_sync=NOW))
    assert connected.text("noticeText") == "The key is kept only until you quit."
    connected.press_tool("noticeDismiss")
    assert not connected.part("noticeBar").isVisible()


def test_what_is_good_to_know_does_not_take_the_place_of_what_hinders_the_list(connected: Hands) -> None:
    post(connected, SyncStatus(Phase.PAUSED, Problem.KEY_EXPIRED))
    connected.window.notices.say_of_settings("The key is kept only until you quit.")
    assert "has expired" in connected.text("noticeText")
    connected.window.notices.say_of_settings("")
    post(connected, SyncStatus(Phase.IDLE, last_sync=NOW))
    assert not connected.part("noticeBar").isVisible()


def test_a_paused_list_can_be_tried_again_once_the_server_was_mended(connected: Hands) -> None:
    post(connected, SyncStatus(Phase.PAUSED, Problem.MAY_NOT_VIEW))
    assert connected.text("noticeText").startswith("This key may not view “To Dos”.")
    assert connected.button_text("statusAction") == "Try again"
    connected.press("statusAction")
    assert connected.desk.control.woken == 1


def test_a_server_out_of_reach_can_be_tried_again_at_once(connected: Hands) -> None:
    post(connected, SyncStatus(Phase.UNREACHABLE, Problem.CONNECTION_REFUSED, next_try=NOW + 40_000))
    assert "Trying again in 40 s" in connected.text("statusConnection")
    connected.press("statusAction")
    assert connected.desk.control.woken == 1


def test_the_countdown_counts(connected: Hands) -> None:
    post(connected, SyncStatus(Phase.UNREACHABLE, Problem.CONNECTION_REFUSED, next_try=NOW + 40_000))
    connected.desk.now += 3_000
    connected.qtbot.waitUntil(lambda: "37 s" in connected.text("statusConnection"), timeout=3_000)


def test_refresh_asks_for_a_sync_and_work_offline_stops_it(connected: Hands) -> None:
    connected.window.actions_.refresh.trigger()
    connected.settle()
    assert connected.desk.control.woken == 1
    with connected.qtbot.waitSignal(connected.window.offline_toggled) as told:
        connected.window.actions_.offline.trigger()
    assert told.args == [True]
    assert connected.desk.control.offline


def test_an_unsent_change_is_counted_and_marked(connected: Hands) -> None:
    assert not connected.part("statusWaiting").isVisible()
    connected.desk.service.edit([connected.model.id_at(0)], {"title": "Pay the rent"})
    connected.settle()
    assert connected.text("statusWaiting") == "1 change waiting"
    mark = len(connected.model.columns) - 1
    assert connected.model.tooltip_text(0, mark) == "Waiting to be sent: Title"


def test_another_list_takes_the_place_of_the_one_before(connected: Hands) -> None:
    local = connected.desk.store.local_list(local_collection({}))
    connected.desk.service.open_list(local)
    connected.window.show_list()
    connected.settle()
    assert connected.titles == []
    assert connected.text("statusConnection") == "On this computer only"
    connected.add("Private")
    assert connected.titles == ["Private"]
    connected.desk.service.open_list(connected.desk.store.todo_list(connected.desk.list.id))
    connected.window.show_list()
    connected.settle()
    assert connected.titles == ["Pay rent", "Call Ana"]


def test_undo_says_and_does_what_was_done_last_in_the_list_in_sight(connected: Hands) -> None:
    undo, desk = connected.window.actions_.undo, connected.desk
    for title in ("One", "Two"):
        connected.add(title)
    desk.service.open_list(desk.store.local_list(local_collection({})))
    connected.window.show_list()
    assert (undo.text(), undo.isEnabled()) == ("&Undo", False)
    desk.service.open_list(desk.store.todo_list(desk.list.id))
    connected.window.show_list()
    assert (undo.text(), undo.isEnabled()) == ("&Undo adding a todo", True)
    undo.trigger()
    undo.trigger()
    connected.settle()
    assert connected.titles == ["Pay rent", "Call Ana"]


@pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")
def test_the_keys_are_listed(local: Hands) -> None:
    local.window.actions_.shortcuts.trigger()
    dialog = local.part("shortcutsDialog")
    keys = [label.text() for label in dialog.findChildren(QLabel)]
    assert {"Ctrl+N", "F2 or Enter", "Ctrl+Enter", "Alt+Enter"} <= set(keys)
    dialog.close()


def test_a_key_has_the_name_in_the_menu_that_it_has_everywhere_else(local: Hands) -> None:
    keys = [action.shortcut().toString() for action in local.window.actions_.in_order()]
    assert "Alt+Enter" in keys
    assert not [key for key in keys if "Return" in key]


def test_the_theme_can_be_changed_from_the_menu(local: Hands) -> None:
    with local.qtbot.waitSignal(local.window.theme_requested) as asked:
        local.window.actions_.theme_dark.trigger()
    assert asked.args == ["dark"]
    local.window.actions_.theme_light.trigger()


def test_a_window_that_closes_keeps_what_is_being_edited(local: Hands) -> None:
    local.double_click(0, "title")
    QTest.keyClicks(local.editor, "Kept")
    todo_id = local.model.id_at(0)
    local.window.close()
    assert local.desk.queries.rows([todo_id])[0].values["title"] == "Kept"
