"""The window at its smallest: nothing falls out of it."""

import pytest
from PySide6.QtWidgets import QLabel, QToolButton

from tests.gui.window_hands import Hands
from todo_desktop.gui.sidebar.entries import ListEntry
from todo_desktop.gui.theme import metrics
from todo_desktop.model.lists import ListAddress


@pytest.mark.parametrize("width", [1280, 640, 420])
def test_the_toolbar_shows_all_its_parts_whole(local: Hands, width: int) -> None:
    local.window.resize(width, 480)
    local.qtbot.waitUntil(lambda: local.part("toolbar").width() == width)
    local.qtbot.waitUntil(lambda: local.part("newButton").isVisible())  # once the filter's button has made room
    for name in ("search", "showFilter", "newButton"):
        part = local.part(name)
        assert part.isVisible(), name
        assert part.height() == metrics.CONTROL, name
        assert part.geometry().right() < width, name
    assert local.part("filterDone").geometry().bottom() < local.part("showFilter").height()


def test_the_lists_are_a_menu_where_there_is_no_room_for_the_sidebar(local: Hands) -> None:
    entries = [ListEntry(ListAddress("http://a/api", n), n, "a", 1) for n in ("Jobs", "Home & garden")]
    chosen: list[object] = []
    local.window.list_chosen.connect(chosen.append)
    local.window.resize(1000, 480)
    local.window.show_lists(entries, entries[0].address)
    button = local.window.findChild(QToolButton, "listsButton")
    assert button is not None
    assert not button.isVisible()
    local.window.resize(420, 480)
    local.qtbot.waitUntil(button.isVisible)
    assert not local.part("sidebar").isVisible()
    menu = button.menu()
    menu.aboutToShow.emit()
    jobs, home = (action for action in menu.actions() if action.isCheckable())
    assert (jobs.text().partition("\t")[0], jobs.isChecked(), home.isChecked()) == ("Jobs", True, False)
    home.trigger()
    assert chosen == [entries[1].address]


def test_a_narrow_window_leaves_a_search_room_for_some_words(local: Hands) -> None:
    local.window.resize(480, 480)
    local.qtbot.waitUntil(lambda: local.part("search").width() >= 140)
    assert local.part("newButton").accessibleName() == "New todo"


def test_a_short_search_field_gives_its_room_to_what_is_typed(local: Hands) -> None:
    key = local.part("search").findChild(QLabel)
    assert isinstance(key, QLabel)
    assert key.isVisible()
    local.window.resize(360, 480)
    local.qtbot.waitUntil(lambda: not key.isVisible())
