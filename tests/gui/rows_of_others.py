"""Rows that somebody else has written while the user was away."""

from tests.support.gui_desk import NOW
from todo_desktop.model.instants import to_instant
from todo_desktop.model.values import Json

TITLES = ("Pay rent", "Call Ana", "Buy milk")
YESTERDAY = NOW - 16 * 3_600_000
ADA = 7


def row(number: int, title: str, **more: Json) -> dict[str, Json]:
    """As somebody else has written it."""
    stamp = to_instant(NOW - 1000)
    made = to_instant(NOW - 86_400_000)
    values: dict[str, Json] = {"completed": False, "createdAt": made, "updatedAt": stamp, "updatedById": ADA}
    return {"id": number, "title": title, **values, **more}
