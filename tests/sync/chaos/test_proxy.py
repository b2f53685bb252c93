"""The chaos proxy does to a request what it says, and nothing else."""

import time
from collections import Counter
from typing import Any

import pytest
import requests

from tests.contract.site import Raw, TodoList
from tests.support.chaos_proxy import Chance, ChaosProxy, Proxied
from tests.support.chaos_proxy.handler import SIGN_IN_PATH
from tests.support.waiting import wait_until
from tests.sync.remote import Remote
from todo_desktop.testing.fake_nocobase import faults
from todo_desktop.testing.fake_nocobase.faults import Fault

FATES: dict[str, tuple[Fault, int]] = {
    "cut before": (faults.CUT_BEFORE, 0),
    "cut after": (faults.CUT_AFTER, 1),
    "in the middle": (faults.TRUNCATED, 1),
    "html": (faults.HTML, 0),
    "html after": (faults.HTML_AFTER, 1),
    "empty object": (faults.EMPTY_OBJECT, 0),
    "half of the json": (faults.HALF_JSON, 1),
    "malformed json": (faults.MALFORMED_JSON, 1),
    "redirect": (faults.REDIRECT, 0),
    "429": (faults.rate_limit("7"), 0),
    "500": (faults.STATUS_500, 0),
    "500 after": (faults.STATUS_500_AFTER, 1),
    "503": (faults.STATUS_503, 0),
    "delay": (faults.delay(0.05), 1),
    "trickle": (faults.trickle(0.05), 1),
    "twice": (faults.DUPLICATE, 2),
    "elsewhere": (faults.ELSEWHERE, 0),
}


@pytest.fixture
def raw(site: TodoList, proxy: ChaosProxy) -> Raw:
    return Raw(Proxied(site, proxy))


def _create(raw: Raw) -> requests.Response | None:
    """None where the answer was cut."""
    try:
        return raw.post(f"{raw.todos.collection}:create", {"title": "new"})
    except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError):
        return None


@pytest.mark.parametrize("name", sorted(FATES))
def test_a_request_reaches_the_server_as_often_as_its_fault_says(
    raw: Raw, remote: Remote, proxy: ChaosProxy, name: str
) -> None:
    fault, times = FATES[name]
    proxy.faults.next("*:create", fault)
    _create(raw)
    action = f"{raw.todos.collection}:create"
    assert remote.titles() == ["new"] * times
    assert (proxy.asked[action], proxy.delivered[action]) == (1, times)
    assert proxy.injected == Counter([fault.kind])
    assert _create(raw) is not None, "and only that one goes wrong"


def test_without_a_fault_an_answer_is_the_servers_own(raw: Raw, site: TodoList, proxy: ChaosProxy) -> None:
    query: dict[str, Any] = {"filter": {"id": {"$gt": 0}}, "sort": "-id"}
    site.seed(3)
    direct = Raw(site).get(f"{site.collection}:list", **query)
    passed = raw.get(f"{site.collection}:list", **query)
    assert passed.json() == direct.json()
    assert len(passed.json()["data"]) == 3
    assert passed.headers["Content-Type"] == direct.headers["Content-Type"]
    assert proxy.injected == Counter()


@pytest.mark.parametrize("name", ["cut before", "cut after", "in the middle"])
def test_a_cut_gives_no_whole_answer(raw: Raw, proxy: ChaosProxy, name: str) -> None:
    proxy.faults.next("*:create", FATES[name][0])
    assert _create(raw) is None


@pytest.mark.parametrize("name", ["half of the json", "malformed json"])
def test_broken_json_is_a_whole_answer_that_cannot_be_read(raw: Raw, proxy: ChaosProxy, name: str) -> None:
    proxy.faults.next("*:create", FATES[name][0])
    answer = _create(raw)
    assert answer is not None
    assert "application/json" in answer.headers["Content-Type"]
    with pytest.raises(requests.exceptions.JSONDecodeError):
        answer.json()


def test_a_redirect_leads_to_a_sign_in_page(raw: Raw, proxy: ChaosProxy) -> None:
    proxy.faults.next("auth:check", faults.REDIRECT)
    answer = raw.get("auth:check")
    assert answer.url.endswith(SIGN_IN_PATH)
    assert (answer.status_code, "<form>" in answer.text) == (200, True)


def test_a_wish_to_come_later_is_sent(raw: Raw, proxy: ChaosProxy) -> None:
    proxy.faults.next("auth:check", faults.rate_limit("7"))
    answer = raw.get("auth:check")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")


@pytest.mark.parametrize("fault", [faults.delay(0.2), faults.trickle(0.2)], ids=["delay", "trickle"])
def test_a_slow_answer_is_whole_and_takes_its_time(raw: Raw, proxy: ChaosProxy, fault: Fault) -> None:
    proxy.faults.next("auth:check", fault)
    began = time.monotonic()
    assert raw.get("auth:check").json()["data"]["id"] == raw.todos.user_id
    assert time.monotonic() - began >= 0.2


def test_another_server_can_answer_one_request_or_all(raw: Raw, site: TodoList, proxy: ChaosProxy) -> None:
    proxy.faults.next("auth:check", faults.ELSEWHERE)
    assert raw.get("auth:check").status_code == 401, "it does not know the key"
    assert raw.get("auth:check").status_code == 200
    proxy.target = proxy.elsewhere
    assert [raw.get("auth:check").status_code for _ in range(2)] == [401, 401]
    proxy.target = site.base_url
    assert raw.get("auth:check").status_code == 200


def test_a_hanging_request_ends_with_the_client(raw: Raw, proxy: ChaosProxy) -> None:
    proxy.faults.next("auth:check", faults.HANG)
    with requests.Session() as session, pytest.raises(requests.ReadTimeout):
        session.get(f"{proxy.base_url}/auth:check", timeout=0.2)
    wait_until(lambda: not proxy.connections)


def test_the_network_goes_and_comes_back(raw: Raw, proxy: ChaosProxy) -> None:
    proxy.stop()
    assert _create(raw) is None
    proxy.start()
    assert _create(raw) is not None


def test_chance_is_the_same_again_for_the_same_seed_and_ends_when_it_is_calm(raw: Raw, proxy: ChaosProxy) -> None:
    def fates(seed: int) -> list[str]:
        chance = Chance(seed)
        taken = [chance.take("todos:list") for _ in range(200)]
        return [fault.kind for fault in taken if fault is not None]

    assert fates(1) == fates(1) != fates(2)
    assert len(set(fates(1))) > 10, "of every kind"
    proxy.chance = Chance(1, rates=[(faults.STATUS_503, 1.0)])
    assert raw.get("auth:check").status_code == 503
    proxy.faults.next("auth:check", faults.HTML)
    proxy.calm()
    assert raw.get("auth:check").json()["data"]["id"] == raw.todos.user_id
    assert proxy.injected == Counter({"503": 1})


def test_chance_delivers_no_create_twice() -> None:
    chance = Chance(1, rates=[(faults.DUPLICATE, 1.0)])
    assert [chance.take(f"todos:{verb}") for verb in ("create", "update")] == [None, faults.DUPLICATE]
