"""A client at rest: whatever went wrong is over, and nothing waits any more."""

from tests.sync.client import Client
from todo_desktop.model.errors import Unavailable


def until_quiet(client: Client, cycles: int = 30) -> None:
    """Cycle like the worker would: an unreachable server is tried again later."""
    for _ in range(cycles):
        try:
            client.sync()
        except Unavailable:
            client.clock.forward(2_000)
            continue
        due = client.engine.next_due()
        if due is None:
            return
        client.clock.forward(max(due - client.clock.now(), 0))
    raise AssertionError(f"not settled: {client.entries()}")
