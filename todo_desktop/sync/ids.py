"""Ids of our own for new rows, where the collection's kind of key lets a client choose them (rule 4).

A snowflake id of NocoBase 2 is a number of 49 bits: the seconds since 2020-11-11, five bits of the server process, and
16 bits that each process counts up from 0 in every second. Ours look the same and sort the same, but count in the upper
half of those 16 bits, which no server reaches: it would have to create 32,768 rows within a second.
"""

import uuid
from collections.abc import Callable

from todo_desktop.model.schema import KeyKind
from todo_desktop.model.values import Milliseconds, ServerId

EPOCH = 1_605_024_000
"""Seconds since 1970."""
LARGEST = 2**53 - 1
_OURS = 1 << 15
_START_BITS = 14
"""Half of our numbers stay free for counting on within the second."""
_WORKER_BITS = 5
_NANOID_SIGNS = "useandom-26T198340PX75pxJACKVERYMINDBUSHWOLF_GQZbfghjklqvwyzrict"
_NANOID_LENGTH = 12


class IdMaker:
    """`random_bits(n)` gives a random number of n bits. Snowflakes of one maker rise in the order in which they are
    asked for."""

    def __init__(self, now: Callable[[], Milliseconds], random_bits: Callable[[int], int]) -> None:
        self._now = now
        self._random_bits = random_bits
        self._last = 0

    def next(self, kind: KeyKind) -> ServerId | None:
        """A new id; None where the server alone makes them."""
        match kind:
            case KeyKind.SNOWFLAKE:
                return self._snowflake()
            case KeyKind.UUID:
                return str(uuid.UUID(int=self._random_bits(128), version=4))
            case KeyKind.NANOID:
                return "".join(_NANOID_SIGNS[self._random_bits(6)] for _ in range(_NANOID_LENGTH))
            case _:
                return None

    def _snowflake(self) -> int | None:
        """None where this computer's clock is far from any year in which NocoBase runs."""
        second = self._now() // 1000 - EPOCH
        made = second << 21 | self._random_bits(_WORKER_BITS) << 16 | _OURS | self._random_bits(_START_BITS)
        if made >> 21 <= self._last >> 21:
            made = self._last + 1 | _OURS
        if not 0 < made <= LARGEST or second <= 0:
            return None
        self._last = made
        return made
