"""The todos of several lists in one order, as SQL: each list has its values where its own schema puts them."""

from collections.abc import Sequence

from msgspec import Struct

from todo_desktop.model.all_lists import LIST
from todo_desktop.model.filter import Group
from todo_desktop.model.query import Show, SortKey
from todo_desktop.model.schema import Collection
from todo_desktop.replica.query_sql import Statement, Terms, condition, terms
from todo_desktop.replica.row_codec import Layouts

_SHOW = {Show.ALL: "", Show.OPEN: " AND {done} IS NOT 1", Show.DONE: " AND {done} = 1"}


class Part(Struct, frozen=True):
    """One of the lists, how its rows are read, and its filter."""

    list_id: int
    collection: Collection
    layouts: Layouts
    where: Group | None = None

    def terms(self, sort: Sequence[SortKey]) -> Terms:
        """*sort* names roles; NULL where the list has no field for one."""
        roles = self.collection.roles
        return terms(self.collection, self.layouts, [getattr(roles, key.field, "") for key in sort])


def todos_in_order(parts: Sequence[Part], sort: Sequence[SortKey]) -> Statement:
    """Yields one row, as `query_sql.todos_in_order`."""
    rows = _rows(parts, sort, "{done} IS NOT 1")
    return _with(
        "SELECT json_group_array(id), ifnull(group_concat(what, ''), '') FROM (SELECT id, what FROM {rows})", rows
    )


def texts_in_order(parts: Sequence[Part], sort: Sequence[SortKey]) -> Statement:
    """Yields one row with one JSON array: for each of `todos_in_order` the text that a search looks into."""
    rows = _rows(parts, sort, "text")
    return _with("SELECT json_group_array(what) FROM (SELECT what FROM {rows})", rows)


def first_in_order(parts: Sequence[Part], show: Show, sort: Sequence[SortKey], count: int) -> Statement:
    """Yields one row an id: the first *count* in order. No more of any list is put in order with the others."""
    rows = _rows(parts, sort, "0", show, count)
    return Statement(f"SELECT id FROM {rows.sql} LIMIT ?", (*rows.parameters, count))  # noqa: S608 - built from constants


def _with(sql: str, rows: Statement) -> Statement:
    return Statement(sql.format(rows=rows.sql), rows.parameters)


def _rows(
    parts: Sequence[Part], sort: Sequence[SortKey], what: str, show: Show = Show.ALL, most: int = -1
) -> Statement:
    """A table of ids and of *what*, and what it is ordered by; *most* of each list at the most (-1: all)."""
    keys = [f"{_column(n, key)} COLLATE NOCASE {_direction(key)} NULLS LAST" for n, key in enumerate(sort)]
    order = ", ".join([*keys, "part", "own_0", "own_1", "id"])
    selects: list[str] = []
    parameters: list[object] = []
    for number, part in enumerate(parts):
        found = part.terms(sort)
        columns = {"id": "id", "what": what.format(done=found.done), "part": str(number)}
        columns |= {f"own_{n}": term for n, term in enumerate(found.own_order)}
        columns |= {f"key_{n}": term for n, term in enumerate(found.values)}
        selected = ", ".join(f"{term} AS {name}" for name, term in columns.items())
        table = "todo CROSS JOIN search_text ON search_text.doc = todo.doc" if what == "text" else "todo"
        shown = _SHOW[show].format(done=found.done)
        asked, needed = condition(part.where, part.collection, part.layouts)
        limit = f" ORDER BY {order} LIMIT {most}" if most >= 0 else ""
        selects.append(
            f"SELECT * FROM (SELECT {selected} FROM {table} WHERE list_id = ? AND hidden = 0{asked}{shown}{limit})"  # noqa: S608 - as above
        )
        parameters.extend((*found.parameters, part.list_id, *needed))
    return Statement(f"({' UNION ALL '.join(selects)}) ORDER BY {order}", tuple(parameters))


def _column(number: int, key: SortKey) -> str:
    return "part" if key.field == LIST else f"key_{number}"


def _direction(key: SortKey) -> str:
    return "DESC" if key.descending else "ASC"
