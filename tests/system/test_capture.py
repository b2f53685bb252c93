"""A key of the desktop runs `todo-desktop capture`: a small window for one todo, at once where the program runs."""

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.support.waiting import wait_until
from tests.system.conftest import StartProgram
from tests.system.program import PATIENCE_SECONDS, titles_in, wait_for_titles
from todo_desktop.desktop.hand_over import Answer, hand_over
from todo_desktop.desktop.request import Request, Verb

CAPTURE = "^New todo"
LIST = "^Todo Desktop"
IS_SMALL = """
import sys
from todo_desktop.__main__ import main

assert main(sys.argv[1:]) == 0
heavy = {"PySide6", "shiboken6", "sqlite3", "requests", "keyring"} & {name.partition(".")[0] for name in sys.modules}
assert not heavy, heavy
"""
LONGEST_SECONDS = 3.0
"""From the key to the window, on a machine that has much else to do; the figure of a quiet one is a tenth of it."""


def test_the_window_comes_at_once_and_enter_adds(start: StartProgram, data_dir: Path) -> None:
    program = start()
    program.add("Here already")
    wait_for_titles(data_dir, "Here already")
    begun = time.monotonic()
    assert start("capture").wait() == 0
    capture = program.window_named(CAPTURE)
    assert time.monotonic() - begun < LONGEST_SECONDS
    program.write_in(capture, "Buy milk")
    program.press_in(capture, "Return")
    wait_for_titles(data_dir, "Buy milk", "Here already")
    wait_until(lambda: capture not in program.windows(), PATIENCE_SECONDS)
    assert program.close() == 0


def test_what_the_key_starts_is_small(start: StartProgram, data_dir: Path) -> None:
    program = start()
    program.add("Here already")
    wait_for_titles(data_dir, "Here already")
    command = [sys.executable, "-c", IS_SMALL, "--data-dir", str(data_dir), "capture", "Call", "Ana"]
    # A measurement of the tests' coverage would load sqlite3 into it.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    subprocess.run(command, check=True, timeout=PATIENCE_SECONDS, env=environment)
    program.press_in(program.window_named(CAPTURE), "Return")
    wait_for_titles(data_dir, "Call Ana", "Here already")
    assert program.close() == 0


def test_where_the_program_does_not_run_only_the_small_window_is_seen(start: StartProgram, data_dir: Path) -> None:
    program = start("capture")
    capture = program.window_named(CAPTURE)
    assert program.windows() == [capture]
    program.write_in(capture, "Buy milk")
    program.press_in(capture, "Return")
    assert program.wait() == 0, "without a tray nobody could see that it runs"
    assert titles_in(data_dir) == ["Buy milk"]
    assert program.said() == ""


def test_a_start_shows_the_window_of_a_hidden_one(start: StartProgram, data_dir: Path) -> None:
    hidden = start("--hidden")
    _until_it_listens(data_dir)
    assert hidden.windows() == []
    assert start().wait() == 0
    assert hidden.window_named(LIST)
    assert hidden.close() == 0


def test_a_hidden_start_leaves_a_window_alone_that_is_there(start: StartProgram) -> None:
    program = start()
    other = start("--data-dir", f"{program.data_dir}-other")
    subprocess.run(["xdotool", "windowactivate", "--sync", program.window], check=True)
    subprocess.run(["xdotool", "windowactivate", "--sync", other.window], check=True)
    assert start("--hidden").wait() == 0
    active = subprocess.run(["xdotool", "getactivewindow"], capture_output=True, text=True, check=True)
    assert active.stdout.strip() == other.window
    assert (program.close(), other.close()) == (0, 0)


def test_a_hidden_program_ends_on_a_signal(start: StartProgram, data_dir: Path) -> None:
    hidden = start("--hidden")
    _until_it_listens(data_dir)
    assert hidden.terminate() == 0
    assert hidden.said() == ""


def _until_it_listens(data_dir: Path) -> None:
    """There is nothing to be seen of a hidden start."""
    wait_until(lambda: hand_over(data_dir / "replica", Request(Verb.STAY), 1) is Answer.DONE, PATIENCE_SECONDS)
