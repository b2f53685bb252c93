"""A bad network before a server: cuts, delays, wrong answers, and other servers on the same address.

    with ChaosProxy(site.base_url) as proxy:
        there = Proxied(site, proxy)                   # base_url, key and collection for a client
        proxy.faults.next("*:create", faults.CUT_AFTER)  # scripted: this request
        proxy.chance = Chance(seed=7)                  # by chance: every request, the same again for the same seed
        ...
        proxy.calm()                                   # the network is back
        assert proxy.asked["todos:create"] == 2        # requests that came
        assert proxy.injected["cut-after"] == 1        # faults, by kind

`stop` and `start` take the network away and bring it back.
"""

import threading
from collections import Counter
from pathlib import Path

from tests.support.chaos_proxy.chance import Chance
from tests.support.chaos_proxy.handler import ProxyHandler
from todo_desktop.testing.fake_nocobase.faults import Effect, Fault, Faults
from todo_desktop.testing.loopback import LoopbackServer


class ChaosProxy(LoopbackServer):
    """Passes requests on to *target*, a base URL with plain http. Safe to use from any thread.

    `target` may be changed: from then on another server answers on this address. `elsewhere`: the base URL of the
    server that answers a request with the fault ELSEWHERE. `certificate` as in `LoopbackServer`; `handshake_seconds`
    passes before the answer to each TLS handshake. `delivered` counts what reached the target.
    """

    name = "chaos-proxy"
    handler = ProxyHandler

    def __init__(self, target: str, *, elsewhere: str = "", certificate: Path | None = None) -> None:
        super().__init__(certificate=certificate)
        self.target = target
        self.elsewhere = elsewhere
        self.handshake_seconds = 0.0
        self.faults = Faults(without=() if elsewhere else (Effect.ELSEWHERE,))
        self.chance: Chance | None = None
        self.asked: Counter[str] = Counter()
        self.delivered: Counter[str] = Counter()
        self.injected: Counter[str] = Counter()
        self._counting = threading.Lock()

    def calm(self) -> None:
        """Nothing goes wrong any more."""
        self.faults.clear()
        self.chance = None

    def fault_for(self, action: str) -> Fault | None:
        """What is to go wrong with this request: what was scripted for it, else what chance says."""
        chance = self.chance
        fault = self.faults.take(action) or (chance.take(action) if chance is not None else None)
        with self._counting:
            self.asked[action] += 1
            if fault is not None:
                self.injected[fault.kind] += 1
        return fault

    def count_delivery(self, action: str) -> None:
        with self._counting:
            self.delivered[action] += 1
