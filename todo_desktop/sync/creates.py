"""What a create sends, and how its row is recognised when no usable answer came (rule 4)."""

from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct

from todo_desktop.model.change import Entry
from todo_desktop.model.held import Held
from todo_desktop.model.instants import from_instant, normal_instant, to_instant
from todo_desktop.model.lists import TodoList
from todo_desktop.model.permissions import Permissions
from todo_desktop.model.schema import Collection, Field, FieldKind, KeyKind
from todo_desktop.model.values import Json, Record, ServerId, server_id_of
from todo_desktop.sync.ports import Server

AUTHOR = "createdById"
CLOCK_DIFFERENCE = 24 * 3_600_000
"""A row made this long before the todo was typed is hardly it, unless a clock is wrong (ms)."""

_CHOOSABLE = (KeyKind.SNOWFLAKE, KeyKind.UUID, KeyKind.NANOID)


def create_body(held: Held, entry: Entry, collection: Collection, permissions: Permissions) -> dict[str, Json]:
    """The body of the call: the wished values, the typing time as a marker, the id that we chose, or the original one
    of a todo brought back."""
    body: dict[str, Json] = {}
    sent_system_fields = (collection.primary_key, collection.created_at)
    for name, value in entry.wanted.items():
        known = collection.field(name)
        if known is None or value is None or (known.system and name not in sent_system_fields):
            continue
        body[name] = sent_value(known, value)
    if carries_marker(collection, permissions):
        body.setdefault(collection.created_at, to_instant(entry.created_at))
    if held.server_id is not None:
        body[collection.primary_key] = held.server_id
    return body


def update_body(entry: Entry, collection: Collection) -> dict[str, Json]:
    """The body of the call: the changed fields alone."""
    fields = {name: collection.field(name) for name in entry.changes}
    return {name: sent_value(fields[name], value) for name, value in entry.wanted.items()}


def sent_value(field: Field | None, value: Json) -> Json:
    """*value* as a write takes it: related records by their keys."""
    if field is None or not field.is_related:
        return value
    if isinstance(value, list):
        return [sent_value(field, item) for item in value]
    return value.get(field.target_key) if isinstance(value, dict) else value


def carries_marker(collection: Collection, permissions: Permissions) -> bool:
    """Whether the typing time is stored with the row, so that a create can be found by it."""
    return bool(collection.created_at) and permissions.create.covers(collection.created_at)


def may_choose_id(collection: Collection, permissions: Permissions) -> bool:
    """Whether an id of ours is taken over: never where a sequence counts them (trap 8), nor where the role may not
    write it, for it would be dropped in silence."""
    return collection.key_kind in _CHOOSABLE and permissions.create.covers(collection.primary_key)


def chosen_id(held: Held, entry: Entry, collection: Collection) -> ServerId | None:
    """The id that we gave the new row, if any."""
    if held.server_id is not None or collection.primary_key not in entry.changes:
        return None
    return server_id_of(entry.wanted, collection.primary_key)


class Recognised(Struct, frozen=True):
    """Rows of the server that a create may have made; *sure*: if there is one alone, it is the one."""

    rows: list[dict[str, Json]]
    sure: bool = True


Rows: TypeAlias = list[dict[str, Json]]


def recognise(
    server: Server, held: Held, entry: Entry, todo_list: TodoList, *, last: bool, free: Callable[[Rows], Rows]
) -> Recognised:
    """What of the server may be what *entry* created: nothing, the one, or what only a person can tell. *free* leaves
    those that are not known as other todos.

    A chosen id that is not there was not used, or the role lost the right to write it meanwhile: then the row is there
    under another id. *last*: it is sent again next, unless something is found now.
    """
    if held.server_id is not None:
        return Recognised(server.by_ids([held.server_id]))
    collection, permissions = todo_list.collection, todo_list.permissions
    chosen = chosen_id(held, entry, collection)
    if chosen is not None:
        found = of_our_user(server.by_ids([chosen]), todo_list)
        ours = [row for row in found if is_ours(row, entry, todo_list)]
        if ours or (may_choose_id(collection, permissions) and not carries_marker(collection, permissions)):
            return Recognised(ours)
    wanted = _wanted(entry, collection)
    if carries_marker(collection, permissions):
        rows = of_our_user(server.created_at([to_instant(entry.created_at)]), todo_list)
        ours = rows if len(rows) < 2 else [row for row in rows if _alike(row, wanted, collection)]
        # Another row can have been typed in this very millisecond; and somebody can have edited our row since.
        return Recognised(ours or rows, sure=bool(ours) and _resembles(ours[0], wanted, collection))
    rows = free(of_our_user(server.matching(wanted), todo_list))
    young = [row for row in rows if not _too_old(row, entry, collection)]
    if not rows and last:
        # Its values are all that a row can be known by, and somebody may have changed them since.
        return Recognised(free(of_our_user(server.matching({}), todo_list)), sure=False)
    return Recognised(young or rows, sure=bool(young) and _tells(wanted, collection))


def is_ours(row: Record, entry: Entry, todo_list: TodoList) -> bool:
    """Whether the row that has our chosen id is ours: by the typing time, or all values; where no typing time was sent,
    by any value. Somebody else's is there once in a million cases."""
    collection = todo_list.collection
    made = row.get(collection.created_at) if collection.created_at else None
    wanted = _wanted(entry, collection)
    if carries_marker(collection, todo_list.permissions) and isinstance(made, str):
        return normal_instant(made) == to_instant(entry.created_at) or _alike(row, wanted, collection)
    return not wanted or any(collection.same(name, row.get(name), value) for name, value in wanted.items())


def tells(entry: Entry, collection: Collection) -> bool:
    """Whether a row can be known by the values of *entry*."""
    return _tells(_wanted(entry, collection), collection)


def of_our_user(rows: list[dict[str, Json]], todo_list: TodoList) -> list[dict[str, Json]]:
    """Without those that somebody else made, as far as the collection tells."""
    user_id = todo_list.identity.user_id if todo_list.identity else ""
    return [row for row in rows if str(row.get(AUTHOR, user_id)) == user_id]


def _wanted(entry: Entry, collection: Collection) -> dict[str, Json]:
    return {name: value for name, value in entry.wanted.items() if value is not None and _plain(collection, name)}


def _plain(collection: Collection, name: str) -> bool:
    """What belongs to a row from its own side may have gone to another one by now."""
    known = collection.field(name)
    return known is not None and known.editable and not known.foreign_key


def _alike(row: Record, wanted: Record, collection: Collection) -> bool:
    return all(collection.same(name, row.get(name), value) for name, value in wanted.items() if name in row)


def _resembles(row: Record, wanted: Record, collection: Collection) -> bool:
    """Whether the row has our title, as far as that can be seen."""
    title = collection.roles.title
    return title not in wanted or title not in row or collection.same(title, row[title], wanted[title])


def _tells(wanted: Record, collection: Collection) -> bool:
    """Whether a row can be known by these values: by a text. One that is only ticked, say, is like many others."""
    texts = (FieldKind.TEXT, FieldKind.LONG_TEXT)
    return any(str(wanted[f.name]).strip() for f in collection.fields if f.kind in texts and f.name in wanted)


def _too_old(row: Record, entry: Entry, collection: Collection) -> bool:
    """It was made long before, or one of the two clocks is wrong."""
    made = row.get(collection.created_at) if collection.created_at else None
    at = from_instant(made) if isinstance(made, str) else None
    return at is not None and at < entry.created_at - CLOCK_DIFFERENCE
