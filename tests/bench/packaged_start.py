"""The executable's start against the program's own from source: from the process to the first painted rows.

tests/in_desktop_session .venv-tests/full/bin/python -m tests.bench.packaged_start FOLDER_OF_THE_EXECUTABLE
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication

from tests.bench.figures import Figure, table
from tests.bench.on_screen import TODOS, colours, fill, milliseconds_until, place_of_window, running

SETTLED_SECONDS = 3.0
SHOWN = 0.8
"""Of the colours that the rows have in the end."""
LIMIT = 1.25


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.packaged_start", description=__doc__)
    parser.add_argument("bundle", type=Path, help="the folder that the executable lies in")
    parser.add_argument("--python", default=sys.executable, help="of the environment that the source is started in")
    parser.add_argument("--starts", type=int, default=9)
    options = parser.parse_args()
    app = QGuiApplication([])
    with tempfile.TemporaryDirectory(prefix="todo-desktop-bench-") as scratch:
        data_dir = Path(scratch, "data")
        fill(data_dir)
        source = [options.python, "-m", "todo_desktop", "--data-dir", str(data_dir)]
        executable = [str(options.bundle / "todo-desktop"), "--data-dir", str(data_dir)]
        rows, wanted = _where_rows_appear(source)
        for command in (source, executable):  # warm: compiled modules, the system's cache of files
            _start(command, rows, wanted)
        times: tuple[list[float], list[float]] = ([], [])
        for _ in range(options.starts):
            times[0].append(_start(source, rows, wanted))
            times[1].append(_start(executable, rows, wanted))
    figure = Figure("first rows, executable against source", "ms", *times, limit=LIMIT)
    print(f"{TODOS} todos, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n\n{table([figure])}")
    app.quit()
    return 0 if figure.passed else 1


def _where_rows_appear(command: Sequence[str]) -> tuple[QRect, int]:
    """The lower half of the window, where nothing but rows is, and how many colours it has by then."""
    with running(command) as process:
        window = place_of_window(process, "Todo")
        time.sleep(SETTLED_SECONDS)
        half = QRect(window.x(), window.y() + window.height() // 2, window.width() // 2, window.height() // 4)
        return half, round(SHOWN * colours(half))


def _start(command: Sequence[str], rows: QRect, wanted: int) -> float:
    """Milliseconds until the rows are there."""
    assert colours(rows) < wanted, "the window before is still there"
    began = time.monotonic()
    with running(command):
        return milliseconds_until(lambda: colours(rows) >= wanted, began)


if __name__ == "__main__":
    sys.exit(main())
