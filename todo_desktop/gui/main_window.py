"""The main window: toolbar, menus, notices and status around one list.

Object names that tests and other programs may rely on are listed in the README.
"""

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QMenu,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from todo_desktop.gui.bridge import SyncBridge, SyncControl
from todo_desktop.gui.column_layout import LayoutBook, WindowLayout, WindowLayouts
from todo_desktop.gui.column_menus import ColumnMenus
from todo_desktop.gui.empty_state import EmptyAction
from todo_desktop.gui.list_pane import ListPane
from todo_desktop.gui.mass_removal import MassRemovalBar
from todo_desktop.gui.messages import ProblemMessage, host_of, problem_message
from todo_desktop.gui.notice_bar import NoticeBar
from todo_desktop.gui.outbox.dock import OutboxDock
from todo_desktop.gui.problem_sentences import MessageAction
from todo_desktop.gui.reader_thread import OpenReader, ReaderThread
from todo_desktop.gui.search_field import SearchField
from todo_desktop.gui.show_filter import ShowFilter
from todo_desktop.gui.status_bar import StatusBar
from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.role import Role, set_role
from todo_desktop.gui.theme.theme import Preference, Theme
from todo_desktop.gui.undo_words import skipped_words, step_words
from todo_desktop.gui.window_actions import ActionMaker
from todo_desktop.model.changes import Changes
from todo_desktop.model.errors import Problem, StorageError, TodoDesktopError
from todo_desktop.model.query import Show
from todo_desktop.model.status import Phase, SyncStatus
from todo_desktop.model.values import Milliseconds
from todo_desktop.queries import TodoQueries
from todo_desktop.service import TodoService

_WRITE_LAYOUT_MS = 800


class MainWindow(QMainWindow):
    """Shows `service.list`; call `show_list` when that is another one.

    *queries* are read on this thread (rows, entries), those of *open_reader* on a thread of the window's own (ids,
    counts). *now* gives milliseconds since 1970.
    """

    settings_requested = Signal()
    about_requested = Signal()
    problem_action_requested = Signal(object)
    """A `MessageAction` that the window cannot carry out itself."""
    offline_toggled = Signal(bool)
    theme_requested = Signal(str)
    """`system`, `light` or `dark`: already in force, to be remembered."""
    closed = Signal()

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
        self._theme = theme
        self._now = now
        self._control: SyncControl | None = None
        self._status = SyncStatus(Phase.LOCAL)
        self._book = LayoutBook(layouts)
        self._reader = ReaderThread(open_reader, self)
        self.setObjectName("mainWindow")
        self.pane = ListPane(service, queries, self._reader, theme, icons, self._book, now, self)
        self.search = SearchField(icons, self)
        self.show_filter = ShowFilter(self)
        self.new_button = QPushButton(self.tr("New todo"), self)
        self.notice = NoticeBar(icons, self)
        self.mass_removal = MassRemovalBar(self)
        self._splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.outbox = OutboxDock(service, queries, self.pane, self._splitter, theme, icons, now)
        self.status = StatusBar(theme, icons, now, self)
        self._action_maker = ActionMaker(self, self.pane.view, icons)
        self.actions_ = self._action_maker.make()
        self._column_menus = ColumnMenus(self.pane, self.actions_.columns_menu, self.actions_.sort_menu)
        self._write_soon = QTimer(self)
        self._write_soon.setSingleShot(True)
        self._write_soon.setInterval(_WRITE_LAYOUT_MS)
        self._write_soon.timeout.connect(self._book.write)
        self._lay_out()
        self._connect_actions()
        self._connect_parts(bridge)
        self._restore()
        self._reader.start()
        # Not every end is a closed window.
        if (app := QApplication.instance()) is not None:
            app.aboutToQuit.connect(self._reader.stop)
        self.show_list()
        self._show_steps()

    def set_control(self, control: SyncControl | None) -> None:
        """Whom Refresh and Work offline speak to; None without a worker."""
        self._control = control

    def show_list(self) -> None:
        """The service's list is another one, or its fields or permissions are."""
        todo_list = self._service.list
        host = host_of(todo_list.identity.base_url) if todo_list.identity else ""
        self.status.show_host(host)
        if todo_list.is_local:
            self._take_status(SyncStatus(Phase.LOCAL))
        elif self._status.phase is Phase.LOCAL:
            self._take_status(SyncStatus(Phase.CONNECTING, last_sync=todo_list.last_sync))
        name = todo_list.collection.label
        self.setWindowTitle(f"{name} - Todo Desktop" if name else "Todo Desktop")
        if self.search.text() and todo_list.id != self.pane.contents.query.list_id:
            self.search.clear()
        self.pane.show_list()
        self.actions_.new.setEnabled(todo_list.permissions.create.allowed)
        self.new_button.setEnabled(todo_list.permissions.create.allowed)
        self._show_selection()
        self._show_outbox()

    def come_forward(self) -> None:
        """To be seen and typed into, whether it was minimized, hidden or behind others."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def follow(self) -> None:
        """Another window may have changed anything. The selection, the place and an open editor stay."""
        before = self._service.list
        try:
            self._service.reload_list()
        except StorageError as error:
            self.say_storage_failure(error)
            return
        now = self._service.list
        if (now.collection, now.permissions) != (before.collection, before.permissions):
            self.show_list()
        self.pane.take_all()
        self._show_outbox()

    def show_notice(self, message: ProblemMessage, *, informs: bool = False) -> None:
        """Something to say once, until it is dismissed; *informs*: nothing is wrong."""
        self.notice.pass_by(message, informs=informs)

    def say_storage_failure(self, error: TodoDesktopError) -> None:
        """What could not be read or kept, until it is dismissed."""
        self.show_notice(problem_message(error.problem, detail=error.detail))

    def set_key_storage_notice(self, text: str) -> None:
        """That the key is kept in memory only; an empty text takes it back."""
        if text:
            self.show_notice(ProblemMessage(text, MessageAction.OPEN_SETTINGS, self.tr("Open settings")), informs=True)
        else:
            self.notice.dismiss()

    def show_offline(self, offline: bool) -> None:
        """Have the menu say whether the user works offline, without telling anybody."""
        self.actions_.offline.setChecked(offline)

    # Building

    def _lay_out(self) -> None:
        bar = QToolBar(self.tr("Toolbar"), self)
        bar.setObjectName("toolbar")
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.setFixedHeight(metrics.TOOLBAR + 1)
        self.new_button.setObjectName("newButton")
        set_role(self.new_button, Role.PRIMARY)
        gap = QWidget(self)
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        for widget in (_edge(self), self.search, self.show_filter, gap, self.new_button, _edge(self)):
            bar.addWidget(widget)
        self.addToolBar(bar)
        content = QWidget(self)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self.mass_removal)
        self._splitter.addWidget(self.pane)
        self._splitter.setCollapsible(0, False)
        column.addWidget(self._splitter, 1)
        self.setCentralWidget(content)
        self.setStatusBar(self.status)
        self.setMinimumSize(420, 320)

    def _connect_actions(self) -> None:
        a, pane, commands = self.actions_, self.pane, self.pane.commands
        chosen = pane.view.selected_ids
        a.new.triggered.connect(self._focus_quick_add)
        a.offline.triggered.connect(self._toggle_offline)
        a.settings.triggered.connect(self.settings_requested)
        a.quit.triggered.connect(self.close)
        a.undo.triggered.connect(self._undo)
        a.redo.triggered.connect(self._redo)
        a.edit.triggered.connect(pane.view.edit_current)
        a.done.triggered.connect(lambda: commands.toggle_done(chosen()))
        a.delete.triggered.connect(lambda: commands.delete(chosen()))
        a.copy.triggered.connect(lambda: commands.copy_titles(chosen()))
        a.copy_rows.triggered.connect(self._copy_rows)
        a.select_all.triggered.connect(pane.view.selectAll)
        a.search.triggered.connect(self._focus_search)
        for show, action in ((Show.ALL, a.show_all), (Show.OPEN, a.show_open), (Show.DONE, a.show_done)):
            action.triggered.connect(lambda _=False, show=show: pane.filter(show))
        a.compact.toggled.connect(self._set_compact)
        themes: tuple[tuple[Preference, QAction], ...] = (
            ("system", a.theme_system),
            ("light", a.theme_light),
            ("dark", a.theme_dark),
        )
        for preference, action in themes:
            action.setChecked(preference == self._theme.preference)
            action.triggered.connect(lambda _=False, wanted=preference: self._prefer(wanted))
        a.refresh.triggered.connect(self._refresh)
        a.outbox.triggered.connect(self._open_outbox)
        a.show_change.triggered.connect(self._show_change)
        a.trash.triggered.connect(self._open_trash)
        a.shortcuts.triggered.connect(self._open_shortcuts)
        a.about.triggered.connect(self.about_requested)

    def _connect_parts(self, bridge: SyncBridge) -> None:
        pane = self.pane
        self.new_button.clicked.connect(self._focus_quick_add)
        self.search.searched.connect(pane.search)
        self.search.expected.connect(pane.contents.expect_search)
        self.search.left.connect(pane.focus_rows)
        self.show_filter.chosen.connect(pane.filter)
        pane.show_changed.connect(self._show_filter)
        pane.layout_changed.connect(self._write_soon.start)
        pane.empty_action_wanted.connect(self._act_on_emptiness)
        pane.all_wanted.connect(self._show_all)
        pane.commands.failed.connect(self._say_failure)
        pane.view.blocked.connect(lambda reason: self.show_notice(ProblemMessage(reason), informs=True))
        pane.view.selection_moved.connect(self._show_selection)
        pane.view.menu_wanted.connect(self._open_row_menu)
        pane.view.header.menu_wanted.connect(self._column_menus.open_at)
        self.notice.wanted.connect(self._act)
        self.status.action_wanted.connect(self._act)
        self.status.outbox_wanted.connect(self._open_outbox)
        pane.view.mark_clicked.connect(self.outbox.open)
        self.outbox.retry_wanted.connect(self._refresh)
        self.outbox.failed.connect(self.say_storage_failure)
        self.mass_removal.removal_wanted.connect(lambda: self._answer_removal(bring_back=False))
        self.mass_removal.return_wanted.connect(lambda: self._answer_removal(bring_back=True))
        self.mass_removal.put_off.connect(self.mass_removal.hide)
        self._reader.failed.connect(self.say_storage_failure)
        pane.unreadable.connect(self.say_storage_failure)
        self._service.subscribe(self._take_own)
        bridge.changes.connect(self._take_changes)
        bridge.status.connect(self._take_status)

    def _restore(self) -> None:
        layout = self._book.window
        self.resize(1080, 720)
        if layout.geometry:
            self.restoreGeometry(QByteArray.fromBase64(layout.geometry.encode()))
        self.actions_.compact.setChecked(layout.compact)

    # What changed

    def _take_own(self, changes: Changes) -> None:
        if changes.outbox:
            self._show_outbox()
        self._show_steps()

    def _take_changes(self, changes: Changes) -> None:
        if changes.list_id != self._service.list.id:
            return
        if changes.schema:
            self._service.reload_list()
            self.show_list()
        self.pane.take(changes)
        if changes.outbox:
            self._show_outbox()

    def _take_status(self, status: SyncStatus) -> None:
        self._status = status
        self.status.show_status(status)
        self.pane.show_status(status)
        self.outbox.show_status(status)
        self._show_hindrance()
        self._ask_about_removal()

    def _show_hindrance(self) -> None:
        status = self._status
        if status.phase is not Phase.PAUSED or status.problem in (None, Problem.MASS_REMOVAL):
            self.notice.stand(None)
            return
        identity = self._service.list.identity
        message = problem_message(
            status.problem,
            detail=status.detail,
            host=host_of(identity.base_url) if identity else "",
            collection=self._service.list.collection.label,
            waiting=self._outbox_counts()[0],
        )
        self.notice.stand(message)

    def _outbox_counts(self) -> tuple[int, int]:
        try:
            return self._queries.outbox_counts(self._service.list.id)
        except StorageError as error:
            self.say_storage_failure(error)
            return 0, 0

    def _show_outbox(self) -> None:
        waiting, parked = self._outbox_counts()
        self.status.show_outbox(waiting, parked)
        self._show_hindrance()
        self.outbox.refresh()

    def _show_steps(self) -> None:
        """What Undo and Redo would do, in their own words."""
        for action, words, step in (
            (self.actions_.undo, self.tr("&Undo"), self._service.undo_step),
            (self.actions_.redo, self.tr("&Redo"), self._service.redo_step),
        ):
            action.setEnabled(step is not None)
            action.setText(f"{words} {step_words(step)}" if step else words)

    def _show_selection(self) -> None:
        """Enable what the selection and the role allow."""
        a, rights = self.actions_, self._service.list.permissions
        chosen = self.pane.view.selectionModel().hasSelection()
        done = self._service.list.collection.roles.done
        a.done.setEnabled(chosen and bool(done) and rights.update.covers(done))
        a.edit.setEnabled(chosen and rights.update.allowed)
        a.delete.setEnabled(chosen and rights.destroy.allowed)
        a.copy.setEnabled(chosen)
        a.copy_rows.setEnabled(chosen)

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

    def _undo(self) -> None:
        self.pane.commands.undo()
        self._say_skipped()

    def _redo(self) -> None:
        self.pane.commands.redo()
        self._say_skipped()

    def _say_skipped(self) -> None:
        text = skipped_words(self._service.skipped)
        if text:
            self.show_notice(ProblemMessage(text), informs=True)

    def _copy_rows(self) -> None:
        display = self.pane.model.display
        if display is not None:
            self.pane.commands.copy_rows(self.pane.view.selected_ids(), self.pane.keeper.in_sight(), display)

    def _set_compact(self, compact: bool) -> None:
        self.pane.view.set_compact(compact)
        self._book.keep_window(WindowLayout(self._book.window.geometry, compact))
        self._write_soon.start()

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

    def _act(self, action: MessageAction) -> None:
        if action is MessageAction.RETRY:
            self._refresh()
        elif action is MessageAction.REVIEW and self._status.problem is Problem.MASS_REMOVAL:
            self._ask_about_removal()
        elif action is MessageAction.REVIEW:
            self._open_outbox()
        self.problem_action_requested.emit(action)

    def _act_on_emptiness(self, action: EmptyAction) -> None:
        match action:
            case EmptyAction.CONNECT:
                self.settings_requested.emit()
            case EmptyAction.CLEAR_SEARCH:
                self.search.clear()
            case EmptyAction.SHOW_ALL:
                self.pane.filter(Show.ALL)

    def _show_all(self) -> None:
        self.search.clear()
        self.pane.filter(Show.ALL)

    def _open_outbox(self) -> None:
        self.outbox.open()

    def _show_change(self) -> None:
        for todo in self.pane.model.todos_at(self.pane.view.selected_rows()[:1]):
            self.outbox.open(todo.id)

    def _open_trash(self) -> None:
        from todo_desktop.gui.recently_removed import RecentlyRemovedDialog  # noqa: PLC0415  (as above)

        dialog = RecentlyRemovedDialog(self._service, self._queries, self.pane.commands, self._now, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

    def _ask_about_removal(self) -> None:
        """Until the sync goes on; an answer, or *Later*, puts the question away."""
        asks = self._status.phase is Phase.PAUSED and self._status.problem is Problem.MASS_REMOVAL
        identity = self._service.list.identity
        if asks:
            self.mass_removal.ask(self._status.detail, host_of(identity.base_url) if identity else "")
        else:
            self.mass_removal.hide()

    def _answer_removal(self, *, bring_back: bool) -> None:
        self.mass_removal.hide()
        if self._control is not None:
            self._control.settle_missing(bring_back=bring_back)

    def _open_row_menu(self, where: QPoint) -> None:
        a = self.actions_
        self._action_maker.dress()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([a.edit, a.done, a.copy, a.copy_rows])
        if any(todo.state for todo in self.pane.model.todos_at(self.pane.view.selected_rows()[:1])):
            menu.addAction(a.show_change)
        menu.addSeparator()
        menu.addAction(a.delete)
        menu.popup(where)

    def _open_shortcuts(self) -> None:
        from todo_desktop.gui.shortcuts_dialog import ShortcutsDialog  # noqa: PLC0415  (as above)

        dialog = ShortcutsDialog(self.actions_.in_order(), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

    def _say_failure(self, sentence: str) -> None:
        self.show_notice(ProblemMessage(sentence))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        self.pane.stop()
        self.status.stop()
        self.outbox.stop()
        self._write_soon.stop()
        self._reader.stop()
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        self._book.keep_window(WindowLayout(geometry, self.actions_.compact.isChecked()))
        self._book.write()
        super().closeEvent(event)
        self.closed.emit()


def _edge(parent: QWidget) -> QWidget:
    """What brings the toolbar's ends in line with the list below it."""
    edge = QWidget(parent)
    edge.setFixedWidth(metrics.TIGHT)
    return edge
