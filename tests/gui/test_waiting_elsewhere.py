"""New settings lead to another list: what waits in the one before is told, for no outbox shows it then."""

import pytest

from tests.gui.lists_of_servers import settings_for, take_settings
from todo_desktop.gui.messages import host_of
from todo_desktop.testing.fake_nocobase.server import FakeList
from todo_desktop.testing.running import Starter

# Qt's off-screen platform says this of every dialog.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)


def test_changes_that_were_not_sent_before_the_settings_changed_are_told_of_until_they_can_be_sent(
    start_todo_desktop: Starter, here: FakeList, there: FakeList
) -> None:
    running = start_todo_desktop(preferences=settings_for(here))
    running.list.wait_for("Of this server")
    running.end()
    running = start_todo_desktop(preferences=settings_for(here), offline=True)
    running.list.add("Typed offline")
    take_settings(running, settings_for(there))
    running.notice.wait_for(f"“{here.collection}” at {host_of(here.base_url)}")
    running.end()
    running = start_todo_desktop()
    running.notice.wait_for(host_of(here.base_url))
    take_settings(running, settings_for(here))
    running.list.wait_for("Of this server", "Typed offline")
    assert host_of(here.base_url) not in running.notice.text
    running.status.wait_for("Connected to")
    running.hands.qtbot.waitUntil(lambda: len(here.table.rows) == 2)
