"""The state of the sync as the status bar says it."""

from msgspec import Struct
from PySide6.QtCore import QCoreApplication, QLocale

from todo_desktop.gui.dates_in_words import clock_time, day_words
from todo_desktop.gui.message_action import MessageAction
from todo_desktop.gui.todo_table.display import local_moment
from todo_desktop.model.errors import Problem
from todo_desktop.model.status import Phase, SyncStatus
from todo_desktop.model.values import Milliseconds

_translate = QCoreApplication.translate


class StatusWords(Struct, frozen=True):
    """`color` is a palette role for the dot. `action` is what a button beside it does, None for no button."""

    color: str
    text: str
    action: MessageAction | None = None
    action_label: str = ""


def status_words(status: SyncStatus, host: str, now: Milliseconds, locale: QLocale) -> StatusWords:
    """*host* is the server's name as people say it, empty for the local list, and where it is not known yet."""
    host = host or _translate("Status", "the server")
    if status.silent and status.phase is not Phase.PAUSED:
        return StatusWords("warning", _translate("Status", "Waiting for {host} to answer").format(host=host))
    if status.phase is Phase.IDLE:
        return StatusWords("good", _connected(status, host, now, locale))
    if status.problem is Problem.LIST_IN_USE:
        return StatusWords("good", _translate("Status", "Another window syncs this list with {host}").format(host=host))
    if status.phase is Phase.UNREACHABLE:
        label = _translate("Status", "Retry now")
        return StatusWords("warning", _unreachable(status, host, now), MessageAction.RETRY, label)
    if status.phase is Phase.PAUSED:
        return _paused(status, host)
    color, words = {
        Phase.LOCAL: ("secondary", _translate("Status", "On this computer only")),
        Phase.OFFLINE: ("secondary", _translate("Status", "Working offline")),
        Phase.CONNECTING: ("secondary", _translate("Status", "Connecting to {host}")),
        Phase.LOADING: ("accent", _translate("Status", "Fetching todos from {host}")),
        Phase.SYNCING: ("good", _translate("Status", "Syncing with {host}")),
    }[status.phase]
    return StatusWords(color, words.format(host=host))


def _paused(status: SyncStatus, host: str) -> StatusWords:
    words = _translate("Status", "Sync with {host} is paused").format(host=host)
    if status.problem is Problem.MASS_REMOVAL:
        return StatusWords("danger", words, MessageAction.REVIEW, _translate("Status", "Review"))
    return StatusWords("danger", words, MessageAction.RETRY, _translate("Status", "Try again"))


def progress_words(status: SyncStatus, locale: QLocale) -> str:
    """How far a load or a sweep has come; empty where nothing is counted."""
    if status.phase not in (Phase.LOADING, Phase.SYNCING) or (not status.done and not status.total):
        return ""
    if status.total is None:
        return locale.toString(status.done)
    return _translate("Status", "{done} of {total}").format(
        done=locale.toString(status.done), total=locale.toString(status.total)
    )


def ago(at: Milliseconds, now: Milliseconds, locale: QLocale) -> str:
    """How long since *at*."""
    seconds = max(0, (now - at) // 1000)
    if seconds < 10:
        return _translate("Status", "just now")
    if seconds < 60:
        return _translate("Status", "%Ln s ago", "", seconds)
    if seconds < 3600:
        return _translate("Status", "%Ln min ago", "", seconds // 60)
    moment = local_moment(at)
    today = local_moment(now).date()
    words = day_words(moment.date(), today, locale)
    clock = clock_time(moment, locale)
    return _translate("Status", "{day} {time}").format(day=words, time=clock)


def _connected(status: SyncStatus, host: str, now: Milliseconds, locale: QLocale) -> str:
    if status.last_sync is None:
        return _translate("Status", "Connected to {host}").format(host=host)
    return _translate("Status", "Connected to {host} · synced {ago}").format(
        host=host, ago=ago(status.last_sync, now, locale)
    )


def _unreachable(status: SyncStatus, host: str, now: Milliseconds) -> str:
    happened = {
        Problem.SERVER_STARTING: _translate("Status", "{host} is starting."),
        Problem.SERVER_BUSY: _translate("Status", "{host} is busy."),
        Problem.SERVER_ERROR: _translate("Status", "{host} reported an error."),
        Problem.NOT_NOCOBASE: _translate("Status", "{host} did not answer as NocoBase."),
    }.get(status.problem or Problem.CONNECTION_LOST, _translate("Status", "No connection to {host}."))
    parts = [happened.format(host=host)]
    if status.next_try is not None:
        wait = max(0, -(-(status.next_try - now) // 1000))
        parts.append(_in_words(wait))
    parts.append(_translate("Status", "Your changes are kept."))
    return " ".join(parts)


def _in_words(seconds: int) -> str:
    if seconds == 0:
        return _translate("Status", "Trying again now.")
    if seconds < 100:
        return _translate("Status", "Trying again in %Ln s.", "", seconds)
    return _translate("Status", "Trying again in %Ln min.", "", round(seconds / 60))
