"""Somebody whose write the server had begun before ours came in, and ends only after our reply."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor

from tests.support.waiting import wait_until
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.errors import Problem
from todo_desktop.sync.read_back import SETTLING
from todo_desktop.testing.fake_nocobase import FakeNocoBase
from todo_desktop.testing.shapes import TUTORIAL


def test_our_write_is_confirmed_only_when_a_slower_one_has_ended(fake: FakeNocoBase, open_client: OpenClient) -> None:
    site = fake.open_list(TUTORIAL)
    key = Remote(site).create(title="old")
    waits: list[int] = []
    begun, may_end = threading.Event(), threading.Event()
    theirs: list[Future[None]] = []

    def settle(milliseconds: int) -> None:
        waits.append(milliseconds)
        may_end.set()
        theirs[0].result(5)

    def hold_the_first(_verb: str) -> None:
        if not begun.is_set():
            begun.set()
            may_end.wait(5)

    client = open_client(site, settle=settle)
    client.sync()
    fake.hooks.between_find_and_write = hold_the_first
    with ThreadPoolExecutor(1) as somebody:
        theirs.append(somebody.submit(Remote(site).update, key, title="theirs"))
        wait_until(begun.is_set)
        client.edit("old", title="ours")
        client.sync()
    assert len(waits) == 1
    assert 0 < waits[0] <= SETTLING
    assert client.problems() == [("ours", Problem.CONFLICT)]
    assert dict(client.entries()[0].theirs) == {"title": "theirs"}
