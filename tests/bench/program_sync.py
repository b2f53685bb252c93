"""Our first sync: rows a second, the window's pauses meanwhile, and the memory afterwards.

    python -m tests.bench.program_sync DATA_DIR MODULES_FILE

Base URL, key and collection come from the environment. Names of the modules that are not ours are written to
MODULES_FILE. The window is watched until the search index has caught up, too.
"""

import sqlite3
import sys
import time
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer

from tests.bench.child import tell
from tests.bench.memory import highest, resident
from tests.bench.program import run
from todo_desktop.gui.bridge import SyncBridge
from todo_desktop.gui.main_window import MainWindow
from todo_desktop.model.status import Phase, SyncStatus

BEAT_MS = 2
SETTLE_SECONDS = 1.0


class Heart:
    """Ticks in the window's thread; `gaps` are the times between two ticks (ms) since `reset`."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append((now - self._last) * 1000)
        self._last = now


class FirstSync(QObject):
    """Watches one, from the worker's first word to the last row of the search index."""

    def __init__(self, window: MainWindow, bridge: SyncBridge, data_dir: Path, modules: Path) -> None:
        super().__init__()
        self._window = window
        self._replica = data_dir / "replica" / "replica.sqlite3"
        self._modules = modules
        self._heart = Heart()
        self._begun: float | None = None
        self._took: float | None = None
        self._still_since: float | None = None
        bridge.status.connect(self._take_status)
        self._check = QTimer(self)
        self._check.timeout.connect(self._look)

    def _take_status(self, status: SyncStatus) -> None:
        now = time.perf_counter()
        if self._begun is None and status.phase in (Phase.CONNECTING, Phase.LOADING):
            self._begun = now
            self._heart.gaps.clear()
        elif status.phase in (Phase.PAUSED, Phase.UNREACHABLE):
            raise RuntimeError(f"the sync did not go through: {status}")
        elif self._begun is not None and self._took is None and status.phase is Phase.IDLE:
            self._took = now - self._begun
            self._check.start(250)

    def _look(self) -> None:
        """Wait until the index has caught up and the window has rested for a while."""
        if not self._window.pane.contents.settled or self._unindexed():
            self._still_since = None
            return
        self._still_since = self._still_since or time.perf_counter()
        if time.perf_counter() - self._still_since >= SETTLE_SECONDS:
            self._check.stop()
            self._finish()

    def _unindexed(self) -> bool:
        with sqlite3.connect(f"{self._replica.as_uri()}?mode=ro", uri=True) as replica:
            (left,) = replica.execute(
                "SELECT EXISTS (SELECT 1 FROM search_text WHERE doc > (SELECT indexed_to FROM search_state))"
            ).fetchone()
        replica.close()
        return bool(left)

    def _finish(self) -> None:
        rows = self._window.pane.model.rowCount()
        assert self._took is not None
        now, most = resident(), highest()
        ours = ("todo_desktop", "tests", "__main__")
        names = [name for name in sys.modules if name.partition(".")[0] not in ours]
        self._modules.write_text("\n".join(names))
        tell(
            {
                "rows": rows,
                "per_second": rows / self._took,
                "gaps": sorted(self._heart.gaps)[-20:],
                "resident": now,
                "highest": most,
            }
        )
        self._window.close()


def main() -> None:
    data_dir, modules = Path(sys.argv[1]), Path(sys.argv[2])
    run(data_dir, offline=False, when_shown=lambda window, bridge: FirstSync(window, bridge, data_dir, modules))


if __name__ == "__main__":
    main()
