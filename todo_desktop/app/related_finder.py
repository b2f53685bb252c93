"""Finds the records that a relation may point to: those that are known here, and those that the server has."""

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from todo_desktop.app.list_reach import ListReach
from todo_desktop.app.server_job import ServerJob
from todo_desktop.model.connection import Connection
from todo_desktop.model.errors import Problem, TodoDesktopError
from todo_desktop.model.exchange import Exchange
from todo_desktop.model.found import FoundRecords
from todo_desktop.model.lists import TodoList
from todo_desktop.model.other_ends import keys_of, references_in
from todo_desktop.model.query import Query
from todo_desktop.model.reference import LocalReference
from todo_desktop.model.schema import Field, FieldKind
from todo_desktop.model.todo import Todo
from todo_desktop.model.values import Json
from todo_desktop.replica.database import Database, Purpose
from todo_desktop.replica.free_records import FreeRecords, free_records
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.store import TodoStore
from todo_desktop.service import TodoService

MOST_TODOS = 100
_LOOKED_THROUGH = 2000
"""Todos among which those that belong to nobody are looked for."""

if TYPE_CHECKING:
    from todo_desktop.nocobase.related import RelatedRecords


class Known(Struct, frozen=True):
    """What is known here without the server: *records* that may be picked, and which of the server's may be."""

    records: tuple[Json, ...]
    free: FreeRecords


class RelatedFinder:
    """`gui.todo_table.editors.related.Finder` for the list that is open."""

    def __init__(
        self,
        service: TodoService,
        database: Database,
        reach: ListReach,
        watch: Callable[[Exchange], None],
        todo_id: int | None = None,
    ) -> None:
        self._service = service
        self._database = database
        self._reach = reach
        self._watch = watch
        self._todo_id = todo_id

    def of(self, todo_id: int) -> "RelatedFinder":
        """The same for what that todo may be given."""
        return RelatedFinder(self._service, self._database, self._reach, self._watch, todo_id)

    def look(self, field: Field, text: str) -> "RelatedLook":
        """One look, which has not begun."""
        todo_list = self._service.list
        known = partial(self._known, todo_list, field, text)
        return RelatedLook(known, self._reach.way(todo_list.id), self._server, field, text)

    def _known(self, todo_list: TodoList, field: Field, text: str) -> Known:
        """What any relation to the same collection points to, and the todos of this list where that is it. Whose a
        record is that belongs to one alone is told of todos only."""
        database = self._database.beside(Purpose.READER)
        try:
            reader, free = Reader(database), FreeRecords(field)
            if self._todo_id is not None:
                free = free_records(TodoStore(database), reader, todo_list, field, self._todo_id)
            owned = free.owners is not None
            alike = [f for f in todo_list.collection.fields if f.is_related and f.target == field.target and not owned]
            found = [record for each in alike for record in reader.related(todo_list.id, each.name)]
            if field.target == todo_list.collection.name:
                found += _todos(reader, todo_list, free, text)
        finally:
            database.close()
        return Known(tuple(record for record in found if free.has(record)), free)

    def _server(self, connection: Connection) -> "RelatedRecords":
        from todo_desktop.nocobase.related import RelatedRecords  # requests costs 80 ms

        return RelatedRecords(connection, monotonic=time.monotonic, watch=self._watch)


def _todos(reader: Reader, todo_list: TodoList, free: FreeRecords, text: str) -> list[Json]:
    """Those of this list, called by their titles; those that the server does not have yet for a list alone, which can
    wait for them."""
    field, found = free.field, list[Json]()
    ids = reader.ids(Query(todo_list.id, text=text))[:_LOOKED_THROUGH]
    title = todo_list.collection.roles.title
    name = field.target_title or "title"
    for start in range(0, len(ids), MOST_TODOS):
        for todo in reader.rows(ids[start : start + MOST_TODOS]):
            called = todo.values.get(title)
            record: dict[str, Json] = {field.target_key: todo.server_id, name: called}
            if todo.server_id is None:
                record = LocalReference(todo.id, str(called or "")).to_json()
            known = todo.server_id is not None or field.kind is FieldKind.RELATIONS
            if known and _belongs(todo_list, free, todo) and free.has(record):
                found.append(record)
        if len(found) >= MOST_TODOS:
            break
    return found[:MOST_TODOS]


def _belongs(todo_list: TodoList, free: FreeRecords, todo: Todo) -> bool:
    """Whether it belongs to nobody, or to one of the owners that do not matter."""
    owner = todo_list.collection.field(free.field.other_end)
    if free.owners is None or owner is None:
        return True
    whose = todo.values.get(owner.name)
    return whose is None or bool(keys_of(owner, whose) & {*free.owners}) or free.todo_id in references_in(whose)


class RelatedLook:
    """`find` blocks, on a background thread; `cancel` ends it from any other. *way* and *opened* as for `ServerJob`."""

    def __init__(
        self,
        known: Callable[[], Known],
        way: Callable[[], Connection | None],
        opened: "Callable[[Connection], RelatedRecords]",
        field: Field,
        text: str,
    ) -> None:
        self._known = known
        self._field = field
        self._text = text
        self._free = FreeRecords(field)
        self._server = ServerJob(way, opened, self._ask, _not_told)

    def find(self) -> FoundRecords:
        """What is known here first. That the server cannot be asked is no error: it is said. Raises Cancelled."""
        here = self._known()
        self._free = here.free
        there = self._server.run()
        return replace(there, records=(*here.records, *(each for each in there.records if here.free.has(each))))

    def cancel(self) -> None:
        self._server.cancel()

    def _ask(self, server: "RelatedRecords") -> FoundRecords:
        found = server.find(self._field, self._text, self._free.owners)
        return FoundRecords(problem=Problem.MAY_NOT_VIEW) if found is None else FoundRecords(tuple(found), asked=True)


def _not_told(why: TodoDesktopError | None) -> FoundRecords:
    return FoundRecords(problem=why.problem if why is not None else None)
