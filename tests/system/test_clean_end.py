"""Whoever ends the program, with whatever signal: what was being typed is not lost."""

import signal
from pathlib import Path

import pytest

from tests.support.waiting import wait_until
from tests.system.accessibility import ENVIRONMENT, AccessibilityBus
from tests.system.conftest import StartProgram
from tests.system.program import PATIENCE_SECONDS, ProgramProcess, titles_in, wait_for_titles

SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


@pytest.mark.parametrize("number", SIGNALS)
def test_the_text_of_an_open_editor_is_stored(editing: ProgramProcess, data_dir: Path, number: signal.Signals) -> None:
    editing.write("Pay the rent")
    assert editing.terminate(number) == 0
    assert titles_in(data_dir) == ["Pay the rent"]
    assert editing.said() == ""


def test_keys_that_are_still_on_their_way_are_waited_for(editing: ProgramProcess, data_dir: Path) -> None:
    """As on a computer that has too much to do."""
    editing.freeze()
    editing.write("Pay the rent, the water and the electricity")
    editing.send(signal.SIGTERM)
    editing.thaw()
    assert editing.wait() == 0
    assert titles_in(data_dir) == ["Pay the rent, the water and the electricity"]


def test_words_that_were_not_entered_are_there_at_the_next_start(start: StartProgram, data_dir: Path) -> None:
    program = start()
    program.press("ctrl+n")
    program.write("Pay the rent")
    assert program.terminate() == 0
    assert titles_in(data_dir) == []
    again = start()
    again.press("ctrl+n", "Return")
    wait_for_titles(data_dir, "Pay the rent")
    assert again.close() == 0


def test_words_that_were_not_entered_survive_a_power_cut_a_second_later(start: StartProgram, data_dir: Path) -> None:
    program = start()
    program.press("ctrl+n")
    program.write("Pay the rent")
    layout = data_dir / "window.json"
    wait_until(lambda: layout.exists() and "Pay the rent" in layout.read_text(encoding="utf-8"), PATIENCE_SECONDS)
    program.kill()
    again = start()
    again.press("ctrl+n", "Return")
    wait_for_titles(data_dir, "Pay the rent")
    assert again.close() == 0


def test_words_in_an_open_editor_are_told_after_a_power_cut_a_second_later(
    editing: ProgramProcess, start: StartProgram, bus: AccessibilityBus, data_dir: Path
) -> None:
    editing.write("Pay the rent")
    layout = data_dir / "window.json"
    wait_until(lambda: layout.exists() and "Pay the rent" in layout.read_text(encoding="utf-8"), PATIENCE_SECONDS)
    editing.kill()
    again = start(environment=ENVIRONMENT)
    told = bus.application(again.pid).find("label", "What you typed in Title")
    assert "“Pay the rent”. The program ended before it was entered." in told.name
    assert again.close() == 0


def test_words_that_were_entered_are_told_of_no_more(editing: ProgramProcess, data_dir: Path) -> None:
    editing.write("Pay the rent")
    layout = data_dir / "window.json"
    wait_until(lambda: layout.exists() and "Pay the rent" in layout.read_text(encoding="utf-8"), PATIENCE_SECONDS)
    editing.press("Return")
    wait_until(lambda: "Pay the rent" not in layout.read_text(encoding="utf-8"), PATIENCE_SECONDS)
    assert titles_in(data_dir) == ["Pay the rent"]
    assert editing.close() == 0


def test_words_in_the_capture_window_are_there_at_the_next_start(start: StartProgram, data_dir: Path) -> None:
    program = start("capture")
    capture = program.window_named("^New todo")
    program.write_in(capture, "Buy milk")
    assert program.terminate() == 0
    again = start("capture")
    again.press_in(again.window_named("^New todo"), "Return")
    wait_for_titles(data_dir, "Buy milk")
    assert again.wait() == 0


def test_two_signals_at_once_are_one_end(start: StartProgram) -> None:
    program = start()
    assert program.window
    program.freeze()
    for number in SIGNALS:
        program.send(number)
    program.thaw()
    assert program.wait() == 0
    assert program.said() == ""
