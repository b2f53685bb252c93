"""What others changed since the user looked last is marked and summed up, until it was looked at."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.gui.conftest import OpenHands
from tests.gui.rows_of_others import YESTERDAY, row
from tests.gui.window_hands import Hands
from tests.support.gui_desk import FULL_COLLECTION, NOW, Desk, MakeDesk
from todo_desktop.gui.news_watch import GLANCE_MS
from todo_desktop.model.lists import PullState


@pytest.fixture
def hands(away: Desk, open_hands: OpenHands) -> Hands:
    """One was changed, one added, one removed meanwhile."""
    ids = away.worker.held_by_server_id(away.list.id, [3])
    away.receive([row(1, "Pay the rent"), row(4, "New one")])
    away.remove([ids[3].todo_id])
    hands = open_hands(away)
    wait_for_news(hands, "Since yesterday 18:00: 1 added, 1 changed, 1 removed by others")
    return hands


def wait_for_news(hands: Hands, words: str) -> None:
    hands.qtbot.waitUntil(lambda: hands.text("newsText") == words)


def marked(hands: Hands) -> list[str]:
    column = hands.column("title")
    return [t for place, t in enumerate(hands.titles) if hands.model.cell(place, column).news]


def glance(hands: Hands) -> None:
    """The window is looked at for a while."""
    hands.window._news._glance.setInterval(1)
    hands.window._news._begin_to_look()
    hands.qtbot.waitUntil(lambda: not hands.window._news._glance.isActive())


def test_what_others_did_is_marked_and_summed_up(hands: Hands) -> None:
    assert marked(hands) == ["Pay the rent", "New one"]
    assert hands.sees("newsShow")
    assert hands.sees("newsSeen")
    assert "Buy milk" in hands.part("newsText").toolTip(), "what is gone is named"


def test_a_row_says_what_was_changed_and_what_was_there_before(hands: Hands) -> None:
    tooltip = hands.model.tooltip_text(hands.row("Pay the rent"), hands.column("title"))
    assert "Changed by somebody else since you looked last" in tooltip
    assert "Title, before: Pay rent" in tooltip
    assert hands.view.tooltip_at(hands.cell(hands.row("Pay the rent"), "title").center()).startswith("Changed by")
    accessible = hands.model.index(hands.row("New one"), hands.column("title")).data(12)
    assert "Added by somebody else" in accessible


def test_a_todo_that_is_selected_has_been_looked_at(hands: Hands, away: Desk) -> None:
    hands.click(hands.row("Pay the rent"), "title")
    assert marked(hands) == ["New one"]
    wait_for_news(hands, "Since yesterday 18:00: 1 added, 1 removed by others")
    assert len(away.queries.news([away.list.id]).changed) == 0


def test_all_is_marked_as_seen_at_once(hands: Hands, away: Desk) -> None:
    hands.press("newsSeen")
    assert marked(hands) == []
    assert not hands.sees("newsText")
    assert not away.queries.news([away.list.id])
    away.receive([row(2, "Call Ana again")])
    wait_for_news(hands, "Since today 10:00: 1 changed by others")


def test_only_what_others_changed_is_shown_and_then_all_again(hands: Hands) -> None:
    hands.press("newsShow")
    hands.qtbot.waitUntil(lambda: hands.titles == ["Pay the rent", "New one"])
    hands.click(0, "title")
    assert hands.titles == ["Pay the rent", "New one"], "what was looked at stays until all are shown again"
    hands.press("newsShow")
    hands.qtbot.waitUntil(lambda: len(hands.titles) == 3)


def test_the_menu_does_the_same(hands: Hands) -> None:
    hands.choose("actionNews")
    hands.qtbot.waitUntil(lambda: hands.titles == ["Pay the rent", "New one"])
    assert hands.action("actionNews").isChecked()
    hands.choose("actionSeen")
    hands.qtbot.waitUntil(lambda: len(hands.titles) == 3)
    assert not hands.action("actionNews").isChecked()
    assert not hands.action("actionNews").isEnabled()
    assert not hands.action("actionSeen").isEnabled()


def test_a_filter_and_a_search_that_would_hide_them_end(hands: Hands, away: Desk) -> None:
    away.receive([row(2, "Call Ana", completed=True)])
    hands.press("filterOpen")
    hands.window.search.setText("rent")
    hands.qtbot.waitUntil(lambda: hands.titles == ["Pay the rent"])
    hands.press("newsShow")
    hands.qtbot.waitUntil(lambda: hands.titles == ["Pay the rent", "Call Ana", "New one"])


def test_what_comes_while_only_these_are_shown_is_shown_too(hands: Hands, away: Desk) -> None:
    hands.press("newsShow")
    hands.qtbot.waitUntil(lambda: len(hands.titles) == 2)
    away.receive([row(5, "Another one")])
    hands.qtbot.waitUntil(lambda: hands.titles == ["Pay the rent", "New one", "Another one"])


def test_what_the_user_adds_while_only_these_are_shown_is_in_sight(hands: Hands) -> None:
    hands.press("newsShow")
    hands.qtbot.waitUntil(lambda: len(hands.titles) == 2)
    hands.add("Mine")
    hands.qtbot.waitUntil(lambda: hands.titles == ["Pay the rent", "New one", "Mine"])


def test_what_was_in_sight_is_no_news_the_next_time(hands: Hands, away: Desk, open_hands: OpenHands) -> None:
    glance(hands)
    assert marked(hands) == ["Pay the rent", "New one"], "the marks stay as long as the list is in sight"
    hands.window.close()
    assert not away.queries.news([away.list.id])


def test_what_was_not_in_sight_is_news_still(hands: Hands, away: Desk) -> None:
    hands.window.close()
    assert away.queries.news([away.list.id]).since == YESTERDAY
    assert len(away.queries.news([away.list.id]).in_list) == 2


def test_a_long_list_is_seen_as_far_as_it_was_scrolled(make_desk: MakeDesk, open_hands: OpenHands) -> None:
    desk = make_desk(FULL_COLLECTION)
    desk.fill([{"title": f"Todo {n}"} for n in range(1, 201)])
    desk.worker.save_pull_state(desk.list.id, PullState(loaded=True))
    desk.receive([row(1, "First"), row(200, "Last")])
    hands = open_hands(desk)
    wait_for_news(hands, "2 changed by others")
    glance(hands)
    hands.window.close()
    (left,) = desk.queries.news([desk.list.id]).changed
    assert desk.queries.rows([left])[0].values["title"] == "Last"


def test_a_window_that_is_left_with_nothing_new_remembers_when(away: Desk, open_hands: OpenHands) -> None:
    hands = open_hands(away)
    hands.qtbot.waitUntil(lambda: hands.window._news._is_known)
    away.now = NOW + 60_000
    hands.window.close()
    away.receive([row(1, "Pay the rent")])
    assert away.queries.news([away.list.id]).since == NOW + 60_000


def test_what_comes_while_the_user_looks_counts_from_that_moment(away: Desk, open_hands: OpenHands) -> None:
    hands = open_hands(away)
    hands.qtbot.waitUntil(lambda: hands.window._news._is_known)
    away.receive([row(1, "Pay the rent")])
    wait_for_news(hands, "Since today 10:00: 1 changed by others")


def test_what_comes_while_the_window_is_not_in_front_counts_from_when_it_was_left(
    away: Desk, open_hands: OpenHands
) -> None:
    hands = open_hands(away)
    hands.qtbot.waitUntil(lambda: hands.window._news._is_known)
    other = QWidget()
    hands.qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    hands.qtbot.waitUntil(lambda: not hands.window.isActiveWindow())
    away.now = NOW + 3_600_000
    away.receive([row(1, "Pay the rent")])
    wait_for_news(hands, "Since today 10:00: 1 changed by others")
    assert away.queries.news([away.list.id]).since == NOW


def test_what_the_user_changes_here_is_not_marked(hands: Hands) -> None:
    hands.press("newsSeen")
    hands.click(hands.row("Call Ana"), "title")
    hands.key(Qt.Key.Key_Space)
    hands.add("Mine")
    assert marked(hands) == []
    assert not hands.sees("newsText")


def test_a_list_of_this_computer_says_nothing(local: Hands) -> None:
    assert not local.sees("newsText")
    local.add("Another")
    assert not local.sees("newsText")


def test_the_line_moves_nothing(hands: Hands) -> None:
    heading = hands.window.pane.heading
    QApplication.sendPostedEvents()
    before = heading.height(), hands.view.mapTo(hands.window, hands.view.rect().topLeft())
    hands.press("newsSeen")
    hands.qtbot.waitUntil(lambda: not hands.sees("newsText"))
    QApplication.sendPostedEvents()
    assert (heading.height(), hands.view.mapTo(hands.window, hands.view.rect().topLeft())) == before


def test_it_makes_no_window_wider_and_shows_what_there_is_room_for(hands: Hands) -> None:
    hands.window.resize(420, 400)
    hands.qtbot.waitUntil(lambda: hands.window.width() == 420)
    assert not hands.sees("newsSeen")
    assert hands.action("actionSeen").isEnabled(), "it is in the menu"
    assert "1 added" in hands.part("newsText").toolTip()
    hands.window.resize(1200, 400)
    hands.qtbot.waitUntil(lambda: hands.sees("newsSeen") and hands.sees("newsShow"))


def test_a_glance_takes_two_seconds(hands: Hands) -> None:
    assert hands.window._news._glance.interval() == GLANCE_MS
