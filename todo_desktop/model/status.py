"""What the sync is doing, for the status bar."""

from enum import StrEnum

from msgspec import Struct

from todo_desktop.model.errors import Problem
from todo_desktop.model.values import Milliseconds


class Phase(StrEnum):
    """local: no server is set up. offline: the user chose it. unreachable: trying again later. paused: needs a
    person."""

    LOCAL = "local"
    OFFLINE = "offline"
    CONNECTING = "connecting"
    LOADING = "loading"
    SYNCING = "syncing"
    IDLE = "idle"
    UNREACHABLE = "unreachable"
    PAUSED = "paused"


class SyncStatus(Struct, frozen=True):
    """`done` and `total` count rows of a load or sweep (total None: unknown). Times are ms since 1970. `silent`: the
    server was asked and has said nothing for some seconds. `host` and `collection` are what the sync is about where
    that is not the list in sight."""

    phase: Phase
    problem: Problem | None = None
    detail: str = ""
    last_sync: Milliseconds | None = None
    next_try: Milliseconds | None = None
    done: int = 0
    total: int | None = None
    silent: bool = False
    host: str = ""
    collection: str = ""
