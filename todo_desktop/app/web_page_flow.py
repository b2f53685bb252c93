"""Opens the server's own web page on the list in sight, or on one todo of it, in the browser."""

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from todo_desktop.app.key_finder import KeyFinder
from todo_desktop.gui.background_job import BackgroundJob
from todo_desktop.gui.main_window import MainWindow
from todo_desktop.model.exchange import Exchange
from todo_desktop.model.values import ServerId
from todo_desktop.service import TodoService
from todo_desktop.settings.preferences import Preferences

if TYPE_CHECKING:
    from todo_desktop.nocobase.web_pages import WebPages


class WebPageFlow(QObject):
    """Asks the server where that is, and opens what is known without it where there is no answer. *reach* gives the
    settings that lead there, None where the network is not to be used; called on the window's thread."""

    def __init__(
        self,
        service: TodoService,
        keys: KeyFinder,
        watch: Callable[[Exchange], None],
        reach: Callable[[], Preferences | None],
        window: MainWindow,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._service = service
        self._keys = keys
        self._watch = watch
        self._reach = reach
        self._job: BackgroundJob[str] | None = None
        window.web_page_requested.connect(self.open)

    def open(self, record: ServerId | None) -> None:
        """*record* is the server's id of a todo, None for the list. The latest wish counts."""
        identity = self._service.list.identity
        if identity is None:
            return
        if self._job is not None:
            self._job.cancel()
            self._job.deleteLater()
        look = _Look(identity.base_url, partial(self._server, self._reach()), record)
        self._job = BackgroundJob(look.find, look.cancel, self)
        self._job.succeeded.connect(_open)
        self._job.failed.connect(lambda _error: _open(look.home))
        self._job.start()

    def _server(self, settings: Preferences | None) -> "WebPages | None":
        """None where it is not to be asked. In the background: the keyring may ask its user."""
        from todo_desktop.nocobase.web_pages import WebPages  # requests costs 80 ms

        if settings is None or not settings.uses_server:
            return None
        connection = settings.connection(self._keys.demand(settings.base_url, settings.login))
        return WebPages(connection, monotonic=time.monotonic, watch=self._watch)


class _Look:
    """`find` blocks, on a background thread; `cancel` ends it from any other."""

    def __init__(self, base_url: str, server: "Callable[[], WebPages | None]", record: ServerId | None) -> None:
        self._base_url = base_url
        self._open = server
        self._record = record
        self._pages: WebPages | None = None
        self._cancelled = False

    @property
    def home(self) -> str:
        from todo_desktop.nocobase.web_pages import home_page

        return home_page(self._base_url)

    def find(self) -> str:
        pages = self._pages = self._open()
        if pages is None:
            return self.home
        try:
            if self._cancelled:  # it came while the key was looked for
                pages.cancel()
            return pages.find(self._record)
        finally:
            pages.close()

    def cancel(self) -> None:
        self._cancelled = True
        if self._pages is not None:
            self._pages.cancel()


def _open(address: str) -> None:
    QDesktopServices.openUrl(QUrl(address))
