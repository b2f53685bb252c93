"""What the user asks of the window as a whole: by its menus and keys, and by the buttons of what it says."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction

from todo_desktop.gui.message_action import MessageAction
from todo_desktop.gui.theme.theme import Preference, Theme
from todo_desktop.gui.way_to_todo import WayToTodo
from todo_desktop.gui.window_lists import WindowLists
from todo_desktop.gui.window_openings import WindowOpenings
from todo_desktop.gui.window_parts import WindowParts
from todo_desktop.gui.window_updates import WindowUpdates
from todo_desktop.model.errors import Problem
from todo_desktop.model.query import Show

if TYPE_CHECKING:
    from todo_desktop.gui.empty_state import EmptyAction
    from todo_desktop.gui.main_window import MainWindow


class WindowCommands(QObject):
    """Of *window*. What it cannot do itself goes out as a signal of the window."""

    def __init__(
        self,
        window: "MainWindow",
        parts: WindowParts,
        openings: WindowOpenings,
        updates: WindowUpdates,
        way: WayToTodo,
        lists: WindowLists,
        theme: Theme,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._pane = window.pane
        self._parts = parts
        self._openings = openings
        self._updates = updates
        self._way = way
        self._lists = lists
        self._theme = theme
        self._connect_actions()
        self._connect_lists()
        self._connect_themes()
        self._connect_parts()

    def _connect_actions(self) -> None:
        a, pane, window = self._parts.actions, self._pane, self._window
        a.new.triggered.connect(self._focus_quick_add)
        a.offline.triggered.connect(self._toggle_offline)
        a.settings.triggered.connect(window.settings_requested)
        a.setup.triggered.connect(window.setup_requested)
        a.quit.triggered.connect(window.end)
        a.search.triggered.connect(self._focus_search)
        for show, action in ((Show.ALL, a.show_all), (Show.OPEN, a.show_open), (Show.DONE, a.show_done)):
            action.triggered.connect(lambda _=False, show=show: pane.filter(show))
        a.compact.toggled.connect(pane.view.set_compact)
        a.refresh.triggered.connect(self._refresh)
        a.outbox.triggered.connect(self._parts.outbox.toggle)
        a.show_change.triggered.connect(self._show_change)
        a.report.triggered.connect(window.report_requested)
        a.request_log.triggered.connect(window.request_log_requested)
        a.doctor.triggered.connect(window.doctor_requested)
        a.about.triggered.connect(window.about_requested)

    def _connect_lists(self) -> None:
        a, lists, window = self._parts.actions, self._lists, self._window
        a.lists.triggered.connect(window.lists_requested)
        a.next_list.triggered.connect(lambda: lists.step(1))
        a.previous_list.triggered.connect(lambda: lists.step(-1))
        menus = (a.lists_menu, a.move_menu, a.copy_menu)
        for action in (a.sidebar, a.next_list, a.previous_list, *(menu.menuAction() for menu in menus)):
            action.setEnabled(False)
        lists.chosen.connect(window.list_chosen)
        lists.lists_wanted.connect(window.lists_requested)
        lists.counted.connect(window.open_counted)

    def _connect_themes(self) -> None:
        a = self._parts.actions
        themes: tuple[tuple[Preference, QAction], ...] = (
            ("system", a.theme_system),
            ("light", a.theme_light),
            ("dark", a.theme_dark),
        )
        for preference, action in themes:
            action.setChecked(preference == self._theme.preference)
            action.triggered.connect(lambda _=False, wanted=preference: self._prefer(wanted))

    def _connect_parts(self) -> None:
        parts, pane, way = self._parts, self._pane, self._way
        pane.empty_action_wanted.connect(self._act_on_emptiness)
        pane.all_wanted.connect(self._show_all)
        # Later: the rows of the list that is left are only being shown.
        pane.filling_wanted.connect(way.fill_in, Qt.ConnectionType.QueuedConnection)
        parts.notices.action_wanted.connect(self._act)
        parts.notices.removal_settled.connect(self._settle_removal)
        parts.status.action_wanted.connect(self._act)
        parts.outbox.retry_wanted.connect(self._refresh)
        parts.outbox.todo_wanted.connect(way.go_to)
        parts.todo_actions.list_wanted.connect(way.go_to_list)
        parts.todo_actions.web_page_wanted.connect(self._window.web_page_requested)

    def _focus_quick_add(self) -> None:
        self._pane.quick_add.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._pane.quick_add.selectAll()

    def _focus_search(self) -> None:
        self._parts.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._parts.search.selectAll()

    def _prefer(self, preference: Preference) -> None:
        self._theme.prefer(preference)
        self._window.theme_requested.emit(preference)

    def _toggle_offline(self, offline: bool) -> None:
        if self._window.control is not None:
            self._window.control.set_offline(offline)
        self._window.offline_toggled.emit(offline)

    def _refresh(self) -> None:
        if self._window.control is not None:
            self._window.control.wake()
        self._pane.contents.rows_changed()

    def _act(self, action: MessageAction) -> None:
        if action is MessageAction.RETRY:
            self._refresh()
        elif action is MessageAction.REVIEW and self._updates.status.problem is Problem.MASS_REMOVAL:
            self._parts.notices.ask_about_removal()
        elif action is MessageAction.REVIEW:
            self._parts.outbox.open()
        elif action is MessageAction.ACCEPT_SERVER and self._window.control is not None:
            self._window.control.accept_server()
        elif action is MessageAction.GO_TO_LIST and self._lists.worst is not None:
            self._window.list_chosen.emit(self._lists.worst)
        elif action is MessageAction.RECENTLY_REMOVED:
            self._way.go_to_one_of(self._parts.notices.lists_that_went_back)
            self._openings.open_trash()
        self._window.problem_action_requested.emit(action)

    def _act_on_emptiness(self, action: "EmptyAction") -> None:
        from todo_desktop.gui.empty_state import EmptyAction  # noqa: PLC0415  (it is there by then)

        match action:
            case EmptyAction.CONNECT:
                self._window.setup_requested.emit()
            case EmptyAction.CLEAR_FILTER:
                self._parts.filtering.clear()
            case EmptyAction.CLEAR_SEARCH:
                self._parts.search.clear()
            case EmptyAction.SHOW_ALL:
                self._pane.filter(Show.ALL)

    def _show_all(self) -> None:
        self._parts.search.clear()
        self._parts.filtering.clear()
        self._pane.filter(Show.ALL)

    def _show_change(self) -> None:
        for todo in self._pane.model.todos_at(self._pane.view.selected_rows()[:1]):
            self._parts.outbox.open(todo.id)

    def _settle_removal(self, told: int, bring_back: bool) -> None:
        if self._window.control is not None:
            self._window.control.settle_missing(told, bring_back=bring_back)
