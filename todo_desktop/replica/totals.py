"""The aggregate that tells whether server and replica may differ: over rows as last read, bases and not edits."""

from todo_desktop.model.answers import Totals
from todo_desktop.model.instants import normal_instant
from todo_desktop.model.values import ServerId
from todo_desktop.replica.database import Database
from todo_desktop.replica.json_text import from_text
from todo_desktop.replica.lists import Lists
from todo_desktop.replica.sweep import number

_BORN = """
    SELECT server_id, created_at FROM todo
    WHERE list_id = ? AND server_id IS NOT NULL AND state = 0 AND typeof(created_at) = 'text'
"""


def count(database: Database, list_id: int) -> int:
    """How many todos of the list have a server id."""
    counted: int = database.value(
        "SELECT count(*) FROM todo INDEXED BY todo_server_id WHERE list_id = ? AND server_id IS NOT NULL", (list_id,)
    )
    return counted


def birth_times(database: Database, list_id: int, limit: int) -> dict[ServerId, str]:
    """When the first and the last *limit* rows were created on the server, of those without unsent edits."""
    found: dict[ServerId, str] = {}
    for direction in ("ASC", "DESC"):
        rows = database.rows(f"{_BORN} ORDER BY id {direction} LIMIT ?", (list_id, limit))
        found |= dict(rows)
    return found


def totals(database: Database, lists: Lists, list_id: int) -> Totals:
    """Count, newest change time and sum of the order field, of the rows that the server has shown."""
    with database.reading():
        layout = lists.codec(list_id).layout
        number_of_rows, newest, order_sum = database.row(
            """
            SELECT count(*), max(updated_at), sum(CASE WHEN typeof(sort_order) <> 'blob' THEN sort_order END)
            FROM todo WHERE list_id = ? AND state = 0 AND server_id IS NOT NULL
            """,
            (list_id,),
        ) or (0, None, None)
        bases = [
            from_text(base, dict)
            for (base,) in database.rows(
                "SELECT base FROM todo WHERE list_id = ? AND state <> 0 AND server_id IS NOT NULL AND base IS NOT NULL",
                (list_id,),
            )
        ]
    instants = [normal_instant(text) for text in (newest, *(base.get(layout.updated_at) for base in bases)) if text]
    orders = [order for base in bases if (order := number(base.get(layout.order))) is not None]
    if order_sum is not None:
        orders.append(float(order_sum))
    return Totals(number_of_rows + len(bases), max(instants, default=None), sum(orders) if orders else None, None)
