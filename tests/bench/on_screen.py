"""A program watched from outside, on the screen, for an executable holds nothing to measure with."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication, QImage

from todo_desktop.app.clock import new_operation, now
from todo_desktop.app.list_choice import local_list
from todo_desktop.replica.database import Purpose, open_database
from todo_desktop.replica.store import TodoStore
from todo_desktop.service import TodoService
from todo_desktop.settings.folders import folders_of

TODOS = 200
LONGEST_SECONDS = 30.0


def fill(data_dir: Path) -> None:
    """A local list of 200 todos."""
    folders = folders_of(data_dir=data_dir)
    folders.make()
    database = open_database(folders.replica, Purpose.WINDOW)
    store = TodoStore(database)
    service = TodoService(store, local_list(store), now=now, new_operation=new_operation)
    for number in range(TODOS):
        service.add({"title": f"Todo {number}: call, write, buy and mend"})
    database.close()


@contextmanager
def running(command: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    """Ended at the end of the block, where it has not ended by itself."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["QT_QPA_PLATFORM"] = "xcb"
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, env=environment, stdin=quiet, stdout=quiet, stderr=quiet)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(LONGEST_SECONDS)


def place_of_window(process: subprocess.Popen[bytes], name: str) -> QRect:
    """Where its window is whose title has *name* in it, as soon as there is one."""
    search = ["xdotool", "search", "--sync", "--all", "--onlyvisible", "--pid", str(process.pid), "--name", name]
    window = subprocess.run(search, capture_output=True, text=True, check=True).stdout.split()[-1]
    asked = ["xdotool", "getwindowgeometry", "--shell", window]
    said = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    place = {name: int(value) for name, value in (line.split("=") for line in said.splitlines())}
    return QRect(place["X"], place["Y"], place["WIDTH"], place["HEIGHT"])


def colours(place: QRect) -> int:
    """How many there are: words bring most of them."""
    picture = _picture(place)  # the pixels go with it
    return len(set(memoryview(picture.constBits()).cast("B").cast("I")))


def lines(place: QRect) -> list[bytes]:
    """The pixels, from top to bottom."""
    picture = _picture(place)
    pixels, length = bytes(picture.constBits()), picture.bytesPerLine()
    return [pixels[start : start + length] for start in range(0, len(pixels), length)]


def _picture(place: QRect) -> QImage:
    grabbed = QGuiApplication.primaryScreen().grabWindow(0, place.x(), place.y(), place.width(), place.height())
    return grabbed.toImage().convertToFormat(QImage.Format.Format_RGB32)


def milliseconds_until(condition: Callable[[], bool], began: float) -> float:
    """Since *began*, by the monotonic clock (s)."""
    while not condition():
        assert time.monotonic() - began < LONGEST_SECONDS, "it does not appear"
    return (time.monotonic() - began) * 1000
