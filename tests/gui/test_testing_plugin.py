"""The pytest plugin of the package, in a pytest of its own, as somebody else would use it."""

import re
from pathlib import Path

import pytest

import todo_desktop.testing

README = Path(__file__).parents[2] / "README.md"

CONNECTED = """
def test_what_is_typed_is_on_the_server(connected_todo_desktop, todo_desktop_server):
    running = connected_todo_desktop
    running.status.wait_for("Connected to 127.0.0.1")
    running.list.add("Pay rent")
    running.outbox.wait_until_sent()
    assert [row["title"] for row in todo_desktop_server.table.rows.values()] == ["Pay rent"]


def test_the_same_data_after_a_restart(start_todo_desktop):
    first = start_todo_desktop()
    first.list.add("Pay rent")
    first.end()
    assert start_todo_desktop().list.shown == ["Pay rent"]
"""
OF_A_SERVER_OF_ONES_OWN = """
import pytest
from todo_desktop.testing import TUTORIAL, FakeNocoBase, ServerList

pytest_plugins = ["todo_desktop.testing"]

@pytest.fixture
def todo_desktop_server():
    with FakeNocoBase() as server:
        todos = server.open_list(TUTORIAL)
        todos.seed(3)
        yield ServerList(todos.base_url, todos.key, todos.collection)

def test_its_rows_are_shown(connected_todo_desktop):
    connected_todo_desktop.list.wait_for("Todo 1", "Todo 2", "Todo 3")
"""
LEAVING_SOMETHING = """
import threading
from PySide6.QtCore import QCoreApplication, QTimer

def test_a_thread(todo_desktop):
    threading.Thread(target=threading.Event().wait, name="left-behind", daemon=True).start()

def test_a_timer(todo_desktop):
    QTimer(QCoreApplication.instance(), objectName="left-ticking").start(1000)
"""


def example(text: str) -> str:
    """From `pytest_plugins` to the last line of the test, without the margin."""
    ((margin, lines),) = re.findall(r"^( *)(pytest_plugins = .*?assert [^\n]*\n)", text, re.MULTILINE | re.DOTALL)
    return "\n".join(line.removeprefix(margin) for line in lines.splitlines()) + "\n"


def test_the_example_of_the_readme_is_that_of_the_docstring() -> None:
    assert example(README.read_text(encoding="utf-8")) == example(todo_desktop.testing.__doc__ or "")


def test_the_example_of_the_readme_works(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(example(README.read_text(encoding="utf-8")))
    pytester.runpytest_subprocess("-W", "error").assert_outcomes(passed=1)


def test_the_program_is_driven_with_nothing_but_the_plugin(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(CONNECTED)
    pytester.runpytest_subprocess("-W", "error", "-p", "todo_desktop.testing").assert_outcomes(passed=2)


def test_a_server_can_be_given(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(OF_A_SERVER_OF_ONES_OWN)
    pytester.runpytest_subprocess("-W", "error").assert_outcomes(passed=1)


def test_what_a_test_leaves_behind_fails_it(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(LEAVING_SOMETHING)
    result = pytester.runpytest_subprocess("-p", "todo_desktop.testing")
    result.assert_outcomes(passed=2, errors=2)
    result.stdout.fnmatch_lines_random(["*threads were left running: left-behind*", "*timers were left ticking*"])
