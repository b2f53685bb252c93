"""`python -m tests.bench.verbs`: how long a verb on every todo of a list takes, and how long the window stands still.

No server: the window's own part, on a real replica with a server's list. A pause is what a timer of 2 ms waits longer.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from tests.support.gui_desk import FULL_COLLECTION, Desk, theme_for
from todo_desktop.gui.main_window import MainWindow
from todo_desktop.model.change import ChangeKind, Entry, EntryState, FieldChange
from todo_desktop.model.errors import Problem
from todo_desktop.model.held import Held
from todo_desktop.model.permissions import Permissions

_TICK_MS = 2


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.verbs", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[5_000, 100_000], help="todos in the list")
    return parser.parse_args()


class Pauses:
    """Watches the event loop."""

    def __init__(self) -> None:
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._last = 0.0
        self.found: list[float] = []

    def start(self) -> None:
        self.found = []
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> None:
        self._tick()
        self._timer.stop()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.found.append((now - self._last) * 1000 - _TICK_MS)
        self._last = now


class Bench:
    """One window on *rows* todos, all of them selected."""

    def __init__(self, folder: Path, app: QApplication, rows: int) -> None:
        self._desk = Desk(folder, theme_for(app), collection=FULL_COLLECTION, permissions=Permissions())
        self._rows = rows
        self._ids = self._desk.fill(
            [{"title": f"Todo {n}", "notes": "Some words", "cost": "1.50"} for n in range(rows)]
        )
        self._window: MainWindow = self._desk.open_window()
        self._window.show()
        self._pauses = Pauses()
        self._settle()

    def close(self) -> None:
        self._desk.close()

    def measure(self, name: str, verb: Callable[[], object]) -> None:
        self._pauses.start()
        began = time.perf_counter()
        verb()
        self._settle()
        total = time.perf_counter() - began
        self._pauses.stop()
        worst = sorted(self._pauses.found)[-3:]
        print(
            f"{self._rows:>9,}  {name:<28} {total:8.2f} s   longest pauses "
            + " ".join(f"{pause:7.0f}" for pause in reversed(worst))
            + " ms",
            flush=True,
        )

    def run(self) -> None:
        actions, commands = self._window.actions_, self._window.pane.commands
        self._window.pane.view.selectAll()
        self.measure("done", actions.done.trigger)
        self.measure("undo done", actions.undo.trigger)
        self.measure("redo done", actions.redo.trigger)
        self.measure("open the outbox", actions.outbox.trigger)
        self._window.outbox.close()
        self._window.pane.view.selectAll()
        self.measure("copy titles", actions.copy.trigger)
        self.measure("copy rows", actions.copy_rows.trigger)
        self._window.pane.view.selectAll()
        self.measure("delete", actions.delete.trigger)
        self.measure("undo delete", actions.undo.trigger)
        self._park()
        self.measure("take theirs", lambda: commands.take_theirs(self._ids))
        self.measure("undo take theirs", actions.undo.trigger)

    def _park(self) -> None:
        """Each todo as in conflict: changed here and there."""
        store = self._desk.worker
        for start in range(0, len(self._ids), 500):
            with store.transaction():
                for held in store.held(self._ids[start : start + 500]).values():
                    changes = {"title": FieldChange(held.values["title"], "mine")}
                    entry = Entry(
                        f"park-{held.todo_id}", held.list_id, held.todo_id, ChangeKind.UPDATE, changes,
                        state=EntryState.PARKED, problem=Problem.CONFLICT,
                    )  # fmt: skip
                    store.put(_in_conflict(held, entry))
        self._window.pane.take_all()
        self._settle()

    def _settle(self) -> None:
        pane = self._window.pane
        while pane.commands.busy or not pane.contents.settled or self._window.outbox.is_loading:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def _in_conflict(held: Held, entry: Entry) -> Held:
    return replace(held, base=held.last_read, values={**held.values, "title": "mine"}, entries=(entry,))


def main() -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication(["todo-desktop", "-style", "fusion"])
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n", flush=True)
    for rows in _options().rows:
        with tempfile.TemporaryDirectory(prefix="todo-desktop-bench-") as folder:
            bench = Bench(Path(folder), app, rows)
            try:
                bench.run()
            finally:
                bench.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
