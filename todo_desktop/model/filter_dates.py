"""Dates in a filter: a day, a month, a moment, or a period that moves with the clock; and the span that each means.

A date is a text as NocoBase has it: `2026`, `2026Q4`, `2026-12`, `2026W49` (a week from Monday on), `2026-12-01`,
`2026-12-01 10:00`, `2026-12-01 10:00:30`, or an instant (`2026-12-01T10:00:00.000Z`).
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from todo_desktop.model.instants import from_instant, to_instant
from todo_desktop.model.schema import FieldKind
from todo_desktop.model.values import Milliseconds

DATES = frozenset({FieldKind.DATE, FieldKind.DATETIME, FieldKind.DATETIME_LOCAL})


class Unit(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Period(Struct, frozen=True, tag=True, omit_defaults=True):
    """From the beginning of the *first* unit to the end of the *last*, counted from the one that is now: 0, 0 is today
    or this week. Weeks begin on Monday."""

    unit: Unit
    first: int = 0
    last: int = 0


class Span(Struct, frozen=True, tag=True):
    """From *start* up to, not including, *end*, written as the field's values are; one moment where both are one."""

    start: str
    end: str

    @property
    def is_moment(self) -> bool:
        return self.start == self.end


class Clock(Struct, frozen=True):
    """What time it is, and how many minutes the local time is ahead of UTC now. Days begin by that offset all the year,
    as on NocoBase's own page."""

    now: Milliseconds
    offset: int = 0

    @property
    def local(self) -> datetime:
        return _EPOCH + timedelta(milliseconds=self.now, minutes=self.offset)


_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 (wall-clock times, as all here)
_FAR = 10_000
"""More units than that from now are no date of ours."""
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)(:\d\d)?(?:\.\d{1,3})?")


def start_of(unit: Unit, moment: datetime, by: int = 0) -> datetime:
    """When the unit began that *moment* is in, or the one that comes *by* units later."""
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    if unit is Unit.DAY:
        return day + timedelta(days=by)
    if unit is Unit.WEEK:
        return day + timedelta(days=7 * by - day.weekday())
    months = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}[unit]
    number = (day.year * 12 + day.month - 1) // months + by
    return day.replace(year=number * months // 12, month=number * months % 12 + 1, day=1)


def is_date(text: str, kind: FieldKind) -> bool:
    """Whether *text* is a date that a field of this kind can be compared with."""
    if kind is FieldKind.DATE and (_TIME.fullmatch(text) or text.endswith("Z")):
        return False
    return _limits(text) is not None or (kind is FieldKind.DATETIME and _is_instant(text))


def is_period(period: Period) -> bool:
    return period.first <= period.last and max(abs(period.first), abs(period.last)) <= _FAR


def span_of(value: object, kind: FieldKind, clock: Clock) -> Span | None:
    """What *value* (a text, a Period, or the first and last of a range) means to a field of this kind; None where it is
    no date."""
    if isinstance(value, Period):
        return _of_period(value, kind, clock)
    if isinstance(value, tuple):
        ends = [span_of(each, kind, clock) for each in value]
        first, last = ends if len(ends) == 2 else (None, None)
        return Span(first.start, last.end) if first is not None and last is not None else None
    if not isinstance(value, str) or not is_date(value, kind):
        return None
    if _is_instant(value):
        at = to_instant(from_instant(value) or 0)
        return Span(at, at)
    limits = _limits(value)
    return None if limits is None else _written(*limits, kind, clock)


def _of_period(period: Period, kind: FieldKind, clock: Clock) -> Span | None:
    try:
        start = start_of(period.unit, clock.local, period.first)
        end = start_of(period.unit, clock.local, period.last + 1)
    except (ValueError, OverflowError):
        return None
    return _written(start, end, kind, clock)


def _written(start: datetime, end: datetime, kind: FieldKind, clock: Clock) -> Span:
    """Two local times as a field of this kind has them."""
    if kind is FieldKind.DATE:
        return Span(start.date().isoformat(), end.date().isoformat())
    if kind is FieldKind.DATETIME_LOCAL:
        return Span(start.isoformat(" "), end.isoformat(" "))
    return Span(_instant(start, clock.offset), _instant(end, clock.offset))


def _instant(local: datetime, offset: int) -> str:
    return to_instant((local - _EPOCH) // timedelta(milliseconds=1) - offset * 60_000)


def _is_instant(text: str) -> bool:
    return text.endswith("Z") and from_instant(text) is not None


def _limits(text: str) -> tuple[datetime, datetime] | None:
    for pattern, read in _FORMS:
        found = pattern.fullmatch(text)
        if found is not None:
            try:
                return read(*found.groups())
            except (ValueError, OverflowError):
                return None
    return None


def _of_unit(unit: Unit) -> Callable[..., tuple[datetime, datetime]]:
    def limits(year: str, month: str = "1", day: str = "1") -> tuple[datetime, datetime]:
        number = int(month) * 3 - 2 if unit is Unit.QUARTER else int(month)
        start = datetime(int(year), number, int(day))  # noqa: DTZ001
        return start, start_of(unit, start, 1)

    return limits


def _week(year: str, week: str) -> tuple[datetime, datetime]:
    start = datetime.fromisocalendar(int(year), int(week), 1)
    return start, start + timedelta(days=7)


def _time(day: str, minute: str, second: str | None) -> tuple[datetime, datetime]:
    start = datetime.fromisoformat(f"{day} {minute}{second or ''}")
    return start, start + (timedelta(minutes=1) if second is None else timedelta(seconds=1))


_FORMS: tuple[tuple[re.Pattern[str], Callable[..., tuple[datetime, datetime]]], ...] = (
    (re.compile(r"(\d{4})-(\d\d)-(\d\d)"), _of_unit(Unit.DAY)),
    (_TIME, _time),
    (re.compile(r"(\d{4})-(\d\d)"), _of_unit(Unit.MONTH)),
    (re.compile(r"(\d{4})Q([1-4])"), _of_unit(Unit.QUARTER)),
    (re.compile(r"(\d{4})W(\d\d)"), _week),
    (re.compile(r"(\d{4})"), _of_unit(Unit.YEAR)),
)
