"""Finds the records that a relation may point to: those that are known here, and those that the server has."""

import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from todo_desktop.app.list_reach import ListReach
from todo_desktop.app.server_job import ServerJob
from todo_desktop.model.connection import Connection
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

MOST_TODOS = 100

if TYPE_CHECKING:
    from todo_desktop.nocobase.related import RelatedRecords


class RelatedFinder:
    """`gui.todo_table.editors.related.Finder` for the list that is open."""

    def __init__(
        self,
        service: TodoService,
        database: Database,
        reach: ListReach,
        watch: Callable[[Exchange], None],
    ) -> None:
        self._service = service
        self._database = database
        self._reach = reach
        self._watch = watch

    def look(self, field: Field, text: str) -> "RelatedLook":
        """One look, which has not begun."""
        todo_list = self._service.list
        known = partial(self._known, todo_list, field, text)
        return RelatedLook(known, self._reach.way(todo_list.id), self._server, field, text)

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

    def _server(self, connection: Connection) -> "RelatedRecords":
        from todo_desktop.nocobase.related import RelatedRecords  # requests costs 80 ms

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
    """`find` blocks, on a background thread; `cancel` ends it from any other. *way* and *opened* as for `ServerJob`."""

    def __init__(
        self,
        known: Callable[[], Iterable[Json]],
        way: Callable[[], Connection | None],
        opened: "Callable[[Connection], RelatedRecords]",
        field: Field,
        text: str,
    ) -> None:
        self._known = known
        self._field = field
        self._text = text
        self._server = ServerJob(way, opened, self._ask, _not_told)

    def find(self) -> FoundRecords:
        """What is known here first. That the server cannot be asked is no error: it is said. Raises Cancelled."""
        here = tuple(self._known())
        there = self._server.run()
        return replace(there, records=(*here, *there.records))

    def cancel(self) -> None:
        self._server.cancel()

    def _ask(self, server: "RelatedRecords") -> FoundRecords:
        found = server.find(self._field, self._text)
        return FoundRecords(problem=Problem.MAY_NOT_VIEW) if found is None else FoundRecords(tuple(found), asked=True)


def _not_told(why: TodoDesktopError | None) -> FoundRecords:
    return FoundRecords(problem=why.problem if why is not None else None)
