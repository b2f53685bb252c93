"""What the page objects of the plugin do is what a person would do, and what they say is what is shown."""

import pytest

from todo_desktop.testing import FULL, FakeNocoBase
from todo_desktop.testing.fake_nocobase import faults
from todo_desktop.testing.running import Starter, TodoDesktop

# Qt's off-screen platform says this of every dialog.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)


@pytest.fixture
def filled(todo_desktop: TodoDesktop) -> TodoDesktop:
    for title in ("Pay rent", "Call Ana", "Buy milk"):
        todo_desktop.list.add(title)
    return todo_desktop


def test_todos_are_added_edited_ticked_and_deleted(filled: TodoDesktop) -> None:
    todos = filled.list
    todos.edit("Call Ana", "Call Ben")
    todos.tick("Pay rent")
    assert sorted(todos.shown) == ["Buy milk", "Call Ben", "Pay rent"]
    assert todos.done == ["Pay rent"]
    todos.tick("Pay rent")
    assert todos.done == []
    todos.delete("Call Ben", "Buy milk")
    assert todos.shown == ["Pay rent"]
    todos.undo()
    todos.wait_for("Buy milk", "Call Ben", "Pay rent")


def test_fields_are_edited_by_name(filled: TodoDesktop) -> None:
    filled.list.edit("Pay rent", "2031-05-17", field="due")
    assert "2031" in filled.list.text("Pay rent", "due")


def test_the_list_is_searched_filtered_and_sorted(filled: TodoDesktop) -> None:
    todos = filled.list
    todos.search("rent")
    todos.wait_for("Pay rent")
    todos.search("")
    todos.tick("Buy milk")
    todos.filter("done")
    assert todos.shown == ["Buy milk"]
    todos.filter("open")
    todos.wait_for("Call Ana", "Pay rent")
    todos.filter("all")
    todos.sort("title")
    assert todos.shown == ["Buy milk", "Call Ana", "Pay rent"]
    todos.sort("title", descending=True)
    assert todos.shown == ["Pay rent", "Call Ana", "Buy milk"]
    todos.select("Call Ana")
    assert todos.selected == ["Call Ana"]


def test_a_title_that_is_not_there_is_told(filled: TodoDesktop) -> None:
    with pytest.raises(AssertionError, match="no todo is called 'Buy bread'; shown are"):
        filled.list.tick("Buy bread")


def test_the_settings_lead_to_a_server(todo_desktop: TodoDesktop, fake: FakeNocoBase) -> None:
    there = fake.open_list(FULL)
    there.write_row({"title": "On the server"})
    todo_desktop.settings.open()
    todo_desktop.settings.fill_in(there)
    assert todo_desktop.settings.test() == "The connection works."
    todo_desktop.settings.cancel()
    assert not todo_desktop.settings.is_open
    todo_desktop.settings.connect_to(there)
    todo_desktop.status.wait_for("Connected to 127.0.0.1")
    todo_desktop.list.wait_for("On the server")


def test_settings_that_lead_nowhere_stay_open_and_say_why(todo_desktop: TodoDesktop, fake: FakeNocoBase) -> None:
    there = fake.open_list(FULL)
    there.revoke_key()
    todo_desktop.settings.open()
    todo_desktop.settings.fill_in(there)
    todo_desktop.settings.save()
    assert todo_desktop.settings.is_open
    assert "was deleted there" in todo_desktop.settings.note("apiKeyField")
    todo_desktop.settings.cancel()


def test_changes_on_their_way_are_told_until_they_are_sent(
    start_todo_desktop: Starter, fake_nocobase: FakeNocoBase
) -> None:
    there = fake_nocobase.open_list(FULL)
    running = start_todo_desktop(there)
    running.status.wait_for("Connected to")
    fake_nocobase.faults.next("*:create", faults.STATUS_503, times=2)
    running.list.add("Pay rent")
    running.outbox.open()
    (change,) = running.outbox.changes
    assert "Pay rent" in change
    assert running.list.mark("Pay rent") == "waiting"
    assert running.status.waiting == "1 change waiting"
    running.hands.choose("actionRefresh")
    running.outbox.wait_until_sent()
    running.outbox.close()
    assert running.list.mark("Pay rent") == ""
    assert [row["title"] for row in there.table.rows.values()] == ["Pay rent"]


def test_what_needs_somebody_is_told(start_todo_desktop: Starter, fake_nocobase: FakeNocoBase) -> None:
    there = fake_nocobase.open_list(FULL)
    there.revoke_key()
    running = start_todo_desktop(there)
    running.notice.wait_for("was deleted there")
    running.hands.press("noticeOtherAction")
    assert running.settings.is_open
    running.settings.cancel()
