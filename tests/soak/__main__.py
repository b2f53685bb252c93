"""`python -m tests.soak`: random work by two computers through a bad network against a real server, and what is lost.

Prints what was done and what went wrong on purpose, and ends with 1 where anything is lost, doubled or unequal.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.server.lists import RemoteList, open_list
from tests.server.server import running_server
from tests.soak import figures
from tests.soak.figures import Sample, sample
from tests.soak.ledger import read_ledger
from tests.soak.outcome import Outcome, Replica, outcome
from tests.soak.town import Town
from tests.support.chaos_proxy import Proxied
from tests.sync.client import Client
from todo_desktop.sync.pull import PageSizes
from todo_desktop.testing.fake_nocobase import FakeNocoBase
from todo_desktop.testing.shapes import FULL, TUTORIAL

SHAPES = {"full": FULL, "tutorial": TUTORIAL}
TICK_SECONDS = 0.1
ASK_SECONDS = 1.0
"""Between two questions whether all is done: those who are asked do nothing else."""
REST_SECONDS = 300
TENTHS = 10


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30, help="how long they work")
    parser.add_argument("--seed", type=int, help="what they do and what goes wrong; by chance if left out")
    parser.add_argument("--rows", type=int, default=200, help="todos in the list at first")
    parser.add_argument("--shape", choices=sorted(SHAPES), default="full", help="the collection's fields")
    return parser.parse_args()


def main() -> int:
    options = _options()
    seed = random.randrange(1_000_000) if options.seed is None else options.seed  # noqa: S311
    _say(f"Starting a server. The seed is {seed}.")
    with (
        tempfile.TemporaryDirectory(prefix="todo-desktop-soak-") as scratch,
        FakeNocoBase() as stranger,
        running_server() as server,
    ):
        site = open_list(server, SHAPES[options.shape], expires_in="never")
        town = Town(site, Path(scratch), seed, stranger.base_url)
        try:
            town.others.seed(options.rows)
            town.start()
            taken = _work(town, options.minutes * 60)
            rested = _rest(town)
            for desk in town.desks:
                desk.end()
            found = _outcome(town, site, Path(scratch))
            complaints = {desk.orders.label: desk.complaints for desk in town.desks}
        finally:
            town.close()
        print(_table(town, taken, found))
    for label, text in complaints.items():
        print(f"\n{label} logged:\n{text[-4000:]}" if text else f"{label} logged no warning")
    good = found.good and rested and not any(complaints.values())
    print(f"\nseed {seed}, {options.minutes:g} minutes: {'nothing lost, nothing doubled' if good else 'FAILED'}")
    return 0 if good else 1


def _work(town: Town, seconds: float) -> list[list[Sample]]:
    """Samples of each computer, at the start and after each tenth."""
    began = time.monotonic()
    taken = [[sample(desk) for desk in town.desks]]
    while len(taken) <= TENTHS:
        now = time.monotonic()
        if now - began >= seconds * len(taken) / TENTHS:
            taken.append([sample(desk) for desk in town.desks])
            _say(f"{len(taken) - 1} of {TENTHS}")
        town.pass_time(now, TICK_SECONDS)
        time.sleep(TICK_SECONDS)
    return taken


def _rest(town: Town) -> bool:
    """Whether both came to rest, and then had one more look at what the other did last."""
    _say("The network is back.")
    town.calm()
    rested = True
    for _ in range(2):
        for desk in town.desks:
            desk.rest()
        rested = rested and _until(lambda: all(desk.report().settled for desk in town.desks))
    for desk in [] if rested else town.desks:
        _say(f"{desk.orders.label} did not come to rest: {desk.report()}")
    return rested


def _until(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + REST_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(ASK_SECONDS)
    return True


def _outcome(town: Town, site: RemoteList, scratch: Path) -> Outcome:
    """By the eyes of a computer that comes in now."""
    fresh = scratch / "fresh"
    fresh.mkdir(mode=0o700)
    newcomer = Client(fresh, site, pages=PageSizes())
    newcomer.sync()
    replicas = []
    for desk, proxy in zip(town.desks, town.proxies, strict=True):
        client = Client(desk.folder, Proxied(site, proxy), pages=PageSizes())
        account = read_ledger(desk.orders.ledger)
        replicas.append(Replica(desk.orders.label, client.values(), client.entries(), account, desk.orders.own_field))
        client.close()
    found = outcome(newcomer.values(), replicas, read_ledger(town.others.ledger))
    newcomer.close()
    return found


def _table(town: Town, taken: list[list[Sample]], found: Outcome) -> str:
    accounts = [read_ledger(desk.orders.ledger) for desk in town.desks]
    deeds: Counter[str] = sum((account.deeds for account in accounts), Counter())
    decisions: Counter[str] = sum((account.decisions for account in accounts), Counter())
    injected: Counter[str] = sum((proxy.injected for proxy in town.proxies), Counter())
    asked = sum(proxy.asked.total() for proxy in town.proxies)
    around = {"killed and started again": town.desks[0].crashes, "network gone for a while": town.spells}
    del deeds["start"]
    return "\n\n".join(
        [
            figures.counts("Done on the two computers", deeds),
            figures.counts("Done on the server meanwhile", read_ledger(town.others.ledger).deeds),
            figures.counts(f"Faults in {asked:,} requests", injected),
            figures.counts("Other misfortunes", around),
            figures.counts("Decided, by what was asked", decisions),
            figures.samples(taken),
            "\n".join(
                [
                    figures.named("Lost", found.lost),
                    figures.named("Doubled", found.doubled),
                    figures.named("Edits lost", found.overwritten),
                    figures.named("Differences from the server", found.unequal),
                    figures.named("Left in an outbox", found.stuck),
                ]
            ),
        ]
    )


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
