"""One window a data folder: a second start raises it, and a stuck or dead first window keeps nobody out."""

import subprocess
import time
from pathlib import Path

from tests.support.waiting import wait_until
from tests.system.conftest import StartProgram
from tests.system.program import PATIENCE_SECONDS, titles_in, wait_for_titles


def _active_window() -> str:
    found = subprocess.run(["xdotool", "getactivewindow"], capture_output=True, text=True, check=False)
    return found.stdout.strip()


def _xdotool(*arguments: str) -> None:
    subprocess.run(["xdotool", *arguments], check=True, timeout=PATIENCE_SECONDS)


def test_a_second_start_brings_the_first_window_forward_and_ends(
    start: StartProgram, data_dir: Path, tmp_path: Path
) -> None:
    first = start()
    first.add("Here already")
    other = start("--data-dir", str(tmp_path / "other"))
    _xdotool("windowactivate", "--sync", other.window)
    assert _active_window() == other.window
    second = start()
    assert second.wait() == 0
    wait_until(lambda: _active_window() == first.window, PATIENCE_SECONDS)
    assert second.said() == ""
    assert (first.close(), other.close()) == (0, 0)


def test_a_minimized_window_comes_back(start: StartProgram) -> None:
    first = start()
    window = first.window
    _xdotool("windowminimize", "--sync", window)
    wait_until(lambda: window not in first.windows(), PATIENCE_SECONDS)
    assert start().wait() == 0
    wait_until(lambda: window in first.windows(), PATIENCE_SECONDS)
    assert first.close() == 0


def test_after_a_crash_the_next_start_opens_a_window_and_is_the_first(start: StartProgram, data_dir: Path) -> None:
    killed = start()
    killed.add("Typed before the crash")
    wait_for_titles(data_dir, "Typed before the crash")
    killed.kill()
    again = start()
    again.add("Typed after it")
    wait_for_titles(data_dir, "Typed after it", "Typed before the crash")
    assert start().wait() == 0
    assert again.close() == 0


def test_a_stuck_window_holds_up_a_start_for_two_seconds_and_both_are_safe(start: StartProgram, data_dir: Path) -> None:
    stuck = start()
    stuck.add("Typed in the first")
    wait_for_titles(data_dir, "Typed in the first")
    stuck.freeze()
    begun = time.monotonic()
    second = start()
    assert second.window
    assert time.monotonic() - begun < 2 + 3, "two seconds, and a start"
    second.add("Typed in the second")
    stuck.thaw()
    stuck.add("Typed in the first again")
    wait_until(lambda: len(titles_in(data_dir)) == 3, PATIENCE_SECONDS)
    assert (second.close(), stuck.close()) == (0, 0)


def test_profiles_have_windows_of_their_own(start: StartProgram) -> None:
    first, second = start(), start("--profile", "work")
    assert first.window
    assert second.window
    assert (first.close(), second.close()) == (0, 0)
