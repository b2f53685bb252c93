"""Tells its user of what nobody caught: once, with the trace, and not again and again."""

import re
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt, Signal

if TYPE_CHECKING:
    from todo_desktop.gui.crash_dialog import CrashDialog

MOST_DIALOGS = 3
"""In one run: who has closed so many knows, and goes on or restarts."""


class Served(Protocol):
    """The program that runs."""

    def report(self, trace: str) -> None: ...
    def end_for_restart(self) -> None: ...


class CrashWatch(QObject):
    """`tell` may be called from any thread. *clean* takes secrets out of a text."""

    _told = Signal(str)

    def __init__(self, clean: Callable[[str], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clean = clean
        self._served: Served | None = None
        self._dialog: CrashDialog | None = None
        self._left = ""
        """What the run before left, while something of this one is read first."""
        self._known: set[str] = set()
        # Not at once: it may have happened in the middle of painting.
        self._told.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self.restart_is_wanted = False

    def serve(self, program: Served) -> None:
        """Without one, nothing can be reported."""
        self._served = program

    def tell(self, error: BaseException) -> None:
        """A dialog follows, unless one is open, or has been for the same fault."""
        self._told.emit(self._clean("".join(traceback.format_exception(error))))

    def tell_of_last_time(self, trace: str) -> None:
        """The run before this one ended in the middle of something: told at once, or after what is open by then."""
        self._left = self._clean(trace)
        self._tell_what_was_left()

    def end_with(self, error: BaseException) -> None:
        """The program cannot go on, and has no window: until the user has read why."""
        self.close()
        self._open(self._clean("".join(traceback.format_exception(error))), ended=True)
        if self._dialog is not None:
            self._dialog.exec()

    def close(self) -> None:
        """The window closes."""
        self._left = ""
        if self._dialog is not None:
            self._dialog.close()

    def _show(self, trace: str) -> None:
        if self._dialog is not None:
            self._dialog.count_another()
        elif _fault(trace) not in self._known and len(self._known) < MOST_DIALOGS:
            self._open(trace, ended=False)

    def _open(self, trace: str, *, ended: bool) -> None:
        from todo_desktop.gui.crash_dialog import CrashDialog

        self._known.add(_fault(trace))
        self._dialog = CrashDialog(trace, ended=ended, reports=self._served is not None)
        self._dialog.finished.connect(self._on_closed)
        self._dialog.report_wanted.connect(lambda: self._report(trace))
        self._dialog.restart_wanted.connect(self._restart)
        self._dialog.show()

    def _on_closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
        self._tell_what_was_left()

    def _tell_what_was_left(self) -> None:
        if self._left and self._dialog is None:
            left, self._left = self._left, ""
            self._open(left, ended=True)

    def _report(self, trace: str) -> None:
        if self._served is not None:
            self._served.report(trace)

    def _restart(self) -> None:
        self.restart_is_wanted = True
        if self._served is not None:
            self._served.end_for_restart()


def _fault(trace: str) -> str:
    """The same for the same fault: addresses of objects differ each time."""
    return re.sub(r"0x[0-9a-f]+", "0x", trace)
