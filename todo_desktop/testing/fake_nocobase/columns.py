"""What a column does to a value: how it is stored, read, echoed and compared. One class for all kinds of columns."""

import re
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from todo_desktop.testing.fake_nocobase.errors import ApiError

INSTANTS = ("date", "datetime", "datetimeTz", "unixTimestamp")
COMPUTED = ("formula", "sequence")
INTEGERS = ("integer", "bigInt", "sort", "snowflakeId", "context")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LARGEST_SAFE = 2**53 - 1


class Column:
    """Stored forms: instants as microseconds, decimals as Decimal, all else as JSON."""

    def __init__(self, meta: dict[str, Any]) -> None:
        self.name: str = meta["name"]
        self.kind: str = meta["type"]
        self.trim = bool(meta.get("trim"))
        self.scale = int(meta.get("scale", 0))
        self.precision = int(meta.get("precision", 1000))
        self.default = meta.get("defaultValue")
        self.interface: str = meta.get("interface", "")
        self.expression: str = meta.get("expression", "")

    @property
    def is_instant(self) -> bool:
        return self.kind in INSTANTS

    def store(self, value: Any) -> Any:
        """Raises ApiError 500 for what the database refuses, as the real server does."""
        if value is None:
            return None
        if self.is_instant:
            return microseconds(value) // 1000 * 1000
        method = getattr(self, f"_store_{self.kind}", None)
        if method is not None:
            return method(value)
        return self._store_integer(value) if self.kind in INTEGERS else value

    def read(self, stored: Any) -> Any:
        """As a list or get shows it."""
        if stored is None:
            return None
        if self.is_instant:
            return instant(stored)
        if self.kind == "jsonb" and isinstance(stored, dict):
            return {name: stored[name] for name in sorted(stored, key=lambda name: (len(name), name))}
        if self.kind == "decimal":
            return f"{stored:f}"
        if self.kind in INTEGERS and abs(stored) > _LARGEST_SAFE:
            return str(stored)
        return stored

    def echo(self, sent: Any) -> Any:
        """As the reply of an update shows what was sent."""
        return sent if self.kind in ("decimal", "time") else self.read(self.store(sent))

    def comparable(self, value: Any) -> Any:
        """A value of a filter in stored form."""
        if value is None:
            return None
        if self.kind == "unixTimestamp" and not str(value).isdigit():
            raise ApiError(500, f'invalid input syntax for type bigint: "{value}"')
        if self.is_instant:
            return microseconds(value)
        if self.kind in (*INTEGERS, "decimal") and type(value) in (int, float):
            return Decimal(str(value))
        if self.kind in ("uuid", "bigInt", "snowflakeId", "decimal"):
            return self.store(value)
        return self._store_time(value) if self.kind == "time" else value

    def _store_string(self, value: Any) -> str:
        text = self._store_text(value)
        if len(text) > 255:
            raise ApiError(500, "value too long for type character varying(255)")
        return text

    def _store_text(self, value: Any) -> str:
        if not isinstance(value, str | int | float):
            raise ApiError(500, "string violation: value cannot be an array or an object")
        text = str(value).strip() if self.trim else str(value)
        return _without_scripts(text) if self.interface == "richText" else text

    def _store_boolean(self, value: Any) -> bool:
        if str(value).lower() not in ("true", "false", "1", "0"):
            raise ApiError(500, f'invalid input syntax for type boolean: "{value}"')
        return str(value).lower() in ("true", "1")

    def _store_dateOnly(self, value: Any) -> str:  # noqa: N802 (NocoBase's name of the type)
        if not re.match(r"\d{4}-\d\d-\d\d", str(value)):
            raise ApiError(500, 'invalid input syntax for type date: "Invalid date"')
        return str(value)[:10]

    def _store_datetimeNoTz(self, value: Any) -> str:  # noqa: N802
        if not re.match(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", str(value)):
            raise ApiError(500, 'invalid input syntax for type timestamp: "0NaN-NaN-NaN"')
        return str(value).replace("T", " ")[:19]

    def _store_time(self, value: Any) -> str:
        if not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?", str(value)):
            raise ApiError(500, f'date/time field value out of range: "{value}"')
        return ":".join(part.zfill(2) for part in [*str(value).split(":"), "00"][:3])

    def _store_integer(self, value: Any) -> int:
        try:
            return int(str(value))
        except ValueError as error:
            raise ApiError(500, f'invalid input syntax for type integer: "{value}"') from error

    def _store_double(self, value: Any) -> float:
        try:
            return float(value)
        except ValueError as error:
            raise ApiError(500, f'invalid input syntax for type double precision: "{value}"') from error

    _store_float = _store_double

    def _store_decimal(self, value: Any) -> Decimal:
        try:
            stored = Decimal(str(value)).quantize(Decimal(1).scaleb(-self.scale), ROUND_HALF_UP)
        except InvalidOperation as error:
            raise ApiError(500, f'invalid input syntax for type numeric: "{value}"') from error
        if stored and stored.adjusted() >= self.precision - self.scale:
            raise ApiError(500, "numeric field overflow")
        return stored

    def _store_array(self, value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise ApiError(500, "invalid input syntax for type json")
        return sorted(value)

    def _store_uuid(self, value: Any) -> str:
        if not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", str(value)):
            raise ApiError(500, f'invalid input syntax for type uuid: "{value}"')
        return str(value)


def _without_scripts(html: str) -> str:
    return re.sub(r"<script\b.*?</script>", "", html, flags=re.IGNORECASE | re.DOTALL)


def microseconds(text: Any) -> int:
    if isinstance(text, int):
        return text * 1_000_000
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError as error:
        raise ApiError(500, 'invalid input syntax for type timestamp with time zone: "Invalid date"') from error
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (moment - _EPOCH) // timedelta(microseconds=1)


def instant(stored: int) -> str:
    moment = _EPOCH + timedelta(microseconds=stored)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"
