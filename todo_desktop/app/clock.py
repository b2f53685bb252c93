"""The wall clock and new operation ids: the one place where time and chance enter the program."""

import os
import time

from todo_desktop.model.values import Milliseconds


def now() -> Milliseconds:
    return time.time_ns() // 1_000_000


def new_operation() -> str:
    return os.urandom(16).hex()
