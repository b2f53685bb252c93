"""The main window: toolbar, menus, notices and status around one list.

The list is there first, in a frame that keeps the room for all else; `furnish` brings that, once the list was painted.
Object names that tests and other programs may rely on are listed in the README.
"""

# ruff: noqa: PLC0415

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent
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
from todo_desktop.gui.theme.theme import Preference, Theme
from todo_desktop.gui.window_lists import WindowLists
from todo_desktop.gui.window_menus import WindowMenus
from todo_desktop.gui.window_toolbar import WindowToolbar
from todo_desktop.model.changes import Changes
from todo_desktop.model.errors import Problem, StorageError
from todo_desktop.model.lists import ListAddress
from todo_desktop.model.query import Show
from todo_desktop.model.status import Phase, SyncStatus
from todo_desktop.model.todo import Todo
from todo_desktop.model.values import Milliseconds
from todo_desktop.queries import TodoQueries
from todo_desktop.service import TodoService

if TYPE_CHECKING:
    from todo_desktop.gui.details_link import DetailsLink
    from todo_desktop.gui.empty_state import EmptyAction
    from todo_desktop.gui.first_hints import FirstHints
    from todo_desktop.gui.problem_sentences import MessageAction
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
        self._control: SyncControl | None = None
        self.hides_when_closed = False
        """Whether the program goes on without it, and there is a way back."""
        self._is_ending = False
        self._status = SyncStatus(Phase.LOCAL)
        self._hints: FirstHints | None = None
        self._details: DetailsLink | None = None
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
        self._show_title()
        self.pane.show_list()

    def furnish(self) -> None:
        """Bring all that stands around the list. To be called once, after the first paint."""
        from todo_desktop.gui.column_menus import ColumnMenus
        from todo_desktop.gui.filtering import Filtering
        from todo_desktop.gui.focus_home import FocusHome
        from todo_desktop.gui.news_watch import NewsWatch
        from todo_desktop.gui.outbox.dock import OutboxDock
        from todo_desktop.gui.outbox.lists import OutboxLists
        from todo_desktop.gui.outbox_watch import OutboxWatch
        from todo_desktop.gui.status_bar import StatusBar
        from todo_desktop.gui.todo_actions import TodoActions
        from todo_desktop.gui.window_actions import ActionMaker
        from todo_desktop.gui.window_notices import WindowNotices

        service, pane, theme, icons = self._service, self.pane, self._theme, self._icons
        self._is_furnished = True
        self._toolbar.fill(icons)
        self.search, self.show_filter = self._toolbar.search, self._toolbar.show_filter
        self.notices = WindowNotices(service, icons, self)
        self._column.insertWidget(0, self.notices)
        self._watch = OutboxWatch(
            self._queries, self._reader, lambda: tuple(each.id for each in service.list.parts), self
        )
        lists = OutboxLists(service, self._lists.list_ids, self._lists.status_of)
        self.outbox = OutboxDock(self._queries, self._reader, pane, self._splitter, theme, icons, self._now, lists)
        self.status = StatusBar(theme, icons, self._now, self)
        self.setStatusBar(self.status)
        self._news = NewsWatch(service, self._queries, pane, self._reader, self._now, self)
        maker = ActionMaker(self, pane.view, icons)
        self.actions_ = maker.make(self._menus)
        self._news.use(self.actions_.news, self.actions_.seen)
        self._todo_actions = TodoActions(service, pane, self.actions_, maker, self)
        self.filtering = Filtering(
            service, pane, self.actions_, self._toolbar.filter_button, self.notices, icons, self._now
        )
        self._column_menus = ColumnMenus(pane, self.actions_.columns_menu, self.actions_.sort_menu)
        self.session.furnish(self.search, self.actions_.compact)
        unstored = self.session.take_unstored()
        if any(unstored):
            self.notices.keep_words(*unstored)
        self._connect_actions()
        self._connect_parts()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            FocusHome(app, pane)
        self._show_filter(pane.contents.query.show)
        self.show_list()
        self._reader.start()

    def set_control(self, control: SyncControl | None) -> None:
        """Whom Refresh and Work offline speak to; None without a worker."""
        self._control = control

    def set_finder(self, finder: "Finder") -> None:
        """Who looks for the records that a relation may point to."""
        self.pane.view.delegate.finder = finder

    def show_list(self) -> None:
        """The service's list is another one, or its fields or permissions are."""
        from todo_desktop.gui.messages import host_of

        todo_list = self._service.list
        host = host_of(todo_list.identity.base_url) if todo_list.identity else ""
        self.status.show_host(host, of_all=todo_list.is_all)
        if todo_list.is_local:
            self._take_status(SyncStatus(Phase.LOCAL))
        elif self._status.phase is Phase.LOCAL:
            self._take_status(SyncStatus(Phase.CONNECTING, last_sync=todo_list.last_sync))
        self._show_title()
        if self.search.text() and todo_list.id != self.pane.contents.query.list_id:
            self.search.clear()
        self.pane.show_list()
        self._show_adding()
        self._todo_actions.show_selection()
        self._todo_actions.show_steps()
        if self._hints is not None:
            self._hints.show_connected(not todo_list.is_local)
        self._show_outbox()
        self._news.ask()

    def _show_adding(self) -> None:
        """New todos go to another list, or may be added there or not."""
        from todo_desktop.gui.rights_words import why_not_add

        reason = why_not_add(self._service.target)
        for add in (self.actions_.new, self._toolbar.new_button):
            add.setEnabled(not reason)
            add.setToolTip(reason)

    def show_lists(self, entries: "Sequence[ListEntry]", in_sight: ListAddress) -> None:
        """These can be chosen: in the sidebar, where they are more than one."""
        self._lists.show_lists(entries, in_sight, self.actions_)

    def go_to(self, todo_id: int, field: str = "") -> None:
        """Have the todo selected, with the editor of *field* open where one is named; in its own list, unless it and
        the field are in sight already."""
        for todo in self._queries.rows([todo_id]):
            if self._column_of(todo, field) is None:
                self._choose_list(todo.list_id)
            column = self._column_of(todo, field)
            if column is not None:
                self.pane.go_to(todo_id, column)

    def _column_of(self, todo: Todo, field: str) -> str | None:
        """The key of the column that has *field* (empty: of none); None where it or the todo is out of sight."""
        together = self._service.list
        if all(todo.list_id != each.id for each in together.parts):
            return None
        if not (field and together.is_all):
            return field
        from todo_desktop.model.all_lists import role_of

        return role_of(together.part(todo.list_id), field)

    def go_to_list(self, todo_id: int) -> None:
        """Have the todo selected in its own list."""
        for todo in self._queries.rows([todo_id]):
            self._choose_list(todo.list_id)
            self.go_to(todo_id)

    def _choose_list(self, list_id: int) -> None:
        address = self._lists.address_of(list_id)
        if address is not None:
            self.list_chosen.emit(address)

    def come_forward(self) -> None:
        """To be seen and typed into, whether it was minimized, hidden or behind others."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

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
        self.pane.take_all()
        self._news.ask()
        self._show_outbox()

    def show_offline(self, offline: bool) -> None:
        """Have the menu say whether the user works offline, without telling anybody."""
        self.actions_.offline.setChecked(offline)

    def show_hints(self) -> None:
        """The first steps, below the list until they are dismissed."""
        if self._hints is None:
            from todo_desktop.gui.first_hints import FirstHints

            self._hints = FirstHints(self._icons, self)
            self._hints.key_wanted.connect(self.settings_requested)
            self._hints.server_wanted.connect(self.sign_in_requested)
            self._hints.shortcuts_wanted.connect(self._open_shortcuts)
            self._hints.dismissed.connect(self.hints_dismissed)
            self._column.addWidget(self._hints)
        self._hints.show_connected(not self._service.list.is_local)
        self._hints.show()

    # Building

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

    def _connect_actions(self) -> None:
        a, pane = self.actions_, self.pane
        a.new.triggered.connect(self._focus_quick_add)
        a.offline.triggered.connect(self._toggle_offline)
        a.settings.triggered.connect(self.settings_requested)
        a.setup.triggered.connect(self.setup_requested)
        a.lists.triggered.connect(self.lists_requested)
        a.next_list.triggered.connect(lambda: self._lists.step(1))
        a.previous_list.triggered.connect(lambda: self._lists.step(-1))
        menus = (a.lists_menu, a.move_menu, a.copy_menu)
        for action in (a.sidebar, a.next_list, a.previous_list, *(menu.menuAction() for menu in menus)):
            action.setEnabled(False)
        a.quit.triggered.connect(self.end)
        a.search.triggered.connect(self._focus_search)
        for show, action in ((Show.ALL, a.show_all), (Show.OPEN, a.show_open), (Show.DONE, a.show_done)):
            action.triggered.connect(lambda _=False, show=show: pane.filter(show))
        a.compact.toggled.connect(pane.view.set_compact)
        themes: tuple[tuple[Preference, QAction], ...] = (
            ("system", a.theme_system),
            ("light", a.theme_light),
            ("dark", a.theme_dark),
        )
        for preference, action in themes:
            action.setChecked(preference == self._theme.preference)
            action.triggered.connect(lambda _=False, wanted=preference: self._prefer(wanted))
        a.refresh.triggered.connect(self._refresh)
        a.outbox.triggered.connect(self.outbox.toggle)
        a.show_change.triggered.connect(self._show_change)
        a.trash.triggered.connect(self._open_trash)
        a.shortcuts.triggered.connect(self._open_shortcuts)
        a.hints.triggered.connect(self.show_hints)
        a.report.triggered.connect(self.report_requested)
        a.request_log.triggered.connect(self.request_log_requested)
        a.doctor.triggered.connect(self.doctor_requested)
        a.about.triggered.connect(self.about_requested)

    def _connect_parts(self) -> None:
        pane, notices, bridge = self.pane, self.notices, self._bridge
        self._toolbar.new_button.clicked.connect(pane.quick_add.press)
        self.search.searched.connect(pane.search)
        self.search.expected.connect(pane.contents.expect_search)
        self.search.left.connect(pane.focus_rows)
        self.show_filter.chosen.connect(pane.filter)
        pane.show_changed.connect(self._show_filter)
        pane.empty_action_wanted.connect(self._act_on_emptiness)
        pane.all_wanted.connect(self._show_all)
        pane.commands.failed.connect(notices.warn)
        pane.commands.passed_over.connect(notices.say_of_verb)
        pane.commands.progressed.connect(self.status.show_verb)
        pane.view.header.menu_wanted.connect(self._column_menus.open_at)
        notices.action_wanted.connect(self._act)
        self._todo_actions.left_alone.connect(notices.warn)
        self._todo_actions.web_page_wanted.connect(self.web_page_requested)
        self._todo_actions.details_wanted.connect(self._open_details)
        self._todo_actions.list_wanted.connect(self.go_to_list)
        notices.removal_settled.connect(self._settle_removal)
        self.status.action_wanted.connect(self._act)
        self.status.outbox_wanted.connect(self._open_outbox)
        pane.view.mark_clicked.connect(self.outbox.open)
        self.outbox.retry_wanted.connect(self._refresh)
        self.outbox.todo_wanted.connect(self.go_to)
        self.outbox.failed.connect(notices.say_failure)
        self._news.failed.connect(notices.say_failure)
        self._reader.failed.connect(notices.say_failure)
        self._reader.recovered.connect(notices.take_back)
        pane.unreadable.connect(notices.say_failure)
        pane.unstored.connect(notices.keep_typed)
        self._watch.counted.connect(self._show_counts)
        self._lists.chosen.connect(self.list_chosen)
        self._lists.view_wanted.connect(self.filtering.open)
        self.filtering.views_changed.connect(lambda: self._lists.show_views(self.filtering.view))
        self._lists.lists_wanted.connect(self.lists_requested)
        self._lists.counted.connect(self.open_counted)
        self._lists.failed.connect(notices.say_failure)
        self._lists.left.connect(notices.warn)
        self._service.subscribe(self._take_own)
        bridge.changes.connect(self._take_changes)
        bridge.status.connect(self._take_status_of_list)
        self._lists.status.connect(self._take_status)
        pane.target_changed.connect(self._show_adding)

    def _show_title(self) -> None:
        name = self._service.list.collection.label
        self.setWindowTitle(f"{name} - Todo Desktop" if name else "Todo Desktop")

    # What changed

    def _take_own(self, changes: Changes) -> None:
        if changes.schema:
            self.show_list()
        self._lists.count_soon()
        if changes.outbox:
            self._show_outbox()

    def _take_changes(self, changes: Changes) -> None:
        if changes.went_back:
            self.notices.say_went_back(changes)
        if all(changes.list_id != each.id for each in self._service.list.parts):
            if changes.outbox:
                self.outbox.refresh()
            return
        if changes.schema and self._reload():
            self.show_list()
        self.pane.take(changes)
        self._news.ask()
        if changes.outbox:
            self._show_outbox()

    def _reload(self) -> bool:
        """Read the list's fields and permissions anew. Whether that could be done."""
        try:
            self._service.reload_list()
        except StorageError as error:
            self.notices.say_failure(error)
            return False
        return True

    def _take_status_of_list(self, status: SyncStatus) -> None:
        if not self._service.list.is_all:
            self._take_status(status)

    def _take_status(self, status: SyncStatus) -> None:
        self._status = status
        self.status.show_status(status)
        self.pane.show_status(status)
        self.outbox.show_status(status)
        self.notices.show_status(status)

    def _show_outbox(self) -> None:
        try:
            self._watch.count()
        except StorageError as error:
            self.notices.say_failure(error)
        self.outbox.refresh()

    def _show_counts(self, waiting: int, parked: int) -> None:
        self.status.show_outbox(waiting, parked)
        self.notices.show_waiting(waiting)

    def _show_filter(self, show: Show) -> None:
        self.show_filter.show_choice(show)
        a = self.actions_
        {Show.ALL: a.show_all, Show.OPEN: a.show_open, Show.DONE: a.show_done}[show].setChecked(True)

    # What the user asks for

    def _focus_quick_add(self) -> None:
        self.pane.quick_add.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.pane.quick_add.selectAll()

    def _focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _prefer(self, preference: Preference) -> None:
        self._theme.prefer(preference)
        self.theme_requested.emit(preference)

    def _toggle_offline(self, offline: bool) -> None:
        if self._control is not None:
            self._control.set_offline(offline)
        self.offline_toggled.emit(offline)

    def _refresh(self) -> None:
        if self._control is not None:
            self._control.wake()
        self.pane.contents.rows_changed()

    def _act(self, action: "MessageAction") -> None:
        from todo_desktop.gui.problem_sentences import MessageAction

        if action is MessageAction.RETRY:
            self._refresh()
        elif action is MessageAction.REVIEW and self._status.problem is Problem.MASS_REMOVAL:
            self.notices.ask_about_removal()
        elif action is MessageAction.REVIEW:
            self._open_outbox()
        elif action is MessageAction.ACCEPT_SERVER and self._control is not None:
            self._control.accept_server()
        elif action is MessageAction.GO_TO_LIST and self._lists.worst is not None:
            self.list_chosen.emit(self._lists.worst)
        elif action is MessageAction.RECENTLY_REMOVED:
            self._open_trash()
        self.problem_action_requested.emit(action)

    def _act_on_emptiness(self, action: "EmptyAction") -> None:
        from todo_desktop.gui.empty_state import EmptyAction

        match action:
            case EmptyAction.CONNECT:
                self.setup_requested.emit()
            case EmptyAction.CLEAR_FILTER:
                self.filtering.clear()
            case EmptyAction.CLEAR_SEARCH:
                self.search.clear()
            case EmptyAction.SHOW_ALL:
                self.pane.filter(Show.ALL)

    def _show_all(self) -> None:
        self.search.clear()
        self.filtering.clear()
        self.pane.filter(Show.ALL)

    def _open_outbox(self) -> None:
        self.outbox.open()

    def _show_change(self) -> None:
        for todo in self.pane.model.todos_at(self.pane.view.selected_rows()[:1]):
            self.outbox.open(todo.id)

    def _open_details(self, todo_id: int) -> None:
        from todo_desktop.gui.details_link import DetailsLink

        if self._details is None:
            self._details = DetailsLink(self._service, self._queries, self.pane, self._news, self._now, self)
            self._details.open_wanted.connect(self.web_page_requested)
            self._details.authors_wanted.connect(self.authors_requested)
        self._details.show_todo(todo_id)

    def _open_trash(self) -> None:
        from todo_desktop.gui.recently_removed import RecentlyRemovedDialog

        dialog = RecentlyRemovedDialog(self._service, self._queries, self.pane.commands, self._now, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

    def _settle_removal(self, bring_back: bool) -> None:
        if self._control is not None:
            self._control.settle_missing(bring_back=bring_back)

    def _open_shortcuts(self) -> None:
        from todo_desktop.gui.shortcuts_dialog import ShortcutsDialog

        dialog = ShortcutsDialog(self.actions_.in_order(), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

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
