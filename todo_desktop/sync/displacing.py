"""Another todo has the id of one of ours: it comes in as a new one, and ours goes on without its row."""

from todo_desktop.model.changes import Changes
from todo_desktop.model.held import Held
from todo_desktop.model.reused_ids import displaced
from todo_desktop.model.values import Milliseconds, Record
from todo_desktop.sync.ports import Store


def displace(store: Store, held: Held, left: Held | None, row: Record, at: Milliseconds) -> Changes:
    """Store what is *left* of *held*, or take it away where that is None (what is restored then makes a new row), and
    take *row* over. Inside a transaction of the caller's."""
    collection = store.todo_list(held.list_id).collection
    store.put(displaced(held, collection) if left is None else left)
    if left is None:
        store.remove(held.todo_id, at)
    added, _, _ = store.adopt(held.list_id, [row])
    ours = frozenset({held.todo_id})
    return Changes(
        held.list_id,
        added=added,
        changed=ours if left is not None else frozenset(),
        removed=ours if left is None else frozenset(),
        outbox=bool(held.entries) or left is not None,
    )
