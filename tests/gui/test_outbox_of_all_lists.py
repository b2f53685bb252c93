"""The changes of lists that are not in sight: shown, discarded and decided in the outbox."""

import pytest
from PySide6.QtWidgets import (
    QCheckBox,
)

from tests.gui.lists_of_servers import Titles
from tests.gui.several_lists_hands import choose, opened_both, said_of
from todo_desktop.gui.messages import host_of
from todo_desktop.testing.fake_nocobase import FakeList
from todo_desktop.testing.running import Starter, TodoDesktop

# Qt's off-screen platform says this of every dialog.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)


def all_in_the_outbox(running: TodoDesktop) -> None:
    running.outbox.open()
    box = running.window.findChild(QCheckBox, "outboxAllLists")
    assert box is not None
    assert box.isVisible()
    box.click()


def test_the_outbox_shows_the_changes_of_all_lists_each_with_its_list(
    start_todo_desktop: Starter, here: FakeList, there: FakeList
) -> None:
    opened_both(start_todo_desktop, here, there).end()
    running = start_todo_desktop(offline=True)
    running.list.add("Typed here")
    running.hands.qtbot.waitUntil(running.window.actions_.next_list.isEnabled)
    choose(running, there)
    running.list.wait_for("Of the other server")
    running.list.edit("Of the other server", "Changed there")
    running.outbox.open()
    assert len(running.outbox.changes) == 1
    all_in_the_outbox(running)
    running.hands.qtbot.waitUntil(lambda: len(running.outbox.changes) == 2)
    of_here, of_there = running.outbox.changes
    assert "Typed here" in of_here
    assert f"{here.collection} · {host_of(here.base_url)} · " in of_here
    assert f"{there.collection} · {host_of(there.base_url)} · " in of_there


def test_a_change_of_a_list_out_of_sight_is_discarded_and_undone_in_the_outbox(
    start_todo_desktop: Starter, here: FakeList, there: FakeList, titles: Titles
) -> None:
    opened_both(start_todo_desktop, here, there).end()
    running = start_todo_desktop(offline=True)
    running.list.edit("Of this server", "Changed here")
    running.hands.qtbot.waitUntil(running.window.actions_.next_list.isEnabled)
    choose(running, there)
    running.list.wait_for("Of the other server")
    all_in_the_outbox(running)
    running.hands.qtbot.waitUntil(lambda: len(running.outbox.changes) == 1)
    running.outbox.choose("Changed here")
    running.outbox.press("changeDiscard")
    running.outbox.press("discardConfirm")
    running.hands.qtbot.waitUntil(lambda: running.outbox.changes == [])
    assert titles(here) == ["Of this server"]
    running.list.undo()
    running.hands.qtbot.waitUntil(lambda: len(running.outbox.changes) == 1)
    assert titles(here) == ["Changed here"]
    running.outbox.choose("Changed here")
    running.outbox.press("changeShow")
    running.list.wait_for("Changed here")
    assert running.list.selected == ["Changed here"]
    running.outbox.press("changeEdit")
    running.hands.qtbot.waitUntil(lambda: running.window.pane.view.delegate.editor is not None)


def test_a_conflict_in_a_list_out_of_sight_is_decided_in_the_outbox(
    start_todo_desktop: Starter, here: FakeList, there: FakeList
) -> None:
    opened_both(start_todo_desktop, here, there).end()
    running = start_todo_desktop(offline=True)
    running.list.edit("Of this server", "Mine")
    (row,) = here.table.rows.values()
    row.update(title="Theirs", updatedAt=row["updatedAt"] + 1_000_000)
    running.hands.qtbot.waitUntil(running.window.actions_.next_list.isEnabled)
    choose(running, there)
    running.list.wait_for("Of the other server")
    running.window.actions_.offline.trigger()
    waits = running.hands.qtbot.waitUntil
    waits(lambda: "1 needs you" in said_of(running, here), timeout=10_000)
    all_in_the_outbox(running)
    waits(lambda: len(running.outbox.changes) == 1)
    running.outbox.choose("Mine")
    running.outbox.press("takeMine")
    waits(lambda: [each["title"] for each in here.table.rows.values()] == ["Mine"], timeout=10_000)
