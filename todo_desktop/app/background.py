"""What goes on behind the window: the sync, the settings, the upload's offer, and the care for the replica.

Made after the first paint, which needs none of it.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from todo_desktop.app.attention import Attention
from todo_desktop.app.author_flow import AuthorFlow
from todo_desktop.app.clock import now
from todo_desktop.app.deleted_before import DeletedBefore
from todo_desktop.app.desktop_parts import DesktopParts
from todo_desktop.app.help_flow import HelpFlow
from todo_desktop.app.kept_preferences import KeptPreferences
from todo_desktop.app.key_finder import KeyFinder
from todo_desktop.app.key_health import KeyHealth
from todo_desktop.app.list_choice import local_list
from todo_desktop.app.list_directory import ListDirectory
from todo_desktop.app.list_reach import ListReach
from todo_desktop.app.other_windows import OtherWindows
from todo_desktop.app.related_finder import RelatedFinder
from todo_desktop.app.replica_care import ReplicaCare
from todo_desktop.app.replica_place import ReplicaPlace
from todo_desktop.app.replica_upkeep import ReplicaUpkeep
from todo_desktop.app.server_insight import ServerInsight
from todo_desktop.app.server_sync import ServerSync
from todo_desktop.app.settings_flow import SettingsFlow
from todo_desktop.app.untold_states import UntoldStates
from todo_desktop.app.upload_offer import UploadOffer
from todo_desktop.app.waiting_elsewhere import waiting_elsewhere
from todo_desktop.app.web_page_flow import WebPageFlow
from todo_desktop.gui.bridge import SyncBridge
from todo_desktop.gui.main_window import MainWindow
from todo_desktop.gui.messages import MessageAction, elsewhere_message, problem_message
from todo_desktop.gui.place_words import replaced_message, written_back_message
from todo_desktop.gui.request_log.log import RequestLog
from todo_desktop.gui.theme.theme import Theme
from todo_desktop.model.changes import Changes
from todo_desktop.model.errors import Problem, StorageError
from todo_desktop.model.lists import ALL_LISTS_ID, ListAddress
from todo_desktop.queries import TodoQueries
from todo_desktop.replica.database import Database
from todo_desktop.replica.store import TodoStore
from todo_desktop.service import TodoService
from todo_desktop.settings.api_keys import ApiKeyStore
from todo_desktop.settings.environment import Environment
from todo_desktop.settings.folders import Folders
from todo_desktop.settings.log import ProgramLog

if TYPE_CHECKING:
    from todo_desktop.app.lists_flow import ListsFlow
    from todo_desktop.app.setup_flow import SetupFlow


class Background(QObject):
    """From `start` until `stop`."""

    repair_wanted = Signal()
    """The user wants the replica repaired: close the window, and open it anew."""

    def __init__(
        self,
        *,
        service: TodoService,
        database: Database,
        store: TodoStore,
        queries: TodoQueries,
        kept: KeptPreferences,
        bridge: SyncBridge,
        window: MainWindow,
        theme: Theme,
        desktop: DesktopParts,
        folders: Folders,
        environment: Environment,
        log: ProgramLog,
        offline: bool,
        suspicious: bool,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._service = service
        self._store = store
        self._queries = queries
        self._kept = kept
        self._bridge = bridge
        self._desktop = desktop
        self._window = window
        self._folders = folders
        self._log = log
        self._setup: SetupFlow | None = None
        self._lists: ListsFlow | None = None
        keys = self._keys = KeyFinder(ApiKeyStore(folders.key_scope), environment, log)
        calls = self._calls = RequestLog(now, self)
        self._sync = ServerSync(service, store, database, keys, kept, bridge, calls.post, offline=offline, parent=self)
        self._settings = SettingsFlow(
            service, kept, keys, calls.post, theme, desktop, window, shown=lambda: self._sync.in_sight, parent=self
        )
        reach = ListReach(self._sync, kept, keys)
        window.set_finder(RelatedFinder(service, database, reach, calls.post))
        WebPageFlow(service, reach, calls.post, window, self)
        AuthorFlow(store, reach, calls.post, bridge, window, self)
        self._health = KeyHealth(kept, keys, self._settings, now, window, self)
        ServerInsight(calls, kept, keys, folders, window, self)
        self.help = HelpFlow(service, kept, window, theme, folders, log, self)
        self._offer = UploadOffer(service, store, queries, kept, window, self)
        self._upkeep = ReplicaUpkeep(store, lambda: self._sync.running, self)
        self._deleted_before = DeletedBefore(store, now, self)
        self._untold = UntoldStates(queries, kept, window.notices, self)
        self._others = OtherWindows(store, self)
        self._place = ReplicaPlace(database, self)
        self._care = ReplicaCare(folders.replica, suspicious=suspicious, parent=self)
        Attention(self._sync)
        self._directory = ListDirectory(self._sync, store, queries, bridge, window)
        self._connect()

    def start(self) -> None:
        try:
            self._others.start()
            self._deleted_before.start(local_list(self._store))
            self._untold.start()
        except StorageError as error:
            self._say_trouble(error.problem)
        self._tell_what_waits_elsewhere()
        self._upkeep.start()
        self._care.start()
        self._place.start()
        self._sync.start()
        self._directory.show()
        self.help.start()

    def stop(self) -> bool:
        """End what runs. Whether the sync has ended in time."""
        self._upkeep.stop()
        self._deleted_before.stop()
        self._others.stop()
        self._care.stop()
        self._offer.stop()
        ended = self._sync.stop()
        self._place.stop()
        return ended

    def _connect(self) -> None:
        window, sync = self._window, self._sync
        window.settings_requested.connect(self._settings.open)
        window.setup_requested.connect(self._setup_flow.open)
        window.sign_in_requested.connect(self._setup_flow.open_sign_in)
        window.problem_action_requested.connect(self._act)
        window.offline_toggled.connect(self._keep_offline)
        window.list_chosen.connect(self._choose_list)
        window.lists_requested.connect(self._open_lists)
        window.control = sync
        self._service.subscribe(self._on_own_change)
        self._bridge.status.connect(self._offer.show_status)
        self._bridge.changes.connect(self._push_what_waited_for)
        self._bridge.status.connect(self._health.show_status)
        sync.opened.connect(window.show_list)
        sync.opened.connect(self._desktop.list_changed)
        self._desktop.watch_lists(self._list_ids)
        sync.listed.connect(self._tell_what_waits_elsewhere)
        sync.failed.connect(window.notices.say_failure)
        self._others.wrote.connect(window.follow)
        self._others.edited.connect(sync.push)
        self._place.written_back.connect(self._on_written_back)
        self._place.replaced.connect(lambda kept_as: window.notices.hinder(replaced_message(kept_as)))
        self._place.failed.connect(window.notices.say_failure)
        self._deleted_before.failed.connect(window.notices.say_failure)
        self._untold.failed.connect(window.notices.say_failure)
        self._care.trouble.connect(self._say_trouble)
        self._offer.failed.connect(window.notices.say_failure)
        self._offer.moved.connect(self._on_uploaded)
        self._settings.stored.connect(self._on_settings_stored)
        self._settings.finished.connect(self._on_settings_finished)

    # What changed

    def _on_own_change(self, changes: Changes) -> None:
        if changes.outbox:
            self._sync.push(None if changes.list_id == ALL_LISTS_ID else changes.list_id)

    def _push_what_waited_for(self, changes: Changes) -> None:
        """The copy of a todo that was moved to another list may have arrived: the original can go."""
        if not changes.outbox:
            return
        try:
            for todo_list in self._sync.lists.values():
                if (
                    todo_list is not None
                    and todo_list.id != changes.list_id
                    and self._queries.is_outbox_longer(todo_list.id, 0)
                ):
                    self._sync.push(todo_list.id)
        except StorageError as error:
            self._say_trouble(error.problem)

    def _on_uploaded(self, here: Changes, there: Changes) -> None:
        self._service.forget_steps_of(here.removed)
        self._bridge.post_changes(here)
        self._bridge.post_changes(there)
        self._sync.push(there.list_id)
        self._directory.show()

    def _on_settings_stored(self) -> None:
        if self._kept.in_force.shown_address != self._sync.in_sight:
            self._offer.stop()

    def _on_settings_finished(self, edited: ListAddress) -> None:
        self._offer.due = not self._kept.in_force.shown_address.is_local
        self._sync.reconnect(edited)

    def _choose_list(self, address: ListAddress) -> None:
        self._offer.due = False
        self._kept.save(replace(self._kept.chosen, shown=address))
        self._sync.show(address)

    def _list_ids(self) -> set[int]:
        """Of the lists that are synced, and of the one in sight."""
        synced = {each.id for each in self._sync.lists.values() if each is not None}
        return synced | {each.id for each in self._service.list.parts}

    def _tell_what_waits_elsewhere(self) -> None:
        try:
            lists = waiting_elsewhere(self._store, self._queries, self._list_ids())
        except StorageError as error:
            self._say_trouble(error.problem)
            return
        self._window.notices.say_of_other_lists(elsewhere_message(lists))

    def _keep_offline(self, offline: bool) -> None:
        self._kept.save(replace(self._kept.chosen, work_offline=offline))

    def _on_written_back(self) -> None:
        self._window.notices.say(written_back_message())
        self._sync.push()

    # What the window asks for

    @property
    def _setup_flow(self) -> "SetupFlow":
        from todo_desktop.app.setup_flow import SetupFlow

        if self._setup is None:
            self._setup = SetupFlow(self._kept, self._keys, self._settings, self._window, self)
            self._setup.opened.connect(self._offer.hold)
            self._setup.closed.connect(self._offer.release)
        return self._setup

    def _open_lists(self) -> None:
        from todo_desktop.app.lists_flow import ListsFlow

        if self._lists is None:
            self._lists = ListsFlow(self._kept, self._keys, self._calls.post, self._settings, self._window, self)
            self._lists.changed.connect(lambda: self._sync.reconnect(ListAddress()))
        self._lists.open()

    def _act(self, action: MessageAction) -> None:
        match action:
            case MessageAction.OPEN_SETTINGS:
                self._settings.open()
            case MessageAction.ENTER_KEY:
                self._settings.ask_for_key()
            case MessageAction.RENEW_KEY:
                self._health.renew()
            case MessageAction.CHOOSE_COLLECTION:
                self._settings.ask_for_collection()
            case MessageAction.SHOW_LOG:
                _open_outside(self._log.path)
            case MessageAction.REPAIR:
                self.repair_wanted.emit()
            case MessageAction.RETRY if self._care.failed:
                self._window.notices.let_pass()
                self._care.again()
            case MessageAction.SHOW_FOLDER:
                _open_outside(self._folders.data)
            case _:
                pass

    def _say_trouble(self, problem: Problem) -> None:
        self._window.notices.say(problem_message(problem))


def _open_outside(path: Path) -> None:
    """In whatever program the system has for it."""
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
