"""Starts the program with a window, and ends it cleanly."""

import logging
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QDeadlineTimer, Qt, QTimer, SignalInstance
from PySide6.QtWidgets import QApplication

from todo_desktop import __version__
from todo_desktop.app.end_signals import EndSignals
from todo_desktop.app.first_window import FirstWindow
from todo_desktop.app.program import PATIENCE_MS, Program
from todo_desktop.app.replica_opening import EndWanted, ReplicaOpening
from todo_desktop.model.errors import StorageError
from todo_desktop.model.repaired import Repaired
from todo_desktop.settings.environment import take_environment
from todo_desktop.settings.folders import Folders, folders_of
from todo_desktop.settings.log import FailedThread, ProgramLog
from todo_desktop.settings.options import Options

if TYPE_CHECKING:
    from todo_desktop.app.crash_watch import CrashWatch
    from todo_desktop.app.last_words import LastWords
    from todo_desktop.desktop.request import Request

_log = logging.getLogger(__name__)


def run(options: Options) -> int:
    """Until the window is closed; returns the exit status."""
    environment = take_environment(os.environ)
    app = make_application()
    try:
        folders = folders_of(options.profile, options.data_dir)
        folders.make()
        log = ProgramLog(folders.logs, debug=options.debug)
    except StorageError as error:
        return _refuse_to_start(error)
    log.hide(environment.api_key)
    faults = _Faults(app, log, folders.logs)
    undo_hooks = log.catch_uncaught(faults.add)
    threading.excepthook = faults.add_of_thread
    try:
        end = _run(folders, options, lambda: Program(app, options, folders, environment, log), app, faults)
    except Exception as error:  # noqa: BLE001  (a double click has no terminal that would tell)
        faults.end_with(error)
        end = _End(1)
    finally:
        faults.close()
        threading.excepthook = threading.__excepthook__
        undo_hooks()
        log.close()
    if faults.restart_is_wanted:
        from todo_desktop.app.restart import restart

        restart(options, environment)
    if not end.in_order:
        # Qt would abort over a thread that still runs, and Python might wait for it.
        os._exit(end.status)
    return end.status


def make_application() -> QApplication:
    """The one of this process; made where there is none."""
    # Named here, the style need not be asked for: Python's picture of a QStyle costs a twentieth of the start.
    app = QApplication.instance() or QApplication([*sys.argv[:1], "-style", "fusion"])
    assert isinstance(app, QApplication)  # noqa: S101  (instance() knows QCoreApplication only)
    app.setApplicationName("todo-desktop")
    app.setApplicationDisplayName("Todo Desktop")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("todo-desktop")
    # With no window to be seen the program may go on: as an icon, or to be called by a key.
    app.setQuitOnLastWindowClosed(False)
    return app


class _End(Struct, frozen=True):
    """How the program ended. `in_order`: nothing is left behind that hangs."""

    status: int
    in_order: bool = True


class _Faults:
    """What nobody caught, told to the user. What tells it is not loaded before it is needed."""

    def __init__(self, app: QApplication, log: ProgramLog, logs: Path) -> None:
        self._app = app
        self._log = log
        self._logs = logs
        self._untold: list[BaseException] = []
        self._program: Program | None = None
        self._watch: CrashWatch | None = None
        self._last_words: LastWords | None = None

    @property
    def restart_is_wanted(self) -> bool:
        return self._watch is not None and self._watch.restart_is_wanted

    def add(self, error: BaseException) -> None:
        """From any thread."""
        self._untold.append(error)
        QTimer.singleShot(0, self._app, self._tell)

    def add_of_thread(self, failure: FailedThread) -> None:
        """For `threading.excepthook`."""
        self._log.thread_failed(failure)
        if failure.exc_value is not None:
            self.add(failure.exc_value)

    def serve(self, program: Program) -> None:
        """From now on it is *program* that reports, and that ends for a restart."""
        self._program = program
        if self._watch is not None:
            self._watch.serve(program)

    def listen(self) -> None:
        """The window has been painted: keep last words, and tell those of the run before."""
        if self._last_words is None:
            from todo_desktop.app.last_words import LastWords

            self._last_words = LastWords(self._logs)
            if left := self._last_words.begin():
                self._watching().tell_of_last_time(left)

    def end_with(self, error: Exception) -> None:
        """There is no window, and will be none."""
        _log.critical("the program cannot go on", exc_info=error)
        sys.__excepthook__(type(error), error, error.__traceback__)
        self._watching().end_with(error)

    def close(self) -> None:
        """The program ends in order."""
        if self._last_words is not None:
            self._last_words.end()
        if self._watch is not None:
            self._watch.close()

    def _tell(self) -> None:
        while self._untold:
            self._watching().tell(self._untold.pop(0))

    def _watching(self) -> "CrashWatch":
        if self._watch is None:
            from todo_desktop.app.crash_watch import CrashWatch

            self._watch = CrashWatch(self._log.without_secrets)
            if self._program is not None:
                self._watch.serve(self._program)
        return self._watch


def _run(folders: Folders, options: Options, make: Callable[[], Program], app: QApplication, faults: _Faults) -> _End:
    """Until the window is closed for good: it opens anew after a repair of the replica."""
    first, signals = FirstWindow(folders.replica, app), EndSignals(app)
    opening = ReplicaOpening(folders.replica, signals.heard)
    try:
        if first.handed_over(lambda: _request(options)):
            return _End(0)
        end = None
        while end is None:
            end = _run_once(app, *opening.open(make), first, signals, faults)
    except StorageError as error:
        return _End(_refuse_to_start(error, signals.heard))
    except EndWanted:
        return _ended_while_opening()
    else:
        return end
    finally:
        signals.close()
        first.close()
        opening.close()


def _run_once(
    app: QApplication,
    program: Program,
    repaired: Repaired | None,
    first: FirstWindow,
    signals: EndSignals,
    faults: _Faults,
) -> _End | None:
    """None where the replica is to be repaired and opened again."""
    signals.heard.connect(program.window.end)
    first.asked.connect(program.take)
    program.painted.connect(first.listen)
    program.painted.connect(faults.listen)
    faults.serve(program)
    program.start(repaired)
    status = app.exec()
    signals.heard.disconnect(program.window.end)
    first.asked.disconnect(program.take)
    program.painted.disconnect(first.listen)
    if not program.repair_is_wanted:
        first.close()
    end = _End(status, program.stop())
    program.deleteLater()
    return None if program.repair_is_wanted else end


def _ended_while_opening() -> _End:
    """A repair under way has some time to end; one that is cut off is begun again by the next start."""
    from todo_desktop.gui.background_job import wait_for_jobs

    return _End(0, wait_for_jobs(QDeadlineTimer(PATIENCE_MS)))


def _request(options: Options) -> "Request":
    """What this start would do, for one that was first to do it instead."""
    from todo_desktop.desktop.request import ACTIVATION, Request, Verb

    token = os.environ.get(ACTIVATION, "")
    if options.capture is not None:
        return Request(Verb.CAPTURE, options.capture, token)
    return Request(Verb.STAY if options.hidden else Verb.SHOW, token=token)


def _refuse_to_start(error: StorageError, end_wanted: SignalInstance | None = None) -> int:
    """Without its data the program cannot work; the file that is there is left as it is. Until the user has read that,
    or *end_wanted* tells that nobody will."""
    from PySide6.QtWidgets import QMessageBox  # 4 ms, hardly ever needed

    from todo_desktop.gui.messages import problem_message
    from todo_desktop.gui.plain_text import tooltip

    message = problem_message(error.problem, detail=error.detail)
    box = QMessageBox(QMessageBox.Icon.Critical, "Todo Desktop", message.text)
    box.setObjectName("startFailure")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(tooltip(message.detail))
    if end_wanted is not None:
        end_wanted.connect(box.reject)
    box.exec()
    return 1
