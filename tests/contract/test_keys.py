"""Every way in which a key, an address or a collection can be wrong, and what is said of it."""

import time

import pytest
from msgspec.structs import replace

from tests.contract.site import Connect, OpenList, Raw, TodoList, connection_to
from tests.server.rights import NO_RIGHTS, READ_ONLY, WRITE_ONLY
from tests.server.shapes import TUTORIAL
from todo_desktop.model.answers import Guard
from todo_desktop.model.connection import Connection
from todo_desktop.model.diagnosis import Diagnosis
from todo_desktop.model.errors import NeedsAttention, OutcomeUnknown, Problem, TodoDesktopError, Unavailable
from todo_desktop.model.typed_key import typed_key
from todo_desktop.nocobase import api_key
from todo_desktop.nocobase.api import NocoBase
from todo_desktop.nocobase.diagnosis import Diagnostician

WELL_FORMED = "eyJhbGciOiJIUzI1NiJ9.eyJ1c2VySWQiOjF9.c2lnbmF0dXJl"


def _diagnosed(connection: Connection) -> Diagnosis:
    return Diagnostician(monotonic=time.monotonic).test(connection)


def _problem_of(client: NocoBase) -> TodoDesktopError:
    with pytest.raises(NeedsAttention) as stopped:
        client.page_by_id(None, 1)
    return stopped.value


def test_no_key(todos: TodoList, connect: Connect) -> None:
    with pytest.raises(NeedsAttention) as stopped:
        connect(todos, key="")
    assert (stopped.value.problem, stopped.value.status) == (Problem.KEY_MISSING, 401)
    assert _diagnosed(connection_to(todos, key="")).problem is Problem.KEY_MISSING


def test_a_wrong_key(todos: TodoList, connect: Connect) -> None:
    with pytest.raises(NeedsAttention) as stopped:
        connect(todos, key=WELL_FORMED)
    assert (stopped.value.problem, stopped.value.status) == (Problem.KEY_WRONG, 401)
    assert _diagnosed(connection_to(todos, key=WELL_FORMED)).problem is Problem.KEY_WRONG


def test_a_text_that_is_no_key(todos: TodoList) -> None:
    assert _diagnosed(connection_to(todos, key="password")).problem is Problem.KEY_MALFORMED


def test_an_expired_key(todos: TodoList, connect: Connect) -> None:
    key = todos.expired_key()
    with pytest.raises(NeedsAttention) as stopped:
        connect(todos, key=key)
    assert stopped.value.problem is Problem.KEY_EXPIRED
    found = _diagnosed(connection_to(todos, key=key))
    assert found.problem is Problem.KEY_EXPIRED
    assert found.key.expires_at is not None


def test_a_revoked_key(todos: TodoList, connect: Connect) -> None:
    todos = todos.with_rights(READ_ONLY)
    client = connect(todos)
    todos.revoke_key()
    assert _problem_of(client).problem is Problem.KEY_REVOKED
    assert _diagnosed(connection_to(todos)).problem is Problem.KEY_REVOKED


def test_a_key_whose_role_was_taken_away(todos: TodoList, connect: Connect) -> None:
    todos = todos.with_rights(READ_ONLY)
    client = connect(todos)
    todos.take_role_away()
    assert _problem_of(client).problem is Problem.KEY_WITHOUT_ROLE
    with pytest.raises(NeedsAttention):
        client.create({"title": "x"})
    assert _diagnosed(connection_to(todos)).problem is Problem.KEY_WITHOUT_ROLE


def test_a_missing_collection(todos: TodoList, connect: Connect) -> None:
    with pytest.raises(NeedsAttention) as stopped:
        connect(todos, collection="nowhere")
    assert stopped.value.problem is Problem.COLLECTION_MISSING
    found = _diagnosed(connection_to(todos, collection="nowhere"))
    assert found.problem is Problem.COLLECTION_MISSING
    assert [choice.name for choice in found.collections] == [todos.collection]


def test_a_collection_that_the_server_does_not_know_is_plain_text(raw: Raw) -> None:
    answer = raw.get("nowhere:list")
    assert (answer.status_code, answer.text) == (404, "Not Found")
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_an_address_without_the_api_is_never_data(todos: TodoList, connect: Connect) -> None:
    here = connection_to(todos)
    client = NocoBase(replace(here, base_url=here.base_url.removesuffix("/api")), monotonic=time.monotonic)
    with pytest.raises(Unavailable) as failed:
        client.describe()
    assert failed.value.problem is Problem.NOT_NOCOBASE
    client.close()


@pytest.mark.parametrize("typed", ["", "/", "/admin/some-page?tab=1", "/api/todos:list", "/api"])
def test_the_api_is_found_near_the_address(todos: TodoList, typed: str) -> None:
    root = todos.base_url.removesuffix("/api")
    found = _diagnosed(replace(connection_to(todos), base_url=f"{root}{typed}"))
    assert (found.problem, found.base_url) == (None, f"{root}/api")


def test_a_sound_connection_is_told_whole(todos: TodoList) -> None:
    found = _diagnosed(connection_to(todos))
    assert (found.problem, found.limits) == (None, ())
    assert found.server_version.startswith("2.")
    assert found.user_id == todos.user_id
    assert found.key.role
    assert found.collection is not None
    assert found.collection.name == todos.collection
    assert found.permissions is not None
    assert found.latency_ms is not None
    assert [choice.name for choice in found.collections] == [todos.collection]


def test_what_a_key_may_not_do_is_told(open_list: OpenList) -> None:
    todos = open_list(TUTORIAL)
    writes = (Problem.MAY_NOT_CREATE, Problem.MAY_NOT_UPDATE, Problem.MAY_NOT_DELETE)
    reader = _diagnosed(connection_to(todos.with_rights(READ_ONLY)))
    assert (reader.problem, reader.limits) == (None, writes)
    nobody = _diagnosed(connection_to(todos.with_rights(NO_RIGHTS)))
    assert (nobody.problem, nobody.limits) == (Problem.MAY_NOT_VIEW, writes)
    assert _diagnosed(connection_to(todos.with_rights(WRITE_ONLY))).problem is Problem.MAY_NOT_VIEW


def test_a_collection_dropped_meanwhile_is_missing_on_every_call(todos: TodoList, client: NocoBase) -> None:
    lost = NocoBase(replace(connection_to(todos)), monotonic=time.monotonic)
    lost.describe()
    lost._name = "nowhere"
    for call in (
        lambda: lost.page_by_id(None, 1),
        lambda: lost.create({"title": "x"}),
        lambda: lost.update(1, {"title": "x"}, Guard(by_time=False)),
        lambda: lost.destroy(1, Guard(by_time=False)),
    ):
        with pytest.raises(NeedsAttention) as stopped:
            call()
        assert stopped.value.problem is Problem.COLLECTION_MISSING
    lost.close()


def test_a_write_to_the_web_page_is_not_taken_for_done(todos: TodoList, client: NocoBase) -> None:
    stray = NocoBase(connection_to(todos), monotonic=time.monotonic)
    stray.describe()
    stray._http.connection = replace(connection_to(todos), base_url=todos.base_url.removesuffix("/api"))
    with pytest.raises(OutcomeUnknown) as failed:
        stray.create({"title": "x"})
    assert failed.value.problem is Problem.NOT_NOCOBASE
    stray.close()


def test_an_unknown_application_is_preparing_for_ever(todos: TodoList, raw: Raw) -> None:
    answer = raw.get(f"{todos.collection}:list", headers={"X-App": "nowhere"})
    assert answer.status_code == 503
    assert answer.json()["error"]["code"] == "APP_PREPARING"


def test_a_key_tells_its_role_and_its_end(todos: TodoList) -> None:
    facts = api_key.facts(typed_key(f" Bearer {todos.key}\n"))
    assert facts.user_id == todos.user_id
    assert facts.role
    assert facts.expires_at is not None
    assert facts.issued_at is not None
    assert facts.issued_at < facts.expires_at
