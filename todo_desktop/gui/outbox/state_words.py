"""Where a change of the outbox stands, in words."""

from PySide6.QtCore import QCoreApplication

from todo_desktop.model.change import ChangeKind, Entry, EntryState
from todo_desktop.model.errors import Problem
from todo_desktop.model.moved import copy_of
from todo_desktop.model.status import Phase, SyncStatus
from todo_desktop.model.values import Milliseconds


def state_words(entry: Entry, status: SyncStatus, now: Milliseconds) -> str:
    """What it waits for, as it follows the change after a comma."""
    match entry.state:
        case EntryState.PARKED:
            return _needs(entry)
        case EntryState.ACKNOWLEDGED:
            return _tr("accepted by the server, to be confirmed by a look")
        case EntryState.SENT:
            return _sent(entry, status, now)
        case EntryState.WAITING:
            return _waiting(entry, status, now)


def _waiting(entry: Entry, status: SyncStatus, now: Milliseconds) -> str:
    if entry.kind is ChangeKind.DELETE and not entry.is_due(now) and entry.tries == 0:
        return _tr("not sent yet, so that it can be undone")
    if copy_of(entry) is not None and entry.tries == 0:
        return _tr("kept on the server until its copy has reached the other list")
    waits = _waits_for(status, now)
    if waits:
        return waits
    if not entry.is_due(now):
        return _tr("did not go through, next try {when}").format(when=_in(entry.not_before, now))
    return _tr("waiting to be sent")


def _sent(entry: Entry, status: SyncStatus, now: Milliseconds) -> str:
    waits = _waits_for(status, now)
    if waits:
        return _tr("sent, but no answer came; {waits}").format(waits=waits)
    if not entry.is_due(now):
        return _tr("sent, but no answer came; looking for it {when}").format(when=_in(entry.not_before, now))
    return _tr("sent, waiting for the answer") if status.silent else _tr("being sent")


def _waits_for(status: SyncStatus, now: Milliseconds) -> str:
    if status.phase is Phase.OFFLINE:
        return _tr("waiting until you work online")
    if status.phase is Phase.PAUSED:
        return _tr("waiting until the sync goes on")
    if status.phase is not Phase.UNREACHABLE:
        return ""
    if status.problem is Problem.LIST_IN_USE:
        return _tr("waiting for the other window to send it")
    if status.next_try is None:
        return _tr("waiting for the network")
    return _tr("waiting for the network, next try {when}").format(when=_in(status.next_try, now))


def _in(at: Milliseconds, now: Milliseconds) -> str:
    seconds = -(-(at - now) // 1000)
    if seconds <= 0:
        return _tr("now")
    if seconds < 100:
        return QCoreApplication.translate("ChangeState", "in %Ln s", "", seconds)
    return QCoreApplication.translate("ChangeState", "in %Ln min", "", round(seconds / 60))


def _needs(entry: Entry) -> str:
    delete = entry.kind is ChangeKind.DELETE
    words = {
        Problem.CONFLICT: _tr("changed meanwhile on the server: delete it anyway, or keep it")
        if delete
        else _tr("changed on the server too: choose which counts"),
        Problem.GONE: _tr("gone on the server: bring it back, or let it go"),
        Problem.AMBIGUOUS_CREATE: _tr("may be there already: look, and choose"),
        Problem.FIELD_REFUSED: _tr("the server did not accept it"),
        Problem.INCOMPLETE: _tr("a required field is still empty"),
        Problem.MAY_NOT_CREATE: _tr("your role may not add todos"),
        Problem.MAY_NOT_UPDATE: _tr("your role may not change it"),
        Problem.MAY_NOT_DELETE: _tr("your role may not delete it"),
        Problem.INVALID_INPUT: _tr("the server refused a value"),
        Problem.TOO_LARGE: _tr("too large for the server"),
    }.get(entry.problem or Problem.INTERNAL)
    return words or _tr("could not be sent")


def _tr(text: str) -> str:
    return QCoreApplication.translate("ChangeState", text)
