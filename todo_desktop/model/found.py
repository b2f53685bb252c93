"""What was found of the records that a relation may point to."""

from msgspec import Struct

from todo_desktop.model.errors import Problem
from todo_desktop.model.values import Json


class FoundRecords(Struct, frozen=True):
    """Records known here, then those of the server, some of them twice. `asked`: the server was, and answered;
    `problem` says why it did not."""

    records: tuple[Json, ...] = ()
    problem: Problem | None = None
    asked: bool = False
