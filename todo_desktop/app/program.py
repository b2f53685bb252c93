"""The running program: one window on one list, and what goes on behind it once it is painted.

What the first paint does not need is imported where it is used.
"""

import gc
import os
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QDeadlineTimer, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from todo_desktop.app.clock import new_operation, now
from todo_desktop.app.first_paint import after_first_paint
from todo_desktop.app.kept_preferences import KeptPreferences
from todo_desktop.app.list_choice import known_list, local_list
from todo_desktop.app.replica_reading import open_reading
from todo_desktop.gui.bridge import SyncBridge
from todo_desktop.gui.main_window import MainWindow
from todo_desktop.gui.session import CAPTURE
from todo_desktop.gui.theme.theme import Theme
from todo_desktop.model.errors import Problem, StorageError
from todo_desktop.model.lists import TodoList
from todo_desktop.model.repaired import Repaired
from todo_desktop.replica.care import repair_is_wanted, want_repair
from todo_desktop.replica.database import Purpose, open_database, was_left_open
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.store import TodoStore
from todo_desktop.service import TodoService
from todo_desktop.settings.environment import Environment
from todo_desktop.settings.folders import Folders
from todo_desktop.settings.log import ProgramLog
from todo_desktop.settings.options import Options
from todo_desktop.settings.preferences import PreferencesFile, ThemeChoice
from todo_desktop.settings.resources import resources_folder
from todo_desktop.settings.window_layouts import WindowLayoutsFile

if TYPE_CHECKING:
    from todo_desktop.app.background import Background
    from todo_desktop.app.desktop_parts import DesktopParts
    from todo_desktop.desktop.request import Request
    from todo_desktop.gui.capture_window import CaptureWindow

PATIENCE_MS = 2_000
"""With everything that is to end."""


class Program(QObject):
    """Builds everything for *options*. Raises StorageError where the replica cannot be opened."""

    painted = Signal()
    """The window has been seen: what can wait may begin."""

    def __init__(
        self, app: QApplication, options: Options, folders: Folders, environment: Environment, program_log: ProgramLog
    ) -> None:
        super().__init__(app)
        self._options = options
        self._folders = folders
        self._environment = environment
        self._log = program_log
        self._kept = KeptPreferences(PreferencesFile(folders.settings_file), environment, self)
        self._offline = options.offline or self._kept.chosen.work_offline
        self._is_open = True
        self._background: Background | None = None
        self._capture_window: CaptureWindow | None = None
        self._desktop: DesktopParts | None = None
        self._suspicious = was_left_open(folders.replica)
        self.repair_is_wanted = False
        """Whether the replica is to be repaired, and the program opened on it again."""
        self._database = open_database(folders.replica, Purpose.WINDOW)
        try:
            self._build(app)
        except StorageError:
            self._database.close()
            raise
        self.window.theme_requested.connect(self._keep_theme)
        self.window.closed.connect(self._close_capture)
        self.window.closed.connect(app.quit)
        # A logout tells first, and may then end the program at any moment.
        app.commitDataRequest.connect(self.keep)
        app.aboutToQuit.connect(self.keep)

    def _build(self, app: QApplication) -> None:
        folders = self._folders
        self._store, self._queries = TodoStore(self._database), Reader(self._database)
        self._service = TodoService(self._store, self._list_to_show(), now=now, new_operation=new_operation)
        self._bridge = SyncBridge(self)
        self._theme = Theme(app, resources_folder() / "icons", self._kept.chosen.theme.value)
        self.window = MainWindow(
            service=self._service,
            queries=self._queries,
            open_reader=lambda: open_reading(self._database),
            bridge=self._bridge,
            theme=self._theme,
            icons=self._theme.icons,
            layouts=WindowLayoutsFile(folders.window_file),
            now=now,
        )

    def start(self, repaired: Repaired | None = None) -> None:
        """Show the window, or what the options ask for instead; all else starts once it is painted. *repaired* is told
        to the user."""
        self._theme.dress()
        then = partial(self._after_first_paint, repaired)
        if repaired is not None or (self._options.capture is None and not self._options.hidden):
            self.window.show()
            after_first_paint(self.window, then)
        elif self._options.capture is not None:
            after_first_paint(self._capture(self._options.capture), then)
        else:
            QTimer.singleShot(0, self, then)

    def take(self, request: "Request") -> None:
        """Do what another start was asked for."""
        from todo_desktop.desktop.request import ACTIVATION, Verb

        if request.token:
            os.environ[ACTIVATION] = request.token
        match request.verb:
            case Verb.SHOW:
                self.window.come_forward()
            case Verb.CAPTURE:
                self._capture(request.text)
            case Verb.STAY:
                pass

    def keep(self) -> None:
        """The session of the desktop may end without a word more."""
        if self._is_open:
            self.window.keep()

    def report(self, trace: str) -> None:
        """Open a report of the fault that *trace* tells of."""
        if self._background is not None:
            self._background.help.report(trace)

    def end_for_restart(self) -> None:
        """Close the window; what is typed into the line at the top is kept as a todo."""
        QTimer.singleShot(0, self.window, self.window.end)
        self.window.pane.quick_add.enter()

    def stop(self) -> bool:
        """End what runs, within two seconds, and close what is open. Whether nothing is left behind."""
        deadline = QDeadlineTimer(PATIENCE_MS)
        self._is_open = False
        if self._desktop is not None:
            self._desktop.stop()
        sync_ended = self._background is None or self._background.stop()
        self._database.close()
        if self._capture_window is not None:
            self._capture_window.deleteLater()
        from todo_desktop.gui.background_job import wait_for_jobs

        return wait_for_jobs(deadline) and sync_ended

    def _list_to_show(self) -> TodoList:
        preferences = self._kept.in_force
        shown = preferences.shown_address
        if shown.is_local:
            return local_list(self._store)
        if shown.is_all:
            from todo_desktop.app.list_choice import known_together

            return known_together(self._store, preferences, self._environment.api_key)
        return known_list(self._store, preferences.at(shown), self._environment.api_key) or local_list(self._store)

    def _after_first_paint(self, repaired: Repaired | None) -> None:
        """In one go: what is asked for meanwhile, by a key for instance, waits until somebody answers it."""
        self.window.furnish()
        self.window.show_offline(self._offline)
        self._kept.failed.connect(self.window.notices.say_failure)
        self._say_what_became_of_the_replica(repaired)
        QApplication.setWindowIcon(self._theme.icons.program())
        gc.freeze()
        gc.enable()
        self._log.rotate()
        self._say_what_was_wrong_with_the_settings()
        self._make_what_goes_on_behind()
        # The sync is under way once all that has been taken in.
        QTimer.singleShot(0, self, self._begin)

    def _say_what_became_of_the_replica(self, repaired: Repaired | None) -> None:
        if repaired is not None:
            from todo_desktop.gui.repair_words import repaired_message

            self.window.notices.say(repaired_message(repaired, self.window.locale()), informs=True)
        elif repair_is_wanted(self._folders.replica):
            self.window.notices.say_failure(StorageError(Problem.REPAIR_BLOCKED))

    def _say_what_was_wrong_with_the_settings(self) -> None:
        from todo_desktop.gui.messages import settings_message

        notice = settings_message(self._kept.loaded)
        if notice:
            self.window.notices.say_of_settings(notice)

    def _make_what_goes_on_behind(self) -> None:
        from todo_desktop.app.background import Background
        from todo_desktop.app.desktop_parts import DesktopParts

        self._desktop = DesktopParts(
            options=self._options,
            folders=self._folders,
            kept=self._kept,
            service=self._service,
            queries=self._queries,
            bridge=self._bridge,
            window=self.window,
            icons=self._theme.icons,
            parent=self,
        )
        if self._capture_window is not None:
            self._desktop.watch(self._capture_window)
        self.window.capture_requested.connect(self._capture)
        self._desktop.start()
        self._background = Background(
            service=self._service,
            database=self._database,
            store=self._store,
            queries=self._queries,
            kept=self._kept,
            bridge=self._bridge,
            window=self.window,
            theme=self._theme,
            desktop=self._desktop,
            folders=self._folders,
            environment=self._environment,
            log=self._log,
            offline=self._offline,
            suspicious=self._suspicious,
            parent=self,
        )
        self._background.repair_wanted.connect(self._repair)

    def _begin(self) -> None:
        if self._is_open and self._background is not None:
            self._background.start()
            self.painted.emit()

    def _capture(self, text: str = "") -> "CaptureWindow":
        """Open the window for one new todo, with *text* in it."""
        if self._capture_window is None:
            from todo_desktop.gui.capture_window import CaptureWindow

            session = self.window.session
            self._capture_window = CaptureWindow(self._service, self.window.pane.commands, self._theme.icons)
            self._capture_window.field.put(session.draft(CAPTURE))
            self._capture_window.field.textChanged.connect(partial(session.keep_draft, CAPTURE))
            if self._desktop is not None:
                self._desktop.watch(self._capture_window)
        self._capture_window.open(text)
        return self._capture_window

    def _close_capture(self) -> None:
        if self._capture_window is not None:
            self._capture_window.hide()

    def _repair(self) -> None:
        """Close the window; a new one opens on the repaired replica."""
        want_repair(self._folders.replica)
        self.repair_is_wanted = True
        self.window.end()

    def _keep_theme(self, theme: str) -> None:
        self._kept.save(replace(self._kept.chosen, theme=ThemeChoice(theme)))
