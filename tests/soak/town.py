"""What happens around the two computers: crashes, networks that go and come back, and what others do on the server."""

import itertools
import random
from pathlib import Path

from tests.server.lists import RemoteList
from tests.soak.computer import Orders
from tests.soak.desk import Desk
from tests.soak.ledger import Ledger
from tests.soak.user import PRIORITIES, WORDS, name_of
from tests.support.chaos_proxy import Chance, ChaosProxy
from tests.support.chaos_proxy.chance import EVERYDAY
from tests.sync.remote import Remote
from todo_desktop.model.decision import Choice
from todo_desktop.testing.fake_nocobase import faults

CRASH_EVERY, SPELL_EVERY, EDIT_EVERY = 20.0, 25.0, 1.5
"""Seconds, on average."""
LONGEST_SPELL = 6.0
RATES = (*EVERYDAY, (faults.ELSEWHERE, 0.003))
SEED_TITLES = """UPDATE :"todos" SET title = 'seeded-' || substring(title from '[0-9]+$') || ' ' || title;"""


class Others:
    """People who work on the server's own page, straight away."""

    def __init__(self, site: RemoteList, ledger: Path, chance: random.Random) -> None:
        self.ledger = ledger
        self._site = site
        self._remote = Remote(site)
        self._written = Ledger(ledger)
        self._chance = chance
        self._names = itertools.count(1)

    def seed(self, rows: int) -> None:
        """Fill the empty list."""
        if rows:
            self._site.seed(rows)
            self._site.sql(SEED_TITLES)
        for number in range(1, rows + 1):
            self._written.added(f"seeded-{number}")

    def deed(self) -> None:
        kind = self._chance.choices(("add", "edit", "delete"), weights=(3, 12, 1))[0]
        rows = self._remote.rows()
        if kind == "add" or not rows:
            name = f"server-{next(self._names)}"
            self._remote.create(title=f"{name} {self._chance.choice(WORDS)}")
            self._written.added(name)
        elif kind == "edit":
            self._edit(self._chance.choice(rows))
        else:
            row = self._chance.choice(rows)
            self._written.deleted([name_of(row["title"])])
            self._remote.delete_if_there(row["id"])
        self._written.deed(kind)

    def _edit(self, row: dict[str, object]) -> None:
        offered = {
            "title": f"{name_of(row['title'])} {self._chance.choice(WORDS)} on the server",
            "completed": not row["completed"],
            "priority": self._chance.choice(PRIORITIES),
        }
        names = [name for name in offered if name in row]
        self._remote.update_if_there(row["id"], **{n: offered[n] for n in self._chance.sample(names, 1)})


class Town:
    """Two computers, each behind a bad network of its own. The second is never killed: its memory is watched."""

    def __init__(self, site: RemoteList, folder: Path, seed: int, stranger: str) -> None:
        """*stranger*: the base URL of another server, which now and then answers on the same address."""
        self.chance = random.Random(seed)  # noqa: S311
        self.others = Others(site, folder / "others.ledger", random.Random(seed + 1))  # noqa: S311
        self.spells = 0
        self.proxies: list[ChaosProxy] = []
        self.desks: list[Desk] = []
        self._back_at: dict[int, float] = {}
        for number, (own, choice) in enumerate((("effort", Choice.MINE), ("steps", Choice.THEIRS)), 1):
            proxy = ChaosProxy(site.base_url, elsewhere=stranger)
            proxy.chance = Chance(seed * 10 + number, RATES)
            proxy.start()
            self.proxies.append(proxy)
            own_field = own if own in site.shape.field_names else ""
            orders = Orders(
                str(folder / f"computer-{number}"), proxy.base_url, site.key, site.collection, str(site.user_id),
                f"computer-{number}", own_field, seed * 10 + number, choice.value,
            )  # fmt: skip
            self.desks.append(Desk(orders))

    def start(self) -> None:
        for desk in self.desks:
            desk.start()

    def pass_time(self, now: float, seconds: float) -> None:
        """What happens in the next *seconds* at *now* (monotonic)."""
        if self._happens(CRASH_EVERY, seconds):
            self.desks[0].crash()
        if self._happens(SPELL_EVERY, seconds):
            self._begin_spell(now)
        for number in [n for n, back in self._back_at.items() if back <= now]:
            del self._back_at[number]
            self.proxies[number].start()
        if self._happens(EDIT_EVERY, seconds):
            self.others.deed()

    def calm(self) -> None:
        """The network is back."""
        for number in self._back_at:
            self.proxies[number].start()
        self._back_at.clear()
        for proxy in self.proxies:
            proxy.calm()

    def close(self) -> None:
        """Whatever state it is in."""
        for desk in self.desks:
            desk.kill()
        for proxy in self.proxies:
            proxy.stop()

    def _happens(self, every: float, seconds: float) -> bool:
        return self.chance.random() < seconds / every

    def _begin_spell(self, now: float) -> None:
        number = self.chance.randrange(len(self.proxies))
        if number not in self._back_at:
            self.spells += 1
            self.proxies[number].stop()
            self._back_at[number] = now + self.chance.uniform(0.5, LONGEST_SPELL)
