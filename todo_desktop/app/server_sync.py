"""The syncs of all lists that the settings name, and which of these lists is in sight."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from todo_desktop.app.ending_workers import EndingWorkers
from todo_desktop.app.kept_preferences import KeptPreferences
from todo_desktop.app.key_finder import KeyFinder
from todo_desktop.app.list_choice import known_list, lists_together, local_list
from todo_desktop.app.list_sync import ListSync, SyncParts
from todo_desktop.gui.bridge import SyncBridge
from todo_desktop.model.connection import ApiKey
from todo_desktop.model.errors import StorageError
from todo_desktop.model.exchange import Exchange
from todo_desktop.model.lists import ListAddress, TodoList
from todo_desktop.model.status import Phase, SyncStatus
from todo_desktop.replica.database import Database
from todo_desktop.replica.store import TodoStore
from todo_desktop.service import TodoService
from todo_desktop.settings.preferences import Preferences
from todo_desktop.settings.server_changes import with_user

ONE_BY_ONE_MS = 300
"""Between the starts of those that are not in sight, which leave the processor to the one that is."""


class ServerSync(QObject):
    """`gui.bridge.SyncControl` of the list in sight. Syncs each list from `start` until `stop`; *bridge* is told."""

    opened = Signal()
    """`service.list` is another list now."""
    listed = Signal()
    """Which lists there are, whose they are or which is in sight is different."""
    failed = Signal(object)
    """The `StorageError` that kept the list that was asked for from being opened; `wake` tries again."""

    def __init__(
        self,
        service: TodoService,
        store: TodoStore,
        database: Database,
        keys: KeyFinder,
        kept: KeptPreferences,
        bridge: SyncBridge,
        watch: Callable[[Exchange], None],
        *,
        offline: bool,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._service = service
        self._kept = kept
        self._ending = EndingWorkers(self)
        self._parts = SyncParts(store, database, keys, bridge, watch, self._ending)
        self._offline = offline
        self._in_use = True
        self._in_sight = ListAddress()
        self._syncs: dict[ListAddress, ListSync] = {}
        self._to_begin: list[ListAddress] = []
        self._next = QTimer(self)
        self._next.setInterval(ONE_BY_ONE_MS)
        self._next.timeout.connect(self._begin_next)

    @property
    def running(self) -> bool:
        """Whether a worker writes to the replica, and looks after it, or is about to."""
        return any(sync.at_work for sync in self._syncs.values()) or self._ending.awaited

    @property
    def in_sight(self) -> ListAddress:
        """Of the list that is shown, or will be once it is known whose it is."""
        return self._in_sight

    @property
    def lists(self) -> dict[ListAddress, TodoList | None]:
        """Those of all servers; None where it is not known yet whose list that is."""
        return {address: sync.todo_list for address, sync in self._syncs.items()}

    def start(self) -> None:
        """Begin with the list in sight."""
        settings = self._kept.in_force
        self._in_sight = settings.shown_address
        for address in settings.addresses:
            self._syncs[address] = self._made(address, settings)
        self._parts.bridge.show(self._in_sight)
        self._begin()

    def reconnect(self, edited: ListAddress) -> None:
        """Go on with the settings as they are now. All lists of the server of *edited* are connected anew; the others
        where they are reached otherwise. The workers of before end in their own time."""
        settings = self._kept.in_force
        for address in [address for address in self._syncs if address not in settings.addresses]:
            self._retire(address)
        for address in settings.addresses:
            sync, alone = self._syncs.get(address), settings.at(address)
            if sync is None:
                self._syncs[address] = self._made(address, settings, known=False)
            elif _same_server(address, edited) or not _reaches_alike(sync.settings, alone):
                sync.reconnect(alone)
        self._syncs = {address: self._syncs[address] for address in settings.addresses}
        self.show(settings.shown_address)
        self.listed.emit()

    def show(self, address: ListAddress) -> None:
        """Have that list in sight, as soon as it is known whose it is."""
        self._in_sight = address
        self._parts.bridge.show(address)
        self._open_what_is_known()
        self._begin()
        self.listed.emit()

    def stop(self) -> bool:
        """Whether all of it has ended in two seconds, but for a job that somebody else waits for."""
        self._next.stop()
        for sync in self._syncs.values():
            sync.end()
        return self._ending.wait()

    # What the window, the network and the replica ask for

    @property
    def offline(self) -> bool:
        """Whether the user wants the network left alone."""
        return self._offline

    def wake(self) -> None:
        """The user asks for everything to be looked at now, the list in sight first."""
        self._open_what_is_known()
        for sync in self._those_in_sight_first():
            sync.wake()

    def set_offline(self, offline: bool) -> None:
        self._offline = offline
        for sync in self._those_in_sight_first():
            sync.set_offline(offline)

    def settle_missing(self, told: int, *, bring_back: bool) -> None:
        if (sync := self._syncs.get(self._in_sight)) is not None:
            sync.settle_missing(told, bring_back=bring_back)

    def accept_server(self) -> None:
        if (sync := self._syncs.get(self._in_sight)) is not None:
            sync.accept_server()

    def attend(self, *, in_use: bool) -> None:
        """The window came forward, or went behind others."""
        self._in_use = in_use
        for sync in self._syncs.values():
            sync.attend(in_use=in_use)

    def network_changed(self) -> None:
        """This computer may reach the servers again."""
        for sync in self._syncs.values():
            sync.network_changed()

    def push(self, list_id: int | None = None) -> None:
        """Something was changed in that list, or in any, that is to be sent."""
        for sync in self._syncs.values():
            if list_id is None or (sync.todo_list is not None and sync.todo_list.id == list_id):
                sync.push()

    # The lists

    def _made(self, address: ListAddress, settings: Preferences, *, known: bool = True) -> ListSync:
        """*known*: what the replica knows of it may be believed; the key need not be asked first."""
        alone = settings.at(address)
        sync = ListSync(
            self._parts,
            address,
            alone,
            self._known(address, alone) if known else None,
            offline=self._offline,
            in_use=self._in_use,
            parent=self,
        )
        sync.found.connect(self._on_found)
        return sync

    def _known(self, address: ListAddress, alone: Preferences) -> TodoList | None:
        """What cannot be read now is asked for by the sync, which says so."""
        open_now = self._service.list
        if address == self._in_sight and not open_now.is_local:
            return open_now
        try:
            return known_list(self._parts.store, alone, ApiKey(""))
        except StorageError:
            return None

    def _retire(self, address: ListAddress) -> None:
        sync = self._syncs.pop(address)
        sync.end()
        sync.deleteLater()

    def _begin(self) -> None:
        """The list in sight now, and the others one by one."""
        sync = self._syncs.get(self._in_sight)
        if sync is None:
            if self._in_sight.is_local:
                self._parts.bridge.post_status(SyncStatus(Phase.LOCAL), ListAddress())
        elif not sync.has_begun:
            sync.start()
        self._to_begin = [address for address, each in self._syncs.items() if not each.has_begun]
        if self._to_begin:
            self._next.start()

    def _begin_next(self) -> None:
        while self._to_begin:
            sync = self._syncs.get(self._to_begin.pop(0))
            if sync is not None and not sync.has_begun:
                sync.start()
                return
        self._next.stop()

    def _those_in_sight_first(self) -> list[ListSync]:
        return [self._syncs[address] for address in sorted(self._syncs, key=lambda each: each != self._in_sight)]

    def _on_found(self, address: ListAddress, user_id: str) -> None:
        known = with_user(self._kept.chosen, address, user_id)
        if known != self._kept.chosen:
            self._kept.save(known)
        if address == self._in_sight or self._in_sight.is_all:
            self._open_what_is_known()
        self.listed.emit()

    def _open_what_is_known(self) -> None:
        try:
            self._open_in_sight()
        except StorageError as error:
            self.failed.emit(error)

    def _open_in_sight(self) -> None:
        if self._in_sight.is_all:
            self._open_all()
            return
        sync = self._syncs.get(self._in_sight)
        known = local_list(self._parts.store) if sync is None else sync.todo_list
        if known is not None and known.id != self._service.list.id:
            # Its worker may have read another schema since.
            self._service.open_list(self._parts.store.todo_list(known.id))
            self.opened.emit()

    def _open_all(self) -> None:
        """Those that are known by now; that of this computer where it is in use."""
        store, now = self._parts.store, self._service.list
        synced = [sync.todo_list for sync in self._syncs.values()]
        known = [store.todo_list(each.id) for each in synced if each is not None]
        together = lists_together(store, [store.local_list_in_use(), *known])
        if [each.id for each in together.parts] != [each.id for each in now.parts] or not now.is_all:
            self._service.open_list(together)
            self.opened.emit()


def _same_server(one: ListAddress, other: ListAddress) -> bool:
    return (one.base_url, one.login) == (other.base_url, other.login)


def _reaches_alike(one: Preferences, other: Preferences) -> bool:
    key = ApiKey("")
    return one.connection(key) == other.connection(key) and one.sync_interval == other.sync_interval
