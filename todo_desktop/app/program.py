"""The running program: one window on one list, and the sync behind it where the list has a server.

What the first paint does not need is imported where it is used: dialogs, the sync, the upload.
"""

import gc
import logging
import os
import random
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QDeadlineTimer, QObject, QTimer
from PySide6.QtWidgets import QApplication

from todo_desktop.app.clock import new_operation, now
from todo_desktop.app.first_paint import after_first_paint
from todo_desktop.app.key_finder import KeyFinder
from todo_desktop.app.lazy_tester import LazyTester
from todo_desktop.app.list_choice import known_list, list_of_user, local_list
from todo_desktop.app.other_windows import OtherWindows
from todo_desktop.app.replica_reading import open_reading
from todo_desktop.gui.bridge import SyncBridge
from todo_desktop.gui.main_window import MainWindow
from todo_desktop.gui.messages import MessageAction, keyring_message, problem_message, settings_message
from todo_desktop.gui.theme.theme import Theme
from todo_desktop.model.changes import Changes
from todo_desktop.model.connection import ApiKey
from todo_desktop.model.errors import Problem, StorageError
from todo_desktop.model.lists import TodoList
from todo_desktop.model.repaired import Repaired
from todo_desktop.model.status import Phase, SyncStatus
from todo_desktop.model.values import ServerId
from todo_desktop.replica.care import repair_is_wanted, want_repair
from todo_desktop.replica.database import Purpose, open_database, was_left_open
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.store import TodoStore
from todo_desktop.service import TodoService
from todo_desktop.settings.api_keys import ApiKeyStore, KeyStoring, Stored
from todo_desktop.settings.environment import Environment
from todo_desktop.settings.folders import Folders
from todo_desktop.settings.log import ProgramLog
from todo_desktop.settings.options import Options
from todo_desktop.settings.preferences import Preferences, PreferencesFile, ThemeChoice
from todo_desktop.settings.resources import resources_folder
from todo_desktop.settings.window_layouts import WindowLayoutsFile

if TYPE_CHECKING:
    from todo_desktop.app.local_todos import LocalTodos
    from todo_desktop.app.replica_care import ReplicaCare
    from todo_desktop.gui.background_job import BackgroundJob
    from todo_desktop.gui.settings_dialog.dialog import SettingsDialog
    from todo_desktop.gui.settings_dialog.result import SettingsResult
    from todo_desktop.sync.worker import SyncWorker

UPKEEP_MS = 10_000
UPKEEP_SOON_MS = 100
PATIENCE_MS = 2_000
"""With the sync and with jobs that are to end."""

log = logging.getLogger(__name__)


class Program(QObject):
    """Builds everything for *options*. Raises StorageError where the replica cannot be opened."""

    def __init__(
        self, app: QApplication, options: Options, folders: Folders, environment: Environment, program_log: ProgramLog
    ) -> None:
        super().__init__(app)
        self._folders = folders
        self._environment = environment
        self._log = program_log
        self._file = PreferencesFile(folders.settings_file)
        self._loaded = self._file.load()
        self._preferences = self._loaded.preferences
        self._offline = options.offline or self._preferences.work_offline
        self._keys = KeyFinder(ApiKeyStore(folders.key_scope), environment, program_log)
        self._worker: SyncWorker | None = None
        self._job: BackgroundJob[ServerId | None] | None = None
        self._asked_for = self._preferences
        """The connection whose user the job looks for."""
        self._status = SyncStatus(Phase.LOCAL)
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

    def _build(self, app: QApplication) -> None:
        folders = self._folders
        self._store = TodoStore(self._database)
        self._local: LocalTodos | None = None
        shown = self._list_to_show()
        self._offer_due = not shown.is_local and shown.last_sync is None
        self._service = TodoService(self._store, shown, now=now, new_operation=new_operation)
        self._bridge = SyncBridge(self)
        icons = resources_folder() / "icons"
        self._theme = Theme(app, icons, self._preferences.theme.value)
        self.window = MainWindow(
            service=self._service,
            queries=Reader(self._database),
            open_reader=lambda: open_reading(folders.replica),
            bridge=self._bridge,
            theme=self._theme,
            icons=self._theme.icons,
            layouts=WindowLayoutsFile(folders.window_file),
            now=now,
        )
        self._upkeep = QTimer(self)
        self._upkeep.setInterval(UPKEEP_MS)
        self._upkeep.timeout.connect(self._keep_up)
        self._others = OtherWindows(self._store, self)
        self._connect(app)

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
        if self._job is not None:
            self._job.cancel()
        self._upkeep.stop()
        self._others.stop()
        if self._care is not None:
            self._care.stop()
        if self._local is not None:
            self._local.stop()
        sync_ended = self._stop_worker()
        self._database.close()
        from todo_desktop.gui.background_job import wait_for_jobs

        return wait_for_jobs(deadline) and sync_ended

    @property
    def _in_force(self) -> Preferences:
        """The preferences, with the environment's connection over them."""
        return self._environment.over(self._preferences)

    def _list_to_show(self) -> TodoList:
        known = None
        if self._in_force.uses_server:
            known = known_list(self._store, self._in_force, self._environment.api_key)
        return known or local_list(self._store)

    def _connect(self, app: QApplication) -> None:
        window = self.window
        window.settings_requested.connect(self._open_settings)
        window.about_requested.connect(self._open_about)
        window.problem_action_requested.connect(self._act)
        window.offline_toggled.connect(self._keep_offline)
        window.theme_requested.connect(self._keep_theme)
        window.closed.connect(app.quit)
        self._service.subscribe(self._on_own_change)
        self._bridge.status.connect(self._on_status)
        self._others.wrote.connect(window.follow)
        self._others.edited.connect(self._wake_worker)
        window.set_control(self)

    def _after_first_paint(self) -> None:
        QApplication.setWindowIcon(self._theme.icons.program())
        gc.freeze()
        gc.enable()
        notice = settings_message(self._loaded)
        if notice:
            self.window.set_key_storage_notice(notice)
        try:
            self._store.discard_hidden(local_list(self._store).id, now())
            self._others.start()
        except StorageError as error:
            self._say_trouble(error.problem)
        self._upkeep.start()
        self._look_after_replica()
        self._start_sync()

    def _keep_up(self) -> None:
        """One small step of house-keeping of the replica, where no worker does it."""
        if self._worker is not None:
            return
        try:
            more = self._store.maintain()
        except StorageError as error:
            log.info("the upkeep of the replica has to wait: %s", error)
            more = False
        self._upkeep.setInterval(UPKEEP_SOON_MS if more else UPKEEP_MS)

    def _look_after_replica(self) -> None:
        from todo_desktop.app.replica_care import ReplicaCare

        self._care = ReplicaCare(self._folders.replica, suspicious=self._suspicious, parent=self)
        self._care.trouble.connect(self._say_trouble)
        self._care.start()

    def _say_trouble(self, problem: Problem) -> None:
        self.window.show_notice(problem_message(problem))

    def _repair(self) -> None:
        """Close the window; a new one opens on the repaired replica."""
        want_repair(self._folders.replica)
        self.repair_is_wanted = True
        self.window.close()

    # The sync

    def wake(self) -> None:
        """`gui.bridge.SyncControl`: the user asks for everything to be looked at now."""
        if self._worker is not None:
            self._worker.sync_now()
        else:
            self._start_sync()

    def set_offline(self, offline: bool) -> None:
        """`gui.bridge.SyncControl`."""
        self._offline = offline
        if self._worker is not None:
            self._worker.set_offline(offline)
        elif not offline:
            self._start_sync()

    def settle_missing(self, *, bring_back: bool) -> None:
        """`gui.bridge.SyncControl`."""
        if self._worker is not None and bring_back:
            self._worker.bring_back_missing()
        elif self._worker is not None:
            self._worker.allow_mass_removal()

    def _start_sync(self) -> None:
        """Start the worker for the open list; where it is not known yet whose list that is, find out first."""
        if not self._in_force.uses_server:
            self._bridge.post_status(SyncStatus(Phase.LOCAL))
        elif self._shows_list_of(self._in_force):
            self._start_worker()
        else:
            self._find_user()

    def _shows_list_of(self, preferences: Preferences) -> bool:
        """No: the list of the settings before is still shown until it is known whose list comes next."""
        identity = self._service.list.identity
        wanted = preferences.base_url, preferences.collection
        return identity is not None and (identity.base_url, identity.collection) == wanted

    def _start_worker(self) -> None:
        self._stop_worker()
        todo_list = self._service.list
        preferences = self._in_force
        from todo_desktop.app.sync_session import SessionOpener
        from todo_desktop.sync.worker import Listener, SyncWorker

        opener = SessionOpener(
            preferences.connection(ApiKey("")),
            todo_list.id,
            self._folders.replica,
            lambda: self._keys.find(preferences.base_url),
        )
        self._worker = SyncWorker(
            opener,
            Listener(self._bridge.post_changes, self._bridge.post_status),
            interval=preferences.sync_interval * 1000,
            now=now,
            chance=random.random,
            last_sync=todo_list.last_sync,
            offline=self._offline,
        )
        self._worker.start()

    def _stop_worker(self) -> bool:
        """Whether it has ended."""
        worker, self._worker = self._worker, None
        if worker is None or worker.stop(PATIENCE_MS / 1000):
            return True
        log.warning("the sync did not end in time and is left behind")
        return False

    def _on_own_change(self, changes: Changes) -> None:
        if changes.outbox:
            self._wake_worker()

    def _wake_worker(self) -> None:
        if self._worker is not None:
            self._worker.wake()

    def _on_status(self, status: SyncStatus) -> None:
        self._status = status
        if status.phase is Phase.IDLE:
            self._bring_local_todos()

    def _bring_local_todos(self) -> None:
        """Now that the server's columns are known: offer the todos that are only here, or finish bringing them."""
        there, begun = self._service.list, self._preferences.upload
        try:
            if begun and (self._local_todos.busy or self._local_todos.go_on(there, begun)):
                self._offer_due = False
            elif self._offer_due and there.permissions.create.allowed:  # another key may bring that right
                self._offer_due = False
                self._local_todos.offer(there, self.window)
        except StorageError as error:
            self._say_storage_failure(error)

    @property
    def _local_todos(self) -> "LocalTodos":
        if self._local is None:
            from todo_desktop.app.local_todos import LocalTodos

            self._local = LocalTodos(
                self._store, Reader(self._database), local_list(self._store), self._keep_upload, self
            )
            self._local.moved.connect(self._on_uploaded)
            self._local.failed.connect(self._say_storage_failure)
        return self._local

    # Opening lists

    def _find_user(self) -> None:
        """Ask the key, else the server, whose list this is: on a thread, for the keyring may ask its user first."""
        preferences = self._in_force
        if self._job is not None:
            if self._asked_for == preferences:
                return  # the keyring may be asking its user this very moment
            self._job.cancel()
        self._asked_for = preferences
        self._bridge.post_status(SyncStatus(Phase.CONNECTING))
        tester, may_ask = LazyTester(), not self._offline
        from todo_desktop.gui.background_job import BackgroundJob

        self._job = BackgroundJob(
            lambda: self._keys.user_of(preferences, tester if may_ask else None), tester.cancel, self
        )
        self._job.succeeded.connect(self._on_user)
        self._job.failed.connect(self._on_no_user)
        self._job.start()

    def _on_user(self, user_id: ServerId | None) -> None:
        self._job = None
        if user_id is not None:
            try:
                self._open(list_of_user(self._store, self._asked_for, user_id))
            except StorageError as error:
                self._bridge.post_status(SyncStatus(Phase.PAUSED, error.problem, error.detail))
            else:
                self._start_worker()
        elif self._keys.problem is None:
            self._bridge.post_status(SyncStatus(Phase.OFFLINE))
        else:
            self._bridge.post_status(SyncStatus(Phase.PAUSED, self._keys.problem))

    def _on_no_user(self) -> None:
        self._job = None
        self._bridge.post_status(SyncStatus(Phase.PAUSED, Problem.INTERNAL))

    def _open(self, todo_list: TodoList) -> None:
        """Show *todo_list*; what is only here is offered to a server's list once its columns are known."""
        if todo_list.id == self._service.list.id:
            return
        self._offer_due = not todo_list.is_local
        self._service.open_list(todo_list)
        self.window.show_list()

    def _on_uploaded(self, there: Changes) -> None:
        self._bridge.post_changes(there)
        if self._worker is not None:
            self._worker.wake()

    def _keep_upload(self, choice: str) -> None:
        self._save(replace(self._preferences, upload=choice))

    # What the window asks for

    def _open_settings(self) -> "SettingsDialog":
        from todo_desktop.gui.settings_dialog.dialog import SettingsDialog

        identity = self._service.list.identity
        dialog = SettingsDialog(
            replace(self._preferences, compact_rows=self.window.actions_.compact.isChecked()),
            self._keys.stored,
            self._keys.find,
            LazyTester,
            self._theme.icons,
            self.window,
            user_id=identity.user_id if identity else "",
        )
        dialog.accepted_settings.connect(self._take_settings)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _open_about(self) -> None:
        from todo_desktop.gui.about_dialog import AboutDialog

        dialog = AboutDialog(self._theme.icons, self._folders.data, self._log.path, self.window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _act(self, action: MessageAction) -> None:
        match action:
            case MessageAction.OPEN_SETTINGS:
                self._open_settings()
            case MessageAction.ENTER_KEY:
                self._open_settings().ask_for_key()
            case MessageAction.CHOOSE_COLLECTION:
                self._open_settings().ask_for_collection()
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

    def _keep_offline(self, offline: bool) -> None:
        self._save(replace(self._preferences, work_offline=offline))

    def _keep_theme(self, theme: str) -> None:
        self._save(replace(self._preferences, theme=ThemeChoice(theme)))

    def _save(self, preferences: Preferences) -> bool:
        self._preferences = preferences
        try:
            self._file.save(preferences)
        except StorageError as error:
            self._say_storage_failure(error)
            return False
        return True

    def _say_storage_failure(self, error: StorageError) -> None:
        self.window.show_notice(problem_message(error.problem, detail=error.detail))

    def _take_settings(self, result: "SettingsResult") -> None:
        """Store what was chosen; the key first, for the sync will ask for it."""
        before = self._preferences
        # What went on behind the dialog stays.
        chosen = replace(result.preferences, upload=before.upload, work_offline=before.work_offline)
        if not self._save(chosen):
            self._preferences = before
            return
        if self._local is not None and not self._shows_list_of(self._in_force):
            self._local.stop()
        self._theme.prefer(result.preferences.theme.value)
        self.window.actions_.compact.setChecked(result.preferences.compact_rows)
        if result.new_key is None and not result.remove_key:
            self._reconnect()
            return
        from todo_desktop.gui.background_job import BackgroundJob

        job = BackgroundJob(
            lambda: self._keys.take(
                before.base_url,
                remove=result.remove_key,
                base_url=result.preferences.base_url,
                new_key=result.new_key,
            ),
            lambda: None,
            self,
        )
        job.succeeded.connect(self._on_key_kept)
        job.failed.connect(lambda _error: self._on_key_kept(None))
        job.start()

    def _on_key_kept(self, storing: KeyStoring | None) -> None:
        trouble = storing.trouble if storing is not None and storing.stored is Stored.MEMORY else None
        self.window.set_key_storage_notice(keyring_message(trouble) if trouble is not None else "")
        self._reconnect()

    def _reconnect(self) -> None:
        """Go on with the settings as they are now; another server, collection or user is another list."""
        self._stop_worker()
        if self._job is not None:  # what it finds may be about the key before
            self._job.cancel()
            self._job = None
        preferences = self._in_force
        if not preferences.uses_server:
            self._open(local_list(self._store))
            self._start_sync()
        else:
            self._offer_due = True  # to connect again is how the offer is asked for again
            self._find_user()


def _open_outside(path: Path) -> None:
    """In whatever program the system has for it."""
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
