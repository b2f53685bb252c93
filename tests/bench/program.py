"""The real program inside a measuring process: its window and parts, found from outside once it runs."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from todo_desktop.app.start import make_application
from todo_desktop.app.start import run as run_program
from todo_desktop.gui.bridge import SyncBridge
from todo_desktop.gui.main_window import MainWindow
from todo_desktop.settings.options import Options


def run(data_dir: Path, *, offline: bool, when_shown: Callable[[MainWindow, SyncBridge], object]) -> None:
    """Start the program as its entry point does, until its window is closed. *when_shown* is called in its event loop.

    What is returned by *when_shown* lives as long as the program.
    """
    app = make_application()
    kept: list[object] = []

    def find_parts() -> None:
        window = next(widget for widget in app.topLevelWidgets() if isinstance(widget, MainWindow))
        bridge = app.findChild(SyncBridge)
        assert bridge is not None
        kept.append(when_shown(window, bridge))

    QTimer.singleShot(0, find_parts)
    status = run_program(Options(data_dir=data_dir, offline=offline))
    assert status == 0, f"the program ended with {status}"


def after_paint(kind: type[QWidget], then: Callable[[], None]) -> None:
    """Have *then* called after each paint of a widget of *kind*. Call it before the first one is made."""
    paint = kind.paintEvent

    def painted(self, event) -> None:  # type: ignore[no-untyped-def]
        paint(self, event)
        then()

    kind.paintEvent = painted  # type: ignore[method-assign]
