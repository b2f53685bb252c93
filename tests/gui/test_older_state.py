"""A server that was put back to a backup: the window says how many todos went back, and what they held is restored."""

from collections.abc import Callable, Sequence
from contextlib import closing

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QDialog, QTableView, QToolButton

from tests.gui.lists_of_servers import settings_for
from tests.gui.window_hands import Hands
from tests.support.gui_desk import FULL_COLLECTION, IDENTITY, NOW, Desk
from tests.sync.remote import Remote
from todo_desktop.model.changes import Changes
from todo_desktop.model.lists import ListIdentity
from todo_desktop.replica.database import Purpose, open_database
from todo_desktop.replica.store import TodoStore
from todo_desktop.settings.folders import Folders
from todo_desktop.testing.fake_nocobase import FakeList
from todo_desktop.testing.running import Starter

TITLES = ["Pay rent", "Call Ana", "Water the plants"]


@pytest.fixture
def connected(server_desk: Desk, open_hands: Callable[[Desk], Hands]) -> Hands:
    server_desk.fill([{"title": title} for title in TITLES])
    return open_hands(server_desk)


def go_back(hands: Hands, titles: Sequence[str]) -> None:
    """The sync reads these todos in an older state, of the same titles with a question mark."""
    desk = hands.desk
    for title in titles:
        todo_id = hands.model.id_at(hands.titles.index(title))
        held = desk.store.held([todo_id])[todo_id]
        desk.store.keep_state(held, NOW)
        desk.receive([{**held.values, "title": f"{title}?"}])
        with hands.qtbot.waitSignal(desk.bridge.changes):
            desk.bridge.post_changes(Changes(held.list_id, went_back=frozenset({todo_id})))
    hands.settle()


def test_how_many_todos_went_back_is_said_until_that_is_dismissed(connected: Hands) -> None:
    go_back(connected, ["Pay rent"])
    said = "A todo is in an older state on the server than it was before. "
    kept = "What was there before is kept for 30 days and can be restored."
    assert connected.text("noticeText") == said + kept
    go_back(connected, ["Call Ana"])
    assert connected.text("noticeText").startswith("2 todos are in an older state on the server than they were before.")
    dismiss = connected.part("noticeDismiss")
    assert isinstance(dismiss, QToolButton)
    dismiss.click()
    assert not connected.part("noticeBar").isVisible()
    go_back(connected, ["Water the plants"])
    assert connected.text("noticeText").startswith("A todo is ")


@pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")
def test_what_they_held_is_restored_from_the_notice_and_can_be_undone(connected: Hands) -> None:
    go_back(connected, ["Pay rent", "Call Ana"])
    assert connected.button_text("noticeAction") == "Recently removed"
    connected.press("noticeAction")
    dialog, view = connected.part("recentlyRemovedDialog"), connected.part("removedList")
    assert isinstance(dialog, QDialog)
    assert isinstance(view, QTableView)
    rows = [str(view.model().index(row, 0).data()) for row in range(2)]
    assert rows == ["Call Ana (before it went back)", "Pay rent (before it went back)"]
    view.selectRow(1)
    connected.press("removedRestore")
    assert sorted(connected.titles) == ["Call Ana?", "Pay rent", "Water the plants"]
    assert view.model().rowCount() == 1
    dialog.close()
    connected.window.actions_.undo.trigger()
    connected.settle()
    assert sorted(connected.titles) == ["Call Ana?", "Pay rent?", "Water the plants"]


def kept_in(folders: Folders, title: str, address: ListIdentity) -> None:
    """The sync of an earlier run, which was killed, found that todo of that list in an older state."""
    with closing(open_database(folders.replica, Purpose.WORKER)) as database:
        store = TodoStore(database)
        list_id = store.open_list(address, FULL_COLLECTION).id
        store.adopt(list_id, [{"id": 1, "title": f"{title}, older"}])
        (held,) = store.held_by_server_id(list_id, [1]).values()
        store.keep_state(replace(held, values={**held.values, "title": title}), NOW)


def test_a_program_that_ended_before_the_notice_was_read_says_it_again(
    start_todo_desktop: Starter, todo_desktop_folders: Folders
) -> None:
    kept_in(todo_desktop_folders, "Pay rent", IDENTITY)
    for _ in range(2):
        running = start_todo_desktop()
        running.notice.wait_for("A todo is in an older state on the server than it was before.")
        running.end()
    running = start_todo_desktop()
    running.notice.wait_for("in an older state")
    running.notice.dismiss()
    running.end()
    kept_in(todo_desktop_folders, "Call Ana", replace(IDENTITY, collection="others"))
    running = start_todo_desktop()
    running.notice.wait_for("A todo is in an older state")
    running.notice.dismiss()
    running.end()
    assert start_todo_desktop().notice.text == ""


@pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")
def test_what_todos_of_another_list_held_is_there_when_the_notice_is_followed(
    start_todo_desktop: Starter, here: FakeList, there: FakeList
) -> None:
    """The list in sight is another one than that in which they went back."""
    both = settings_for(here).with_servers([*settings_for(here).servers, *settings_for(there).servers])
    running = start_todo_desktop(preferences=replace(both, shown=both.addresses[1]))
    running.list.wait_for("Of the other server")
    put_back = Remote(there).back_up()
    running.list.edit("Of the other server", "Of today")
    running.outbox.wait_until_sent()
    running.window.list_chosen.emit(both.addresses[0])
    running.list.wait_for("Of this server")
    put_back()
    running.window.actions_.refresh.trigger()
    running.notice.wait_for("A todo is in an older state")
    running.notice.act()
    view = running.hands.part("removedList")
    assert isinstance(view, QTableView)
    assert view.model().index(0, 0).data() == "Of today (before it went back)"
