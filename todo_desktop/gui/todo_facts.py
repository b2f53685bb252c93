"""What is known about one todo beside its values, in words: who made and changed it, and how it stands."""

from collections.abc import Callable

from msgspec import Struct
from PySide6.QtCore import QCoreApplication, QLocale

from todo_desktop.gui.entry_reasons import EntryReasons
from todo_desktop.gui.messages import host_of
from todo_desktop.gui.news_words import moment_words
from todo_desktop.gui.plain_text import one_line
from todo_desktop.model.answers import Authors, Person
from todo_desktop.model.instants import from_instant
from todo_desktop.model.lists import TodoList
from todo_desktop.model.todo import SyncState, Todo
from todo_desktop.model.values import Milliseconds
from todo_desktop.queries import TodoQueries
from todo_desktop.service import TodoService


class TodoFacts(Struct, frozen=True):
    """Plain text, empty where there is nothing to say."""

    title: str
    created: str
    changed: str
    news: str
    state: str
    list: str
    server: str
    number: str
    wanted: bool
    """Whether the server may tell more of who it was."""


class FactFinder:
    """Reads them from the replica. *news* says what others did with a todo since the user looked last."""

    def __init__(
        self,
        service: TodoService,
        queries: TodoQueries,
        reasons: EntryReasons,
        news: Callable[[int], str],
        now: Callable[[], Milliseconds],
    ) -> None:
        self._service = service
        self._queries = queries
        self._reasons = reasons
        self._news = news
        self._now = now

    def find(self, todo_id: int, locale: QLocale) -> TodoFacts | None:
        """None where the todo is not there any more. Raises StorageError."""
        todos = self._queries.rows([todo_id])
        if not todos:
            return None
        (todo,) = todos
        todo_list = self._service.list.part(todo.list_id)
        authors, collection = self._queries.authors_of(todo_id), todo_list.collection
        title = todo.values.get(collection.roles.title)
        return TodoFacts(
            title=one_line(title) if isinstance(title, str) else "",
            created=self._words(todo.values.get(collection.created_at), authors.creator, todo_list, locale),
            changed=self._words(todo.values.get(collection.updated_at), authors.writer, todo_list, locale),
            news=self._news(todo_id),
            state=self._state(todo, todo_list),
            list=one_line(collection.label) or _tr("To do"),
            server=host_of(todo_list.identity.base_url) if todo_list.identity is not None else "",
            number="" if todo.server_id is None else str(todo.server_id),
            wanted=todo.server_id is not None and _is_wanted(authors, todo_list),
        )

    def _words(self, at: object, who: Person | None, todo_list: TodoList, locale: QLocale) -> str:
        instant = from_instant(at) if isinstance(at, str) else None
        moment = moment_words(instant, self._now(), locale) if instant is not None else ""
        name = _name(who, todo_list)
        if moment and name:
            return _tr("{moment}, by {name}").format(moment=moment, name=name)
        return moment or name

    def _state(self, todo: Todo, todo_list: TodoList) -> str:
        if todo_list.is_local:
            return _tr("On this computer alone")
        if todo.state is SyncState.SYNCED:
            return _tr("The server has all of it")
        return self._reasons.of_todo(todo)


def _name(who: Person | None, todo_list: TodoList) -> str:
    if who is None:
        return ""
    if todo_list.identity is not None and who.user_id == todo_list.identity.user_id:
        return _tr("you")
    return one_line(who.name) or _tr("user {number}").format(number=who.user_id)


def _is_wanted(authors: Authors, todo_list: TodoList) -> bool:
    collection = todo_list.collection
    told = {collection.created_by: authors.creator, collection.updated_by: authors.writer}
    return any((kept_as and not _name(who, todo_list)) or _is_nameless(who) for kept_as, who in told.items() if kept_as)


def _is_nameless(who: Person | None) -> bool:
    return who is not None and not who.name


def _tr(text: str) -> str:
    return QCoreApplication.translate("Facts", text)
