"""The main window: toolbar, menus, notices and status around one list.

The list is there first, in a frame that keeps the room for all else; `furnish` brings that, once the list was painted.
Object names that tests and other programs may rely on are listed in the README.
"""

# ruff: noqa: PLC0415

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QMainWindow,
    QSplitter,
    QStatusBar,
    QVBoxLayout,
    QWidget,
)

from todo_desktop.gui.bridge import SyncBridge, SyncControl
from todo_desktop.gui.column_layout import LayoutBook, WindowLayouts
from todo_desktop.gui.list_pane import ListPane
from todo_desktop.gui.reader_thread import OpenReader, ReaderThread
from todo_desktop.gui.session import Session
from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.theme import Theme
from todo_desktop.gui.window_lists import WindowLists
from todo_desktop.gui.window_menus import WindowMenus
from todo_desktop.gui.window_toolbar import WindowToolbar
from todo_desktop.model.lists import ListAddress
from todo_desktop.model.values import Milliseconds
from todo_desktop.queries import TodoQueries
from todo_desktop.service import TodoService

if TYPE_CHECKING:
    from todo_desktop.gui.sidebar.entries import ListEntry
    from todo_desktop.gui.todo_table.editors.related import Finder


class MainWindow(QMainWindow):
    """Shows `service.list`; call `show_list` when that is another one.

    *queries* are read on this thread (rows, entries), those of *open_reader* on a thread of the window's own (ids,
    counts). *now* gives milliseconds since 1970.
    """

    settings_requested = Signal()
    setup_requested = Signal()
    """The ways to begin are wanted."""
    sign_in_requested = Signal()
    """The last of them: a server is to be set up."""
    about_requested = Signal()
    report_requested = Signal()
    request_log_requested = Signal()
    doctor_requested = Signal()
    hints_dismissed = Signal()
    problem_action_requested = Signal(object)
    """A `MessageAction` that the window cannot carry out itself."""
    web_page_requested = Signal(object)
    """The server's own web page is wanted, on this `Todo`; None: on the list."""
    authors_requested = Signal(object)
    """Who created and changed this `Todo` is to be asked for."""
    capture_requested = Signal()
    """The small window for one new todo is wanted."""
    offline_toggled = Signal(bool)
    theme_requested = Signal(str)
    """`system`, `light` or `dark`: already in force, to be remembered."""
    list_chosen = Signal(object)
    """The `ListAddress` of the list that is to be in sight."""
    lists_requested = Signal()
    open_counted = Signal(object)
    """So many todos of all lists are open; None where there is one list alone."""
    closed = Signal()
    hidden = Signal()
    """It was closed, and is only hidden."""

    def __init__(
        self,
        *,
        service: TodoService,
        queries: TodoQueries,
        open_reader: OpenReader,
        bridge: SyncBridge,
        theme: Theme,
        icons: Icons,
        layouts: WindowLayouts,
        now: Callable[[], Milliseconds],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._service = service
        self._queries = queries
        self._bridge = bridge
        self._theme = theme
        self._icons = icons
        self._now = now
        self.control: SyncControl | None = None
        """Whom Refresh and Work offline speak to; None without a worker."""
        self.hides_when_closed = False
        """Whether the program goes on without it, and there is a way back."""
        self._is_ending = False
        self._book = LayoutBook(layouts)
        self._reader = ReaderThread(open_reader, self)
        self._is_furnished = False
        self.setObjectName("mainWindow")
        self.pane = ListPane(service, queries, self._reader, theme, icons, self._book, now, self)
        self._menus = WindowMenus(self)
        self._toolbar = WindowToolbar(self)
        self._splitter = QSplitter(Qt.Orientation.Vertical, self)
        self._across = QSplitter(Qt.Orientation.Horizontal, self)
        self._lists = WindowLists(service, self.pane, self._across, self._book, self._reader, bridge, theme, icons)
        self.session = Session(self, self.pane, self._book)
        self._lay_out()
        self.session.restore(service.list)
        # Not every end is a closed window.
        if (app := QApplication.instance()) is not None:
            app.aboutToQuit.connect(self._reader.stop)
        self.show_title()
        self.pane.show_list()

    def furnish(self) -> None:
        """Bring all that stands around the list. To be called once, after the first paint."""
        from todo_desktop.gui.focus_home import FocusHome
        from todo_desktop.gui.way_to_todo import WayToTodo
        from todo_desktop.gui.window_commands import WindowCommands
        from todo_desktop.gui.window_openings import WindowOpenings
        from todo_desktop.gui.window_parts import WindowParts
        from todo_desktop.gui.window_updates import WindowUpdates

        self._is_furnished = True
        service, queries, pane, lists = self._service, self._queries, self.pane, self._lists
        icons, now = self._icons, self._now
        parts = WindowParts(
            self,
            service,
            queries,
            pane=pane,
            lists=lists,
            menus=self._menus,
            toolbar=self._toolbar,
            below=self._splitter,
            reader=self._reader,
            theme=self._theme,
            icons=icons,
            now=now,
        )
        self.search, self.notices, self.outbox, self.status = parts.search, parts.notices, parts.outbox, parts.status
        self.actions_, self.filtering, self._news = parts.actions, parts.filtering, parts.news
        self._column.insertWidget(0, parts.notices)
        self.setStatusBar(parts.status)
        self.session.furnish(parts.search, parts.actions.compact)
        unstored = self.session.take_unstored()
        if any(unstored):
            parts.notices.keep_words(*unstored)
        parts.connect()
        self._way = WayToTodo(service, queries, pane, lists, self.list_chosen.emit)
        self._openings = WindowOpenings(self, parts, service, queries, column=self._column, icons=icons, now=now)
        self._updates = WindowUpdates(self, parts, self._openings, service, lists, self._bridge)
        WindowCommands(self, parts, self._openings, self._updates, self._way, lists, self._theme)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            FocusHome(app, pane)
        self.show_list()
        self._reader.start()

    def set_finder(self, finder: "Finder") -> None:
        """Who looks for the records that a relation may point to."""
        self.pane.view.delegate.finder = finder

    def show_list(self) -> None:
        """The service's list is another one, or its fields or permissions are."""
        self._updates.show_list()

    def show_lists(self, entries: "Sequence[ListEntry]", in_sight: ListAddress) -> None:
        """These can be chosen: in the sidebar, where they are more than one."""
        self._lists.show_lists(entries, in_sight, self.actions_)

    def go_to(self, todo_id: int, field: str = "") -> None:
        """Have the todo selected, in its own list where need be, with the editor of *field* open where one is named."""
        self._way.go_to(todo_id, field)

    def come_forward(self) -> None:
        """To be seen and typed into, whether it was minimized, hidden or behind others."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def follow(self) -> None:
        """Another window may have changed anything. The selection, the place and an open editor stay."""
        self._updates.follow()

    def show_offline(self, offline: bool) -> None:
        """Have the menu say whether the user works offline, without telling anybody."""
        self.actions_.offline.setChecked(offline)

    def show_hints(self) -> None:
        """The first steps, below the list until they are dismissed."""
        self._openings.show_hints()

    def show_title(self) -> None:
        """That of the list in sight."""
        name = self._service.list.collection.label
        self.setWindowTitle(f"{name} - Todo Desktop" if name else "Todo Desktop")

    def _lay_out(self) -> None:
        self.addToolBar(self._toolbar)
        content = QWidget(self)
        self._across.addWidget(content)
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._splitter.addWidget(self.pane)
        self._splitter.setCollapsible(0, False)
        self._column.addWidget(self._splitter, 1)
        self.setCentralWidget(self._across)
        keeps_the_room = QStatusBar(self)
        keeps_the_room.setFixedHeight(metrics.STATUS_BAR)
        self.setStatusBar(keeps_the_room)
        self.setMinimumSize(420, 320)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter presses the button that has the keys, as in a dialog."""
        focused = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focused, QAbstractButton):
            focused.click()
        else:
            super().keyPressEvent(event)

    def keep(self) -> None:
        """The session may end any moment: store what is being edited, and how the window is left."""
        self.pane.view.commit_editor()
        self.session.keep()

    def end(self) -> None:
        """Close for good, also where closing only hides the window."""
        self._is_ending = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """A fault on the way is told like any other, and keeps nobody here."""
        if self.hides_when_closed and not self._is_ending:
            self.keep()
            self._news.leave()
            event.ignore()
            self.hide()
            self.hidden.emit()
            return
        try:
            self._end()
        finally:
            super().closeEvent(event)
            self.closed.emit()

    def _end(self) -> None:
        if not self._is_furnished:
            self.furnish()
        if self.pane.commands.busy:  # that takes a moment
            self.hide()
        self._news.stop()
        self.pane.stop()
        self.status.stop()
        self.outbox.stop()
        self._lists.stop()
        self._reader.stop()
        self.session.keep()
