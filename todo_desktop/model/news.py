"""What others changed since the user looked last: of one todo, and in sum."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field

from todo_desktop.model.held import Held
from todo_desktop.model.schema import Collection, Field, FieldKind
from todo_desktop.model.values import Json, Milliseconds, Record


class NewsKind(StrEnum):
    """Stored in the replica, so values never change."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


class News(Struct, frozen=True, gc=False):
    """Of one todo, by its local id. `before` holds what the user saw last of the fields that were changed since.
    `author`: the id of whoever did it last, empty where nobody can tell, None where that was not asked yet."""

    todo_id: int
    kind: NewsKind
    before: Mapping[str, Json] = field(default_factory=dict)
    author: str | None = None


class NewsOverview(Struct, frozen=True):
    """Of one list or more: local ids, and when the user looked last (ms since 1970), None where that is not known."""

    added: frozenset[int] = frozenset()
    changed: frozenset[int] = frozenset()
    removed: frozenset[int] = frozenset()
    since: Milliseconds | None = None

    @property
    def in_list(self) -> frozenset[int]:
        """Todos that are there to be looked at."""
        return self.added | self.changed

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def differing(collection: Collection, before: Record, after: Record) -> dict[str, Json]:
    """What *before* held of the fields that somebody has changed since, as people see it: not what the server makes by
    itself (times, formulas, the place in the order), nor what had been out of sight."""
    return {
        each.name: before[each.name]
        for each in collection.fields
        if _is_told(each)
        and each.name in before
        and each.name in after
        and not each.same(before[each.name], after[each.name])
    }


def from_others(collection: Collection, held: Held, row: Record) -> dict[str, Json]:
    """The same for a todo with unsent edits, whose *row* was read: without the fields that were edited here."""
    if held.last_read is None or held.create_entry is not None or held.delete_entry is not None:
        return {}
    ours = {name for entry in held.entries for name in entry.changes}
    return {n: was for n, was in differing(collection, held.last_read, row).items() if n not in ours}


def _is_told(each: Field) -> bool:
    of_its_own = each.system or each.computed or each.kind is FieldKind.ORDER
    others = each.foreign_key or (each.shown_alone and each.kind is not FieldKind.FILES)
    return not of_its_own and not others
