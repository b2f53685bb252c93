"""What changed in the replica: the one value that tells every view what to refresh."""

from msgspec import Struct


class Changes(Struct, frozen=True):
    """Local ids of one list. `schema`: fields, permissions or roles differ. `outbox`: an entry came, went or moved.
    `went_back`: the server shows them in an older state than before (they are among `changed`, too)."""

    list_id: int
    added: frozenset[int] = frozenset()
    changed: frozenset[int] = frozenset()
    removed: frozenset[int] = frozenset()
    schema: bool = False
    outbox: bool = False
    went_back: frozenset[int] = frozenset()

    @property
    def count(self) -> int:
        """Of how many todos anything is different. One that was moved, and is another one now, is one."""
        return len(self.changed) + max(len(self.added), len(self.removed))

    def __or__(self, other: "Changes") -> "Changes":
        """Both, in order. Only for the same list."""
        if self.list_id != other.list_id:
            raise ValueError("changes of two lists cannot be one value")
        added = (self.added - other.removed) | other.added
        removed = (self.removed - other.added) | (other.removed - self.added)
        changed = (self.changed | other.changed | (self.removed & other.added)) - added - removed
        schema, outbox = self.schema or other.schema, self.outbox or other.outbox
        return Changes(self.list_id, added, changed, removed, schema, outbox, self.went_back | other.went_back)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed or self.schema or self.outbox)
