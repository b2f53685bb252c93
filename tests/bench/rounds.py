"""One round of measuring: each of our measurements next to its floor, in turns, so that both meet the same weather."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.drivers import Drivers, Findings
from tests.bench.figures import Figure, percentile
from tests.server.lists import RemoteList

FRAME_MS = 16.7
FLOOR_PAGES = (1000, 2000, 5000)
"""Page sizes at which the bare session fetches: ours, and those around it."""
OUR_PAGE = 2000


@dataclass
class Bench:
    """Collects what each round finds. The first round of each program only warms the machine up."""

    drivers: Drivers
    todos: RemoteList
    scratch: Path
    found: dict[str, list[float]] = field(default_factory=dict)

    def warm_up(self) -> None:
        """Have everything compiled and a replica made; nothing of it counts."""
        self._first_sync(self.scratch / "filled")
        self.warm_starts_up()

    def sync_round(self) -> None:
        """A first sync into an empty folder, between bare ones."""
        for page in FLOOR_PAGES:
            fetched = self.drivers.run("bare_fetch", str(page), environment=self._connection)
            self._note(f"fetch {page}", fetched["per_second"])
        folder = self.scratch / "empty"
        synced = self._first_sync(folder)
        shutil.rmtree(folder)
        self._note("sync", synced["per_second"])
        self._note("pause", max(synced["gaps"]))
        self._note("resident", synced["resident"])
        bare = self.drivers.run("bare_window", self._modules)
        self._note("bare resident", bare["resident"])

    def warm_starts_up(self) -> None:
        """As of a program that was used today: what the other measurements pushed out of memory is read again."""
        self.drivers.run("bare_window")
        self._start()

    def start_round(self) -> None:
        self._note("bare start", self.drivers.run("bare_window")["painted"])
        self._note("start", self._start()["painted"])

    def hands_round(self) -> None:
        """Search and scrolling."""
        hands = self.drivers.run("program_hands", self.scratch / "filled", environment=self._connection)
        for kind in ("search", "scroll"):
            for percent in (50, 99):
                self._note(f"{kind} {percent}", percentile(hands[kind], percent))

    def figures(self) -> list[Figure]:
        found, frame = self.found, (FRAME_MS,)
        best = max(FLOOR_PAGES, key=lambda page: max(found[f"fetch {page}"]))
        return [
            Figure("start to first painted rows", "ms", found["bare start"], found["start"], 1.6),
            Figure("memory after a first sync", "MB", found["bare resident"], found["resident"], 1.5),
            Figure("search, key to paint, p50", "ms", frame, found["search 50"]),
            Figure("search, key to paint, p99", "ms", frame, found["search 99"], 2),
            Figure("scrolling, p50", "ms", frame, found["scroll 50"]),
            Figure("scrolling, p99", "ms", frame, found["scroll 99"], 2),
            Figure("longest pause in a first sync", "ms", frame, found["pause"], 3),
            Figure("first sync", "rows/s", found[f"fetch {OUR_PAGE}"], found["sync"], 0.8, more_is_better=True),
            Figure(
                f"  against pages of {best:,}", "rows/s", found[f"fetch {best}"], found["sync"], more_is_better=True
            ),
        ]

    @property
    def _connection(self) -> dict[str, str]:
        return {
            "TODO_DESKTOP_BASE_URL": self.todos.base_url,
            "TODO_DESKTOP_API_KEY": self.todos.key,
            "TODO_DESKTOP_COLLECTION": self.todos.collection,
        }

    @property
    def _modules(self) -> Path:
        return self.scratch / "modules"

    def _first_sync(self, folder: Path) -> Findings:
        return self.drivers.run("program_sync", folder, self._modules, environment=self._connection)

    def _start(self) -> Findings:
        started = self.drivers.run("program_start", self.scratch / "filled", environment=self._connection)
        if not started["rows"]:
            raise RuntimeError("the program painted a table without rows")
        return started

    def _note(self, name: str, value: float) -> None:
        self.found.setdefault(name, []).append(value)
