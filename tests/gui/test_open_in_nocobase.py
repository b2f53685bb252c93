"""Open in NocoBase: the browser goes to the todo, or to the list, where the server's web page shows it."""

import pytest
from PySide6.QtCore import Qt

from todo_desktop.testing.fake_nocobase import FakeList, FakeNocoBase, faults
from todo_desktop.testing.fake_nocobase.menu import table
from todo_desktop.testing.running import Starter, TodoDesktop

# Qt's off-screen platform says this of every menu.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

MENU = "desktopRoutes:listAccessible"


@pytest.fixture
def running(start_todo_desktop: Starter, fake: FakeNocoBase, here: FakeList) -> TodoDesktop:
    """On a list with one todo, which a page of the server shows."""
    fake.menu.add_page("jobs", table(here.collection, "View"))
    running = start_todo_desktop(here)
    running.list.wait_for("Of this server")
    return running


def site(fake: FakeNocoBase) -> str:
    return fake.base_url.removesuffix("/api") + "/admin"


def test_the_selected_todo_is_opened_by_a_key(
    running: TodoDesktop, fake: FakeNocoBase, addresses_opened: list[str]
) -> None:
    running.hands.click(0, "title")
    running.hands.key(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    running.hands.qtbot.waitUntil(lambda: bool(addresses_opened))
    assert addresses_opened == [f"{site(fake)}/jobs/view/view/filterbytk/1"]


def test_without_a_selection_the_list_is_opened(
    running: TodoDesktop, fake: FakeNocoBase, addresses_opened: list[str]
) -> None:
    running.hands.view.clearSelection()
    running.hands.choose("actionOpenWeb")
    running.hands.qtbot.waitUntil(lambda: bool(addresses_opened))
    assert addresses_opened == [f"{site(fake)}/jobs"]


def test_a_todo_that_the_server_does_not_have_yet_leads_to_the_list(
    running: TodoDesktop, fake: FakeNocoBase, addresses_opened: list[str]
) -> None:
    running.hands.choose("actionOffline")
    running.hands.add("Not sent yet")
    assert running.hands.selected == ["Not sent yet"]
    running.hands.choose("actionOpenWeb")
    running.hands.qtbot.waitUntil(lambda: bool(addresses_opened))
    assert addresses_opened == [site(fake)], "who works offline asks nobody where the list is"


def test_where_the_server_does_not_answer_its_page_is_opened_all_the_same(
    running: TodoDesktop, fake: FakeNocoBase, addresses_opened: list[str]
) -> None:
    fake.faults.next(MENU, faults.CUT_BEFORE)
    running.hands.choose("actionOpenWeb")
    running.hands.qtbot.waitUntil(lambda: bool(addresses_opened))
    assert addresses_opened == [site(fake)]


def test_it_is_said_why_only_the_first_page_was_opened_and_taken_back_once_it_is_another(
    running: TodoDesktop, fake: FakeNocoBase, here: FakeList, addresses_opened: list[str]
) -> None:
    pages, fake.menu.routes = fake.menu.routes, []
    running.hands.choose("actionOpenWeb")
    running.hands.qtbot.waitUntil(lambda: addresses_opened == [site(fake)])
    running.notice.wait_for(f"none with “{here.collection}” was found")
    fake.menu.routes = pages
    running.hands.choose("actionOpenWeb")
    running.hands.qtbot.waitUntil(lambda: len(addresses_opened) == 2)
    running.hands.qtbot.waitUntil(lambda: not running.notice.text)


def test_who_asks_twice_gets_one_page(running: TodoDesktop, fake: FakeNocoBase, addresses_opened: list[str]) -> None:
    running.hands.view.clearSelection()
    fake.faults.next(MENU, faults.HANG)
    running.hands.choose("actionOpenWeb")
    running.hands.qtbot.waitUntil(lambda: MENU in fake.actions_asked)
    running.hands.choose("actionOpenWeb")
    running.hands.qtbot.waitUntil(lambda: bool(addresses_opened))
    assert addresses_opened == [f"{site(fake)}/jobs"]


def test_a_list_of_this_computer_alone_says_why_it_cannot(
    todo_desktop: TodoDesktop, addresses_opened: list[str]
) -> None:
    action = todo_desktop.hands.action("actionOpenWeb")
    assert not action.isEnabled()
    assert "this computer alone" in action.toolTip()


def test_the_menu_of_a_row_offers_it(running: TodoDesktop) -> None:
    running.hands.click(0, "title")
    running.window.pane.view.menu_wanted.emit(running.window.mapToGlobal(running.window.rect().center()))
    menu = running.window.pane.findChildren(type(running.window.actions_.move_menu))[-1]
    assert running.hands.action("actionOpenWeb") in menu.actions()
    menu.close()
