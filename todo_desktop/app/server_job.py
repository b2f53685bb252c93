"""One short question to a server that a person waits for: where nobody answers it, something else is the answer."""

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from todo_desktop.model.connection import Connection
from todo_desktop.model.errors import Cancelled, TodoDesktopError


class Asked(Protocol):
    """What is opened on a connection."""

    def cancel(self) -> None: ...
    def close(self) -> None: ...


Server = TypeVar("Server", bound=Asked)
Result = TypeVar("Result")


class ServerJob(Generic[Server, Result]):
    """`run` blocks, on a background thread; `cancel` ends it from any other. *way* is one of `ListReach`. *opened* and
    *ask* are called on that thread, and so is *otherwise*, for the answer where the server gives none: with the reason,
    or with None where it is not to be asked."""

    def __init__(
        self,
        way: Callable[[], Connection | None],
        opened: Callable[[Connection], Server],
        ask: Callable[[Server], Result],
        otherwise: Callable[[TodoDesktopError | None], Result],
    ) -> None:
        self._way = way
        self._opened = opened
        self._ask = ask
        self._otherwise = otherwise
        self._server: Server | None = None
        self._cancelled = False

    def run(self) -> Result:
        """Raises Cancelled."""
        try:
            connection = self._way()
            return self._otherwise(None) if connection is None else self._answer(connection)
        except Cancelled:
            raise
        except TodoDesktopError as error:
            return self._otherwise(error)

    def cancel(self) -> None:
        self._cancelled = True
        if self._server is not None:
            self._server.cancel()

    def _answer(self, connection: Connection) -> Result:
        server = self._server = self._opened(connection)
        try:
            if self._cancelled:  # it came while the key was looked for
                server.cancel()
            return self._ask(server)
        finally:
            server.close()
