"""Another process reads the window and works in it through the desktop's accessibility bus, as screen readers do."""

from pathlib import Path

from tests.support.waiting import wait_until
from tests.system.accessibility import ENVIRONMENT, AccessibilityBus, Part, wait_for
from tests.system.conftest import StartProgram
from tests.system.program import PATIENCE_SECONDS, connection_to, titles_in, todos_in, wait_for_titles
from todo_desktop.testing.fake_nocobase import FakeNocoBase, faults
from todo_desktop.testing.shapes import TUTORIAL


def cells(window: Part, column: str) -> list[Part]:
    table = window.find("table", "Todos")
    return [part for part in table.children if part.role == "cell" and part.name.startswith(f"{column}: ")]


def names(window: Part, column: str) -> list[str]:
    """What its cells say, without the column's name."""
    return [cell.name.removeprefix(f"{column}: ") for cell in cells(window, column)]


def add(window: Part, title: str) -> None:
    window.find("text", "Add a todo").write(title)
    window.find("push button", "New todo").do("Press")


def test_todos_are_added_read_ticked_and_deleted_from_another_process(
    start: StartProgram, bus: AccessibilityBus, data_dir: Path
) -> None:
    program = start(environment=ENVIRONMENT)
    window = bus.application(program.pid)
    for title in ("Pay rent", "Call Ana"):
        add(window, title)
        wait_until(lambda title=title: title in titles_in(data_dir), PATIENCE_SECONDS)  # type: ignore[misc]
    assert window.find("text", "Add a todo").text == ""
    wait_for(lambda: names(window, "Title") == ["Pay rent", "Call Ana"])

    cells(window, "Done")[1].do("Toggle")
    wait_for(lambda: cells(window, "Done")[1].is_checked)
    assert names(window, "Done") == ["Open", "Done"]
    assert [todo.values.get("completed", False) for todo in todos_in(data_dir)] == [False, True]

    window.find("check box", "Show: Done").do("Press")
    wait_for(lambda: names(window, "Title") == ["Call Ana"])
    window.find("menu item", "Select all").do("Press")
    window.find("menu item", "Delete").do("Press")
    wait_for_titles(data_dir, "Pay rent")
    window.find("menu item", "Undo").do("Press")
    wait_for_titles(data_dir, "Call Ana", "Pay rent")

    window.find("menu item", "Quit").do("Press")
    assert program.wait() == 0


def test_what_waits_to_be_sent_is_told_in_words(
    start: StartProgram, bus: AccessibilityBus, data_dir: Path, fake: FakeNocoBase
) -> None:
    there = fake.open_list(TUTORIAL)
    program = start(environment=ENVIRONMENT | connection_to(there))
    window = bus.application(program.pid)
    window.find("label", "Connected to")
    fake.faults.next("*:create", faults.STATUS_503, times=100)
    add(window, "Pay rent")
    wait_for_titles(data_dir, "Pay rent")
    wait_for(lambda: names(window, "State") == ["Waiting to be sent"])
    assert cells(window, "State")[0].description
    fake.faults.clear()
    window.find("menu item", "Refresh").do("Press")
    wait_for(lambda: names(window, "State") == [""])
    assert program.close() == 0
