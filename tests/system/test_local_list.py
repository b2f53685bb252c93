"""The program as it is started for the first time: a list of this computer, without any settings."""

import shutil
from pathlib import Path

import pytest

from tests.support.waiting import wait_until
from tests.system.accessibility import ENVIRONMENT, AccessibilityBus
from tests.system.conftest import StartProgram, start_beside
from tests.system.program import PATIENCE_SECONDS, titles_in, todos_in, wait_for_titles


def test_a_todo_typed_is_there_after_a_restart(start: StartProgram, data_dir: Path) -> None:
    program = start()
    program.add("Buy milk")
    wait_for_titles(data_dir, "Buy milk")
    assert program.close() == 0
    again = start()
    again.press("ctrl+n", "Escape", "Home", "space")
    wait_until(lambda: [todo.values.get("completed") for todo in todos_in(data_dir)] == [True], PATIENCE_SECONDS)
    assert again.close() == 0


def test_what_is_typed_after_the_data_folder_was_deleted_is_there_after_a_restart(
    start: StartProgram, data_dir: Path
) -> None:
    program = start()
    program.add("Before")
    wait_for_titles(data_dir, "Before")
    shutil.rmtree(data_dir)
    program.add("After")
    wait_for_titles(data_dir, "Before", "After")
    assert program.close() == 0
    assert program.said() == ""
    again = start()
    again.add("Later")
    wait_for_titles(data_dir, "Before", "After", "Later")
    assert again.close() == 0


def test_sigterm_ends_it_cleanly_and_loses_nothing(start: StartProgram, data_dir: Path) -> None:
    program = start()
    program.add("Water the plants")
    wait_for_titles(data_dir, "Water the plants")
    assert program.terminate() == 0
    assert titles_in(data_dir) == ["Water the plants"]
    assert program.said() == ""


def test_sigterm_ends_it_though_a_dialog_is_open(start: StartProgram) -> None:
    program = start()
    before = len(program.windows()) if program.window else 0
    program.press("ctrl+comma")
    wait_until(lambda: len(program.windows()) > before, PATIENCE_SECONDS)
    assert program.terminate() == 0


def test_what_was_shown_survives_a_power_cut(start: StartProgram, data_dir: Path) -> None:
    program = start()
    for number in range(5):
        program.add(f"Todo {number}")
    wait_until(lambda: len(titles_in(data_dir)) == 5, PATIENCE_SECONDS)
    program.kill()
    assert titles_in(data_dir) == [f"Todo {number}" for number in range(5)]
    again = start()
    again.add("After it")
    wait_until(lambda: "After it" in titles_in(data_dir), PATIENCE_SECONDS)
    assert again.close() == 0


def test_a_delete_can_be_undone(start: StartProgram, bus: AccessibilityBus, data_dir: Path) -> None:
    program = start(environment=ENVIRONMENT)
    program.add("Keep me")
    bus.application(program.pid).find("cell", "Title: Keep me")
    program.press("Escape", "Home", "Delete")
    wait_for_titles(data_dir)
    program.press("ctrl+z")
    wait_for_titles(data_dir, "Keep me")
    assert program.close() == 0


def test_two_windows_on_one_folder_lose_nothing(start: StartProgram, data_dir: Path) -> None:
    first = start()
    second = start_beside(first, start)
    for number in range(3):
        first.add(f"first {number}")
        second.add(f"second {number}")
    wait_until(lambda: len(titles_in(data_dir)) == 6, PATIENCE_SECONDS)
    assert first.close() == 0
    second.add("and one more")
    wait_until(lambda: len(titles_in(data_dir)) == 7, PATIENCE_SECONDS)
    assert second.close() == 0
    assert second.said() == ""


def test_profiles_are_apart(start: StartProgram, data_dir: Path) -> None:
    program = start("--profile", "work")
    program.add("In the profile work")
    there = data_dir / "profiles" / "work"
    wait_for_titles(there, "In the profile work")
    assert program.close() == 0
    assert sorted(path.name for path in data_dir.iterdir()) == ["profiles"]


def test_nothing_is_readable_by_others(start: StartProgram, data_dir: Path) -> None:
    program = start()
    program.add("Private")
    wait_for_titles(data_dir, "Private")
    assert program.close() == 0
    open_to_others = [path for path in data_dir.rglob("*") if path.stat().st_mode & 0o077 and not path.is_symlink()]
    assert open_to_others == []


@pytest.mark.parametrize("file", ["settings.json", "window.json"])
def test_a_damaged_settings_file_does_not_hinder_it(start: StartProgram, data_dir: Path, file: str) -> None:
    (data_dir / file).write_text("{ not json", encoding="utf-8")
    program = start()
    program.add("Still works")
    wait_for_titles(data_dir, "Still works")
    assert program.close() == 0
