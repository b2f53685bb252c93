"""The icon in the tray of today's desktops, which is not a window but a talk over D-Bus."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.waiting import wait_until
from tests.system.conftest import StartProgram
from tests.system.program import PATIENCE_SECONDS, ProgramProcess, wait_for_titles
from tests.system.status_notifier import Icon, Panel


@pytest.fixture
def panel() -> Iterator[Panel]:
    made = Panel()
    yield made
    made.close()


@pytest.fixture
def program(panel: Panel, start: StartProgram, data_dir: Path) -> ProgramProcess:
    choices = {"close_to_tray": True, "told_of_tray": True}
    (data_dir / "settings.json").write_text(json.dumps(choices), encoding="utf-8")
    return start()


@pytest.fixture
def icon(panel: Panel, program: ProgramProcess) -> Icon:
    found: list[Icon] = []

    def look() -> bool:
        found[:] = panel.icons_of(program.pid)
        return bool(found)

    wait_until(look, PATIENCE_SECONDS)
    return found[0]


def test_it_tells_how_many_todos_are_open(icon: Icon, program: ProgramProcess) -> None:
    program.add("Pay rent")
    wait_until(lambda: "1 open todo" in icon.tooltip, PATIENCE_SECONDS)
    assert {16, 22, 32} <= icon.sizes
    assert program.terminate() == 0
    assert program.said() == ""


def test_a_click_brings_the_closed_window_back(icon: Icon, program: ProgramProcess) -> None:
    assert program.window
    program.press("alt+F4")
    wait_until(lambda: program.windows() == [], PATIENCE_SECONDS)
    icon.click()
    wait_until(program.windows, PATIENCE_SECONDS)
    assert program.close() == 0
    assert program.said() == ""


def test_its_menu_adds_a_todo_and_ends_the_program(icon: Icon, program: ProgramProcess, data_dir: Path) -> None:
    assert list(icon.menu) == ["Show Todo Desktop", "Quick add…", "Pause sync", "Quit"]
    icon.choose("Quick add…")
    capture = program.window_named("^New todo")
    program.write_in(capture, "Buy milk")
    program.press_in(capture, "Return")
    wait_for_titles(data_dir, "Buy milk")
    icon.choose("Quit")
    assert program.wait() == 0
    assert program.said() == ""
