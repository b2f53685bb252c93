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
from todo_desktop.model.lists import ListAddress
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
        if lists and not self._sync.in_sight.is_local and not self._queries.first_ids(Query(local.id), 1):
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
