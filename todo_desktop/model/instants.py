"""Instants as NocoBase writes them: `2026-12-01T10:00:00.000Z`, UTC, milliseconds."""

from datetime import UTC, datetime, timedelta

from todo_desktop.model.values import Milliseconds

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST = (datetime.min.replace(tzinfo=UTC) - _EPOCH) // timedelta(milliseconds=1)
_LAST = (datetime.max.replace(tzinfo=UTC) - _EPOCH) // timedelta(milliseconds=1)


def to_instant(milliseconds: Milliseconds) -> str:
    """The server's way to write that many milliseconds since 1970."""
    moment = _EPOCH + timedelta(milliseconds=milliseconds)
    return f"{moment.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


def from_instant(text: str) -> Milliseconds | None:
    """Milliseconds since 1970 (microseconds cut off), or None where *text* is no instant of the years 1 to 9999."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    milliseconds = (moment - _EPOCH) // timedelta(milliseconds=1)
    return milliseconds if _FIRST <= milliseconds <= _LAST else None


def normal_instant(text: str) -> str:
    """*text* at the millisecond in UTC, or unchanged where it is no instant."""
    milliseconds = from_instant(text)
    return text if milliseconds is None else to_instant(milliseconds)
