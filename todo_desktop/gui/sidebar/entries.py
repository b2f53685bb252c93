"""A list as the sidebar shows it, and how it stands with it in words."""

from msgspec import Struct
from PySide6.QtCore import QCoreApplication

from todo_desktop.gui.messages import problem_message
from todo_desktop.model.errors import Problem
from todo_desktop.model.lists import ListAddress
from todo_desktop.model.query import Overview
from todo_desktop.model.status import Phase, SyncStatus

_translate = QCoreApplication.translate


class ListEntry(Struct, frozen=True):
    """`place` is the heading it stands below: where the list is. `list_id` is None where it was never opened."""

    address: ListAddress
    title: str
    place: str
    list_id: int | None = None


class ViewEntry(Struct, frozen=True):
    """A view of the list at *address*; it stands below it."""

    address: ListAddress
    name: str


class ListState(Struct, frozen=True):
    """An icon and its colour, no icon where all is well; and sentences about it, none where there is nothing to say."""

    icon: str = ""
    color: str = "secondary"
    words: tuple[str, ...] = ()


def list_state(entry: ListEntry, status: SyncStatus | None, overview: Overview) -> ListState:
    """The icon tells of the worst, the words of all."""
    found = [
        state
        for state in (
            _of_sync(entry, status),
            _of_changes(
                overview.parked, "warning", "warning", _translate("Sidebar", "1 needs you"), _needing(overview)
            ),
            _of_changes(
                overview.waiting, "clock", "secondary", _translate("Sidebar", "1 change waiting"), _waiting(overview)
            ),
        )
        if state is not None
    ]
    if not found:
        return ListState()
    return ListState(found[0].icon, found[0].color, tuple(word for state in found for word in state.words))


def _of_sync(entry: ListEntry, status: SyncStatus | None) -> ListState | None:
    if status is None or status.problem is Problem.LIST_IN_USE:
        return None
    if status.phase is Phase.PAUSED:
        problem = status.problem or Problem.INTERNAL
        message = problem_message(problem, detail=status.detail, host=entry.place, collection=entry.title)
        return ListState("error", "danger", (_translate("Sidebar", "The sync is paused."), message.text))
    if status.phase is Phase.UNREACHABLE:
        return ListState("offline", "warning", (_translate("Sidebar", "No connection at the moment."),))
    if status.phase is Phase.LOADING:
        return ListState("download", "accent", (_translate("Sidebar", "Fetching todos"),))
    return None


def _of_changes(count: int, icon: str, color: str, one: str, many: str) -> ListState | None:
    return ListState(icon, color, (one if count == 1 else many,)) if count else None


def _needing(overview: Overview) -> str:
    return _translate("Sidebar", "%Ln need you", "", overview.parked)


def _waiting(overview: Overview) -> str:
    return _translate("Sidebar", "%Ln changes waiting", "", overview.waiting)
