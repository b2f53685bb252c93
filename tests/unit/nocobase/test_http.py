"""A session ends every call in bounded time, keeps its key to itself, and never takes a fault for data."""

import socket
import threading
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.support.waiting import wait_until
from todo_desktop.model.connection import ApiKey, Connection
from todo_desktop.model.errors import (
    Cancelled,
    NeedsAttention,
    OutcomeUnknown,
    Problem,
    TodoDesktopError,
    Unavailable,
)
from todo_desktop.nocobase.http import HttpSession, Timeouts
from todo_desktop.nocobase.verdict import Intent
from todo_desktop.testing.fake_nocobase import FakeList, FakeNocoBase, faults
from todo_desktop.testing.fake_nocobase.faults import Fault
from todo_desktop.testing.shapes import TUTORIAL
from todo_desktop.testing.signed_key import sign_key

SHORT = Timeouts(connect=0.3, read=0.3, call=0.6)


@pytest.fixture
def todos(fake: FakeNocoBase) -> FakeList:
    return fake.open_list(TUTORIAL)


@pytest.fixture
def session(todos: FakeList) -> Iterator[HttpSession]:
    with _session(_connection(todos)) as opened:
        yield opened


def _connection(todos: FakeList) -> Connection:
    return Connection(todos.base_url, todos.collection, ApiKey(todos.key))


@contextmanager
def _session(connection: Connection, timeouts: Timeouts | None = None) -> Iterator[HttpSession]:
    session = HttpSession(connection, monotonic=time.monotonic, timeouts=timeouts)
    try:
        yield session
    finally:
        session.close()


def _create(session: HttpSession) -> None:
    session.write(f"{session.connection.collection}:create", Intent.CREATE, {}, {"title": "x"})


def _list(session: HttpSession) -> None:
    session.read(f"{session.connection.collection}:list")


def _error(call: object, session: HttpSession) -> TodoDesktopError:
    assert callable(call)
    with pytest.raises(TodoDesktopError) as raised:
        call(session)
    return raised.value


@pytest.mark.parametrize(
    ("fault", "read", "write", "arrived"),
    [
        (faults.CUT_BEFORE, Problem.CONNECTION_LOST, Problem.CONNECTION_LOST, 0),
        (faults.CUT_AFTER, Problem.CONNECTION_LOST, Problem.CONNECTION_LOST, 1),
        (faults.TRUNCATED, Problem.CONNECTION_LOST, Problem.CONNECTION_LOST, 1),
        (faults.HTML, Problem.NOT_NOCOBASE, Problem.NOT_NOCOBASE, 0),
        (faults.HTML_AFTER, Problem.NOT_NOCOBASE, Problem.NOT_NOCOBASE, 1),
        (faults.EMPTY_OBJECT_AFTER, Problem.NOT_NOCOBASE, Problem.NOT_NOCOBASE, 1),
        (faults.STATUS_500_AFTER, Problem.SERVER_ERROR, Problem.SERVER_ERROR, 1),
        (faults.STATUS_502, Problem.SERVER_BUSY, Problem.SERVER_BUSY, 0),
        (faults.HANG, Problem.TIMED_OUT, Problem.TIMED_OUT, 0),
        (faults.HANG_AFTER, Problem.TIMED_OUT, Problem.TIMED_OUT, 1),
        (faults.DRIP, Problem.TIMED_OUT, Problem.TIMED_OUT, 1),
    ],
)
def test_after_a_fault_the_outcome_of_a_write_is_unknown_and_a_read_is_to_be_repeated(
    fake: FakeNocoBase, todos: FakeList, fault: Fault, read: Problem, write: Problem, arrived: int
) -> None:
    with _session(_connection(todos), SHORT) as session:
        fake.faults.next("*", fault, times=2)
        reading, writing = _error(_list, session), _error(_create, session)
        assert (type(reading), reading.problem) == (Unavailable, read)
        assert (type(writing), writing.problem) == (OutcomeUnknown, write)
        assert len(todos.table.rows) == arrived


def test_a_server_that_drips_bytes_is_left_at_the_deadline(fake: FakeNocoBase, todos: FakeList) -> None:
    fake.faults.next("*", faults.DRIP)
    with _session(_connection(todos), SHORT) as session:
        started = time.monotonic()
        assert _error(_list, session).problem is Problem.TIMED_OUT
        assert time.monotonic() - started < SHORT.call + 0.5


@pytest.mark.parametrize("fault", [faults.HANG, faults.DRIP])
def test_a_call_that_hangs_can_be_ended_from_another_thread(
    fake: FakeNocoBase, session: HttpSession, fault: Fault
) -> None:
    fake.faults.next("*", fault)
    with ThreadPoolExecutor(1) as pool:
        call = pool.submit(_create, session)
        wait_until(lambda: fake.requests)
        session.cancel()
        assert isinstance(call.exception(timeout=1), Cancelled)
    assert isinstance(_error(_list, session), Cancelled)


def test_a_connect_that_hangs_can_be_ended_from_another_thread() -> None:
    with _deaf_listener() as address, _session(Connection(f"{address}/api")) as session:
        timer = threading.Timer(0.1, session.cancel)
        timer.start()
        started = time.monotonic()
        assert isinstance(_error(_list, session), Cancelled)
        assert time.monotonic() - started < 1
        timer.join()


def test_a_connect_that_hangs_times_out_and_nothing_was_sent() -> None:
    with _deaf_listener() as address, _session(Connection(f"{address}/api"), SHORT) as session:
        error = _error(_create, session)
        assert (type(error), error.problem) == (Unavailable, Problem.TIMED_OUT)


@contextmanager
def _deaf_listener() -> Iterator[str]:
    """A port whose queue of connections is full, so that a further one waits."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(listener.getsockname())
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        for one in waiting:
            one.close()


def test_a_refused_connection_carried_nothing_out(fake: FakeNocoBase, session: HttpSession) -> None:
    fake.stop()
    error = _error(_create, session)
    assert (type(error), error.problem) == (Unavailable, Problem.CONNECTION_REFUSED)
    fake.start()
    _create(session)


def test_an_unknown_host_carried_nothing_out() -> None:
    with _session(Connection("http://nowhere.invalid/api")) as session:
        error = _error(_create, session)
        assert (type(error), error.problem) == (Unavailable, Problem.ADDRESS_NOT_FOUND)


def test_an_unreachable_proxy_carried_nothing_out(todos: FakeList) -> None:
    with _session(replace(_connection(todos), proxy="http://127.0.0.1:9")) as session:
        error = _error(_create, session)
        assert (type(error), error.problem) == (Unavailable, Problem.PROXY)


def test_a_proxy_of_the_settings_is_used(fake: FakeNocoBase, todos: FakeList) -> None:
    proxy = todos.base_url.removesuffix("/api")
    with _session(replace(_connection(todos), base_url="http://elsewhere.invalid/api", proxy=proxy)) as session:
        assert _error(_list, session).problem is Problem.NOT_NOCOBASE
    assert fake.requests[0].path.startswith("http://elsewhere.invalid/api/")


def test_a_proxy_of_the_environment_is_used_but_not_for_this_machine(
    fake: FakeNocoBase, todos: FakeList, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", todos.base_url.removesuffix("/api"))
    monkeypatch.setenv("http_proxy", todos.base_url.removesuffix("/api"))
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    with _session(replace(_connection(todos), base_url="http://elsewhere.invalid/api")) as session:
        _error(_list, session)
    with _session(_connection(todos)) as session:
        _list(session)
    assert [r.path.startswith("http://") for r in fake.requests] == [True, False]


def test_an_idle_connection_is_not_written_on(fake: FakeNocoBase, todos: FakeList) -> None:
    now = 100.0
    session = HttpSession(_connection(todos), monotonic=lambda: now)
    _list(session)
    _list(session)
    assert len(fake.connections) == 1
    first = set(fake.connections)
    now += 3.1
    _create(session)
    wait_until(lambda: not first & fake.connections)
    session.close()


def test_four_threads_may_call_at_once(fake: FakeNocoBase, todos: FakeList, session: HttpSession) -> None:
    together = threading.Barrier(4, timeout=5)

    def meet(_verb: str) -> None:
        together.wait()

    fake.hooks.between_find_and_write = meet
    todos.seed(4)
    with ThreadPoolExecutor(4) as pool:
        for n in range(1, 5):
            query = {"filterByTk": str(n)}
            pool.submit(session.write, f"{todos.collection}:update", Intent.UPDATE, query, {"title": "done"})
    assert [row["title"] for row in todos.table.rows.values()] == ["done"] * 4


def test_a_netrc_does_not_replace_the_key(
    session: HttpSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    _list(session)


def test_no_cookie_is_kept(session: HttpSession) -> None:
    _list(session)
    assert session._session is not None
    assert not list(session._session.cookies)


FAR_ZONE = "Thu, 01 Jan 2026 00:00:00 +9999999999999999"


@pytest.mark.parametrize(("wish", "seconds"), [("17", 17.0), ("soon", None), ("", None), (FAR_ZONE, None)])
def test_the_wish_to_retry_later_is_read(
    fake: FakeNocoBase, session: HttpSession, wish: str, seconds: float | None
) -> None:
    fake.faults.next("*", faults.rate_limit(wish))
    error = _error(_create, session)
    assert isinstance(error, Unavailable)
    assert (error.problem, error.retry_after) == (Problem.SERVER_BUSY, seconds)


def test_a_wish_to_retry_at_a_date_is_read_by_the_servers_clock(fake: FakeNocoBase, session: HttpSession) -> None:
    fake.clock.shift(-3600_000)
    at = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() - 3600 + 60))
    fake.faults.next("*", faults.rate_limit(at))
    error = _error(_create, session)
    assert isinstance(error, Unavailable)
    assert error.retry_after == pytest.approx(60, abs=2)


def test_a_starting_server_is_to_be_asked_again(fake: FakeNocoBase, session: HttpSession) -> None:
    fake.starting = True
    assert _error(_create, session).problem is Problem.SERVER_STARTING
    fake.starting = False
    _create(session)


def test_a_key_that_fits_no_header_is_malformed(todos: FakeList) -> None:
    with _session(replace(_connection(todos), api_key=ApiKey("schlüssel\n"))) as session:
        error = _error(_list, session)
        assert (type(error), error.problem) == (NeedsAttention, Problem.KEY_MALFORMED)


def test_no_traceback_shows_the_key(fake: FakeNocoBase, session: HttpSession) -> None:
    fake.stop()
    key = session.connection.api_key.reveal()
    error = _error(_create, session)
    assert key not in "".join(traceback.format_exception(error))
    assert key not in repr(session.connection)


def test_a_redirect_to_another_host_is_not_followed(fake: FakeNocoBase, session: HttpSession) -> None:
    with _redirector("http://127.0.0.2:{port}/api") as (address, asked):
        stray = HttpSession(replace(session.connection, base_url=f"{address}/api"), monotonic=time.monotonic)
        for call in (_list, _create):
            error = _error(call, stray)
            assert (type(error), error.problem) == (Unavailable, Problem.NOT_NOCOBASE)
        stray.close()
    assert len(asked) == 2


def test_a_redirect_within_the_host_is_followed_with_the_key(fake: FakeNocoBase, todos: FakeList) -> None:
    """A reverse proxy that moved the API to another path."""
    with _redirector("/moved") as (address, asked):
        session = HttpSession(replace(_connection(todos), base_url=f"{address}/api"), monotonic=time.monotonic)
        _error(_list, session)
        session.close()
    assert [line.split()[1] for line in asked] == [f"/api/{todos.collection}:list", "/moved", "/moved"]
    assert all(f"Bearer {todos.key}" in line for line in asked)


@contextmanager
def _redirector(target: str) -> Iterator[tuple[str, list[str]]]:
    """Redirects every request; keeps each request's first line and key."""
    asked: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        location = target.format(port=port)

        def serve() -> None:
            while True:
                connection, _ = listener.accept()
                with connection, connection.makefile("rb") as lines:
                    text = b"".join(iter(lambda: lines.readline().rstrip(b"\r\n") + b"\n", b"\n")).decode()
                    if not text:
                        return
                    head, _, rest = text.partition("\n")
                    key = next((part for part in rest.split("\n") if part.startswith("Authorization")), "")
                    asked.append(f"{head} {key}")
                    lines_back = (
                        "HTTP/1.1 307 Elsewhere",
                        f"Location: {location}",
                        "Content-Length: 0",
                        "Connection: close",
                    )
                    connection.sendall("\r\n".join([*lines_back, "", ""]).encode())

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{port}", asked
        with socket.create_connection(("127.0.0.1", port)):
            pass
        thread.join()


def test_an_expired_key_is_told_by_the_servers_clock(fake: FakeNocoBase, todos: FakeList) -> None:
    soon = sign_key("x", user_id=1, role="r", issued=0, expires=int(time.time()) + 3600)
    with _session(replace(_connection(todos), api_key=ApiKey(soon))) as session:
        assert _error(_list, session).problem is Problem.KEY_WRONG
        fake.clock.shift(7200_000)
        assert _error(_list, session).problem is Problem.KEY_EXPIRED
