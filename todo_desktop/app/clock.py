"""The wall clock and new operation ids: the one place where time and chance enter the program."""

import time
import uuid

from todo_desktop.model.values import Milliseconds


def now() -> Milliseconds:
    return time.time_ns() // 1_000_000


def new_operation() -> str:
    return uuid.uuid4().hex
