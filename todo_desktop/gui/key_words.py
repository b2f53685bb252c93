"""What an API key tells of itself, in words: its role, and when it ends."""

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, QTimeZone

from todo_desktop.gui.message_action import MessageAction, action_label
from todo_desktop.gui.messages import ProblemMessage
from todo_desktop.model.diagnosis import KeyFacts
from todo_desktop.model.values import Milliseconds

DAY = 86_400_000
WARN_BEFORE = 7 * DAY


def expiry_words(key: KeyFacts) -> str:
    """Empty where the key does not tell."""
    if key.expires_at is None:
        return _tr("Does not expire") if key.issued_at is not None else ""
    return _tr("Expires on {day}").format(day=_day(key.expires_at))


def key_words(key: KeyFacts) -> str:
    """Its role and its end, as one sentence; empty where the key does not tell."""
    role = _tr("Its role is {role}.").format(role=key.role) if key.role else ""
    end = expiry_words(key)
    return " ".join(filter(None, [role, f"{end}." if end else ""]))


def days_left(key: KeyFacts, now: Milliseconds) -> int | None:
    """Whole days until the key ends, where that is soon; None where it is not, or is over."""
    if key.expires_at is None or not 0 < key.expires_at - now <= WARN_BEFORE:
        return None
    return (key.expires_at - now) // DAY


def ends_soon_message(key: KeyFacts, days: int, host: str, *, is_given: bool = False) -> ProblemMessage:
    """With a button that helps, unless the key *is_given* by a harness. *days* as `days_left` has it."""
    when = _tr("in %n days", days) if days > 1 else _tr("tomorrow") if days == 1 else _tr("today")
    text = _tr("The key for {host} ends {when}, on {day}. Until then everything works.").format(
        host=host, when=when, day=_day(key.expires_at or 0)
    )
    if is_given:
        return ProblemMessage(f"{text} {_tr('TODO_DESKTOP_API_KEY gives it: start with a new one there.')}")
    return ProblemMessage(text, MessageAction.RENEW_KEY, action_label(MessageAction.RENEW_KEY))


def _day(instant: Milliseconds) -> str:
    moment = QDateTime.fromMSecsSinceEpoch(instant, QTimeZone.systemTimeZone())
    return QLocale().toString(moment.date(), QLocale.FormatType.LongFormat)


def _tr(text: str, count: int = -1) -> str:
    return QCoreApplication.translate("Key", text, None, count)
