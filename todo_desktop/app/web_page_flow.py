"""Opens the server's own web page on a list, or on one todo of it, in the browser."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from todo_desktop.app.list_reach import ListReach
from todo_desktop.app.server_job import ServerJob
from todo_desktop.gui.background_job import BackgroundJob
from todo_desktop.gui.main_window import MainWindow
from todo_desktop.gui.messages import no_page_words
from todo_desktop.model.connection import Connection, home_page
from todo_desktop.model.exchange import Exchange
from todo_desktop.model.lists import TodoList
from todo_desktop.model.todo import Todo
from todo_desktop.service import TodoService

if TYPE_CHECKING:
    from todo_desktop.nocobase.web_pages import WebPages


class WebPageFlow(QObject):
    """Asks the server where that is, and opens what is known without it where there is no answer."""

    def __init__(
        self,
        service: TodoService,
        reach: ListReach,
        watch: Callable[[Exchange], None],
        window: MainWindow,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._service = service
        self._reach = reach
        self._watch = watch
        self._window = window
        self._job: BackgroundJob[str] | None = None
        window.web_page_requested.connect(self.open)

    def open(self, todo: Todo | None) -> None:
        """None for the list that is open, or the first of them that a server has. The latest wish counts."""
        found = self._list_of(todo)
        if found is None or found.identity is None:
            return
        if self._job is not None:
            self._job.cancel()
            self._job.deleteLater()
        record = todo.server_id if todo is not None else None
        home, collection = home_page(found.identity.base_url), found.identity.collection
        look = ServerJob(self._reach.way(found.id), self._pages, lambda pages: pages.find(record), lambda _why: home)
        self._job = BackgroundJob(look.run, look.cancel, self)
        self._job.succeeded.connect(lambda address: self._opened(address, home, collection))
        self._job.start()

    def _opened(self, address: str, home: str, collection: str) -> None:
        """Whoever comes out at the first page is told why."""
        QDesktopServices.openUrl(QUrl(address))
        self._window.notices.say_of_web_page("" if address != home else no_page_words(collection))

    def _list_of(self, todo: Todo | None) -> TodoList | None:
        opened = self._service.list
        if todo is not None:
            return opened.part(todo.list_id)
        return next((part for part in opened.parts if not part.is_local), None)

    def _pages(self, connection: Connection) -> "WebPages":
        from todo_desktop.nocobase.web_pages import WebPages  # requests costs 80 ms

        return WebPages(connection, monotonic=time.monotonic, watch=self._watch)
