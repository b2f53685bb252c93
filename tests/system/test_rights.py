"""What the key may not do is disabled with the reason, on the real server: three roles, and one that changes."""

from collections.abc import Callable

import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from tests.server.admin import Admin
from tests.server.lists import RemoteList, open_list
from tests.server.server import Server
from todo_desktop.testing.rights import OWN_RECORDS, READ_ONLY, Grant, Rights, limited, scoped
from todo_desktop.testing.running import Starter, TodoDesktop
from todo_desktop.testing.shapes import FULL

Connected = Callable[[Rights], tuple[TodoDesktop, RemoteList]]


@pytest.fixture
def connected(nocobase: Server, start_todo_desktop: Starter) -> Connected:
    """The window on a list with a todo of somebody else's, through a key with these rights."""

    def connected(rights: Rights) -> tuple[TodoDesktop, RemoteList]:
        there = open_list(nocobase, FULL).of_another_user(rights)
        there.admin.create_record(there.collection, title="Of the administrator")
        running = start_todo_desktop(there)
        running.status.wait_for("Connected")
        running.hands.qtbot.waitUntil(lambda: running.list.shown == ["Of the administrator"], timeout=20_000)
        return running, there

    return connected


def action(running: TodoDesktop, name: str) -> QAction:
    found = running.window.findChild(QAction, name)
    assert isinstance(found, QAction)
    return found


def select_first(running: TodoDesktop) -> None:
    running.window.pane.view.select_row(0)


def obstacle(running: TodoDesktop, title: str, field: str) -> str:
    """Why that cell cannot be edited."""
    model = running.window.pane.model
    row = running.list.shown.index(title)
    column = next(n for n, column in enumerate(model.columns) if column.key == field)
    return model.obstacle(row, column)


def test_a_list_that_may_only_be_read_says_so_and_why_nothing_can_be_done(connected: Connected) -> None:
    running, _ = connected(READ_ONLY)
    select_first(running)
    assert running.hands.text("listReadOnly") == "Read only"
    for name in ("actionNew", "actionEdit", "actionDone", "actionDelete"):
        assert not action(running, name).isEnabled()
        assert action(running, name).toolTip().startswith("Your role may not")
    assert "may not change todos" in obstacle(running, "Of the administrator", "title")


def test_a_field_that_may_not_be_written_says_so_and_one_that_may_not_be_seen_is_not_there(
    connected: Connected,
) -> None:
    running, _ = connected(limited(hidden=["notes"], unwritable=["due"]))
    assert not running.hands.sees("listReadOnly")
    assert obstacle(running, "Of the administrator", "title") == ""
    assert "may not change this field" in obstacle(running, "Of the administrator", "due")
    assert "notes" not in [column.key for column in running.window.pane.model.columns]


def test_only_what_the_user_created_can_be_changed_where_the_role_says_so(connected: Connected, qtbot: QtBot) -> None:
    running, there = connected(OWN_RECORDS)
    assert running.hands.text("listReadOnly") == "Only your own can be changed"
    running.list.add("Mine")
    running.outbox.wait_until_sent()
    qtbot.waitUntil(lambda: len(there.admin.records(there.collection)) == 2, timeout=20_000)
    assert obstacle(running, "Mine", "title") == ""
    assert "only the todos that you created" in obstacle(running, "Of the administrator", "title")
    pane = running.window.pane
    pane.view.select_row(running.list.shown.index("Of the administrator"))
    assert not action(running, "actionDone").isEnabled()
    assert "only the todos that you created" in action(running, "actionDelete").toolTip()
    pane.view.select_row(running.list.shown.index("Mine"))
    assert action(running, "actionDone").isEnabled()
    assert "only the todos" not in action(running, "actionDelete").toolTip()
    running.list.tick("Mine")
    running.outbox.wait_until_sent()
    done = {row["title"]: row["completed"] for row in there.admin.records(there.collection)}
    assert done["Mine"] is True
    assert not done["Of the administrator"]


def test_a_right_that_is_taken_away_and_given_back_is_noticed(connected: Connected, qtbot: QtBot) -> None:
    running, there = connected(limited())
    assert not running.hands.sees("listReadOnly")
    allow(there, READ_ONLY)
    running.hands.choose("actionRefresh")
    qtbot.waitUntil(lambda: running.hands.sees("listReadOnly"), timeout=20_000)
    allow(there, Rights({"view": Grant(), "create": Grant(), "update": Grant(), "destroy": Grant()}))
    running.hands.choose("actionRefresh")
    qtbot.waitUntil(lambda: not running.hands.sees("listReadOnly"), timeout=20_000)


def test_an_edit_that_the_role_may_no_longer_make_is_kept_with_its_reason(connected: Connected, qtbot: QtBot) -> None:
    running, there = connected(limited())
    allow(there, READ_ONLY)
    running.list.tick("Of the administrator")
    qtbot.waitUntil(lambda: running.hands.sees("listReadOnly"), timeout=20_000)
    assert running.list.done == ["Of the administrator"], "kept here"
    assert not there.admin.records(there.collection)[0]["completed"]


def allow(there: RemoteList, rights: Rights) -> None:
    """The key's role has these rights from now on."""
    admin: Admin = there.admin
    admin.change_rights(there.role, there.collection, there.shape, rights)


def test_a_todo_that_the_role_may_not_touch_says_so_alone_and_is_passed_over_by_verbs_on_many(
    connected: Connected, qtbot: QtBot
) -> None:
    high = {"$and": [{"priority": {"$eq": "high"}}]}
    running, there = connected(scoped(update=high, destroy=high))
    row = there.admin.create_record(there.collection, title="High", priority="high")
    running.hands.choose("actionRefresh")
    qtbot.waitUntil(lambda: len(running.list.shown) == 2, timeout=20_000)
    assert running.hands.text("listReadOnly") == "Only some can be changed"
    assert obstacle(running, "High", "title") == ""
    assert obstacle(running, "Of the administrator", "title") == "Your role may not change this todo."
    view = running.window.pane.view
    view.select_row(running.list.shown.index("Of the administrator"))
    assert not action(running, "actionDone").isEnabled()
    assert action(running, "actionDelete").toolTip() == "Your role may not delete this todo."
    view.selectAll()
    running.hands.choose("actionDone")
    qtbot.waitUntil(lambda: "left as it is: your role" in running.notice.text, timeout=5_000)
    running.outbox.wait_until_sent()
    assert running.list.done == ["High"]
    there.admin.update_record(there.collection, row["id"], priority="low")
    running.hands.choose("actionRefresh")
    qtbot.waitUntil(lambda: bool(obstacle(running, "High", "title")), timeout=20_000)
    view.select_row(running.list.shown.index("High"))
    assert not action(running, "actionEdit").isEnabled()
    there.admin.update_record(there.collection, row["id"], priority="high")
    running.hands.choose("actionRefresh")
    qtbot.waitUntil(lambda: action(running, "actionEdit").isEnabled(), timeout=20_000)
