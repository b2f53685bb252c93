"""How it stands with the sync of all lists: as with the one that most needs somebody."""

from collections.abc import Callable, Sequence

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QLocale

from todo_desktop.gui.message_action import MessageAction, action_label
from todo_desktop.gui.messages import ProblemMessage, problem_message
from todo_desktop.gui.plain_text import one_line
from todo_desktop.gui.sidebar.entries import ListEntry
from todo_desktop.gui.status_words import StatusWords, ago, status_words
from todo_desktop.model.errors import Problem
from todo_desktop.model.lists import ListAddress
from todo_desktop.model.status import Phase, SyncStatus
from todo_desktop.model.values import Milliseconds

_RANKS = (
    Phase.PAUSED, Phase.UNREACHABLE, Phase.LOADING, Phase.CONNECTING, Phase.OFFLINE, Phase.SYNCING, Phase.IDLE,
)  # fmt: skip


def worst(
    entries: Sequence[ListEntry], latest: Callable[[ListAddress], SyncStatus | None]
) -> tuple[ListEntry | None, SyncStatus]:
    """The list of *entries* that comes first, and its status with the list's names; None and that of this computer
    where no list has a server. What is in order tells of the list that was looked at longest ago."""
    found = [
        (entry, latest(entry.address) or SyncStatus(Phase.CONNECTING)) for entry in entries if entry.address.base_url
    ]
    if not found:
        return None, SyncStatus(Phase.LOCAL)
    entry, status = min(found, key=lambda each: (_rank(each[1]), each[1].last_sync or 0))
    return entry, replace(status, host=entry.place, collection=one_line(entry.title))


def _rank(status: SyncStatus) -> int:
    if status.problem is Problem.LIST_IN_USE:
        return len(_RANKS)
    return _RANKS.index(status.phase) if status.phase in _RANKS else len(_RANKS)


def words(status: SyncStatus, now: Milliseconds, locale: QLocale) -> StatusWords:
    """For the status bar; *status* as `worst` gives it."""
    if status.phase is Phase.IDLE and not status.silent:
        if status.last_sync is None:
            return StatusWords("good", _tr("All lists are connected"))
        words = _tr("All lists are connected · synced {ago}").format(ago=ago(status.last_sync, now, locale))
        return StatusWords("good", words)
    found = status_words(status, status.host, now, locale)
    if status.phase is Phase.OFFLINE or not status.collection:
        return found
    text = f"{status.collection}: {found.text}"
    if status.phase is not Phase.PAUSED or status.problem is Problem.LIST_IN_USE:
        return replace(found, text=text)
    action = MessageAction.GO_TO_LIST
    return replace(found, text=text, action=action, action_label=action_label(action))


def hindrance(status: SyncStatus) -> ProblemMessage | None:
    """What stands below the toolbar; None where nothing is paused."""
    if status.phase is not Phase.PAUSED or status.problem is None:
        return None
    message = problem_message(status.problem, detail=status.detail, host=status.host, collection=status.collection)
    action = MessageAction.GO_TO_LIST
    return replace(
        message, text=f"{status.collection}: {message.text}", action=action, action_label=action_label(action)
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("AllLists", text)
