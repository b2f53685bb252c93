"""When the todos of this computer are offered to a server's list, and when an upload that was begun goes on."""

from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from todo_desktop.app.kept_preferences import KeptPreferences
from todo_desktop.app.list_choice import local_list
from todo_desktop.model.errors import StorageError
from todo_desktop.model.status import Phase, SyncStatus
from todo_desktop.queries import TodoQueries
from todo_desktop.replica.store import TodoStore
from todo_desktop.service import TodoService

if TYPE_CHECKING:
    from todo_desktop.app.local_todos import LocalTodos


class UploadOffer(QObject):
    """Asks once for each list that is connected, over *window*."""

    moved = Signal(object, object)
    """The `Changes` that an upload made in the local list, and in the server's."""
    failed = Signal(object)
    """A `StorageError`; the next sync tries again."""

    def __init__(
        self,
        service: TodoService,
        store: TodoStore,
        queries: TodoQueries,
        kept: KeptPreferences,
        window: QWidget,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._service = service
        self._store = store
        self._queries = queries
        self._kept = kept
        self._window = window
        self._made: LocalTodos | None = None
        self._held = 0
        """How many dialogs it is not to cover."""
        self._last = SyncStatus(Phase.LOCAL)
        uses_server = not kept.in_force.shown_address.is_local
        self.due = uses_server and (service.list.is_local or service.list.last_sync is None)
        """To connect (again) is how the offer is asked for (again)."""

    def show_status(self, status: SyncStatus) -> None:
        """After a sync the server's columns are known: offer the todos that are only here, or finish bringing them."""
        self._last = status
        if status.phase is not Phase.IDLE or self._service.list.is_all:
            return
        there, begun = self._service.list, self._kept.chosen.upload
        try:
            if begun and (self._local_todos.busy or self._local_todos.go_on(there, begun)):
                self.due = False
            elif self.due and not self._held and there.permissions.create.allowed:  # another key may bring that right
                self.due = False
                self._local_todos.offer(there, self._window)
        except StorageError as error:
            self.failed.emit(error)

    def hold(self) -> None:
        """A dialog is open that is to be read first: ask after `release`."""
        self._held += 1

    def release(self) -> None:
        """That dialog was closed."""
        self._held -= 1
        self.show_status(self._last)

    def stop(self) -> None:
        """Leave the rest of an upload for later."""
        if self._made is not None:
            self._made.stop()

    @property
    def _local_todos(self) -> "LocalTodos":
        if self._made is None:
            from todo_desktop.app.local_todos import LocalTodos

            self._made = LocalTodos(self._store, self._queries, local_list(self._store), self._remember, self)
            self._made.moved.connect(self.moved)
            self._made.failed.connect(self.failed)
        return self._made

    def _remember(self, choice: str) -> None:
        self._kept.save(replace(self._kept.chosen, upload=choice))
