"""The program as a process of its own, and a user's hands on its window."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from tests.support.waiting import wait_until
from todo_desktop.model.query import Query
from todo_desktop.model.todo import Todo
from todo_desktop.replica.database import Purpose, open_database
from todo_desktop.replica.reader import Reader
from todo_desktop.testing.given_server import GivenServer

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 30.0


class ProgramProcess:
    """`python -m todo_desktop` on *data_dir*, with its window on the screen once `window` is asked for."""

    def __init__(self, data_dir: Path, *options: str, environment: Mapping[str, str] | None = None) -> None:
        self.data_dir = data_dir
        self._process = subprocess.Popen(
            [*self._command(), *options],
            cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "xcb", **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._window = ""

    def _command(self) -> list[str]:
        return [sys.executable, "-m", "todo_desktop", "--data-dir", str(self.data_dir)]

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    @property
    def window(self) -> str:
        """The number of its window, as soon as there is one."""
        if not self._window:
            wait_until(lambda: self._seen("Todo Desktop"), PATIENCE_SECONDS)
            self._window = self._seen("Todo Desktop")[-1]
        return self._window

    def windows(self) -> list[str]:
        """All that can be seen of it."""
        return self._seen(".")

    def window_named(self, name: str) -> str:
        """The number of the window with that title, a regular expression, as soon as it can be seen."""
        wait_until(lambda: self._seen(name), PATIENCE_SECONDS)
        return self._seen(name)[-1]

    def _seen(self, name: str) -> list[str]:
        """Windows whose title matches. None where one closed while xdotool looked: it gives up then."""
        found = subprocess.run(
            ["xdotool", "search", "--all", "--onlyvisible", "--pid", str(self.pid), "--name", name],
            capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS,
        )  # fmt: skip
        return found.stdout.split() if found.returncode == 0 else []

    def press(self, *keys: str) -> None:
        """Keys as xdotool names them: `ctrl+n`, `Return`."""
        self.press_in(self.window, *keys)

    def press_in(self, window: str, *keys: str) -> None:
        """The same in another window of it."""
        _in_window(window, "key", "--delay", "30", *keys)

    def write(self, text: str) -> None:
        self.write_in(self.window, text)

    def write_in(self, window: str, text: str) -> None:
        """The same in another window of it."""
        _in_window(window, "type", "--delay", "8", text)

    def add(self, title: str) -> None:
        """Type a todo into the line at the top."""
        self.press("ctrl+n")
        self.write(title)
        self.press("Return")

    def close(self) -> int:
        """Close it like its user would; the exit status."""
        self.press("ctrl+q")
        return self.wait()

    def terminate(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.send(number)
        return self.wait()

    def send(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def wait(self) -> int:
        return self._process.wait(PATIENCE_SECONDS)

    def kill(self) -> None:
        """As a power cut would."""
        self._process.kill()
        self._process.wait(PATIENCE_SECONDS)

    def kill_while_typing(self, titles: Sequence[str], seconds: float) -> None:
        """Type todos into the line at the top, tick one of the list after each, and kill it at that moment."""
        hands: list[str] = []
        for title in titles:
            hands += ["key", "--delay", "30", "ctrl+n", "type", "--delay", "8", "--args", "1", title]
            hands += ["key", "--delay", "30", "Return", "Escape", "Home", "space"]
        typing = subprocess.Popen(["xdotool", "windowactivate", "--sync", self.window, *hands])
        with suppress(subprocess.TimeoutExpired):
            typing.wait(seconds)
        self.kill()
        # Ended in the middle, it would leave a key down.
        typing.wait(PATIENCE_SECONDS)

    def said(self) -> str:
        """All that it wrote to the terminal; it has ended."""
        out, errors = self._process.communicate(timeout=PATIENCE_SECONDS)
        # The test session has no desktop portal, which Qt remarks upon.
        return "".join(line for line in f"{out}{errors}".splitlines(True) if not line.startswith("qt.qpa.services"))

    def freeze(self) -> None:
        """It answers nothing any more, until `thaw`."""
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    def end(self) -> None:
        """At the end of a test, whatever happened."""
        if self.is_running:
            self.kill()
        for stream in (self._process.stdout, self._process.stderr):
            if stream is not None:
                stream.close()


def connection_to(site: GivenServer) -> dict[str, str]:
    """The environment of a program that shows that list."""
    return {
        "TODO_DESKTOP_BASE_URL": site.base_url,
        "TODO_DESKTOP_API_KEY": site.key,
        "TODO_DESKTOP_COLLECTION": site.collection,
    }


def todos_in(data_dir: Path) -> list[Todo]:
    """What the server's list of the replica holds, else the local one, by local id."""
    folder = data_dir / "replica"
    if not (folder / "replica.sqlite3").exists():
        return []
    database = open_database(folder, Purpose.READER)
    try:
        if not database.value("SELECT count(*) FROM sqlite_master WHERE name = 'list'"):
            return []  # the program is only just making it
        newest = database.value("SELECT id FROM list ORDER BY base_url IS NULL, id DESC LIMIT 1")
        if newest is None:
            return []
        reader = Reader(database)
        return sorted(reader.rows(list(reader.ids(Query(newest)))), key=lambda todo: todo.id)
    finally:
        database.close()


def titles_in(data_dir: Path) -> list[str]:
    return sorted(str(todo.values.get("title")) for todo in todos_in(data_dir))


def wait_for_titles(data_dir: Path, *titles: str) -> None:
    try:
        wait_until(lambda: titles_in(data_dir) == sorted(titles), PATIENCE_SECONDS)
    except AssertionError as error:
        raise AssertionError(f"there are {titles_in(data_dir)}") from error


def _in_window(window: str, *arguments: str) -> None:
    """Activate *window*, then the rest. A window manager that is busy with another window refuses; xdotool then stops
    before the rest, so that it can be tried again."""
    command = ["xdotool", "windowactivate", "--sync", window, *arguments]

    def done() -> bool:
        return subprocess.run(command, capture_output=True, check=False, timeout=PATIENCE_SECONDS).returncode == 0

    wait_until(done, PATIENCE_SECONDS)
