"""Finds the records that a relation may point to: those that are known here, and those that the server has."""

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from todo_desktop.app.key_finder import KeyFinder
from todo_desktop.model.errors import Problem, TodoDesktopError
from todo_desktop.model.exchange import Exchange
from todo_desktop.model.found import FoundRecords
from todo_desktop.model.lists import TodoList
from todo_desktop.model.query import Query
from todo_desktop.model.schema import Field
from todo_desktop.model.values import Json
from todo_desktop.replica.database import Database, Purpose
from todo_desktop.replica.reader import Reader
from todo_desktop.service import TodoService
from todo_desktop.settings.preferences import Preferences

MOST_TODOS = 100

if TYPE_CHECKING:
    from todo_desktop.nocobase.related import RelatedRecords


class RelatedFinder:
    """`gui.todo_table.editors.related.Finder` for the list that is open. *reach* gives the settings that lead to its
    server, None where the network is not to be used; called on the window's thread."""

    def __init__(
        self,
        service: TodoService,
        database: Database,
        keys: KeyFinder,
        watch: Callable[[Exchange], None],
        reach: Callable[[], Preferences | None],
    ) -> None:
        self._service = service
        self._database = database
        self._keys = keys
        self._watch = watch
        self._reach = reach

    def look(self, field: Field, text: str) -> "RelatedLook":
        """One look, which has not begun."""
        settings = self._reach()
        return RelatedLook(self._service.list, field, text, self._known, partial(self._server, settings))

    def _known(self, todo_list: TodoList, field: Field, text: str) -> list[Json]:
        """What any relation to the same collection points to, and the todos of this list where that is it."""
        alike = [f for f in todo_list.collection.fields if f.is_related and f.target == field.target]
        database = self._database.beside(Purpose.READER)
        try:
            reader = Reader(database)
            found = [record for each in alike for record in reader.related(todo_list.id, each.name)]
            if field.target == todo_list.collection.name:
                found += _todos(reader, todo_list, field, text)
        finally:
            database.close()
        return found

    def _server(self, settings: Preferences | None) -> "RelatedRecords | None":
        """None where it is not to be asked."""
        from todo_desktop.nocobase.related import RelatedRecords  # requests costs 80 ms

        if settings is None or not settings.uses_server:
            return None
        connection = settings.connection(self._keys.demand(settings.base_url, settings.login))
        return RelatedRecords(connection, monotonic=time.monotonic, watch=self._watch)


def _todos(reader: Reader, todo_list: TodoList, field: Field, text: str) -> list[Json]:
    """Those of this list that the server has, called by their titles."""
    ids = reader.ids(Query(todo_list.id, text=text))[:MOST_TODOS]
    title = todo_list.collection.roles.title
    name = field.target_title or "title"
    return [
        {field.target_key: todo.server_id, name: todo.values.get(title)}
        for todo in reader.rows(ids)
        if todo.server_id is not None
    ]


class RelatedLook:
    """`find` blocks, on a background thread; `cancel` ends it from any other."""

    def __init__(
        self,
        todo_list: TodoList,
        field: Field,
        text: str,
        known: Callable[[TodoList, Field, str], list[Json]],
        server: "Callable[[], RelatedRecords | None]",
    ) -> None:
        self._list = todo_list
        self._field = field
        self._text = text
        self._known = known
        self._open = server
        self._server: RelatedRecords | None = None
        self._cancelled = False

    def find(self) -> FoundRecords:
        """What is known here first. That the server cannot be asked is no error: it is said."""
        here = tuple(self._known(self._list, self._field, self._text))
        try:
            there = self._ask()
        except TodoDesktopError as error:
            return FoundRecords(here, error.problem)
        if there is None:
            return FoundRecords(here, Problem.MAY_NOT_VIEW if self._server is not None else None)
        return FoundRecords((*here, *there), asked=True)

    def cancel(self) -> None:
        self._cancelled = True
        if self._server is not None:
            self._server.cancel()

    def _ask(self) -> list[Json] | None:
        server = self._server = self._open()
        if server is None:
            return None
        try:
            if self._cancelled:  # it came while the key was looked for
                server.cancel()
            return server.find(self._field, self._text)
        finally:
            server.close()
