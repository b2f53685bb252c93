"""Relations within the list that changed at one of their ends: the row at the other end is read again, for its change
time has not moved. Who changes the parent of a todo changes the children of two others."""

from collections.abc import Iterator

from todo_desktop.model.held import Held
from todo_desktop.model.other_ends import keys_of, two_ended
from todo_desktop.model.schema import Collection, Field
from todo_desktop.model.values import Json, Record, ServerId
from todo_desktop.sync.ports import Store


class OtherEnds:
    """Of one list. What was noted is kept until it is `taken`."""

    def __init__(self, store: Store, list_id: int) -> None:
        self._store = store
        self._list_id = list_id
        self._noted: set[tuple[str, ServerId, ServerId]] = set()
        """The field that shows something else now, its row, and the row that it shows or does not show any more."""

    @property
    def matter(self) -> bool:
        """Whether the list has such relations."""
        return any(two_ended(self._collection))

    def note(self, server_id: ServerId | None, before: Record | None, now: Record | None) -> None:
        """The row *server_id* was read last as *before* (None: never), and just *now* (None: it is gone)."""
        if server_id is None:
            return
        for field in two_ended(self._collection):
            if now is None or field.name in now:
                changed = _shown(field, before) ^ _shown(field, now)
                self._noted |= {(field.name, server_id, key) for key in changed}

    def forget(self) -> None:
        """All rows have just been read."""
        self._noted.clear()

    def taken(self) -> list[ServerId]:
        """The rows that do not agree about what was noted; it is forgotten then."""
        noted, self._noted = self._noted, set()
        if not noted:
            return []
        ids = {key for _, *both in noted for key in both}
        known = self._store.held_by_server_id(self._list_id, ids)
        collection = self._collection
        apart = {key for name, *both in noted if _disagree(collection, name, both, known) for key in both}
        return sorted(apart & known.keys(), key=str)

    @property
    def _collection(self) -> Collection:
        return self._store.todo_list(self._list_id).collection


def _disagree(collection: Collection, name: str, both: list[ServerId], known: dict[ServerId, Held]) -> bool:
    """Whether one of the two rows shows the other, and is not shown by it. A row that is gone shows nothing; of one out
    of sight, or of which a read does not show the field, nobody can tell."""
    row, other = both
    ends = list(_ends(collection, name))
    if len(ends) < len(both) or other not in known:
        return False
    mine = known[row].last_read if row in known else {}
    theirs = known[other].last_read
    if theirs is None or ends[1].name not in theirs:
        return False
    return (other in _shown(ends[0], mine)) is not (row in _shown(ends[1], theirs))


def _ends(collection: Collection, name: str) -> Iterator[Field]:
    """The field of that name, and that of its other end."""
    field = collection.field(name)
    other = collection.field(field.other_end) if field is not None else None
    return (each for each in (field, other) if each is not None)


def _shown(field: Field, row: Record | None) -> set[ServerId]:
    value: Json = row.get(field.name) if row is not None else None
    return keys_of(field, value)
