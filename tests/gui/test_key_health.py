"""A key that a harness gives is looked after as one of the keyring's is, as far as that can be."""

import pytest

from todo_desktop.model.connection import ApiKey
from todo_desktop.settings.environment import Environment
from todo_desktop.testing.fake_nocobase import FakeList
from todo_desktop.testing.running import Starter

# Qt's off-screen platform says this of every dialog.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)
DAY = 86_400


def test_a_key_from_the_environment_is_told_of_before_it_ends_and_cannot_be_renewed_here(
    start_todo_desktop: Starter, here: FakeList
) -> None:
    server = here.server
    soon = server.access.sign(here.user, here.role, server.clock.now() // 1_000_000, valid_for=3 * DAY + 3600)
    running = start_todo_desktop(environment=Environment(here.base_url, ApiKey(soon), here.collection))
    running.status.wait_for("Connected")
    running.notice.wait_for("ends in 3 days")
    assert "TODO_DESKTOP_API_KEY gives it" in running.notice.text
    assert not running.hands.sees("noticeAction")
    running.settings.open()
    assert "TODO_DESKTOP_BASE_URL" in running.hands.text("overruledNote")
    running.settings.cancel()
    server.access.revoke(soon)
    running.hands.choose("actionRefresh")
    running.notice.wait_for("refused the key")
    assert "Make a new key" not in running.hands.text("noticeAction")
