"""Several writes under way at once: made on threads of their own, their outcomes taken on the thread that asked."""

import logging
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from types import TracebackType
from typing import Protocol, Self, TypeAlias

from msgspec import Struct

from todo_desktop.model.change import Entry
from todo_desktop.model.errors import TodoDesktopError
from todo_desktop.model.held import Held
from todo_desktop.model.values import Record

log = logging.getLogger(__name__)

Outcome: TypeAlias = Record | bool | TodoDesktopError | None
"""What the server answered to a create or update (None: its guard missed), to a delete, or what went wrong."""


class Call(Struct, frozen=True):
    """One write of an entry that is marked as sent. `make` touches nothing but the server."""

    held: Held
    entry: Entry
    make: Callable[[], Record | bool | None]


class Lines(Protocol):
    """Where calls are under way beside each other."""

    @property
    def under_way(self) -> int: ...
    def start(self, call: Call, /) -> None:
        """Make it beside the others."""
        ...

    def next(self) -> tuple[Call, Outcome]:
        """Wait for one that ends, and take it out."""
        ...

    def close(self) -> None: ...


class Threads:
    """Up to *most* calls at once, each on a thread."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._flying: dict[Future[Outcome], Call] = {}
        self._threads: ThreadPoolExecutor | None = None

    @property
    def under_way(self) -> int:
        return len(self._flying)

    def start(self, call: Call) -> None:
        if self._threads is None:
            self._threads = ThreadPoolExecutor(self._most, thread_name_prefix="request")
        self._flying[self._threads.submit(outcome_of, call)] = call

    def next(self) -> tuple[Call, Outcome]:
        wait(self._flying, return_when=FIRST_COMPLETED)
        done = next(future for future in self._flying if future.done())
        return self._flying.pop(done), done.result()

    def close(self) -> None:
        if self._threads is not None:
            self._threads.shutdown()


class Flight:
    """Up to *most* calls at once. *land* takes each outcome, one after the other, on the thread of the flight; what it
    raises ends the flight, after all that is under way has landed, too."""

    def __init__(self, land: Callable[[Call, Outcome], None], most: int, lines: Lines) -> None:
        self._land = land
        self._most = most
        self._lines = lines

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        try:
            if error is None:
                self._land_until(0)
        finally:
            try:
                self._land_rest()
            finally:
                self._lines.close()

    def make_room(self) -> None:
        """Wait until one more call may be made. To be asked before its entry is marked as sent."""
        self._land_until(self._most - 1)

    def start(self, call: Call) -> None:
        """Make it beside the others."""
        self._lines.start(call)

    def make(self, call: Call) -> None:
        """Make it now, and take its outcome before anything else is begun."""
        self._land(call, outcome_of(call))

    def _land_until(self, left: int) -> None:
        while self._lines.under_way > left:
            self._land(*self._lines.next())

    def _land_rest(self) -> None:
        """Only after an error, which is the one to be told: the outcomes of the others are taken all the same."""
        while self._lines.under_way:
            try:
                self._land(*self._lines.next())
            except TodoDesktopError as error:
                log.debug("beside an error before it: %s", error)


def outcome_of(call: Call) -> Outcome:
    """Make it now."""
    try:
        return call.make()
    except TodoDesktopError as error:
        return error
