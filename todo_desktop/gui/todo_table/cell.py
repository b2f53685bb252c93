"""What one cell shows, ready to be painted."""

from enum import IntEnum

from msgspec import Struct

from todo_desktop.model.todo import SyncState


class Shape(IntEnum):
    """How a cell is painted."""

    TEXT = 0
    CHECK = 1
    CHIPS = 2
    MARK = 3
    COLOR = 4


class Chip(Struct, frozen=True):
    """A label: its text and the server's colour name or hex."""

    text: str
    color: str


class Cell(Struct, frozen=True):
    """`text` is one line, `full` all of it (for the tooltip, the clipboard and a screen reader). `tone` is a palette
    role, empty for the row's own; `struck` and greyed where the todo is done."""

    shape: Shape = Shape.TEXT
    text: str = ""
    full: str = ""
    right: bool = False
    tone: str = ""
    struck: bool = False
    checked: bool = False
    shut: bool = False
    """A checkbox that cannot be ticked."""
    chips: tuple[Chip, ...] = ()
    color: str = ""
    """`#rrggbb` of the swatch before the text."""
    mark: SyncState = SyncState.SYNCED
    news: bool = False
    """Others changed the todo since the user looked last."""
    trouble: bool = False
    """This value is in dispute, or was refused."""
