"""What a NocoBase is to be set up with, what is there before, and how far it has come."""

from enum import StrEnum

from msgspec import Struct

from todo_desktop.model.connection import ApiKey
from todo_desktop.model.values import ServerId

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


class Login(Struct, frozen=True):
    """An account and its password, for one sign-in: kept nowhere, and never shown."""

    account: str
    password: str

    def __repr__(self) -> str:
        return "Login(…)"


class SetupWish(Struct, frozen=True):
    """`lifetime` of the key as NocoBase has it: "30d", "90d", "365d", "never". `samples`: titles of todos to begin
    with, added where the collection has none."""

    collection: str = "todos"
    columns: tuple[Column, ...] = (Column.TITLE, Column.COMPLETED)
    lifetime: str = "365d"
    samples: tuple[str, ...] = ()


class KnownCollection(Struct, frozen=True):
    """A collection that the server has already. `columns`: those of its fields that are what a list of todos needs,
    whatever they are called there."""

    name: str
    title: str
    columns: frozenset[Column]


class Site(Struct, frozen=True):
    """A server before it is set up, as somebody who manages it sees it. `has_key`: there is one for it at hand."""

    base_url: str
    user_id: ServerId
    user_name: str
    collections: tuple[KnownCollection, ...] = ()
    has_role: bool = False
    has_key: bool = False

    def collection(self, name: str) -> KnownCollection | None:
        return next((known for known in self.collections if known.name == name), None)


class Part(StrEnum):
    """What is set up, in this order."""

    COLLECTION = "collection"
    FIELD = "field"
    ROLE = "role"
    RIGHTS = "rights"
    BINDING = "binding"
    KEY = "key"
    TEST = "test"
    SAMPLES = "samples"


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
