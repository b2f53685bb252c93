"""The executable's start against the program's own from source: from the process to the first painted rows.

    tests/in_desktop_session .venv-tests/full/bin/python -m tests.bench.packaged_start FOLDER_OF_THE_EXECUTABLE

Both are looked at from outside, on the screen, for the executable holds nothing to measure with.
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
from PySide6.QtGui import QGuiApplication, QImage

from tests.bench.figures import Figure, table
from todo_desktop.app.clock import new_operation, now
from todo_desktop.app.list_choice import local_list
from todo_desktop.replica.database import Purpose, open_database
from todo_desktop.replica.store import TodoStore
from todo_desktop.service import TodoService
from todo_desktop.settings.folders import folders_of

TODOS = 200
SETTLED_SECONDS = 3.0
LONGEST_SECONDS = 30.0
SHOWN = 0.8
"""Of the colours that the rows have in the end: words bring most of them."""
LIMIT = 1.25


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.packaged_start", description=__doc__)
    parser.add_argument("bundle", type=Path, help="the folder that the executable lies in")
    parser.add_argument("--starts", type=int, default=9)
    options = parser.parse_args()
    app = QGuiApplication([])
    with tempfile.TemporaryDirectory(prefix="todo-desktop-bench-") as scratch:
        data_dir = Path(scratch, "data")
        _fill(data_dir)
        source = [sys.executable, "-m", "todo_desktop", "--data-dir", str(data_dir)]
        executable = [str(options.bundle / "todo-desktop"), "--data-dir", str(data_dir)]
        rows, colours = _where_rows_appear(source)
        for command in (source, executable):  # warm: compiled modules, the system's cache of files
            _start(command, rows, colours)
        times: tuple[list[float], list[float]] = ([], [])
        for _ in range(options.starts):
            times[0].append(_start(source, rows, colours))
            times[1].append(_start(executable, rows, colours))
    figure = Figure("first rows, executable against source", "ms", *times, limit=LIMIT)
    print(f"{TODOS} todos, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n\n{table([figure])}")
    app.quit()
    return 0 if figure.passed else 1


def _fill(data_dir: Path) -> None:
    folders = folders_of(data_dir=data_dir)
    folders.make()
    database = open_database(folders.replica, Purpose.WINDOW)
    store = TodoStore(database)
    service = TodoService(store, local_list(store), now=now, new_operation=new_operation)
    for number in range(TODOS):
        service.add({"title": f"Todo {number}: call, write, buy and mend"})
    database.close()


@contextmanager
def _running(command: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["QT_QPA_PLATFORM"] = "xcb"
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, env=environment, stdin=quiet, stdout=quiet, stderr=quiet)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(LONGEST_SECONDS)


def _where_rows_appear(command: Sequence[str]) -> tuple[QRect, int]:
    """The lower half of the window, where nothing but rows is, and how many colours they have."""
    with _running(command) as process:
        search = ["xdotool", "search", "--sync", "--all", "--onlyvisible", "--pid", str(process.pid), "--name", "Todo"]
        window = subprocess.run(search, capture_output=True, text=True, check=True).stdout.split()[-1]
        time.sleep(SETTLED_SECONDS)
        asked = ["xdotool", "getwindowgeometry", "--shell", window]
        said = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
        place = {name: int(value) for name, value in (line.split("=") for line in said.splitlines())}
        rows = QRect(place["X"], place["Y"] + place["HEIGHT"] // 2, place["WIDTH"] // 2, place["HEIGHT"] // 4)
        return rows, _colours(rows)


def _start(command: Sequence[str], rows: QRect, colours: int) -> float:
    """Milliseconds until the rows are there."""
    assert _colours(rows) < SHOWN * colours, "the window before is still there"
    began = time.monotonic()
    with _running(command):
        while _colours(rows) < SHOWN * colours:
            assert time.monotonic() - began < LONGEST_SECONDS, "no rows appear"
        return (time.monotonic() - began) * 1000


def _colours(rows: QRect) -> int:
    grabbed = QGuiApplication.primaryScreen().grabWindow(0, rows.x(), rows.y(), rows.width(), rows.height())
    image = grabbed.toImage().convertToFormat(QImage.Format.Format_RGB32)
    return len(set(memoryview(image.constBits()).cast("B").cast("I")))


if __name__ == "__main__":
    sys.exit(main())
