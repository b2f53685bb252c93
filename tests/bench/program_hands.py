"""Our search and scrolling: from each key or turn of the wheel to the end of the paint that shows its result.

python -m tests.bench.program_hands DATA_DIR
"""

import random
import sys
import time
from array import array
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.bench.child import tell
from tests.bench.program import after_paint, run
from todo_desktop.gui.bridge import SyncBridge
from todo_desktop.gui.empty_state import EmptyState
from todo_desktop.gui.main_window import MainWindow
from todo_desktop.gui.todo_table.view import TodoTableView

SEED = 20
TYPED = (
    "write to grace",
    "invoice",
    "pay",
    "call ada about",
    "bicycles 4711",
    "the garden",
    "99",
    "zebra",
    "Lunch",
    "e",
)
"""Each is typed letter by letter, then taken away by Escape; some match most todos, some one, some none."""
TYPED_TIMES = 4
WHEEL_STEPS = 300
PAGES = 100
JUMPS = 100
BETWEEN_MS = 5
TO_THE_KEYS_MS = 300
"""From the click into the search field to the first letter."""
PATIENCE_MS = 5_000

Step = tuple[str, Callable[[], None]]
"""What it counts as, and how it is done."""


class Hands(QObject):
    """Does one step after another, and waits for the paint after each."""

    def __init__(self) -> None:
        super().__init__()
        self.took: dict[str, list[float]] = {"search": [], "scroll": []}
        self._steps: Iterator[Step] = iter(())
        self._kind = ""
        self._begun: float | None = None
        self._answer_due = False
        self._window: MainWindow | None = None
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.setInterval(BETWEEN_MS)
        self._next.timeout.connect(self._do_next)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._give_up)

    def watch(self, window: MainWindow, _bridge: SyncBridge) -> QObject:
        self._window = window
        window.pane.contents.arrived.connect(self._take_answer)
        self._steps = steps(window)
        QTimer.singleShot(1000, self, self._do_next)
        return self

    def note_paint(self) -> None:
        if self._begun is not None and not self._answer_due:
            self.took[self._kind].append((time.perf_counter() - self._begun) * 1000)
            self._begun = None
            self._patience.stop()
            self._next.start()

    def _take_answer(self, _ids: "array[int]", asked: bool) -> None:
        """The window has taken the answer; have it painted even where the same rows stay in sight."""
        if asked and self._answer_due and self._window is not None:
            self._answer_due = False
            shown = self._window.pane.view.viewport() if self._window.pane.model.rowCount() else self._window.pane.shown
            shown.update()

    def _do_next(self) -> None:
        step = next(self._steps, None)
        if step is None:
            self._finish()
            return
        self._kind, act = step
        if self._kind == "pause":
            act()
            QTimer.singleShot(TO_THE_KEYS_MS, self, self._do_next)
            return
        self._answer_due = self._kind == "search"
        self._patience.start()
        self._begun = time.perf_counter()
        act()

    def _give_up(self) -> None:
        sys.stderr.write(f"no paint within {PATIENCE_MS} ms of a {self._kind}\n")
        QApplication.exit(1)

    def _finish(self) -> None:
        assert self._window is not None
        tell({"rows": self._window.pane.model.rowCount(), **self.took})
        self._window.close()


def steps(window: MainWindow) -> Iterator[Step]:
    chance = random.Random(SEED)  # noqa: S311 - the same steps in every run
    view, bar = window.pane.view, window.pane.view.verticalScrollBar()
    for _ in range(WHEEL_STEPS):
        yield "scroll", lambda: turn_wheel(view)
    for _ in range(PAGES):
        yield "scroll", lambda: bar.setValue(bar.value() + bar.pageStep())
    for _ in range(JUMPS):
        yield "scroll", partial(bar.setValue, chance.randrange(bar.maximum()))
    bar.setValue(0)
    yield "pause", lambda: go_into(window.search)
    for _ in range(TYPED_TIMES):
        for text in TYPED:
            for letter in text:
                # A blank at the end asks for nothing new.
                if letter == " ":
                    press(window.search, Qt.Key.Key_Space, " ")
                else:
                    yield "search", partial(press, window.search, Qt.Key.Key_A, letter)
            yield "search", partial(press, window.search, Qt.Key.Key_Escape)


def go_into(field: QWidget) -> None:
    field.activateWindow()
    field.setFocus()


def press(widget: QWidget, key: Qt.Key, text: str = "") -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text))


def turn_wheel(view: TodoTableView) -> None:
    """One notch down."""
    place = QPointF(view.viewport().rect().center())
    QApplication.sendEvent(
        view.viewport(),
        QWheelEvent(
            place,
            QPointF(view.viewport().mapToGlobal(place)),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        ),
    )


def main() -> None:
    hands = []

    def make(window: MainWindow, bridge: SyncBridge) -> QObject:
        hands.append(Hands())
        return hands[0].watch(window, bridge)

    def note_paint() -> None:
        if hands:
            hands[0].note_paint()

    after_paint(TodoTableView, note_paint)
    after_paint(EmptyState, note_paint)
    run(Path(sys.argv[1]), offline=True, when_shown=make)


if __name__ == "__main__":
    main()
