"""The program has a fault that nobody caught, or is ended from below: its user is told, and loses nothing."""

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.support.waiting import wait_until
from tests.system.accessibility import ENVIRONMENT, AccessibilityBus
from tests.system.conftest import StartProgram
from tests.system.program import PATIENCE_SECONDS, ProgramProcess, connection_to, wait_for_titles
from todo_desktop.app.last_words import FILE_NAME
from todo_desktop.testing.fake_nocobase import FakeNocoBase
from todo_desktop.testing.shapes import TUTORIAL

MAIN = """
import resource, sys
from todo_desktop.__main__ import main

resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
sys.exit(main(sys.argv[1:]))
"""
FAILS_IN_EVERY_PAINT = """
from todo_desktop.gui.todo_table.delegate import TodoDelegate

paint = TodoDelegate.paint

def fail(self, painter, option, index):
    if index.data() == "Boom":
        raise ZeroDivisionError("in every paint")
    paint(self, painter, option, index)

TodoDelegate.paint = fail
"""
ABORTS_ONCE_PAINTED = """
from PySide6.QtCore import QTimer, qFatal
from todo_desktop.app.last_words import LastWords

begin = LastWords.begin

def abort():
    qFatal("said on the way out")

def begin_and_abort(self):
    QTimer.singleShot(0, abort)
    return begin(self)

LastWords.begin = begin_and_abort
"""
FAILS_AFTER_THE_PAINT = """
from todo_desktop.gui.main_window import MainWindow

def fail(self):
    raise ZeroDivisionError("while the window was furnished")

MainWindow.furnish = fail
"""
CANNOT_START = """
from todo_desktop.app.program import Program

def fail(self, *arguments):
    raise ZeroDivisionError("before there is a window")

Program.__init__ = fail
"""

StartBroken = Callable[..., ProgramProcess]


class BrokenProgram(ProgramProcess):
    """With a fault that *script* puts into it."""

    def __init__(self, data_dir: Path, script: str, environment: Mapping[str, str]) -> None:
        self._script = script
        super().__init__(data_dir, environment={**ENVIRONMENT, **environment})

    def _command(self) -> list[str]:
        return [sys.executable, "-c", self._script + MAIN, "--data-dir", str(self.data_dir)]


@pytest.fixture
def start_broken(data_dir: Path) -> Iterator[StartBroken]:
    """`start_broken(SCRIPT)`, and an environment where one is needed."""
    started: list[ProgramProcess] = []

    def run(script: str, environment: Mapping[str, str] | None = None) -> ProgramProcess:
        started.append(BrokenProgram(data_dir, script, environment or {}))
        return started[-1]

    yield run
    for program in started:
        program.end()


def test_a_fault_in_every_paint_opens_one_dialog_and_a_restart_loses_nothing(
    start_broken: StartBroken, bus: AccessibilityBus, data_dir: Path, fake: FakeNocoBase
) -> None:
    there = fake.open_list(TUTORIAL)
    program = start_broken(FAILS_IN_EVERY_PAINT, connection_to(there))
    program.add("Boom")
    wait_until(lambda: len(program.windows()) > 1, PATIENCE_SECONDS)
    for number in range(3):  # the row is painted again each time
        program.add(f"Added meanwhile {number}")
    program.press("ctrl+n")
    program.write("Half typed")
    wait_for_titles(data_dir, "Boom", *(f"Added meanwhile {number}" for number in range(3)))
    dialogs = [found for found in program.windows() if found != program.window]
    assert len(dialogs) == 1
    application = bus.application(program.pid)
    application.find("label", "It happened")
    assert "in every paint" in application.find("text", "What went wrong").text
    application.find("push button", "Restart").do("Press")

    again = bus.application(program.pid, after=application)
    wait_for_titles(data_dir, "Boom", "Half typed", *(f"Added meanwhile {number}" for number in range(3)))
    again.find("label", "Connected to")
    wait_until(lambda: len(there.table.rows) == 5, PATIENCE_SECONDS)
    again.find("menu item", "Quit").do("Press")
    assert program.wait() == 0
    assert not (data_dir / "logs" / FILE_NAME).exists()
    assert "in every paint" in (data_dir / "logs" / "todo-desktop.log").read_text(encoding="utf-8")


def test_an_end_from_below_is_told_once_by_the_next_start(
    start: StartProgram, start_broken: StartBroken, bus: AccessibilityBus
) -> None:
    assert start_broken(ABORTS_ONCE_PAINTED).wait() == -6
    again = start(environment=ENVIRONMENT)
    application = bus.application(again.pid)
    application.find("label", "Todo Desktop ended unexpectedly")
    trace = application.find("text", "What went wrong").text
    assert "qFatal() call" in trace
    assert "in abort" in trace, "and where it happened"
    assert again.terminate() == 0
    third = start()
    only = third.window
    assert third.windows() == [only]
    assert third.close() == 0


def test_a_kill_is_no_fault_of_the_program(start: StartProgram) -> None:
    first = start()
    assert first.window
    first.kill()
    again = start()
    only = again.window
    assert again.windows() == [only]
    assert again.close() == 0


def test_a_fault_before_the_window_is_whole_is_told(start_broken: StartBroken, bus: AccessibilityBus) -> None:
    program = start_broken(FAILS_AFTER_THE_PAINT)
    application = bus.application(program.pid)
    assert "while the window was furnished" in application.find("text", "What went wrong").text
    assert program.terminate() == 0


def test_a_program_that_cannot_start_says_so(start_broken: StartBroken, bus: AccessibilityBus) -> None:
    program = start_broken(CANNOT_START)
    application = bus.application(program.pid)
    assert "before there is a window" in application.find("text", "What went wrong").text
    application.find("push button", "Close").do("Press")
    assert program.wait() == 1
    assert "ZeroDivisionError" in program.said()
