"""How long after its key the small window for a new todo is seen, where the program runs.

    tests/in_desktop_session .venv-tests/full/bin/python -m tests.bench.capture [FOLDER_OF_THE_EXECUTABLE]

From the start of `todo-desktop capture` to its words on the screen. The first time the window is made.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication

from tests.bench.figures import Figure, table
from tests.bench.on_screen import TODOS, fill, lines, milliseconds_until, place_of_window, running
from todo_desktop.desktop.hand_over import Answer, hand_over
from todo_desktop.desktop.request import Request, Verb
from todo_desktop.settings.folders import folders_of

LIMIT_MS = 300.0
SETTLED_SECONDS = 1.0
SHOWN = 0.7
"""Of the lines of its picture; the text cursor blinks in some."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.capture", description=__doc__)
    parser.add_argument("bundle", type=Path, nargs="?", help="the folder of an executable that is measured, too")
    parser.add_argument("--python", default=sys.executable, help="of the environment that the source is started in")
    parser.add_argument("--times", type=int, default=20)
    options = parser.parse_args()
    programs = {"source": [options.python, "-m", "todo_desktop"]}
    if options.bundle is not None:
        programs["executable"] = [str(options.bundle / "todo-desktop")]
    app = QGuiApplication([])
    figures = [figure for name, program in programs.items() for figure in _measure(name, program, options.times)]
    print(f"{TODOS} todos, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n\n{table(figures)}")
    app.quit()
    return 0 if all(figure.passed for figure in figures) else 1


def _measure(name: str, program: Sequence[str], times: int) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="todo-desktop-bench-") as scratch:
        with _running_program(program, Path(scratch, "learning")) as (process, command):
            window = _learn(process, command)
        with _running_program(program, Path(scratch, "measured")) as (_, command):
            took = [_capture(command, window) for _ in range(times)]
    return [
        Figure(f"key to the small window, {name}", "ms", (LIMIT_MS,), took[1:], 1),
        Figure("  the longest", "ms", (LIMIT_MS,), (max(took[1:]),), 1),
        Figure("  the first", "ms", (LIMIT_MS,), took[:1], 1),
    ]


@contextmanager
def _running_program(program: Sequence[str], data_dir: Path) -> Iterator[tuple[subprocess.Popen[bytes], list[str]]]:
    """The program with its window, as soon as it answers to others, and the command of its key."""
    fill(data_dir)
    command = [*program, "--data-dir", str(data_dir)]
    with running(command) as process:
        place_of_window(process, "Todo")
        while hand_over(folders_of(data_dir=data_dir).replica, Request(Verb.STAY), 1) is not Answer.DONE:
            time.sleep(0.05)
        time.sleep(SETTLED_SECONDS)
        yield process, [*command, "capture"]


class _Window:
    """How the small window looks that is on the screen now, and where."""

    def __init__(self, place: QRect) -> None:
        self._place = place
        self._looks = lines(place)

    @property
    def is_there(self) -> bool:
        same = sum(line == learned for line, learned in zip(lines(self._place), self._looks, strict=True))
        return same >= SHOWN * len(self._looks)


def _learn(process: subprocess.Popen[bytes], command: Sequence[str]) -> _Window:
    subprocess.run(command, check=True)
    place = place_of_window(process, "^New todo")
    time.sleep(SETTLED_SECONDS)
    return _Window(place)


def _capture(command: Sequence[str], window: _Window) -> float:
    """Milliseconds until the window is there; then it is closed again."""
    assert not window.is_there
    began = time.monotonic()
    with running(command):
        took = milliseconds_until(lambda: window.is_there, began)
    subprocess.run(["xdotool", "key", "Escape"], check=True)
    milliseconds_until(lambda: not window.is_there, time.monotonic())
    return took


if __name__ == "__main__":
    sys.exit(main())
