"""What of some todos has no place in another list: fields without a column there, and values that a column refuses."""

from msgspec import Struct
from msgspec.structs import replace

NAMED = 3
"""So many todos are named of those that hold a refused value."""


class UnfitValues(Struct, frozen=True):
    """`count` values of the field with that `label` are refused by its column there; `too_long`: for their length.
    `todos` are the titles of the first few that hold one."""

    label: str
    is_title: bool
    too_long: bool
    count: int
    todos: tuple[str, ...]

    def joined(self, more: "UnfitValues") -> "UnfitValues":
        """With *more* of the same sort."""
        return replace(self, count=self.count + more.count, todos=(self.todos + more.todos)[:NAMED])


class Misfits(Struct, frozen=True):
    """`missing` are the labels of fields that have values here and no column there. `todos`: how many hold anything
    that has no place there. `can_take_notes`: the notes there could take it."""

    missing: tuple[str, ...] = ()
    unfit: tuple[UnfitValues, ...] = ()
    todos: int = 0
    can_take_notes: bool = True

    def __bool__(self) -> bool:
        return bool(self.missing or self.unfit)

    def __add__(self, other: "Misfits") -> "Misfits":
        """Those of other todos, too."""
        unfit = {_sort(each): each for each in self.unfit}
        for each in other.unfit:
            known = unfit.get(_sort(each))
            unfit[_sort(each)] = known.joined(each) if known is not None else each
        return Misfits(
            tuple(dict.fromkeys((*self.missing, *other.missing))),
            tuple(unfit.values()),
            self.todos + other.todos,
            self.can_take_notes and other.can_take_notes,
        )


def _sort(values: UnfitValues) -> tuple[str, bool, bool]:
    return values.label, values.is_title, values.too_long
