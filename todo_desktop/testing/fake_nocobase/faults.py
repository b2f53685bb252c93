"""Faults that a test puts into the next answers of the fake server, or of a proxy before any server."""

import fnmatch
import threading
from collections import deque
from collections.abc import Collection
from enum import Enum

from msgspec import Struct


class Effect(Enum):
    CUT = "cut"
    HTML = "html"
    EMPTY_OBJECT = "empty-object"
    STATUS = "status"
    TRUNCATED = "truncated"
    DRIP = "drip"
    HANG = "hang"
    DELAY = "delay"
    HALF_JSON = "half-json"
    MALFORMED_JSON = "malformed-json"
    REDIRECT = "redirect"
    TRICKLE = "trickle"
    DUPLICATE = "duplicate"
    ELSEWHERE = "elsewhere"


OF_A_PROXY = frozenset(
    {
        *(Effect.HALF_JSON, Effect.MALFORMED_JSON, Effect.REDIRECT),
        *(Effect.TRICKLE, Effect.DUPLICATE, Effect.ELSEWHERE),
    }
)
"""What only a proxy can do, or need not be done twice."""


class Fault(Struct, frozen=True):
    """`carried_out`: the request takes effect before its answer goes wrong. `seconds` for DELAY and TRICKLE."""

    effect: Effect
    carried_out: bool = False
    status: int = 0
    seconds: float = 0
    retry_after: str = ""

    @property
    def kind(self) -> str:
        """A name to count it by: "cut", "cut-after", "500"."""
        name = str(self.status) if self.effect is Effect.STATUS else self.effect.value
        return f"{name}-after" if self.carried_out and self.effect in _BEFORE_OR_AFTER else name


_BEFORE_OR_AFTER = (Effect.CUT, Effect.HTML, Effect.EMPTY_OBJECT, Effect.STATUS, Effect.HANG)

CUT_BEFORE = Fault(Effect.CUT)
CUT_AFTER = Fault(Effect.CUT, carried_out=True)
HTML = Fault(Effect.HTML)
HTML_AFTER = Fault(Effect.HTML, carried_out=True)
EMPTY_OBJECT = Fault(Effect.EMPTY_OBJECT)
EMPTY_OBJECT_AFTER = Fault(Effect.EMPTY_OBJECT, carried_out=True)
STATUS_500 = Fault(Effect.STATUS, status=500)
STATUS_500_AFTER = Fault(Effect.STATUS, carried_out=True, status=500)
STATUS_502 = Fault(Effect.STATUS, status=502)
STATUS_503 = Fault(Effect.STATUS, status=503)
STATUS_504 = Fault(Effect.STATUS, status=504)
TRUNCATED = Fault(Effect.TRUNCATED, carried_out=True)
DRIP = Fault(Effect.DRIP, carried_out=True)
HANG = Fault(Effect.HANG)
HANG_AFTER = Fault(Effect.HANG, carried_out=True)
HALF_JSON = Fault(Effect.HALF_JSON, carried_out=True)
MALFORMED_JSON = Fault(Effect.MALFORMED_JSON, carried_out=True)
REDIRECT = Fault(Effect.REDIRECT)
DUPLICATE = Fault(Effect.DUPLICATE, carried_out=True)
ELSEWHERE = Fault(Effect.ELSEWHERE)


def rate_limit(retry_after: str = "1") -> Fault:
    return Fault(Effect.STATUS, status=429, retry_after=retry_after)


def delay(seconds: float) -> Fault:
    """The request is carried out, and answered, only after that time."""
    return Fault(Effect.DELAY, carried_out=True, seconds=seconds)


def trickle(seconds: float) -> Fault:
    """The answer comes a byte at a time, and is whole after that time."""
    return Fault(Effect.TRICKLE, carried_out=True, seconds=seconds)


class Faults:
    """What goes wrong next, by action (`todos:create`, `*:list`). Each fault is used once."""

    def __init__(self, without: Collection[Effect] = ()) -> None:
        self._without = without
        self._lock = threading.Lock()
        self._planned: deque[tuple[str, Fault]] = deque()

    def next(self, action: str, fault: Fault, times: int = 1) -> None:
        """The next *times* requests whose action fits the pattern *action* go wrong."""
        if fault.effect in self._without:
            raise ValueError(f"this server cannot do {fault.effect.value}")
        with self._lock:
            self._planned.extend([(action, fault)] * times)

    def take(self, action: str) -> Fault | None:
        with self._lock:
            for planned in self._planned:
                if fnmatch.fnmatch(action, planned[0]):
                    self._planned.remove(planned)
                    return planned[1]
        return None

    def clear(self) -> None:
        with self._lock:
            self._planned.clear()
