"""A query's filter and order as SQL."""

from dataclasses import dataclass

from todo_desktop.model.query import Show, SortKey
from todo_desktop.model.schema import Collection, Field, FieldKind
from todo_desktop.replica.row_codec import Layout

LIST_ORDER = "sort_order, created_at, id"
"""The list's own order: by the order field where there is one, else by creation. Served by the index `todo_order`."""

_SHOW = {Show.ALL: "", Show.OPEN: " AND done IS NOT 1", Show.DONE: " AND done = 1"}
_NUMBERS = frozenset({FieldKind.INTEGER, FieldKind.NUMBER, FieldKind.DECIMAL, FieldKind.ORDER, FieldKind.KEY})


@dataclass(frozen=True, slots=True)
class Statement:
    sql: str
    parameters: tuple[object, ...]


def ids_in_order(list_id: int, collection: Collection, show: Show, sort: tuple[SortKey, ...]) -> Statement:
    """Yields one row with one JSON array: the ids in order. Keys of fields that the collection lacks are ignored.

    The aggregate takes its rows in the order of the inner query; SQLite says so in words from 3.44 on only, where the
    aggregate has a clause for it: a test watches over it.
    """
    terms: list[str] = []
    parameters: list[object] = [list_id]
    columns = Layout.of(collection).columns
    for key in sort:
        field = collection.field(key.field)
        if field is None or '"' in field.name:
            continue
        term, needed = _term(field, columns.get(field.name))
        direction = " DESC" if key.descending else ""
        terms.append(f"{term}{direction} NULLS LAST")
        parameters.extend(needed)
    order = ", ".join([*terms, LIST_ORDER])
    inner = f"SELECT id FROM todo WHERE list_id = ? AND hidden = 0{_SHOW[show]} ORDER BY {order}"  # noqa: S608 - built from constants
    return Statement(f"SELECT json_group_array(id) FROM ({inner})", tuple(parameters))  # noqa: S608 - as above


def counts(list_id: int) -> Statement:
    """Yields one row: all todos of the list, and how many are not done."""
    return Statement(
        "SELECT count(*), count(*) FILTER (WHERE done IS NOT 1) FROM todo WHERE list_id = ? AND hidden = 0", (list_id,)
    )


def _term(field: Field, column: str | None) -> tuple[str, list[object]]:
    """An expression to sort by, NULL where the todo has no value, and its parameters."""
    parameters: list[object] = []
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
    if field.kind in _NUMBERS and column is None:
        return f"CAST({value} AS REAL)", parameters
    return f"{value} COLLATE NOCASE", parameters
