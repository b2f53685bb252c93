"""All that stands around the list in the window, and what these parts tell each other."""

from collections.abc import Callable

from PySide6.QtWidgets import QMainWindow, QSplitter

from todo_desktop.gui.column_menus import ColumnMenus
from todo_desktop.gui.filtering import Filtering
from todo_desktop.gui.list_pane import ListPane
from todo_desktop.gui.news_watch import NewsWatch
from todo_desktop.gui.outbox.dock import OutboxDock
from todo_desktop.gui.outbox.lists import OutboxLists
from todo_desktop.gui.outbox_watch import OutboxWatch
from todo_desktop.gui.reader_thread import ReaderThread
from todo_desktop.gui.status_bar import StatusBar
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.theme import Theme
from todo_desktop.gui.todo_actions import TodoActions
from todo_desktop.gui.todo_table.still_rows import StillRows
from todo_desktop.gui.window_actions import ActionMaker
from todo_desktop.gui.window_lists import WindowLists
from todo_desktop.gui.window_menus import WindowMenus
from todo_desktop.gui.window_notices import WindowNotices
from todo_desktop.gui.window_toolbar import WindowToolbar
from todo_desktop.model.values import Milliseconds
from todo_desktop.queries import TodoQueries
from todo_desktop.service import TodoService


class WindowParts:
    """Made once the list was painted. They work on *pane*; *below* is where the changes on their way are opened."""

    def __init__(
        self,
        window: QMainWindow,
        service: TodoService,
        queries: TodoQueries,
        *,
        pane: ListPane,
        lists: WindowLists,
        menus: WindowMenus,
        toolbar: WindowToolbar,
        below: QSplitter,
        reader: ReaderThread,
        theme: Theme,
        icons: Icons,
        now: Callable[[], Milliseconds],
    ) -> None:
        toolbar.fill(icons)
        self.search, self.show_filter, self.new_button = toolbar.search, toolbar.show_filter, toolbar.new_button
        self.notices = WindowNotices(service, icons, window)
        self.watch = OutboxWatch(queries, reader, lambda: tuple(each.id for each in service.list.parts), window)
        its_lists = OutboxLists(service, lists.list_ids, lists.status_of)
        self.outbox = OutboxDock(queries, reader, pane, below, theme, icons, now, its_lists)
        self.status = StatusBar(theme, icons, now, window)
        self.news = NewsWatch(service, queries, pane, reader, now, window)
        maker = ActionMaker(window, pane.view, icons)
        self.actions = maker.make(menus)
        self.news.use(self.actions.news, self.actions.seen)
        self.todo_actions = TodoActions(service, pane, self.actions, maker, window)
        self.filtering = Filtering(service, pane, self.actions, toolbar.filter_button, self.notices, icons, now)
        self.column_menus = ColumnMenus(pane, self.actions.columns_menu, self.actions.sort_menu)
        self._still = StillRows(pane.view)
        self._pane = pane
        self._lists = lists
        self._reader = reader

    def connect(self) -> None:
        """What is put into them by then is no wish of the user's."""
        self._connect_notices()
        self._connect_looks()

    def _connect_notices(self) -> None:
        """What went wrong, and what was not done."""
        self.notices.turning.connect(self._still.note)
        notices, pane, lists, reader = self.notices, self._pane, self._lists, self._reader
        for failed in (self.outbox.failed, self.news.failed, reader.failed, lists.failed):
            failed.connect(notices.say_failure)
        reader.recovered.connect(notices.take_back)
        pane.unreadable.connect(notices.say_failure)
        pane.unstored.connect(notices.keep_typed)
        pane.commands.failed.connect(notices.warn)
        pane.commands.passed_over.connect(notices.say_of_verb)
        self.todo_actions.left_alone.connect(notices.warn)
        lists.left.connect(notices.warn)

    def _connect_looks(self) -> None:
        """What is shown: which todos of the list, and what of them."""
        pane, lists = self._pane, self._lists
        self.new_button.clicked.connect(pane.quick_add.press)
        self.search.searched.connect(pane.search)
        self.search.expected.connect(pane.contents.expect_search)
        self.search.left.connect(pane.focus_rows)
        self.show_filter.chosen.connect(pane.filter)
        pane.commands.progressed.connect(self.status.show_verb)
        pane.view.header.menu_wanted.connect(self.column_menus.open_at)
        pane.view.mark_clicked.connect(self.outbox.open)
        self.status.outbox_wanted.connect(self.outbox.open)
        lists.view_wanted.connect(self.filtering.open)
        self.filtering.views_changed.connect(lambda: lists.show_views(self.filtering.view))
