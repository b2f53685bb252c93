"""Tells the window which lists there are: those that the settings name, and that of this computer where it is used."""

from PySide6.QtCore import QCoreApplication, QObject

from todo_desktop.app.list_choice import local_list
from todo_desktop.app.server_sync import ServerSync
from todo_desktop.gui.bridge import SyncBridge
from todo_desktop.gui.main_window import MainWindow
from todo_desktop.gui.messages import host_of
from todo_desktop.gui.sidebar.entries import ListEntry
from todo_desktop.model.changes import Changes
from todo_desktop.model.errors import StorageError
from todo_desktop.model.lists import ALL_LISTS, ListAddress
from todo_desktop.model.query import Query
from todo_desktop.queries import TodoQueries
from todo_desktop.replica.store import TodoStore


class ListDirectory(QObject):
    """From when it is made, and again whenever that is different."""

    def __init__(
        self, sync: ServerSync, store: TodoStore, queries: TodoQueries, bridge: SyncBridge, window: MainWindow
    ) -> None:
        super().__init__(sync)
        self._sync = sync
        self._store = store
        self._queries = queries
        self._window = window
        sync.listed.connect(self.show)
        bridge.changes.connect(self._take_changes)

    def show(self) -> None:
        try:
            entries = self._entries()
        except StorageError as error:
            self._window.notices.say_failure(error)
            return
        if self._sync.in_sight.is_all and len(entries) == 1:
            self._window.list_chosen.emit(entries[0].address)
            return
        if len(entries) > 1:
            entries.insert(0, _of_all())
        self._window.show_lists(entries, self._sync.in_sight)

    def _take_changes(self, changes: Changes) -> None:
        """A list got another name, or the last todo of this computer went to a server."""
        if changes.schema or changes.removed:
            self.show()

    def _entries(self) -> list[ListEntry]:
        local = self._local()
        return [*([local] if local is not None else []), *self._of_servers()]

    def _local(self) -> ListEntry | None:
        local = local_list(self._store)
        lists = self._sync.lists
        in_sight = self._sync.in_sight
        if in_sight.is_all:
            is_used = self._store.local_list_in_use() is not None
        else:
            is_used = in_sight.is_local or bool(self._queries.first_ids(Query(local.id), 1))
        if lists and not is_used:
            return None
        say = QCoreApplication.translate
        return ListEntry(
            ListAddress(), say("ListDirectory", "To do"), say("ListDirectory", "On this computer"), local.id
        )

    def _of_servers(self) -> list[ListEntry]:
        entries = []
        for address, todo_list in self._sync.lists.items():
            known = self._store.todo_list(todo_list.id) if todo_list is not None else None
            place = host_of(address.base_url)
            if address.login:
                place = f"{place} ({address.login + 1})"
            title = known.collection.label if known is not None else address.collection
            entries.append(ListEntry(address, title, place, known.id if known is not None else None))
        return entries


def _of_all() -> ListEntry:
    return ListEntry(ALL_LISTS, QCoreApplication.translate("ListDirectory", "All my lists"), "")
