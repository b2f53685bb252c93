"""What the replica holds of one todo: the row, its base and its outbox entries, read and written as one.

Values that are kept by the hundred thousand, here and beside, are left out of the garbage collector's rounds: they
hold no cycles, and looking through them takes longer than a frame.
"""

from collections.abc import Mapping

from msgspec import Struct

from todo_desktop.model.change import ChangeKind, Entry
from todo_desktop.model.values import Json, Record, ServerId


class Held(Struct, frozen=True, gc=False):
    """`todo_id` 0 and entry `seq` 0 mean: not stored yet.

    `values` are what the window shows: the server's last read with the unsent edits on top. `base` is that last
    read, kept only while there are entries (None without entries, and for a todo that no read has shown).
    `hidden`: deleted here, the delete is still in the outbox.
    """

    todo_id: int
    list_id: int
    server_id: ServerId | None
    values: Mapping[str, Json]
    base: Record | None = None
    entries: tuple[Entry, ...] = ()
    hidden: bool = False

    @property
    def last_read(self) -> Record | None:
        """What the server last showed of this row, None where it never did."""
        if self.entries:
            return self.base
        return self.values if self.server_id is not None else None

    def entry(self, seq: int) -> Entry | None:
        """As it is now, None where it has ended."""
        return next((e for e in self.entries if e.seq == seq), None)

    @property
    def create_entry(self) -> Entry | None:
        return next((e for e in self.entries if e.kind is ChangeKind.CREATE), None)

    @property
    def delete_entry(self) -> Entry | None:
        return next((e for e in self.entries if e.kind is ChangeKind.DELETE), None)
