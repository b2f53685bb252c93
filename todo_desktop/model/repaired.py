"""What became of a damaged replica."""

from datetime import date

from msgspec import Struct


class Repaired(Struct, frozen=True):
    """`set_aside` is the damaged file's new name. `todos` and `unsent` count what is there now. `complete`: every row
    could be read. `backup` is the day of the backup that filled gaps, None where none was needed or there."""

    set_aside: str
    todos: int
    unsent: int
    complete: bool
    backup: date | None
