"""Dates in a filter as the server reads them, its oddities included."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from todo_desktop.testing.fake_nocobase.columns import Column, microseconds
from todo_desktop.testing.fake_nocobase.errors import ApiError

Limits = tuple[datetime, datetime]
"""In UTC, the second not included; twice the same for one moment."""

_WITHOUT_ZONE = ("dateOnly", "datetimeNoTz")
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 (in UTC, all of them)
_ZONE = re.compile(r"(.+)([+-]\d\d:\d\d)", re.DOTALL)
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_NAMED = {"yesterday": ("day", -1), "today": ("day", 0), "tomorrow": ("day", 1)}
_WORDS = {"last": -1, "this": 0, "next": 1}


def limits_of(value: Any, column: Column, zone: str, now: int) -> Limits:
    """What a date operator compares with. *zone* is the request's, empty where it has none; *now* in microseconds."""
    local = _EPOCH + timedelta(microseconds=now) + _ahead(zone or "+00:00")
    naive = column.kind in _WITHOUT_ZONE
    if isinstance(value, str) and (name := re.fullmatch(r"\{\{\s*\$n?[dD]ate\.(\w+)\s*\}\}", value)):
        value = _variable(name[1], local, zone)
    if isinstance(value, dict):
        value = _of_type(value, local)
    elif isinstance(value, str) and not naive and zone and not _ZONE.fullmatch(value):
        value += zone
    if isinstance(value, list):
        # Whatever the request's zone is, the two ends are read as of UTC.
        return _parsed(value[0])[0], _end(value[1], exclusive=value[2:3] == ["[)"])
    return _parsed(value)


def stored_as(moment: datetime, column: Column) -> Any:
    if column.kind == "dateOnly":
        return moment.date().isoformat()
    if column.kind == "datetimeNoTz":
        return moment.isoformat(" ", "seconds")
    return (moment - _EPOCH) // timedelta(microseconds=1)


def _end(value: Any, *, exclusive: bool) -> datetime:
    start, end = _parsed(value)
    return start if exclusive else end


def _ahead(zone: str) -> timedelta:
    sign, hours, minutes = zone[0], int(zone[1:3]), int(zone[4:6])
    return timedelta(hours=hours, minutes=minutes) * (1 if sign == "+" else -1)


def _start(unit: str, moment: datetime, by: int = 0) -> datetime:
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    if unit in ("day", "week"):
        return day + timedelta(days=by) if unit == "day" else day + timedelta(days=7 * by - day.weekday())
    months = (day.year * 12 + day.month - 1) // _MONTHS[unit] * _MONTHS[unit] + by * _MONTHS[unit]
    return datetime(months // 12, months % 12 + 1, 1)  # noqa: DTZ001


def _unit_and_place(name: str) -> tuple[str, int]:
    if name in _NAMED:
        return _NAMED[name]
    found = re.fullmatch(r"(last|this|next)(?:Iso)?(Week|Month|Quarter|Year)", name)
    if found is None:
        raise ApiError(500, f"Unsupported type: {name}")
    return found[2].lower(), _WORDS[found[1]]


def _of_type(value: Mapping[str, Any], local: datetime) -> list[str]:
    name, number, unit = str(value.get("type")), int(value.get("number", 1)), str(value.get("unit", "day"))
    if name == "past":
        start, end = _start(unit, local, -number), _start(unit, local)
    elif name == "next":
        start, end = _start(unit, local, 1), _start(unit, local, number + 1)
    else:
        unit, by = _unit_and_place(name)
        start, end = _start(unit, local, by), _start(unit, local, by + 1)
    return [start.isoformat(" "), (end - timedelta(seconds=1)).isoformat(" ")]


def _variable(name: str, local: datetime, zone: str) -> Any:
    days = re.fullmatch(r"(last|next)(\d+)Days", name)
    if days is not None:
        count = int(days[2])
        first, last = (1, count + 1) if days[1] == "next" else (1 - count, 1)
        return [*(_start("day", local, by).date().isoformat() for by in (first, last)), "[)"]
    unit, by = _unit_and_place(name)
    start = _start(unit, local, by)
    if unit == "week":
        year, week, _ = start.isocalendar()
        return f"{year}W{week:02}{zone}"
    forms = {"day": f"{start:%Y-%m-%d}", "month": f"{start:%Y-%m}", "quarter": f"{start:%Y}Q{start.month // 3 + 1}"}
    return forms.get(unit, f"{start:%Y}") + zone


def _parsed(value: Any) -> Limits:
    text, zone = str(value), "+00:00"
    if (found := _ZONE.fullmatch(text)) is not None:
        text, zone = found[1], found[2]
    if text.endswith("Z"):
        moment = _EPOCH + timedelta(microseconds=microseconds(text))
        return moment, moment
    for pattern, read in _FORMS:
        if (match := re.fullmatch(pattern, text)) is not None:
            start, end = read(*match.groups())
            return start - _ahead(zone), end - _ahead(zone)
    raise ApiError(500, f"Invalid Date {value!r}")


def _unit(unit: str) -> Callable[..., Limits]:
    def read(year: str, month: str = "1", day: str = "1") -> Limits:
        start = datetime(int(year), int(month) * 3 - 2 if unit == "quarter" else int(month), int(day))  # noqa: DTZ001
        return start, _start(unit, start, 1)

    return read


def _week(year: str, week: str) -> Limits:
    start = datetime.fromisocalendar(int(year), int(week), 1)
    return start, start + timedelta(days=7)


def _time(text: str, second: str | None) -> Limits:
    start = datetime.fromisoformat(text + (second or ""))
    return start, start + (timedelta(minutes=1) if second is None else timedelta(seconds=1))


_FORMS: tuple[tuple[str, Callable[..., Limits]], ...] = (
    (r"(\d{4})-(\d\d)-(\d\d)", _unit("day")),
    (r"(\d{4}-\d\d-\d\d[ T]\d\d:\d\d)(:\d\d)?", _time),
    (r"(\d{4})-(\d\d)", _unit("month")),
    (r"(\d{4})Q(\d)", _unit("quarter")),
    (r"(\d{4})W(\d\d)", _week),
    (r"(\d{4})", _unit("year")),
)
