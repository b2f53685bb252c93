"""The wall clock and new operation ids: the one place where time and chance enter the program."""

import os
import time

from todo_desktop.model.values import Milliseconds


def now() -> Milliseconds:
    return time.time_ns() // 1_000_000


def new_operation() -> str:
    return random_bits(128).to_bytes(16).hex()


def random_bits(count: int) -> int:
    """A number of that many bits that nobody can guess."""
    return int.from_bytes(os.urandom((count + 7) // 8)) >> -count % 8
