"""What a test of the connection found."""

from msgspec import Struct

from todo_desktop.model.errors import Problem
from todo_desktop.model.permissions import Permissions
from todo_desktop.model.schema import Collection
from todo_desktop.model.values import Milliseconds, ServerId

NOT_A_LIST = (Problem.COLLECTION_MISSING, Problem.COLLECTION_WITHOUT_KEY)
"""The server was asked, and has nothing that could be opened as a list under that name."""


class KeyFacts(Struct, frozen=True):
    """Read from the key itself, without asking the server. Empty or None where the key does not tell."""

    role: str = ""
    user_id: ServerId | None = None
    issued_at: Milliseconds | None = None
    expires_at: Milliseconds | None = None


class CollectionChoice(Struct, frozen=True):
    """One collection that the key may list."""

    name: str
    title: str


class Diagnosis(Struct, frozen=True):
    """`problem` is the first thing that hinders the list from being read, None where nothing does.

    `base_url` is the address that works (with `/api` mended in), `is_mended` whether the one that was asked about does
    not. `limits` are the things that work only in
    part: MAY_NOT_CREATE, MAY_NOT_UPDATE, MAY_NOT_DELETE. Later facts are None where an earlier step failed.
    """

    base_url: str
    problem: Problem | None = None
    detail: str = ""
    limits: tuple[Problem, ...] = ()
    server_version: str = ""
    user_id: ServerId | None = None
    user_name: str = ""
    key: KeyFacts = KeyFacts()
    collections: tuple[CollectionChoice, ...] = ()
    collection: Collection | None = None
    permissions: Permissions | None = None
    latency_ms: float | None = None
    clock_ahead: Milliseconds | None = None
    """How far this computer's clock is ahead of the server's, to about a second, where somebody asked for it."""
    is_mended: bool = False
