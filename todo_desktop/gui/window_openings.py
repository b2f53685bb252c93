"""What the window opens for a while: the first steps, about a todo, what was removed, the keys."""

# ruff: noqa: PLC0415

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout

from todo_desktop.gui.open_once import OpenOnce
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.window_parts import WindowParts
from todo_desktop.model.values import Milliseconds
from todo_desktop.queries import TodoQueries
from todo_desktop.service import TodoService

if TYPE_CHECKING:
    from todo_desktop.gui.details_link import DetailsLink
    from todo_desktop.gui.first_hints import FirstHints
    from todo_desktop.gui.main_window import MainWindow
    from todo_desktop.gui.recently_removed import RecentlyRemovedDialog
    from todo_desktop.gui.shortcuts_dialog import ShortcutsDialog


class WindowOpenings(QObject):
    """Over *window*; the first steps below what is in *column*. Each is made when it is wanted."""

    def __init__(
        self,
        window: "MainWindow",
        parts: WindowParts,
        service: TodoService,
        queries: TodoQueries,
        *,
        column: QVBoxLayout,
        icons: Icons,
        now: Callable[[], Milliseconds],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._parts = parts
        self._service = service
        self._queries = queries
        self._column = column
        self._icons = icons
        self._now = now
        self._hints: FirstHints | None = None
        self._details: DetailsLink | None = None
        self._trash: OpenOnce[RecentlyRemovedDialog] = OpenOnce(self)
        self._shortcuts: OpenOnce[ShortcutsDialog] = OpenOnce(self)
        actions = parts.actions
        actions.trash.triggered.connect(self.open_trash)
        actions.shortcuts.triggered.connect(self.open_shortcuts)
        actions.hints.triggered.connect(self.show_hints)
        parts.todo_actions.details_wanted.connect(self.open_details)

    def show_hints(self) -> None:
        """The first steps, below the list until they are dismissed."""
        if self._hints is None:
            from todo_desktop.gui.first_hints import FirstHints

            self._hints = FirstHints(self._icons, self._window)
            self._hints.key_wanted.connect(self._window.settings_requested)
            self._hints.server_wanted.connect(self._window.sign_in_requested)
            self._hints.shortcuts_wanted.connect(self.open_shortcuts)
            self._hints.dismissed.connect(self._window.hints_dismissed)
            self._column.addWidget(self._hints)
        self.show_list()
        self._hints.show()

    def show_list(self) -> None:
        """The service's list is another one."""
        if self._hints is not None:
            self._hints.show_connected(not self._service.list.is_local)

    def open_details(self, todo_id: int) -> None:
        from todo_desktop.gui.details_link import DetailsLink

        if self._details is None:
            window = self._window
            self._details = DetailsLink(self._service, self._queries, window.pane, self._parts.news, self._now, window)
            self._details.open_wanted.connect(window.web_page_requested)
            self._details.authors_wanted.connect(window.authors_requested)
        self._details.show_todo(todo_id)

    def open_trash(self) -> None:
        """Of the list in sight, as it is now."""
        from todo_desktop.gui.recently_removed import RecentlyRemovedDialog

        window, shown = self._window, self._trash.shown
        if shown is not None and not shown.tells_of(self._service.list):
            self._trash.close()
        self._trash.show(
            lambda: RecentlyRemovedDialog(self._service, self._queries, window.pane.commands, self._now, window)
        ).refresh()

    def open_shortcuts(self) -> None:
        from todo_desktop.gui.shortcuts_dialog import ShortcutsDialog

        self._shortcuts.show(lambda: ShortcutsDialog(self._parts.actions.in_order(), self._window))
