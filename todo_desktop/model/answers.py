"""What the server answers, decoded and checked: the values that pass between `nocobase` and `sync`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from todo_desktop.model.values import Json, Milliseconds, Record, ServerId


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Rows in the order asked for. `full`: as many as asked for, so there may be more. `server_time` is the
    answer's `Date` header (ms, cut to the second), None where it had none."""

    records: list[dict[str, Json]]
    full: bool
    server_time: Milliseconds | None


@dataclass(frozen=True, slots=True)
class Totals:
    """The cheap aggregate over every row in the role's sight. `newest` is the newest change time (an instant),
    `order_sum` the sum of the order field; None where the collection has no such field or no row."""

    count: int
    newest: str | None
    order_sum: float | None
    server_time: Milliseconds | None


@dataclass(frozen=True, slots=True)
class Account:
    """Whom the key belongs to (`auth:check`)."""

    user_id: ServerId
    name: str


@dataclass(frozen=True, slots=True)
class Guard:
    """Write only if the row still is as it was last read: by its change time, else by the values of the changed
    fields. `updated_at` is an instant, or None for a row whose change time is null; ignored unless `by_time`."""

    by_time: bool
    updated_at: str | None = None
    values: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stamp:
    """One row of a sweep."""

    server_id: ServerId
    updated_at: str | None
    order: float | None


__all__ = ["Account", "Guard", "Record", "RecordPage", "Stamp", "Totals"]
