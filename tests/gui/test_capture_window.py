"""The small window for one new todo: Enter adds and closes, Esc closes, and nothing that was typed gets lost."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.gui.window_hands import Hands
from tests.support.gui_desk import FULL_COLLECTION, Desk, MakeDesk
from todo_desktop.desktop.request import Request, Verb
from todo_desktop.gui.capture_window import CaptureWindow
from todo_desktop.model.permissions import FORBIDDEN, Permissions
from todo_desktop.settings.preferences import Preferences
from todo_desktop.testing.running import Starter, TodoDesktop

# Qt's off-screen platform says this of every window of a fixed size.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

OpenCapture = Callable[[Hands], CaptureWindow]


@pytest.fixture
def open_capture(qtbot: QtBot) -> OpenCapture:
    def make(hands: Hands) -> CaptureWindow:
        window = CaptureWindow(hands.desk.service, hands.window.pane.commands, hands.desk.theme.icons)
        qtbot.addWidget(window)
        window.open()
        qtbot.waitExposed(window)
        return window

    return make


@pytest.fixture
def capture(local: Hands, open_capture: OpenCapture) -> CaptureWindow:
    return open_capture(local)


def trouble_in(capture: CaptureWindow) -> str:
    label = capture.findChild(QLabel, "captureTrouble")
    assert isinstance(label, QLabel)
    return label.text() if label.isVisible() else ""


def test_enter_adds_to_the_list_that_is_shown_and_closes(local: Hands, capture: CaptureWindow) -> None:
    QTest.keyClicks(capture.field, "  Buy milk ")
    QTest.keyClick(capture.field, Qt.Key.Key_Return)
    local.settle()
    assert "Buy milk" in local.titles
    assert not capture.isVisible()
    capture.open()
    assert capture.field.text() == ""


def test_esc_closes_and_adds_nothing(local: Hands, capture: CaptureWindow) -> None:
    QTest.keyClicks(capture.field, "Buy milk")
    QTest.keyClick(capture.field, Qt.Key.Key_Escape)
    assert not capture.isVisible()
    assert "Buy milk" not in local.titles


def test_enter_with_nothing_typed_does_nothing(local: Hands, capture: CaptureWindow) -> None:
    before = local.titles
    QTest.keyClicks(capture.field, "   ")
    QTest.keyClick(capture.field, Qt.Key.Key_Return)
    assert local.titles == before
    assert capture.isVisible()


def test_the_search_and_the_selection_of_the_main_window_stay(local: Hands, open_capture: OpenCapture) -> None:
    local.window.search.setText("rent")
    local.settle()
    local.view.select_row(0)
    capture = open_capture(local)
    QTest.keyClicks(capture.field, "Buy milk")
    QTest.keyClick(capture.field, Qt.Key.Key_Return)
    local.settle()
    assert local.window.search.text() == "rent"
    assert local.titles == local.selected == ["Pay rent"]


@pytest.mark.parametrize("main_window", ["hidden", "minimized"])
def test_it_is_there_without_the_main_window(local: Hands, capture: CaptureWindow, main_window: str) -> None:
    if main_window == "hidden":
        local.window.hide()
    else:
        local.window.showMinimized()
    capture.open()
    assert capture.isVisible()
    QTest.keyClicks(capture.field, "Buy milk")
    QTest.keyClick(capture.field, Qt.Key.Key_Return)
    local.qtbot.waitUntil(lambda: "Buy milk" in local.titles)


def test_what_cannot_be_stored_stays_with_the_reason(local: Hands, capture: CaptureWindow) -> None:
    database = local.desk._database
    database.run(f"PRAGMA max_page_count = {database.value('PRAGMA page_count')}")
    long = "x" * 9000
    capture.field.setText(long)
    QTest.keyClick(capture.field, Qt.Key.Key_Return)
    assert capture.isVisible()
    assert capture.field.text() == long
    assert "The disk is full" in trouble_in(capture)
    QTest.keyClicks(capture.field, "!")
    assert trouble_in(capture) == ""


def test_a_text_that_comes_along_leaves_what_was_typed_as_a_todo_of_its_own(
    local: Hands, capture: CaptureWindow
) -> None:
    QTest.keyClicks(capture.field, "Buy milk")
    capture.open("Call Bo")
    assert capture.field.selectedText() == ""
    capture.open("Call Bo")
    QTest.keyClick(capture.field, Qt.Key.Key_Return)
    local.settle()
    assert local.titles.count("Buy milk") == local.titles.count("Call Bo") == 1


def test_a_text_longer_than_a_title_is_not_cut_but_refused_in_words(
    server_desk: Desk, open_hands: Callable[[Desk], Hands], open_capture: OpenCapture
) -> None:
    capture = open_capture(open_hands(server_desk))
    capture.open("x" * 300)
    QTest.keyClick(capture.field, Qt.Key.Key_Return)
    assert capture.field.text() == "x" * 300
    assert "255" in trouble_in(capture)


def test_what_was_left_is_still_there_and_gives_way_to_typing(capture: CaptureWindow) -> None:
    QTest.keyClicks(capture.field, "left")
    capture.close()
    capture.open()
    assert capture.field.selectedText() == "left"


def test_where_nothing_may_be_added_it_says_so_and_esc_still_closes(
    make_desk: MakeDesk, open_hands: Callable[[Desk], Hands], open_capture: OpenCapture
) -> None:
    hands = open_hands(make_desk(FULL_COLLECTION, Permissions(create=FORBIDDEN)))
    capture = open_capture(hands)
    assert not capture.field.isEnabled()
    assert "role" in capture.field.placeholderText()
    QTest.keyClick(capture, Qt.Key.Key_Escape)
    assert not capture.isVisible()


def captured(running: TodoDesktop) -> CaptureWindow:
    window = running.program._capture_window
    assert window is not None
    return window


def test_a_request_opens_it_and_leaves_the_main_window_where_it_is(start_todo_desktop: Starter, qtbot: QtBot) -> None:
    running = start_todo_desktop(preferences=Preferences())
    running.window.hide()
    running.program.take(Request(Verb.CAPTURE, "Buy milk"))
    assert captured(running).field.text() == "Buy milk"
    qtbot.waitExposed(captured(running))
    QTest.keyClick(captured(running).field, Qt.Key.Key_Return)
    assert not captured(running).isVisible()
    assert running.window.pane._queries.counts(running.window.pane.contents.query).total == 1
    assert not running.window.isVisible()


def test_closing_the_main_window_closes_it_too_and_its_words_are_there_at_the_next_start(
    start_todo_desktop: Starter,
) -> None:
    running = start_todo_desktop(preferences=Preferences())
    running.program.take(Request(Verb.CAPTURE))
    QTest.keyClicks(captured(running).field, "half a thou")
    running.end()
    assert not captured(running).isVisible()
    again = start_todo_desktop(preferences=Preferences())
    again.program.take(Request(Verb.CAPTURE))
    assert captured(again).field.text() == "half a thou"
    captured(again).close()
