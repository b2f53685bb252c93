"""What hinders a connection is told, whatever answers there. (Keys and rights: tests/contract.)"""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from msgspec.structs import replace

from tests.support.waiting import wait_until
from todo_desktop.model.connection import ApiKey, Connection
from todo_desktop.model.diagnosis import Diagnosis
from todo_desktop.model.errors import Cancelled, Problem
from todo_desktop.nocobase.diagnosis import Diagnostician
from todo_desktop.nocobase.http import Timeouts
from todo_desktop.testing.fake_nocobase import FakeNocoBase, faults
from todo_desktop.testing.fake_nocobase.faults import Fault
from todo_desktop.testing.shapes import TUTORIAL

SHORT = Timeouts(connect=0.3, read=0.3, call=0.6)


@pytest.fixture
def connection(fake: FakeNocoBase) -> Connection:
    todos = fake.open_list(TUTORIAL)
    return Connection(todos.base_url, todos.collection, ApiKey(todos.key))


def _diagnosed(connection: Connection) -> Diagnosis:
    return Diagnostician(monotonic=time.monotonic, timeouts=SHORT).test(connection)


@pytest.mark.parametrize("typed", ["", "ftp://host", "http://", "http://host:port", "not an address !!", "wrong!!"])
def test_an_address_that_is_none(connection: Connection, typed: str) -> None:
    assert _diagnosed(replace(connection, base_url=typed)).problem is Problem.ADDRESS_INVALID


def test_an_address_may_hold_another_one(fake: FakeNocoBase, connection: Connection) -> None:
    bare = fake.base_url.removeprefix("http://").removesuffix("/api")
    typed = f"{bare}/signin?redirect=http://elsewhere.example/admin"
    found = _diagnosed(replace(connection, base_url=typed))
    assert (found.problem, found.base_url) == (None, fake.base_url)


def test_an_address_that_is_not_found(connection: Connection) -> None:
    found = _diagnosed(replace(connection, base_url="http://nowhere.invalid"))
    assert (found.problem, found.base_url) == (Problem.ADDRESS_NOT_FOUND, "http://nowhere.invalid")


def test_a_refused_connection(fake: FakeNocoBase, connection: Connection) -> None:
    fake.stop()
    assert _diagnosed(connection).problem is Problem.CONNECTION_REFUSED


def test_a_proxy_that_is_not_there(connection: Connection) -> None:
    assert _diagnosed(replace(connection, proxy="http://127.0.0.1:9")).problem is Problem.PROXY


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        (faults.HANG, Problem.TIMED_OUT),
        (faults.DRIP, Problem.TIMED_OUT),
        (faults.CUT_BEFORE, Problem.CONNECTION_LOST),
        (faults.HTML, Problem.NOT_NOCOBASE),
        (faults.EMPTY_OBJECT, Problem.NOT_NOCOBASE),
        (faults.STATUS_503, Problem.SERVER_BUSY),
        (faults.STATUS_500, Problem.SERVER_ERROR),
    ],
)
def test_a_server_that_does_not_answer_as_nocobase(
    fake: FakeNocoBase, connection: Connection, fault: Fault, problem: Problem
) -> None:
    fake.faults.next("*", fault, times=9)
    assert _diagnosed(connection).problem is problem


def test_a_server_that_starts(fake: FakeNocoBase, connection: Connection) -> None:
    fake.starting = True
    assert _diagnosed(connection).problem is Problem.SERVER_STARTING


def test_an_api_below_a_sub_path_is_found(fake: FakeNocoBase, connection: Connection) -> None:
    fake.base_path = "/nocobase/api/"
    root = connection.base_url.removesuffix("/api")
    for typed in ("/nocobase", "/nocobase/", "/nocobase/admin/page", "/nocobase/api"):
        found = _diagnosed(replace(connection, base_url=f"{root}{typed}"))
        assert (found.problem, found.base_url) == (None, f"{root}/nocobase/api")


def test_what_has_not_proven_to_be_nocobase_never_sees_the_key(fake: FakeNocoBase, connection: Connection) -> None:
    fake.faults.next("*", faults.HTML, times=9)
    _diagnosed(replace(connection, base_url=connection.base_url.removesuffix("/api")))
    assert fake.requests
    assert all(request.action.endswith("app:getInfo") for request in fake.requests)
    assert not any(connection.api_key.reveal() in request.authorization for request in fake.requests)


def test_nothing_is_ever_written(fake: FakeNocoBase, connection: Connection) -> None:
    assert _diagnosed(connection).problem is None
    assert {request.method for request in fake.requests} == {"GET"}


def test_what_was_learned_before_the_problem_is_told(fake: FakeNocoBase, connection: Connection) -> None:
    fake.faults.next("roles:check", faults.STATUS_500)
    found = _diagnosed(connection)
    assert (found.problem, found.user_id) == (Problem.SERVER_ERROR, 1)
    assert found.server_version
    assert found.latency_ms is not None


def test_a_test_can_be_ended_and_another_one_begun(fake: FakeNocoBase, connection: Connection) -> None:
    tester = Diagnostician(monotonic=time.monotonic)
    fake.faults.next("auth:check", faults.HANG)
    with ThreadPoolExecutor(1) as pool:
        test = pool.submit(tester.test, connection)
        wait_until(lambda: "auth:check" in fake.actions_asked)
        tester.cancel()
        assert isinstance(test.exception(timeout=1), Cancelled)
    assert _diagnosed(connection).problem is None


def test_a_test_that_was_ended_before_it_began_asks_nobody(fake: FakeNocoBase, connection: Connection) -> None:
    tester = Diagnostician(monotonic=time.monotonic)
    tester.cancel()
    with pytest.raises(Cancelled):
        tester.test(connection)
    assert fake.actions_asked == []
