"""What a view shows: which todos, matching what, in which order."""

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from todo_desktop.model.filter import Group


class Show(StrEnum):
    ALL = "all"
    OPEN = "open"
    DONE = "done"


class SortKey(Struct, frozen=True):
    """`field` is a field name; ties are broken by the list's own order."""

    field: str
    descending: bool = False


class WhereOfAll(Struct, frozen=True):
    """What several lists are asked, by id, each under its own names; of a list that is not among them nothing is
    meant."""

    asked: "tuple[tuple[int, Group], ...]" = ()

    def of(self, list_id: int) -> "Group | None":
        """None where nothing of it is meant; a group without parts lets everything through."""
        return next((group for each, group in self.asked if each == list_id), None)


class Query(Struct, frozen=True):
    """`text` is matched anywhere in the searchable fields, without regard to case; all its words must occur. `where` is
    a filter whose dates are spans (`filter_today.at`); None lets everything through."""

    list_id: int
    text: str = ""
    show: Show = Show.ALL
    sort: tuple[SortKey, ...] = ()
    where: "Group | WhereOfAll | None" = None

    @property
    def sorts_several(self) -> bool:
        """Whether several lists are put in order together, by names that they share."""
        return False

    @property
    def parts(self) -> tuple[int, ...]:
        """The lists whose todos it shows."""
        return (self.list_id,)

    def where_of(self, list_id: int) -> "Group | None":
        """What that one of its `parts` is asked; None: nothing, and so all of it is meant."""
        return (self.where.of(list_id) if isinstance(self.where, WhereOfAll) else self.where) or None


class Overview(Struct, frozen=True):
    """Of a list, whatever is looked at: todos that are not done, todos with unsent changes, and todos that need a
    person."""

    open: int = 0
    waiting: int = 0
    parked: int = 0


class Counts(Struct, frozen=True):
    """Of the todos that match a query's text and filter: all of them, and how many are not done."""

    total: int = 0
    open: int = 0

    @property
    def done(self) -> int:
        return self.total - self.open
