"""A query's filter and order as SQL: right at any moment, also while rows are moved to another layout."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from todo_desktop.model.query import Query, Show, SortKey
from todo_desktop.model.schema import NAMES_OF_RELATED, NUMBERS, Collection, Field, FieldKind
from todo_desktop.model.todo import SyncState
from todo_desktop.replica.row_codec import Layout, Layouts

if TYPE_CHECKING:
    from todo_desktop.model.filter import Group

LIST_ORDER = "sort_order, created_at, id"
"""The list's own order: by the order field where there is one, else by creation. Served by the index `todo_order`."""

_SHOW = {Show.ALL: "", Show.OPEN: " AND {done} IS NOT 1", Show.DONE: " AND {done} = 1"}
_SORTED_AS_NUMBERS = NUMBERS | {FieldKind.KEY}


class Statement(Struct, frozen=True):
    sql: str
    parameters: tuple[object, ...]


def todos_in_order(query: Query, collection: Collection, layouts: Layouts) -> Statement:
    """Yields one row: the ids in order as a JSON array, and for each a 1 where it is not done, else a 0, as one text.
    What the query's text and `show` leave out is among them.

    Keys of fields that the collection lacks are ignored. The aggregates take their rows in the order of the inner
    query; SQLite says so in words from 3.44 on only, where they have a clause for it: a test watches over it.
    """
    order, sorting = _order(collection, layouts, query.sort)
    meant, parameters = _meant(query, collection, layouts)
    inner = f"SELECT id, {_done(layouts)} IS NOT 1 AS open FROM todo WHERE {meant} ORDER BY {order}"  # noqa: S608 - built from constants
    sql = f"SELECT json_group_array(id), ifnull(group_concat(open, ''), '') FROM ({inner})"  # noqa: S608 - as above
    return Statement(sql, (*parameters, *sorting))


def texts_in_order(query: Query, collection: Collection, layouts: Layouts) -> Statement:
    """Yields one row with one JSON array: for each of `todos_in_order` the text that a search looks into."""
    order, sorting = _order(collection, layouts, query.sort)
    meant, parameters = _meant(query, collection, layouts)
    inner = f"""
        SELECT text FROM todo CROSS JOIN search_text ON search_text.doc = todo.doc
        WHERE {meant} ORDER BY {order}
    """  # noqa: S608 - built from constants
    return Statement(f"SELECT json_group_array(text) FROM ({inner})", (*parameters, *sorting))  # noqa: S608 - as above


def first_in_order(query: Query, collection: Collection, layouts: Layouts, count: int) -> Statement:
    """Yields one row an id: the first *count* in order, of those that `show` lets through."""
    order, sorting = _order(collection, layouts, query.sort)
    meant, parameters = _meant(query, collection, layouts)
    shown = _SHOW[query.show].format(done=_done(layouts))
    return Statement(
        f"SELECT id FROM todo WHERE {meant}{shown} ORDER BY {order} LIMIT ?",  # noqa: S608 - built from constants
        (*parameters, *sorting, count),
    )


def in_dispute(list_id: int, most: int) -> Statement:
    """Yields one row an id: *most* of the todos that were changed here and there, all where it is -1."""
    # Without the second condition SQLite cannot know that the index of what is unsent holds them.
    sql = "SELECT id FROM todo WHERE list_id = ? AND state = ? AND state <> 0 LIMIT ?"
    return Statement(sql, (list_id, int(SyncState.CONFLICT), most))


class Terms(Struct, frozen=True):
    """Expressions over a row: 1 where it is done, what its list's own order goes by before the id, and values to sort
    by, NULL where there are none, with their parameters."""

    done: str
    own_order: tuple[str, ...]
    values: tuple[str, ...]
    parameters: tuple[object, ...]


def terms(collection: Collection, layouts: Layouts, names: Sequence[str]) -> Terms:
    """Of the fields called so; of one that the collection lacks, NULL."""
    values: list[str] = []
    parameters: list[object] = []
    for name in names:
        field = collection.field(name)
        term, needed = ("NULL", []) if field is None or '"' in name else _current_term(field, layouts)
        values.append(term)
        parameters.extend(needed)
    return Terms(_done(layouts), _own_order(layouts), tuple(values), tuple(parameters))


def open_count(list_id: int, layouts: Layouts) -> Statement:
    """Yields one row: how many are not done. The index `todo_order` has all that this asks for."""
    sql = f"SELECT count(*) FROM todo WHERE list_id = ? AND hidden = 0 AND {_done(layouts)} IS NOT 1"  # noqa: S608 - built from constants
    return Statement(sql, (list_id,))


def _meant(query: Query, collection: Collection, layouts: Layouts) -> tuple[str, list[object]]:
    """The todos of the query's list and filter, and the parameters of that."""
    found, parameters = condition(query.where_of(query.list_id), collection, layouts)
    return f"list_id = ? AND hidden = 0{found}", [query.list_id, *parameters]


def condition(where: "Group | None", collection: Collection, layouts: Layouts) -> tuple[str, list[object]]:
    """The filter as one more condition, and its parameters; empty where there is none."""
    if where is None:
        return "", []
    from todo_desktop.replica.filter_sql import condition_of  # noqa: PLC0415  (most starts do without)

    found, parameters = condition_of(where, collection, layouts)
    return f" AND ({found})", parameters


def _order(collection: Collection, layouts: Layouts, sort: tuple[SortKey, ...]) -> tuple[str, list[object]]:
    """What to order by, and its parameters."""
    terms: list[str] = []
    parameters: list[object] = []
    for key in sort:
        field = collection.field(key.field)
        if field is None or '"' in field.name:
            continue
        term, needed = _current_term(field, layouts)
        direction = " DESC" if key.descending else ""
        terms.append(f"{term}{direction} NULLS LAST")
        parameters.extend(needed)
    return ", ".join([*terms, _list_order(layouts)]), parameters


def _current_term(field: Field, layouts: Layouts) -> tuple[str, list[object]]:
    """`_term` in the layout of each row."""
    term, parameters = _term(field, layouts.now.layout.columns.get(field.name))
    if layouts.before is None:
        return term, parameters
    earlier, needed = _term(field, layouts.before.layout.columns.get(field.name))
    return f"{_either(layouts, term, earlier)} COLLATE NOCASE", [*parameters, *needed]


def _list_order(layouts: Layouts) -> str:
    return ", ".join((*_own_order(layouts), "id"))


def _own_order(layouts: Layouts) -> tuple[str, ...]:
    if layouts.before is None:
        return ("sort_order", "created_at")
    layout, before = layouts.now.layout, layouts.before.layout
    order = _either(layouts, "sort_order", f"ifnull({_moved(layout.order, before)}, x'')")
    created = _either(layouts, "created_at", f"ifnull({_moved(layout.created_at, before)}, x'')")
    return order, created


def _done(layouts: Layouts) -> str:
    """1 where the todo is done."""
    if layouts.before is None:
        return "done"
    return _either(layouts, "done", f"({_moved(layouts.now.layout.done, layouts.before.layout)} <> 0)")


def _either(layouts: Layouts, now: str, before: str) -> str:
    return f"CASE layout WHEN {layouts.number} THEN {now} ELSE {before} END"


def _moved(name: str, before: Layout) -> str:
    """The value of the field *name*, which has a column now, in a row of the layout before; NULL where it has none."""
    column = before.columns.get(name)
    if column is not None:
        return f"nullif({column}, x'')"
    path = f'$."{name}"'.replace("'", "''")
    return "NULL" if not name or '"' in name else f"json_extract(extra, '{path}')"


def _term(field: Field, column: str | None) -> tuple[str, list[object]]:
    """An expression to sort by, NULL where the todo has no value, and its parameters."""
    parameters: list[object] = []
    if field.is_related:
        return _name_of_related(field)
    if column is None:
        value = "nullif(json_extract(extra, ?), '')"
        parameters.append(f'$."{field.name}"')
    elif column in ("sort_order", "created_at"):
        value = f"nullif({column}, x'')"
    else:
        value = column
    if field.kind is FieldKind.SELECT and field.options:
        # The order of the options is the one that people mean: low, medium, high is not alphabetical.
        places = " ".join(f"WHEN ? THEN {place}" for place in range(len(field.options)))
        parameters.extend(option.value for option in field.options)
        return f"CASE {value} {places} END", parameters
    if field.kind is FieldKind.BOOLEAN:
        return f"ifnull({value}, 0)", parameters
    if field.kind in _SORTED_AS_NUMBERS and column is None:
        return f"CAST({value} AS REAL)", parameters
    return f"{value} COLLATE NOCASE", parameters


def _name_of_related(field: Field) -> tuple[str, list[object]]:
    """What the related record is called by, the first one of many; its key where it has no name."""
    first = f'$."{field.name}"' if field.kind is FieldKind.RELATION else f'$."{field.name}"[0]'
    names = dict.fromkeys(name for name in (field.target_title, *NAMES_OF_RELATED, field.target_key) if name)
    found = ", ".join("json_extract(extra, ?)" for _ in names)
    return f"coalesce({found}, NULL) COLLATE NOCASE", [f'{first}."{name}"' for name in names]
