"""Todos that were moved to another list: the original is deleted once a read has shown the copy, and not before."""

from enum import Enum

from todo_desktop.model.change import ChangeKind, Entry
from todo_desktop.model.moved import copy_of
from todo_desktop.sync.ports import Store


class Copied(Enum):
    """safe: the entry waits for no copy, or a read has shown it. waiting: it has not arrived yet. lost: it was given
    up before."""

    SAFE = "safe"
    WAITING = "waiting"
    LOST = "lost"


def copied(store: Store, entry: Entry) -> Copied:
    """How it stands with the copy that *entry* waits for, which may have been moved on itself."""
    copy_id = copy_of(entry) if entry.kind is ChangeKind.DELETE else None
    seen: set[int] = set()
    while copy_id is not None and copy_id not in seen:
        seen.add(copy_id)
        copy = store.held([copy_id]).get(copy_id)
        if copy is None:
            return Copied.LOST
        moved_on = copy.delete_entry
        # One that was deleted before it arrived is as good as none, unless it was moved on.
        if copy.create_entry is None or store.todo_list(copy.list_id).is_local:
            return Copied.SAFE
        if moved_on is None:
            return Copied.WAITING
        copy_id = copy_of(moved_on)
        if copy_id is None:
            return Copied.LOST
    return Copied.SAFE
