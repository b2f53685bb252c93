"""Each fault on each call: nothing is lost, doubled or taken away, and in the end client and server are equal."""

import contextlib
from collections.abc import Callable

import pytest

from tests.contract.site import OpenList, TodoList
from tests.support.chaos_proxy import ChaosProxy, Proxied
from tests.sync.chaos.conftest import KEY_KINDS, Before
from tests.sync.client import Client
from tests.sync.conftest import OpenClient
from tests.sync.quiet import until_quiet
from tests.sync.remote import Remote
from todo_desktop.model.errors import NeedsAttention, Problem, Unavailable
from todo_desktop.nocobase.http import Timeouts
from todo_desktop.testing.fake_nocobase import faults
from todo_desktop.testing.fake_nocobase.faults import Effect, Fault

FAULTS = {
    "cut before": faults.CUT_BEFORE,
    "cut after": faults.CUT_AFTER,
    "cut in the middle": faults.TRUNCATED,
    "html": faults.HTML,
    "html after": faults.HTML_AFTER,
    "empty object": faults.EMPTY_OBJECT,
    "empty object after": faults.EMPTY_OBJECT_AFTER,
    "half of the json": faults.HALF_JSON,
    "malformed json": faults.MALFORMED_JSON,
    "redirect to a sign-in page": faults.REDIRECT,
    "429": faults.rate_limit("7"),
    "500": faults.STATUS_500,
    "500 after": faults.STATUS_500_AFTER,
    "503": faults.STATUS_503,
    "hang": faults.HANG,
    "hang after": faults.HANG_AFTER,
    "delay": faults.delay(0.1),
    "trickle": faults.trickle(0.1),
    "twice": faults.DUPLICATE,
    "another server": faults.ELSEWHERE,
}
INTRODUCTIONS = ("auth:check", "collections:listMeta", "roles:check")
OF_A_READ = sorted(name for name in FAULTS if not name.endswith("after") and name not in ("delay", "twice"))
"""To a read the others are the same as these, or nothing."""
SHORT = Timeouts(connect=5, read=1, call=2)
MOST_CYCLES = 10
"""On a busy machine somebody so impatient gives up a call that nothing happened to."""


@pytest.fixture(params=sorted(FAULTS))
def fault(request: pytest.FixtureRequest) -> Fault:
    return FAULTS[request.param]


@pytest.fixture
def client(client: Client, fault: Fault) -> Client:
    if fault.effect is Effect.HANG:
        client.lose_patience(SHORT)
    return client


def agree(client: Client, remote: Remote) -> None:
    """Nothing waits, and a client that never had trouble would show the same."""
    assert client.entries() == []
    there = {row["id"]: (row["title"], bool(row["completed"])) for row in remote.rows()}
    assert {k: (v["title"], bool(v.get("completed"))) for k, v in client.values().items()} == there


def until_mended(client: Client) -> None:
    """Until quiet. Another server refuses the key once: the list was paused, and goes on."""
    with contextlib.suppress(NeedsAttention):
        until_quiet(client)
    until_quiet(client)


def test_a_create_arrives_once(client: Client, remote: Remote, proxy: ChaosProxy, fault: Fault) -> None:
    proxy.faults.next("*:create", fault)
    client.add("new", completed=True)
    until_mended(client)
    assert proxy.injected[fault.kind] == 1
    # Where the network itself doubled it, both rows are the server's now, and only a person can tell what is meant.
    assert remote.titles() == [*["new"] * (2 if fault is faults.DUPLICATE else 1), "old", "stays"]
    agree(client, remote)


def test_an_edit_arrives_and_brings_no_conflict(
    client: Client, remote: Remote, proxy: ChaosProxy, fault: Fault
) -> None:
    proxy.faults.next("*:update", fault)
    client.edit("old", title="edited", completed=True)
    until_mended(client)
    assert proxy.injected[fault.kind] == 1
    assert remote.titles() == ["edited", "stays"]
    assert remote.row("edited")["completed"] is True
    agree(client, remote)


def test_a_delete_arrives_and_takes_nothing_else(
    client: Client, remote: Remote, proxy: ChaosProxy, fault: Fault
) -> None:
    proxy.faults.next("*:destroy", fault)
    client.delete("old")
    until_mended(client)
    assert proxy.injected[fault.kind] == 1
    assert remote.titles() == ["stays"]
    agree(client, remote)


@pytest.mark.parametrize("fault", OF_A_READ, indirect=True)
def test_no_answer_to_a_read_takes_anything_away(
    client: Client, remote: Remote, proxy: ChaosProxy, fault: Fault
) -> None:
    """Introductions, aggregates and lists in turn, while there is something to send, to read and to sweep."""
    remote.create(title="there")
    for number, action in enumerate((*INTRODUCTIONS, "*:query", "*:list", "*:list")):
        client.clock.forward(24 * 3_600_000)  # everything is due: description, sweep
        client.edit("old", completed=number % 2 == 0)
        known = client.titles()
        proxy.faults.next(action, fault)
        for _ in range(MOST_CYCLES):
            with contextlib.suppress(Unavailable, NeedsAttention):
                client.sync()
            assert set(known) <= set(client.titles()), action
            if proxy.injected[fault.kind] > number:
                break
        assert proxy.injected[fault.kind] == number + 1, action
    until_mended(client)
    agree(client, remote)


@pytest.mark.parametrize("keys", sorted(KEY_KINDS))
@pytest.mark.parametrize("name", ["cut after", "half of the json", "cut in the middle"])
def test_a_create_arrives_once_though_the_program_ends_meanwhile(
    open_list: OpenList, before: Before, open_client: OpenClient, name: str, keys: str
) -> None:
    site = open_list(KEY_KINDS[keys])
    proxy = before(site)
    client = open_client(Proxied(site, proxy))
    client.sync()
    proxy.faults.next("*:create", FAULTS[name])
    client.add("new")
    with contextlib.suppress(Unavailable):
        client.sync()
    client.restart()
    until_quiet(client)
    assert Remote(site).titles() == client.titles() == ["new"]
    assert proxy.delivered[f"{site.collection}:create"] == 1


def test_a_first_load_that_is_cut_goes_on_where_it_stopped(
    open_list: OpenList, before: Before, open_client: OpenClient
) -> None:
    site = open_list(KEY_KINDS["autoincrement"])
    site.seed(90)
    proxy = before(site)
    client = open_client(Proxied(site, proxy), rows=10)
    for fault in (faults.TRUNCATED, faults.HTML, faults.HALF_JSON):
        proxy.faults.next("*:list", faults.delay(0), times=2)
        proxy.faults.next("*:list", fault)
        here = len(client.todos())
        with pytest.raises(Unavailable):
            client.sync()
        assert len(client.todos()) > here
        client.restart()
    until_quiet(client)
    assert client.titles() == Remote(site).titles()
    assert proxy.asked[f"{site.collection}:list"] < 19, "so many it would take to begin anew each time"


@pytest.mark.parametrize("verb", ["list", "create", "update", "destroy"])
def test_an_answer_that_never_ends_is_given_up(
    site: TodoList, remote: Remote, proxy: ChaosProxy, open_client: OpenClient, verb: str
) -> None:
    remote.create(title="old")
    client = open_client(Proxied(site, proxy))
    client.sync()
    client.lose_patience(SHORT)
    proxy.faults.next(f"*:{verb}", faults.DRIP)
    change: Callable[[], object] = {
        "list": lambda: remote.create(title="new"),
        "create": lambda: client.add("new"),
        "update": lambda: client.edit("old", title="edited"),
        "destroy": lambda: client.delete("old"),
    }[verb]
    change()
    until_quiet(client)
    assert proxy.injected["drip"] == 1
    agree(client, remote)


@pytest.mark.parametrize("action", INTRODUCTIONS)
def test_a_wish_to_come_later_is_told_from_the_introduction_on(
    site: TodoList, proxy: ChaosProxy, open_client: OpenClient, action: str
) -> None:
    client = open_client(Proxied(site, proxy))
    proxy.faults.next(action, faults.rate_limit("7"))
    with pytest.raises(Unavailable) as busy:
        client.sync()
    assert (busy.value.problem, busy.value.retry_after) == (Problem.SERVER_BUSY, 7.0)
