"""What was asked of one list, or of some todos, gives way to what is asked of others."""

import pytest
from PySide6.QtWidgets import QLabel

from tests.gui.several_lists_hands import carry_to, choose, click_row, opened_both, sidebar_of
from todo_desktop.gui.carry_dialog import CarryDialog
from todo_desktop.gui.messages import host_of
from todo_desktop.gui.recently_removed import RecentlyRemovedDialog
from todo_desktop.model.connection import ApiKey
from todo_desktop.settings.api_keys import ApiKeyStore
from todo_desktop.settings.folders import Folders
from todo_desktop.testing.fake_nocobase import FakeList, FakeNocoBase
from todo_desktop.testing.running import Starter, TodoDesktop
from todo_desktop.testing.shapes import FULL

# Qt's off-screen platform says this of every dialog.
pytestmark = pytest.mark.qt_log_ignore("does not support (propagateSizeHints|raise)", extend=True)

OF_HERE = ("Of this server", "Paint the door", "Fits there")


def test_recently_removed_is_that_of_the_list_in_sight(
    start_todo_desktop: Starter, here: FakeList, there: FakeList
) -> None:
    running = opened_both(start_todo_desktop, here, there)
    running.hands.choose("actionTrash")
    (of_here,) = running.window.findChildren(RecentlyRemovedDialog)
    choose(running, there)
    running.list.wait_for("Of the other server")
    running.hands.choose("actionTrash")
    assert not of_here.isVisible()
    (of_there,) = (each for each in running.window.findChildren(RecentlyRemovedDialog) if each.isVisible())
    of_there.close()


@pytest.fixture
def fuller(fake: FakeNocoBase, todo_desktop_folders: Folders) -> FakeList:
    """With two todos that *there* has no place for, and one that it has."""
    found = fake.open_list(FULL)
    for title, effort in zip(OF_HERE, (3, 3, None), strict=True):
        found.write_row({"title": title, "effort": effort, "updatedAt": "2026-01-01T10:00:00.000Z"})
    ApiKeyStore(todo_desktop_folders.key_scope).store(found.base_url, ApiKey(found.key))
    return found


def question(running: TodoDesktop) -> CarryDialog:
    """The one that is open."""

    def opened() -> list[CarryDialog]:
        return [each for each in running.window.findChildren(CarryDialog) if each.isVisible()]

    running.hands.qtbot.waitUntil(lambda: len(opened()) == 1)
    return opened()[0]


def words_of(dialog: CarryDialog) -> str:
    label = dialog.findChild(QLabel, "carryQuestion")
    assert label is not None
    return label.text()


def test_a_move_is_asked_about_for_the_todos_that_are_chosen_now_and_the_list_in_sight(
    start_todo_desktop: Starter, fuller: FakeList, there: FakeList
) -> None:
    running = opened_both(start_todo_desktop, fuller, there, *OF_HERE)
    running.list.select("Of this server")
    carry_to(running, "menuCopyTo", there)
    place = f"“{there.collection} ({host_of(there.base_url)})”"
    assert words_of(question(running)) == f"Copy 1 todo to {place}?"
    running.list.select("Of this server", "Paint the door")
    carry_to(running, "menuCopyTo", there)
    assert words_of(question(running)) == f"Copy 2 todos to {place}?"
    asked = question(running)
    choose(running, there)
    running.list.wait_for("Of the other server")
    assert not asked.isVisible()
    assert len(there.table.rows) == 1


def test_what_a_move_leaves_is_said_with_the_names_of_both_lists(
    start_todo_desktop: Starter, fuller: FakeList, there: FakeList
) -> None:
    running = opened_both(start_todo_desktop, fuller, there, *OF_HERE)
    running.list.select("Fits there", "Paint the door")
    carry_to(running, "menuMoveTo", there)
    question(running).accept()
    first, second = (f"“{each.collection} ({host_of(each.base_url)})”" for each in (fuller, there))
    running.notice.wait_for(f"One todo stays in {first}: {second} has no place for all that it holds.")
    running.list.wait_for("Of this server", "Paint the door")


def test_what_a_move_of_several_lists_leaves_stays_in_its_list(
    start_todo_desktop: Starter, fuller: FakeList, there: FakeList
) -> None:
    running = opened_both(start_todo_desktop, fuller, there, *OF_HERE)
    click_row(sidebar_of(running), 0)
    running.list.wait_for(*OF_HERE, "Of the other server")
    running.list.select("Fits there", "Paint the door")
    carry_to(running, "menuMoveTo", there)
    question(running).accept()
    running.notice.wait_for(f"One todo stays in its list: “{there.collection} ({host_of(there.base_url)})” has")
