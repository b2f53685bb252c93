"""The icon in a real tray, and the window that is closed to it."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.waiting import wait_until
from tests.system.conftest import StartProgram
from tests.system.program import PATIENCE_SECONDS, ProgramProcess, titles_in, wait_for_titles

TRAY = ["trayer", "--edge", "top", "--align", "left", "--widthtype", "request", "--height", "32", "--margin", "100"]

ICON = 32
"""Pixels that an icon is wide at most."""


@pytest.fixture
def tray() -> Iterator[None]:
    tray = subprocess.Popen(TRAY, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_until(lambda: _said("xdotool", "search", "--onlyvisible", "--class", "trayer"), PATIENCE_SECONDS)
    yield
    tray.terminate()
    tray.wait(PATIENCE_SECONDS)


@pytest.fixture
def program(tray: None, start: StartProgram, data_dir: Path) -> ProgramProcess:
    """Closed to its icon."""
    # Told already: who has no notification service is told by a window of Qt's.
    choices = {"close_to_tray": True, "told_of_tray": True}
    (data_dir / "settings.json").write_text(json.dumps(choices), encoding="utf-8")
    running = start()
    running.add("Pay rent")
    wait_for_titles(data_dir, "Pay rent")
    wait_until(lambda: _icon(running), PATIENCE_SECONDS)
    running.press("alt+F4")
    wait_until(lambda: _window_of(running) == [], PATIENCE_SECONDS)
    assert running.is_running
    return running


def test_a_click_on_the_icon_brings_the_window_back(program: ProgramProcess, data_dir: Path) -> None:
    _click(program, 1)
    wait_until(lambda: _window_of(program), PATIENCE_SECONDS)
    program.add("Call Ana")
    wait_for_titles(data_dir, "Call Ana", "Pay rent")
    assert program.close() == 0
    assert program.said() == ""


def test_the_menu_adds_a_todo_and_ends_the_program(program: ProgramProcess, data_dir: Path) -> None:
    _click(program, 3)
    subprocess.run(["xdotool", "key", "--delay", "100", "q"], check=True)
    capture = program.window_named("^New todo")
    program.write_in(capture, "Buy milk")
    program.press_in(capture, "Return")
    wait_for_titles(data_dir, "Buy milk", "Pay rent")
    _click(program, 3)
    subprocess.run(["xdotool", "key", "--delay", "100", "u"], check=True)
    assert program.wait() == 0
    assert titles_in(data_dir) == ["Buy milk", "Pay rent"]


def test_a_signal_ends_it_though_closing_does_not(program: ProgramProcess) -> None:
    assert program.terminate() == 0
    assert program.said() == ""


def test_a_second_start_brings_the_window_back(program: ProgramProcess, start: StartProgram) -> None:
    assert start().wait() == 0
    wait_until(lambda: _window_of(program), PATIENCE_SECONDS)
    assert program.close() == 0


def test_captured_into_a_program_that_was_not_there_it_stays_in_the_tray(
    tray: None, start: StartProgram, data_dir: Path
) -> None:
    program = start("capture", "Buy milk")
    program.press_in(program.window_named("^New todo"), "Return")
    wait_for_titles(data_dir, "Buy milk")
    wait_until(lambda: _icon(program), PATIENCE_SECONDS)
    assert program.is_running
    assert program.terminate() == 0


def _window_of(program: ProgramProcess) -> list[str]:
    return [window for window in program.windows() if _geometry(window).get("WIDTH", 0) > ICON]


def _icon(program: ProgramProcess) -> list[str]:
    """Its window in the tray: the only one of the program's that is so small."""
    found = _said("xdotool", "search", "--onlyvisible", "--class", "todo-desktop")
    small = [window for window in found if _geometry(window).get("WIDTH", ICON + 1) <= ICON]
    return [window for window in small if _said("xdotool", "getwindowpid", window) == [str(program.pid)]]


def _click(program: ProgramProcess, button: int) -> None:
    where = _geometry(_icon(program)[0])
    x, y = str(where["X"] + where["WIDTH"] // 2), str(where["Y"] + where["HEIGHT"] // 2)
    subprocess.run(["xdotool", "mousemove", "--sync", x, y, "click", str(button)], check=True)


def _geometry(window: str) -> dict[str, int]:
    lines = [line.partition("=") for line in _said("xdotool", "getwindowgeometry", "--shell", window)]
    return {name: int(value) for name, _, value in lines}


def _said(*command: str) -> list[str]:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS)
    return done.stdout.split() if done.returncode == 0 else []
