"""What changed in the replica: the one value that tells every view what to refresh."""

from msgspec import Struct


class Changes(Struct, frozen=True):
    """Local ids of one list. `schema`: fields, permissions or roles differ. `outbox`: an entry came, went or moved."""

    list_id: int
    added: frozenset[int] = frozenset()
    changed: frozenset[int] = frozenset()
    removed: frozenset[int] = frozenset()
    schema: bool = False
    outbox: bool = False

    def __or__(self, other: "Changes") -> "Changes":
        """Both, in order. Only for the same list."""
        if self.list_id != other.list_id:
            raise ValueError("changes of two lists cannot be one value")
        added = (self.added - other.removed) | other.added
        removed = (self.removed - other.added) | (other.removed - self.added)
        changed = (self.changed | other.changed | (self.removed & other.added)) - added - removed
        return Changes(self.list_id, added, changed, removed, self.schema or other.schema, self.outbox or other.outbox)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed or self.schema or self.outbox)
