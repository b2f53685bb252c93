"""Faults by chance, and the same ones again for the same seed."""

import random
import threading
from collections import Counter
from collections.abc import Mapping, Sequence

from todo_desktop.testing.fake_nocobase import faults
from todo_desktop.testing.fake_nocobase.faults import Fault

Rates = Sequence[tuple[Fault, float]]

EVERYDAY: Rates = (
    (faults.CUT_BEFORE, 0.02),
    (faults.CUT_AFTER, 0.02),
    (faults.TRUNCATED, 0.01),
    (faults.HALF_JSON, 0.01),
    (faults.MALFORMED_JSON, 0.01),
    (faults.HTML, 0.01),
    (faults.HTML_AFTER, 0.01),
    (faults.EMPTY_OBJECT, 0.01),
    (faults.EMPTY_OBJECT_AFTER, 0.01),
    (faults.REDIRECT, 0.01),
    (faults.STATUS_500, 0.01),
    (faults.STATUS_500_AFTER, 0.01),
    (faults.STATUS_503, 0.01),
    (faults.rate_limit("1"), 0.01),
    (faults.HANG_AFTER, 0.002),
    (faults.delay(0.2), 0.02),
    (faults.trickle(0.2), 0.02),
    (faults.DUPLICATE, 0.02),
)
"""About one request in four. A share between 0 and 1 for each fault."""

NOT_TWICE: Mapping[str, frozenset[faults.Effect]] = {"create": frozenset({faults.Effect.DUPLICATE})}
"""A create that the network itself delivers twice makes two rows on the server, whatever a client does."""


class Chance:
    """The fate of the nth request of each action is settled by *seed* alone, whatever else happens meanwhile."""

    def __init__(self, seed: int, rates: Rates = EVERYDAY) -> None:
        self._seed = seed
        self._rates = rates
        self._asked: Counter[str] = Counter()
        self._lock = threading.Lock()

    def take(self, action: str) -> Fault | None:
        """What goes wrong with this request, if anything."""
        verb = action.rpartition(":")[2]
        with self._lock:
            self._asked[verb] += 1
            number = self._asked[verb]
        lot = random.Random(f"{self._seed}/{verb}/{number}").random()  # noqa: S311
        for fault, rate in self._rates:
            lot -= rate
            if lot < 0:
                return None if fault.effect in NOT_TWICE.get(verb, ()) else fault
        return None
