"""Opens what is known about a todo over the window, and keeps it up to date with the list."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from todo_desktop.gui.list_pane import ListPane
from todo_desktop.gui.news_watch import NewsWatch
from todo_desktop.gui.todo_details import TodoDetails
from todo_desktop.gui.todo_facts import FactFinder
from todo_desktop.model.todo import Todo
from todo_desktop.model.values import Milliseconds
from todo_desktop.queries import TodoQueries
from todo_desktop.service import TodoService


class DetailsLink(QObject):
    """One dialog for all todos: the one that was asked for last."""

    open_wanted = Signal(object)
    """The server's own web page, on this `Todo`."""
    authors_wanted = Signal(object)
    """Who created and changed this `Todo`."""

    def __init__(
        self,
        service: TodoService,
        queries: TodoQueries,
        pane: ListPane,
        news: NewsWatch,
        now: Callable[[], Milliseconds],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._queries = queries
        finder = FactFinder(service, queries, pane.reasons, news.words_of, now)
        self.dialog = TodoDetails(lambda todo_id: finder.find(todo_id, window.locale()), window)
        self.dialog.open_wanted.connect(lambda todo_id: self.open_wanted.emit(self._todo(todo_id)))
        self.dialog.authors_wanted.connect(lambda todo_id: self.authors_wanted.emit(self._todo(todo_id)))
        model = pane.model
        for signal in (model.dataChanged, model.rowsRemoved, model.rowsInserted, model.modelReset):
            signal.connect(self.dialog.refresh_soon)

    def show_todo(self, todo_id: int) -> None:
        self.dialog.show_todo(todo_id)

    def _todo(self, todo_id: int) -> Todo | None:
        return next(iter(self._queries.rows([todo_id])), None)
