"""Brings what changed (here, by the sync, or in another window) to all parts of the window."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from todo_desktop.gui.bridge import SyncBridge
from todo_desktop.gui.messages import host_of
from todo_desktop.gui.rights_words import why_not_add
from todo_desktop.gui.window_lists import WindowLists
from todo_desktop.gui.window_openings import WindowOpenings
from todo_desktop.gui.window_parts import WindowParts
from todo_desktop.model.changes import Changes
from todo_desktop.model.errors import StorageError
from todo_desktop.model.query import Show
from todo_desktop.model.status import Phase, SyncStatus
from todo_desktop.service import TodoService

if TYPE_CHECKING:
    from todo_desktop.gui.main_window import MainWindow


class WindowUpdates(QObject):
    """Of *window*, which shows `service.list`."""

    def __init__(
        self,
        window: "MainWindow",
        parts: WindowParts,
        openings: WindowOpenings,
        service: TodoService,
        lists: WindowLists,
        bridge: SyncBridge,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._pane = window.pane
        self._parts = parts
        self._openings = openings
        self._service = service
        self._lists = lists
        self.status = SyncStatus(Phase.LOCAL)
        """Of the list in sight, as it was told last."""
        parts.watch.counted.connect(self._show_counts)
        service.subscribe(self._take_own)
        bridge.changes.connect(self._take_changes)
        bridge.status.connect(self._take_status_of_list)
        lists.status.connect(self._take_status)
        self._pane.show_changed.connect(self._show_filter)
        self._pane.target_changed.connect(self._show_adding)
        self._show_filter(self._pane.contents.query.show)

    def show_list(self) -> None:
        """The service's list is another one, or its fields or permissions are."""
        parts, todo_list = self._parts, self._service.list
        host = host_of(todo_list.identity.base_url) if todo_list.identity else ""
        parts.status.show_host(host, of_all=todo_list.is_all)
        if todo_list.is_local:
            self._take_status(SyncStatus(Phase.LOCAL))
        elif self.status.phase is Phase.LOCAL:
            self._take_status(SyncStatus(Phase.CONNECTING, last_sync=todo_list.last_sync))
        self._window.show_title()
        if parts.search.text() and todo_list.id != self._pane.contents.query.list_id:
            parts.search.clear()
        self._pane.show_list()
        self._show_adding()
        parts.todo_actions.show_selection()
        parts.todo_actions.show_steps()
        self._openings.show_list()
        self._show_outbox()
        parts.news.ask()

    def follow(self) -> None:
        """Another window may have changed anything. The selection, the place and an open editor stay."""
        before = self._service.list
        if not self._reload():
            return
        now = self._service.list
        if [(each.collection, each.permissions) for each in now.parts] != [
            (each.collection, each.permissions) for each in before.parts
        ]:
            self.show_list()
        self._pane.take_all()
        self._parts.news.ask()
        self._show_outbox()

    def _take_own(self, changes: Changes) -> None:
        if changes.schema:
            self.show_list()
        self._lists.count_soon()
        if changes.outbox:
            self._show_outbox()

    def _take_changes(self, changes: Changes) -> None:
        if changes.went_back:
            self._parts.notices.say_went_back(changes)
        if all(changes.list_id != each.id for each in self._service.list.parts):
            if changes.outbox:
                self._parts.outbox.refresh()
            return
        if changes.schema and self._reload():
            self.show_list()
        self._pane.take(changes)
        self._parts.news.ask()
        if changes.outbox:
            self._show_outbox()

    def _reload(self) -> bool:
        """Read the list's fields and permissions anew. Whether that could be done."""
        try:
            self._service.reload_list()
        except StorageError as error:
            self._parts.notices.say_failure(error)
            return False
        return True

    def _take_status_of_list(self, status: SyncStatus) -> None:
        if not self._service.list.is_all:
            self._take_status(status)

    def _take_status(self, status: SyncStatus) -> None:
        self.status = status
        self._parts.status.show_status(status)
        self._pane.show_status(status)
        self._parts.outbox.show_status(status)
        self._parts.notices.show_status(status)

    def _show_outbox(self) -> None:
        try:
            self._parts.watch.count()
        except StorageError as error:
            self._parts.notices.say_failure(error)
        self._parts.outbox.refresh()

    def _show_counts(self, waiting: int, parked: int) -> None:
        self._parts.status.show_outbox(waiting, parked)
        self._parts.notices.show_waiting(waiting)

    def _show_adding(self) -> None:
        """New todos go to another list, or may be added there or not."""
        reason = why_not_add(self._service.target)
        for add in (self._parts.actions.new, self._parts.new_button):
            add.setEnabled(not reason)
            add.setToolTip(reason)

    def _show_filter(self, show: Show) -> None:
        self._parts.show_filter.show_choice(show)
        a = self._parts.actions
        {Show.ALL: a.show_all, Show.OPEN: a.show_open, Show.DONE: a.show_done}[show].setChecked(True)
