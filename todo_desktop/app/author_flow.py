"""Asks the server who created and changed one todo, where a sync had no reason to, and keeps what it answers."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from todo_desktop.app.list_reach import ListReach
from todo_desktop.app.server_job import ServerJob
from todo_desktop.gui.background_job import BackgroundJob
from todo_desktop.gui.bridge import SyncBridge
from todo_desktop.gui.main_window import MainWindow
from todo_desktop.model.answers import Authors
from todo_desktop.model.changes import Changes
from todo_desktop.model.connection import Connection
from todo_desktop.model.errors import StorageError
from todo_desktop.model.exchange import Exchange
from todo_desktop.model.todo import Todo
from todo_desktop.model.values import ServerId
from todo_desktop.replica.store import TodoStore

if TYPE_CHECKING:
    from todo_desktop.nocobase.api import NocoBase

_PATIENCE = (2.0, 4.0, 8.0)
"""Seconds to connect, between two reads, and for a call."""


class AuthorFlow(QObject):
    """For *window*; what there is to say is kept in *store*, and *bridge* tells that it is there. Where the server
    cannot be asked, nothing is said: what was known before stays."""

    def __init__(
        self,
        store: TodoStore,
        reach: ListReach,
        watch: Callable[[Exchange], None],
        bridge: SyncBridge,
        window: MainWindow,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._reach = reach
        self._watch = watch
        self._bridge = bridge
        self._window = window
        self._job: BackgroundJob[Authors | None] | None = None
        window.authors_requested.connect(self.ask)

    def ask(self, todo: Todo | None) -> None:
        """The latest wish counts."""
        if todo is None or todo.server_id is None:
            return
        if self._job is not None:
            self._job.cancel()
            self._job.deleteLater()
        server_id = todo.server_id
        question = ServerJob(
            self._reach.way(todo.list_id), self._server, lambda server: _told(server, server_id), lambda _why: None
        )
        self._job = BackgroundJob(question.run, question.cancel, self)
        self._job.succeeded.connect(lambda authors: self._keep(todo, authors))
        self._job.start()

    def _server(self, connection: Connection) -> "NocoBase":
        from todo_desktop.nocobase.api import NocoBase  # requests costs 80 ms
        from todo_desktop.nocobase.http import Timeouts

        return NocoBase(connection, monotonic=time.monotonic, timeouts=Timeouts(*_PATIENCE), watch=self._watch)

    def _keep(self, todo: Todo, authors: Authors | None) -> None:
        if authors is None:
            return
        try:
            self._store.note_authors(todo.list_id, {todo.id: authors})
        except StorageError as error:
            self._window.notices.say_failure(error)
            return
        self._bridge.post_changes(Changes(todo.list_id, changed=frozenset({todo.id})))


def _told(server: "NocoBase", server_id: ServerId) -> Authors | None:
    """None where nobody tells."""
    server.describe()
    return server.authors([server_id]).get(server_id)
