"""What a NocoBase is to be set up with, and how far that has come."""

from enum import StrEnum

from msgspec import Struct

from todo_desktop.model.connection import ApiKey

ROLE = "todo_desktop"
"""The role that a set-up makes, and finds again."""


class Column(StrEnum):
    """A column that a collection of todos may have. TITLE and COMPLETED always are."""

    TITLE = "title"
    COMPLETED = "completed"
    DUE = "due"
    PRIORITY = "priority"
    TAGS = "tags"
    NOTES = "notes"
    PARENT = "parent"
    ORDER = "sort"


class SetupWish(Struct, frozen=True):
    """`lifetime` of the key as NocoBase has it: "30d", "90d", "365d", "never"."""

    collection: str = "todos"
    columns: tuple[Column, ...] = (Column.TITLE, Column.COMPLETED)
    lifetime: str = "365d"


class Part(StrEnum):
    """What is set up, in this order."""

    COLLECTION = "collection"
    FIELD = "field"
    ROLE = "role"
    RIGHTS = "rights"
    BINDING = "binding"
    KEY = "key"
    TEST = "test"


class SetupStep(Struct, frozen=True):
    """One thing that was made, or (`was_there`) found as it is to be. `name` of it."""

    part: Part
    name: str
    was_there: bool = False


class SetupDone(Struct, frozen=True):
    """Everything is there. `api_key` is new, unless the one that was at hand does."""

    base_url: str
    collection: str
    api_key: ApiKey
    steps: tuple[SetupStep, ...]

    @property
    def changed(self) -> bool:
        """Whether anything is different on the server than before."""
        return any(not step.was_there for step in self.steps if step.part is not Part.TEST)
