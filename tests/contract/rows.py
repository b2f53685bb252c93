"""Short ways to make and name rows through our client."""

from collections.abc import Sequence
from typing import Any

from todo_desktop.model.answers import Guard
from todo_desktop.model.instants import from_instant
from todo_desktop.model.values import Json, Record, ServerId
from todo_desktop.nocobase.api import NocoBase

UNGUARDED = Guard(by_time=False)


def create_row(client: NocoBase, **values: Json) -> tuple[ServerId, dict[str, Any]]:
    """The new row's id, and the row as a read shows it."""
    key = id_of(client.create(values))
    return key, dict(client.by_ids([key])[0])


def id_of(record: Record) -> ServerId:
    key = record["id"]
    assert isinstance(key, int | str)
    return key


def titles_of(records: Sequence[Record]) -> list[Json]:
    return [record["title"] for record in records]


def milliseconds_of(text: object) -> int:
    found = from_instant(str(text))
    assert found is not None
    return found
