"""What a NocoBase is to be set up with, what is there before, and how far it has come."""

from enum import StrEnum

from msgspec import Struct

from todo_desktop.model.connection import ApiKey
from todo_desktop.model.errors import NeedsAttention, Problem
from todo_desktop.model.values import ServerId

ROLE = "todo_desktop"
"""The role that a set-up makes, and finds again."""
TITLE = "Todo Desktop"
"""What people see of it."""


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
    with, added where the collection has none. `keeps_key`: the one at hand is tried and stays, and none is made."""

    collection: str = "todos"
    columns: tuple[Column, ...] = (Column.TITLE, Column.COMPLETED)
    lifetime: str = "365d"
    samples: tuple[str, ...] = ()
    keeps_key: bool = False


class KnownCollection(Struct, frozen=True):
    """A collection that the server has already. `columns`: those of its fields that are what a list of todos needs,
    whatever they are called there. `is_allowed`: the role of a set-up may do everything in it by now. `page`: one of
    the server's menu that shows it, by its title, or empty; `page_seen`: that role has it in its menu. `has_todos` is
    None where the server does not say."""

    name: str
    title: str
    columns: frozenset[Column]
    is_allowed: bool = False
    page: str = ""
    page_seen: bool = False
    has_todos: bool | None = None


class Account(Struct, frozen=True):
    """A user of the server. `names`: what may be typed to sign in, in small letters."""

    user_id: ServerId
    names: frozenset[str] = frozenset()

    def is_called(self, name: str) -> bool:
        return name.casefold() in self.names


class KeyAtHand(Struct, frozen=True):
    """A key for the server that is here already. `owner` is None where the server takes it no more. `may`: the names of
    the collections in which it may do everything that takes."""

    owner: Account | None = None
    role: str = ""
    may: frozenset[str] = frozenset()


class Site(Struct, frozen=True):
    """A server before it is set up, as somebody who manages it sees it. `members`: who has the role of a set-up.
    `role_is_wider`: somebody gave that role rights of other kinds, in all collections or in the server's settings."""

    base_url: str
    user_id: ServerId
    user_name: str
    collections: tuple[KnownCollection, ...] = ()
    has_role: bool = False
    members: tuple[Account, ...] = ()
    role_is_wider: bool = False
    key: KeyAtHand | None = None

    def is_member(self, name: str) -> bool:
        """Whether that account has the role of a set-up; empty for who signed in."""
        return any(self._is(each, name) for each in self.members)

    def keeps_key(self, collection: str, name: str) -> bool:
        """Whether the key at hand is that account's, and will do for *collection* once it is set up."""
        key = self.key
        if key is None or key.owner is None or not self._is(key.owner, name):
            return False
        return key.role == ROLE or collection in key.may

    def _is(self, account: Account, name: str) -> bool:
        return account.is_called(name) if name else str(account.user_id) == str(self.user_id)

    def collection(self, name: str) -> KnownCollection | None:
        return next((known for known in self.collections if known.name == name), None)


class Part(StrEnum):
    """What is set up, in this order."""

    COLLECTION = "collection"
    FIELD = "field"
    ROLE = "role"
    RIGHTS = "rights"
    BINDING = "binding"
    PAGE = "page"
    KEY = "key"
    TEST = "test"
    SAMPLES = "samples"


class SetupStep(Struct, frozen=True):
    """One thing that was made, or (`was_there`) found as it is to be. `name` of it. A TEST that `was_there` made no
    todo: the server demands more of one than a title."""

    part: Part
    name: str
    was_there: bool = False


class SetupLeftOver(NeedsAttention):
    """A set-up failed, and the server does not answer so that *left*, in the order in which it was made, could be taken
    back: the last of it may not have been made."""

    def __init__(self, left: tuple[SetupStep, ...], detail: str = "") -> None:
        super().__init__(Problem.SETUP_LEFT_OVER, detail)
        self.left = left


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
