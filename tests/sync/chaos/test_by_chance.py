"""Two people work on one list through a network in which anything may happen, by chance: nothing is lost or doubled."""

import itertools
import random
from pathlib import Path

import pytest

from tests.contract.site import OpenList, TodoList
from tests.soak.ledger import Account, Ledger, read_ledger
from tests.soak.outcome import Replica, outcome
from tests.soak.user import User
from tests.support.chaos_proxy import Chance, ChaosProxy, Proxied
from tests.sync.chaos.conftest import Before
from tests.sync.client import Client
from tests.sync.conftest import OpenClient
from todo_desktop.model.decision import Choice
from todo_desktop.model.errors import NeedsAttention, Problem, Unavailable
from todo_desktop.nocobase.http import Timeouts
from todo_desktop.sync.schedule import SWEEP_EVERY
from todo_desktop.testing.shapes import FULL, TUTORIAL, Shape

SEEDS = (1,)
DEEDS = 60
PATIENCE = Timeouts(connect=5, read=1, call=2)


class Desk:
    """A computer, the network before it, and its user."""

    def __init__(self, client: Client, proxy: ChaosProxy, ledger: Path, chance: random.Random, own_field: str) -> None:
        self.client = client
        self.proxy = proxy
        self.own_field = own_field
        self._ledger = ledger
        self._chance = chance
        self._names = itertools.count(1)
        self._written = Ledger(ledger)
        self.sit_down()

    def sit_down(self) -> None:
        client = self.client
        self.user = User(
            client.service,
            client.reader,
            self._written,
            self._chance,
            label=client.folder.name,
            own_field=self.own_field,
            names=self._names,
        )

    def crash(self) -> None:
        self.client.restart()
        self.sit_down()

    def sync(self) -> None:
        try:
            self.client.sync()
        except Unavailable:
            self.client.clock.forward(self._chance.randrange(10_000))
        except NeedsAttention as asked:
            if asked.problem is not Problem.MASS_REMOVAL:
                raise
            self.client.engine.bring_back_missing(int(asked.detail))

    def as_it_ended(self) -> Replica:
        self._written.close()
        account = read_ledger(self._ledger)
        return Replica(self.client.folder.name, self.client.values(), self.client.entries(), account, self.own_field)


@pytest.fixture(params=[TUTORIAL, FULL], ids=["autoincrement", "snowflake"])
def shape(request: pytest.FixtureRequest) -> Shape:
    found: Shape = request.param
    return found


@pytest.fixture
def site(open_list: OpenList, shape: Shape) -> TodoList:
    return open_list(shape)


@pytest.mark.parametrize("seed", SEEDS)
def test_two_computers_end_equal_and_nothing_is_lost_or_doubled(
    site: TodoList, shape: Shape, before: Before, open_client: OpenClient, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311
    desks = []
    for number, own_field in enumerate(("effort", "steps")):
        proxy = before(site)
        proxy.chance = Chance(seed * 10 + number)
        client = open_client(Proxied(site, proxy), rows=7, stamps=9, timeouts=PATIENCE)
        own = own_field if own_field in shape.field_names else ""
        desks.append(Desk(client, proxy, tmp_path / f"ledger-{number}", chance, own))
    for _ in range(DEEDS):
        _something(desks, chance)
    assert sum(desk.proxy.injected.total() for desk in desks) > 10
    _come_to_rest(desks)
    there = open_client(site)
    there.sync()
    found = outcome(there.values(), [desk.as_it_ended() for desk in desks], Account())
    assert found.good, found


def _something(desks: list[Desk], chance: random.Random) -> None:
    desk = chance.choice(desks)
    desk.user.deed()
    if chance.random() < 0.5:
        desk.sync()
    if chance.random() < 0.04:
        desk.crash()
    if chance.random() < 0.1:
        desk.client.clock.forward(chance.choice((2_000, 10_000, SWEEP_EVERY)))


def _come_to_rest(desks: list[Desk]) -> None:
    """The network is back, and the users decide what they are asked."""
    for desk in desks:
        desk.proxy.calm()
    for _ in range(12):
        for desk, choice in zip(desks, (Choice.MINE, Choice.THEIRS), strict=True):
            desk.client.clock.forward(SWEEP_EVERY)
            desk.sync()
            desk.user.decide(choice)
        if not any(desk.client.entries() for desk in desks):
            break
    for desk in desks:
        desk.client.clock.forward(SWEEP_EVERY)
        desk.sync()
