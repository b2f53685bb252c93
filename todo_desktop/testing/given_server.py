"""What the program needs to know of a server."""

from typing import Protocol

from msgspec import Struct


class GivenServer(Protocol):
    """A list on a NocoBase: `FakeList` is one, `ServerList` another."""

    @property
    def base_url(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def collection(self) -> str: ...


class ServerList(Struct, frozen=True):
    """A list on a server of yours. `base_url` ends in `/api`."""

    base_url: str
    key: str
    collection: str = "todos"
