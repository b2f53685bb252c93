"""The floor of start and memory: a main window with an empty table, and nothing else.

    python -m tests.bench.bare_window [FILE]

FILE names modules, one a line, to import before the window is made.
"""

import sys
from importlib import import_module
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

from tests.bench.child import since_spawn, tell

SETTLE_MS = 500


class EmptyModel(QAbstractTableModel):
    """Three columns, no row."""

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        return 0

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        return 3


class Table(QTableView):
    """Notes when it was painted first."""

    painted: float | None = None

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        if self.painted is None:
            self.painted = since_spawn()


def import_all(names: list[str]) -> None:
    """Those that cannot be imported by their name alone are parts of others that can."""
    for name in names:
        try:
            import_module(name)
        except ImportError:
            continue


def main() -> None:
    if len(sys.argv) > 1:
        import_all(Path(sys.argv[1]).read_text().split())
    app = QApplication(sys.argv[:1])
    window = QMainWindow()
    table = Table()
    table.setModel(EmptyModel(table))
    window.setCentralWidget(table)
    window.resize(1080, 720)
    window.show()

    def finish() -> None:
        from tests.bench.memory import resident  # noqa: PLC0415  (start is measured without it)

        tell({"painted": table.painted, "resident": resident()})
        window.close()

    QTimer.singleShot(SETTLE_MS, finish)
    app.exec()


if __name__ == "__main__":
    main()
