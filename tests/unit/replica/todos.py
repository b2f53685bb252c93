"""A collection with every kind of field, and what it holds."""

from msgspec.structs import replace

from todo_desktop.model.change import ChangeKind, Entry, EntryState, FieldChange
from todo_desktop.model.errors import Problem
from todo_desktop.model.held import Held
from todo_desktop.model.lists import ListIdentity
from todo_desktop.model.schema import Collection, Field, FieldKind, Option, guess_roles
from todo_desktop.model.values import Json

_PLAIN_FIELDS = (
    Field("id", FieldKind.KEY, system=True),
    Field("title", FieldKind.TEXT),
    Field("completed", FieldKind.BOOLEAN),
    Field("due", FieldKind.DATE),
    Field("priority", FieldKind.SELECT, options=(Option("high", "High"), Option("mid", "Mid"), Option("low", "Low"))),
    Field("notes", FieldKind.LONG_TEXT),
    Field("cost", FieldKind.DECIMAL, scale=2),
    Field("room", FieldKind.TEXT),
    Field("createdAt", FieldKind.DATETIME, system=True),
    Field("updatedAt", FieldKind.DATETIME, system=True),
)


def collection_of(*fields: Field) -> Collection:
    return Collection("todos", fields=fields, created_at="createdAt", updated_at="updatedAt", roles=guess_roles(fields))


PLAIN = collection_of(*_PLAIN_FIELDS)
SORTABLE = collection_of(*_PLAIN_FIELDS, Field("sort", FieldKind.ORDER))
HERE = ListIdentity("http://localhost:13000/api", "todos", "1")


def record(number: int, title: str = "", **more: Json) -> dict[str, Json]:
    """The row with that id as the server shows it."""
    return {
        "id": number,
        "title": title or f"todo {number}",
        "createdAt": f"2026-01-01T00:00:00.{number % 1000:03d}Z",
        "updatedAt": f"2026-02-01T00:00:00.{number % 1000:03d}Z",
        **more,
    }


def edited(held: Held, operation: str, **wanted: Json) -> Held:
    """*held* with an unsent edit."""
    changes = {name: FieldChange(held.values.get(name), value) for name, value in wanted.items()}
    entry = Entry(operation, held.list_id, held.todo_id, ChangeKind.UPDATE, changes)
    return replace(held, values={**held.values, **wanted}, base=held.last_read, entries=(*held.entries, entry))


def parked(held: Held, problem: Problem) -> Held:
    last = replace(held.entries[-1], state=EntryState.PARKED, problem=problem, detail="so it is")
    return replace(held, entries=(*held.entries[:-1], last))
