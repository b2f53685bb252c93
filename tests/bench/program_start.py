"""Our start: from the process to the first painted rows.

    python -m tests.bench.program_start DATA_DIR

The sync stays away, as it begins after the first paint.
"""

# ruff: noqa: E402
import gc

gc.disable()  # as `todo_desktop.__main__` does before it imports anything large

import todo_desktop.app  # noqa: F401  (as there, before anything that imports PySide)

# isort: split

import sys
from pathlib import Path

from PySide6.QtCore import QTimer

from tests.bench.child import since_spawn, tell
from tests.bench.program import after_paint, run
from todo_desktop.gui.bridge import SyncBridge
from todo_desktop.gui.main_window import MainWindow
from todo_desktop.gui.todo_table.view import TodoTableView


class Start:
    """When the table was painted for the first time, which must be with rows."""

    def __init__(self) -> None:
        self._painted: float | None = None

    def note_paint(self) -> None:
        if self._painted is None:
            self._painted = since_spawn()

    def watch(self, window: MainWindow, _bridge: SyncBridge) -> QTimer:
        timer = QTimer()
        timer.timeout.connect(lambda: self._finish(window))
        timer.start(20)
        return timer

    def _finish(self, window: MainWindow) -> None:
        if self._painted is not None:
            tell({"painted": self._painted, "rows": window.pane.model.rowCount()})
            self._painted = None
            window.close()


def main() -> None:
    start = Start()
    after_paint(TodoTableView, start.note_paint)
    run(Path(sys.argv[1]), offline=True, when_shown=start.watch)


if __name__ == "__main__":
    main()
