"""What others did in the open list, and when the user has looked at it.

A todo that is selected has been looked at. One that was in sight for two seconds has been, too, but keeps its mark
until the list is left: whoever looks up from elsewhere still finds it.
"""

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from todo_desktop.gui.list_pane import ListPane
from todo_desktop.gui.news_bar import NewsBar
from todo_desktop.gui.news_words import news_words, todo_news_words
from todo_desktop.gui.plain_text import shortened
from todo_desktop.gui.reader_thread import NewsAnswer, NewsQuestion, ReaderThread
from todo_desktop.model.changes import Changes
from todo_desktop.model.errors import StorageError
from todo_desktop.model.news import News, NewsKind, NewsOverview
from todo_desktop.model.query import Show
from todo_desktop.model.todo import Todo
from todo_desktop.model.values import Milliseconds
from todo_desktop.queries import TodoQueries
from todo_desktop.service import TodoService

GLANCE_MS = 2_000
_MOST_KEPT = 200
"""Todos that are selected at once, whose news can be told still."""
_MOST_NAMED = 8
"""Todos that were removed, in the tooltip."""


class NewsWatch(QObject):
    """Of `service.list`, in *pane* of *window*. To be told by `ask` when anything may differ, and by `leave` when the
    window goes out of sight."""

    failed = Signal(object)
    """A `StorageError`."""

    def __init__(
        self,
        service: TodoService,
        queries: TodoQueries,
        pane: ListPane,
        reader: ReaderThread,
        now: Callable[[], Milliseconds],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._service = service
        self._queries = queries
        self._pane = pane
        self._reader = reader
        self._now = now
        self._window = window
        self._away_since: Milliseconds | None = None
        """When the user turned to another window, having seen all."""
        self._lists: tuple[int, ...] = ()
        self._news = NewsOverview()
        self._is_known = False
        """Whether it was read what there is to look at since the list was opened."""
        self._glanced: set[int] = set()
        self._looked_at: dict[int, News] = {}
        """What was new of todos that were selected since the list was opened."""
        self._only: frozenset[int] | None = None
        """What alone is shown, where the user wants that."""
        self.bar = NewsBar()
        pane.heading.add(self.bar)
        self._only_action: QAction | None = None
        self._seen_action: QAction | None = None
        self._glance = QTimer(self)
        self._glance.setSingleShot(True)
        self._glance.setInterval(GLANCE_MS)
        self._glance.timeout.connect(self._note_what_is_in_sight)
        self._connect()

    def _connect(self) -> None:
        self.bar.show_wanted.connect(self._show_or_not)
        self.bar.seen_wanted.connect(self._see_all)
        self._reader.news_read.connect(self._take)
        self._service.on_leaving(self.leave)
        self._service.subscribe(self._take_own)
        view = self._pane.view
        view.selection_moved.connect(self._see_selected)
        view.verticalScrollBar().valueChanged.connect(self._begin_to_look)
        self._pane.all_wanted.connect(self._show_everything)
        self._window.installEventFilter(self)

    def use(self, only: QAction, seen: QAction) -> None:
        """The same in the menu, for a window in which there is no room, too."""
        self._only_action, self._seen_action = only, seen
        only.triggered.connect(self._show_or_not)
        seen.triggered.connect(self._see_all)
        self._show(self._news)

    def ask(self) -> None:
        """Read it anew; a list of this computer has none."""
        todo_list = self._service.list
        lists = tuple(part.id for part in todo_list.parts if not part.is_local)
        if lists != self._lists:
            self._lists, self._is_known = lists, False
            self._glanced.clear()
            self._looked_at.clear()
            self._show_everything()
            self._show(NewsOverview())
        if lists:
            self._reader.ask_news(NewsQuestion(lists))

    def leave(self) -> None:
        """The list goes out of sight: what the user saw of it is no news the next time."""
        self._glance.stop()
        if not self._lists or not self._is_known:
            return
        rest = (self._news.in_list | self._news.removed) - self._glanced
        try:
            if self._glanced:
                self._service.see(self._glanced)
            if not rest:
                self._service.look(self._now())
        except StorageError as error:
            self.failed.emit(error)
        self._glanced.clear()

    def stop(self) -> None:
        self.leave()
        self._service.forget(self.leave)
        self._window.removeEventFilter(self)

    def words_of(self, todo_id: int) -> str:
        """What others did with that todo, also where it was looked at meanwhile; empty where that is nothing."""
        display = self._pane.model.display
        try:
            news = self._queries.news_of([todo_id]).get(todo_id) or self._looked_at.get(todo_id)
            todos = self._queries.rows([todo_id])
            if news is None or display is None or not todos:
                return ""
            authors = self._queries.authors_of(todo_id)
        except StorageError:
            return ""  # the mark itself still says that there is something
        people = [authors.creator if news.kind is NewsKind.ADDED else authors.writer]
        name = next((p.name for p in people if p is not None and p.user_id == news.author), "")
        return todo_news_words(news, name, self._service.list.part(todos[0].list_id), display)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if watched is self._window and event.type() == QEvent.Type.ActivationChange:
            if self._window.isActiveWindow():
                self._begin_to_look()
            else:
                self._glance.stop()
                self._away_since = self._now()
        return False

    # Answers

    def _take(self, answer: NewsAnswer) -> None:
        if answer.list_ids != self._lists:
            return
        news = answer.news
        if news and not self._news and self._is_known:
            # Everything before this was in front of the user, as long as the window was.
            at = self._now() if self._window.isActiveWindow() else self._away_since
            if at is not None and self._looked(at):
                news = replace(news, since=at)
        self._is_known = True
        if self._only is not None and news.in_list - self._only:
            self._only |= news.in_list
            self._pane.contents.restrict(self._only)
        self._show(news)
        self._begin_to_look()

    def _take_own(self, changes: Changes) -> None:
        """What the user adds is in sight, whatever else is not."""
        if self._only is not None and changes.added:
            self._only |= changes.added
            self._pane.contents.restrict(self._only)

    def _show(self, news: NewsOverview) -> None:
        self._news = news
        self._pane.model.mark_news(news.in_list, self.words_of)
        display = self._pane.model.display
        words = ""
        if news and display is not None:
            words = news_words(news, self._service.list, display.now, display.locale)
        shown, any_to_show = self._only is not None, bool(news.in_list)
        self.bar.say(words, self._removed(), shown=shown, any_to_show=any_to_show)
        if self._only_action is not None and self._seen_action is not None:
            self._only_action.setEnabled(shown or any_to_show)
            self._only_action.setChecked(shown)
            self._seen_action.setEnabled(bool(news))

    def _removed(self) -> str:
        """What is gone, by its titles."""
        if not self._news.removed:
            return ""
        gone = [
            each.todo
            for list_id in self._lists
            for each in self._queries.trashed(self._queries.trash_ids(list_id)[:_MOST_NAMED])
            if each.todo.id in self._news.removed
        ]
        named = ", ".join(self._title(todo) for todo in gone)
        return self.tr("Removed: {titles} (Edit, Recently removed)").format(titles=named) if named else ""

    def _title(self, todo: Todo) -> str:
        title = todo.values.get(self._service.list.part(todo.list_id).collection.roles.title)
        return shortened(title) if isinstance(title, str) and title else str(todo.server_id)

    # What the user looks at

    def _begin_to_look(self) -> None:
        if self._news and self._window.isActiveWindow():
            self._glance.start()

    def _note_what_is_in_sight(self) -> None:
        view = self._pane.view
        first, last = view.rowAt(0), view.rowAt(view.viewport().height() - 1)
        rows = range(max(first, 0), (last if last >= 0 else self._pane.model.rowCount() - 1) + 1)
        self._glanced |= self._news.in_list & {self._pane.model.id_at(row) for row in rows}
        self._glanced |= self._news.removed  # the line has told

    def _see_selected(self) -> None:
        if self._news:
            seen = self._news.in_list.intersection(self._pane.view.selected_ids())
            if seen:
                self._see(seen)

    def _see(self, seen: frozenset[int]) -> None:
        try:
            if len(seen) <= _MOST_KEPT:
                self._looked_at |= self._queries.news_of(sorted(seen))
            self._service.see(seen)
        except StorageError as error:
            self.failed.emit(error)
            return
        news = self._news
        self._show(NewsOverview(news.added - seen, news.changed - seen, news.removed - seen, news.since))

    def _see_all(self) -> None:
        try:
            self._service.see_all()
        except StorageError as error:
            self.failed.emit(error)
            return
        self._looked(self._now())
        self._show_everything()
        self._show(NewsOverview())

    def _looked(self, at: Milliseconds) -> bool:
        """Whether that could be kept."""
        try:
            self._service.look(at)
        except StorageError as error:
            self.failed.emit(error)
            return False
        return True

    # What is shown

    def _show_or_not(self) -> None:
        if self._only is not None:
            self._show_everything()
        else:
            query = self._pane.contents.query
            if query.show is not Show.ALL or query.text or query.where is not None:
                self._pane.all_wanted.emit()
            self._only = self._news.in_list
            self._pane.contents.restrict(self._only)
        self._show(self._news)

    def _show_everything(self) -> None:
        if self._only is not None:
            self._only = None
            self._pane.contents.restrict(None)
            self._show(self._news)
