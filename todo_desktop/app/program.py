"""The running program: one window on one list, and the sync behind it where the list has a server.

What the first paint does not need is imported where it is used: dialogs, the sync, the upload.
"""

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QDeadlineTimer, QObject, Signal
from PySide6.QtWidgets import QApplication

from todo_desktop.app.clock import new_operation, now
from todo_desktop.app.first_paint import after_first_paint
from todo_desktop.app.kept_preferences import KeptPreferences
from todo_desktop.app.key_finder import KeyFinder
from todo_desktop.app.list_choice import known_list, local_list
from todo_desktop.app.other_windows import OtherWindows
from todo_desktop.app.replica_reading import open_reading
from todo_desktop.app.replica_upkeep import ReplicaUpkeep
from todo_desktop.app.server_sync import PATIENCE_MS, ServerSync
from todo_desktop.app.settings_flow import SettingsFlow
from todo_desktop.app.upload_offer import UploadOffer
from todo_desktop.gui.bridge import SyncBridge
from todo_desktop.gui.main_window import MainWindow
from todo_desktop.gui.messages import MessageAction, problem_message, settings_message
from todo_desktop.gui.theme.theme import Theme
from todo_desktop.model.changes import Changes
from todo_desktop.model.errors import Problem, StorageError
from todo_desktop.model.lists import TodoList
from todo_desktop.model.repaired import Repaired
from todo_desktop.replica.care import repair_is_wanted, want_repair
from todo_desktop.replica.database import Purpose, open_database, was_left_open
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.store import TodoStore
from todo_desktop.service import TodoService
from todo_desktop.settings.api_keys import ApiKeyStore
from todo_desktop.settings.environment import Environment
from todo_desktop.settings.folders import Folders
from todo_desktop.settings.log import ProgramLog
from todo_desktop.settings.options import Options
from todo_desktop.settings.preferences import PreferencesFile, ThemeChoice
from todo_desktop.settings.resources import resources_folder
from todo_desktop.settings.window_layouts import WindowLayoutsFile

if TYPE_CHECKING:
    from todo_desktop.app.replica_care import ReplicaCare


class Program(QObject):
    """Builds everything for *options*. Raises StorageError where the replica cannot be opened."""

    painted = Signal()
    """The window has been seen: what can wait may begin."""

    def __init__(
        self, app: QApplication, options: Options, folders: Folders, environment: Environment, program_log: ProgramLog
    ) -> None:
        super().__init__(app)
        self._folders = folders
        self._environment = environment
        self._log = program_log
        self._kept = KeptPreferences(PreferencesFile(folders.settings_file), environment, self)
        self._offline = options.offline or self._kept.chosen.work_offline
        self._care: ReplicaCare | None = None
        self._suspicious = was_left_open(folders.replica)
        self.repair_is_wanted = False
        """Whether the replica is to be repaired, and the program opened on it again."""
        self._database = open_database(folders.replica, Purpose.WINDOW)
        try:
            self._build(app)
        except StorageError:
            self._database.close()
            raise
        self._connect(app)

    def _build(self, app: QApplication) -> None:
        folders, kept = self._folders, self._kept
        self._store, queries = TodoStore(self._database), Reader(self._database)
        self._service = TodoService(self._store, self._list_to_show(), now=now, new_operation=new_operation)
        self._bridge = SyncBridge(self)
        self._theme = Theme(app, resources_folder() / "icons", kept.chosen.theme.value)
        self.window = MainWindow(
            service=self._service,
            queries=queries,
            open_reader=lambda: open_reading(folders.replica),
            bridge=self._bridge,
            theme=self._theme,
            icons=self._theme.icons,
            layouts=WindowLayoutsFile(folders.window_file),
            now=now,
        )
        keys = KeyFinder(ApiKeyStore(folders.key_scope), self._environment, self._log)
        self._sync = ServerSync(
            self._service, self._store, folders.replica, keys, kept, self._bridge, offline=self._offline, parent=self
        )
        self._settings = SettingsFlow(self._service, kept, keys, self._theme, self.window, self)
        self._offer = UploadOffer(self._service, self._store, queries, kept, self.window, self)
        self._upkeep = ReplicaUpkeep(self._store, lambda: self._sync.running, self)
        self._others = OtherWindows(self._store, self)

    def start(self, repaired: Repaired | None = None) -> None:
        """Show the window; the sync starts once it is painted. *repaired* is told to the user."""
        self.window.show_offline(self._offline)
        self.window.show()
        if repaired is not None:
            from todo_desktop.gui.repair_words import repaired_message

            self.window.show_notice(repaired_message(repaired, self.window.locale()), informs=True)
        elif repair_is_wanted(self._folders.replica):
            self._say_trouble(Problem.REPAIR_BLOCKED)
        after_first_paint(self.window, self._after_first_paint)

    def come_forward(self, token: str) -> None:
        """Another start asked for this window. *token* is the desktop's leave to take the focus, where it gave one."""
        if token:
            os.environ["XDG_ACTIVATION_TOKEN"] = token  # Qt takes it from there
        self.window.come_forward()

    def stop(self) -> bool:
        """End what runs, within two seconds, and close what is open. Whether nothing is left behind."""
        deadline = QDeadlineTimer(PATIENCE_MS)
        self._upkeep.stop()
        self._others.stop()
        if self._care is not None:
            self._care.stop()
        self._offer.stop()
        sync_ended = self._sync.stop()
        self._database.close()
        from todo_desktop.gui.background_job import wait_for_jobs

        return wait_for_jobs(deadline) and sync_ended

    def _list_to_show(self) -> TodoList:
        known, preferences = None, self._kept.in_force
        if preferences.uses_server:
            known = known_list(self._store, preferences, self._environment.api_key)
        return known or local_list(self._store)

    def _connect(self, app: QApplication) -> None:
        window, sync = self.window, self._sync
        window.settings_requested.connect(self._settings.open)
        window.about_requested.connect(self._open_about)
        window.problem_action_requested.connect(self._act)
        window.offline_toggled.connect(self._keep_offline)
        window.theme_requested.connect(self._keep_theme)
        window.closed.connect(app.quit)
        window.set_control(sync)
        self._service.subscribe(self._on_own_change)
        self._bridge.status.connect(self._offer.show_status)
        sync.opened.connect(self._offer.list_changed)
        sync.opened.connect(window.show_list)
        self._others.wrote.connect(window.follow)
        self._others.edited.connect(sync.push)
        self._kept.failed.connect(self._say_storage_failure)
        self._offer.failed.connect(self._say_storage_failure)
        self._offer.moved.connect(self._on_uploaded)
        self._settings.stored.connect(self._on_settings_stored)
        self._settings.finished.connect(self._on_settings_finished)

    def _after_first_paint(self) -> None:
        QApplication.setWindowIcon(self._theme.icons.program())
        gc.freeze()
        gc.enable()
        self._log.rotate()
        notice = settings_message(self._kept.loaded)
        if notice:
            self.window.set_key_storage_notice(notice)
        try:
            self._store.discard_hidden(local_list(self._store).id, now())
            self._others.start()
        except StorageError as error:
            self._say_trouble(error.problem)
        self._upkeep.start()
        self._look_after_replica()
        self._sync.start()
        self.painted.emit()

    def _look_after_replica(self) -> None:
        from todo_desktop.app.replica_care import ReplicaCare

        self._care = ReplicaCare(self._folders.replica, suspicious=self._suspicious, parent=self)
        self._care.trouble.connect(self._say_trouble)
        self._care.start()

    def _repair(self) -> None:
        """Close the window; a new one opens on the repaired replica."""
        want_repair(self._folders.replica)
        self.repair_is_wanted = True
        self.window.close()

    # What changed

    def _on_own_change(self, changes: Changes) -> None:
        if changes.outbox:
            self._sync.push()

    def _on_uploaded(self, there: Changes) -> None:
        self._bridge.post_changes(there)
        self._sync.push()

    def _on_settings_stored(self) -> None:
        if not self._sync.shows_list_in_force:
            self._offer.stop()

    def _on_settings_finished(self) -> None:
        self._offer.due = self._kept.in_force.uses_server
        self._sync.reconnect()

    def _keep_offline(self, offline: bool) -> None:
        self._kept.save(replace(self._kept.chosen, work_offline=offline))

    def _keep_theme(self, theme: str) -> None:
        self._kept.save(replace(self._kept.chosen, theme=ThemeChoice(theme)))

    # What the window asks for

    def _open_about(self) -> None:
        from todo_desktop.gui.about_dialog import AboutDialog

        dialog = AboutDialog(self._theme.icons, self._folders.data, self._log.path, self.window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _act(self, action: MessageAction) -> None:
        match action:
            case MessageAction.OPEN_SETTINGS:
                self._settings.open()
            case MessageAction.ENTER_KEY:
                self._settings.ask_for_key()
            case MessageAction.CHOOSE_COLLECTION:
                self._settings.ask_for_collection()
            case MessageAction.SHOW_LOG:
                _open_outside(self._log.path)
            case MessageAction.REPAIR:
                self._repair()
            case MessageAction.RETRY if self._care is not None and self._care.failed:
                self.window.notice.dismiss()
                self._care.again()
            case MessageAction.SHOW_FOLDER:
                _open_outside(self._folders.data)
            case _:
                pass

    def _say_trouble(self, problem: Problem) -> None:
        self.window.show_notice(problem_message(problem))

    def _say_storage_failure(self, error: StorageError) -> None:
        self.window.show_notice(problem_message(error.problem, detail=error.detail))


def _open_outside(path: Path) -> None:
    """In whatever program the system has for it."""
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
