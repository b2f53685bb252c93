"""`python -m tests.bench.push`: how much several calls at once help to empty a full outbox, against one at a time.

Starts a real server of its own. Each figure is the time of one sync of a client with that many unsent changes.
"""

import argparse
import os
import secrets
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.figures import Figure, table
from tests.server.lists import RemoteList, open_list
from tests.server.server import Server, running_server
from tests.sync.client import Client
from todo_desktop.replica.store import TodoStore
from todo_desktop.sync.engine import SyncEngine
from todo_desktop.sync.pull import PageSizes
from todo_desktop.testing.shapes import SNOWFLAKE_ID, TITLE, TUTORIAL, UUIDS, Shape

SNOWFLAKES = Shape((SNOWFLAKE_ID, TITLE))
MEASURES = (("create", "snowflake", SNOWFLAKES, 100), ("create", "snowflake", SNOWFLAKES, 1000),
            ("create", "uuid", UUIDS, 100), ("create", "counted", TUTORIAL, 100),
            ("update", "counted", TUTORIAL, 1000), ("delete", "counted", TUTORIAL, 100))  # fmt: skip


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.push", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--beside", type=int, nargs="+", default=[2, 4], help="calls under way at once")
    return parser.parse_args()


def _engine(client: Client, beside: int) -> SyncEngine:
    return SyncEngine(
        client.server,
        TodoStore(client._worker),
        client.list_id,
        now=client.clock.now,
        chance=lambda: 0.0,
        on_changes=lambda _: None,
        on_progress=lambda _done, _total: None,
        random_bits=secrets.randbits,
        side_by_side=beside,
    )


def _filled(client: Client, verb: str, count: int) -> None:
    """Put *count* unsent changes into the outbox."""
    if verb == "create":
        with client.store.transaction():
            for number in range(count):
                client.add(f"New {number}")
        return
    todo_ids = [todo.id for todo in client.todos()[:count]]
    if verb == "update":
        client.service.edit(todo_ids, {"title": secrets.token_hex(4)})
    else:
        client.service.delete(todo_ids)
        client.clock.forward(60_000)


def _seconds(site: RemoteList, verb: str, count: int, beside: int) -> float:
    with tempfile.TemporaryDirectory(prefix="todo-desktop-bench-") as folder:
        client = Client(Path(folder), site, pages=PageSizes())
        try:
            client.sync()
            _filled(client, verb, count)
            engine = _engine(client, beside)
            engine.cycle()  # it introduces itself; what is measured comes after
            _filled(client, verb, count)
            return _timed(engine.cycle)
        finally:
            client.close()


def _timed(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def _measured(server: Server, verb: str, shape: Shape, count: int, sides: list[int], rounds: int) -> list[list[float]]:
    """Seconds by number of calls at once, each in every round."""
    found: list[list[float]] = [[] for _ in sides]
    for _ in range(rounds):
        for times, beside in zip(found, sides, strict=True):
            site = open_list(server, shape)
            if verb != "create":
                site.seed(2 * count)
            times.append(_seconds(site, verb, count, beside))
    return found


def main() -> int:
    options = _options()
    figures: list[Figure] = []
    with running_server() as server:
        for verb, name, shape, count in MEASURES:
            print(f"{verb} {count}, {name}", file=sys.stderr, flush=True)
            serial, *others = _measured(server, verb, shape, count, [1, *options.beside], options.rounds)
            for beside, times in zip(options.beside, others, strict=True):
                figures.append(Figure(f"{verb} {count:,}, {name}, {beside} at once", "s", serial, times))
    print(f"\n{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, floor: one at a time\n")
    print(table(figures), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
