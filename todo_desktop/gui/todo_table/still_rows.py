"""Keeps the rows where they are on the screen while a notice comes or goes above them, and takes no click for a moment
where it cannot: who is about to press a row must not hit its neighbour."""

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QWidget

from todo_desktop.gui.todo_table.view import TodoTableView

MOMENT_MS = 400
"""As long as a hand needs to stop for what the eye has seen."""

_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)


class _Before(Struct, frozen=True):
    """How it was: `top` in the window, `value` of the scroll bar; `aimed`: the pointer was over the rows."""

    top: int
    value: int
    aimed: bool


class StillRows(QObject):
    """Of *view*. Without a pointer over them the rows give way, and the first of them stays in sight."""

    def __init__(self, view: TodoTableView) -> None:
        super().__init__(view)
        self._view = view
        self._guard = ClickGuard(view.viewport())
        self._before: _Before | None = None
        """While the view is about to move."""
        self._given = 0
        """How far it was scrolled down for a notice that may be there still."""
        view.resized.connect(self._hold)

    def note(self) -> None:
        """The view is about to begin further down or up, and to end where it does."""
        rows = self._view.viewport()
        if self._view.isVisible():
            aimed = rows.underMouse() and rows.rect().contains(rows.mapFromGlobal(QCursor.pos()))
            self._before = _Before(self._top, self._view.verticalScrollBar().value(), aimed)

    @property
    def _top(self) -> int:
        """Of the rows, in the window."""
        return self._view.viewport().mapTo(self._view.window(), QPoint()).y()

    def _hold(self) -> None:
        before, self._before = self._before, None
        if before is None or self._top == before.top:
            return
        by, bar = self._top - before.top, self._view.verticalScrollBar()
        if before.aimed:
            bar.setValue(before.value + by)
        elif by < 0:
            bar.setValue(bar.value() - min(self._given, -by))
        way = bar.value() - before.value
        self._given = max(0, self._given + way) if before.aimed or by < 0 else self._given
        if before.aimed and way != by:
            self._guard.begin()


class ClickGuard(QObject):
    """Takes what is pressed on *target* within a moment after `begin`."""

    def __init__(self, target: QWidget) -> None:
        super().__init__(target)
        self._target = target
        self._pressed = False
        self._moment = QTimer(self)
        self._moment.setSingleShot(True)
        self._moment.setInterval(MOMENT_MS)
        self._moment.timeout.connect(self._end)

    @property
    def lasts(self) -> bool:
        """Whether that moment is not over."""
        return self._moment.isActive()

    def begin(self) -> None:
        self._target.installEventFilter(self)
        self._moment.start()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """With what follows from it: a release would be taken for the end of a click."""
        if event.type() in _PRESSES and self.lasts:
            self._pressed = True
            return True
        if event.type() == QEvent.Type.MouseButtonRelease and self._pressed:
            self._pressed = False
            self._end()
            return True
        return False

    def _end(self) -> None:
        """Every event of the rows would come by here."""
        if not self._pressed and not self.lasts:
            self._target.removeEventFilter(self)
