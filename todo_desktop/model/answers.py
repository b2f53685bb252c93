"""What the server answers, decoded and checked: the values that pass between `nocobase` and `sync`."""

from collections.abc import Mapping

from msgspec import Struct, field

from todo_desktop.model.values import Json, Milliseconds, ServerId


class RecordPage(Struct, frozen=True):
    """Rows in the order asked for. `full`: as many as asked for, so there may be more. `server_time` is the
    answer's `Date` header (ms, cut to the second), None where it had none."""

    records: list[dict[str, Json]]
    full: bool
    server_time: Milliseconds | None


class Totals(Struct, frozen=True):
    """The cheap aggregate over every row in the role's sight. `newest` is the newest change time (an instant),
    `order_sum` the sum of the order field; None where the collection has no such field or no row."""

    count: int
    newest: str | None
    order_sum: float | None
    server_time: Milliseconds | None


class Account(Struct, frozen=True):
    """Whom the key belongs to (`auth:check`). `since`: when that user was made there (an instant), empty where it is
    not told."""

    user_id: ServerId
    name: str
    since: str = ""


class Person(Struct, frozen=True):
    """A user of the server: `user_id` as text, `name` empty where it is not told."""

    user_id: str
    name: str = ""


class Authors(Struct, frozen=True):
    """Who created a row, and who changed it last, `at` what instant; None where that is not told."""

    at: str = ""
    creator: Person | None = None
    writer: Person | None = None


class Guard(Struct, frozen=True):
    """Write only if the row still is as it was last read: by its change time and the values of what does not move that,
    else by the values of the changed fields and of those that tell one row from another (what no filter can ask for is
    compared with a read just before the write). `updated_at` is an instant, or None for a row whose change time is
    null, of which the values are asked for, too; ignored unless `by_time`."""

    by_time: bool
    updated_at: str | None = None
    values: Mapping[str, Json] = field(default_factory=dict)


class Stamp(Struct, frozen=True):
    """One row of a sweep. `rights` as under `permissions.RIGHTS`, None where that is not told."""

    server_id: ServerId
    updated_at: str | None
    order: float | None
    rights: Json = None
