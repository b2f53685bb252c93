"""Every row of the server's errors: its answer as it is, and what our client makes of it."""

import secrets
import socket
import time

import pytest
import requests
from msgspec.structs import replace

from tests.contract.rows import UNGUARDED, create_row
from tests.contract.site import Connect, OpenList, Raw, TodoList, connection_to, diagnosed
from todo_desktop.model.answers import Guard
from todo_desktop.model.errors import NeedsAttention, Problem, Refused, TodoDesktopError, Unavailable
from todo_desktop.model.typed_key import typed_key
from todo_desktop.nocobase.api import NocoBase
from todo_desktop.nocobase.verdict import Intent, Reply, content_of
from todo_desktop.testing.rights import READ_ONLY, WRITE_ONLY
from todo_desktop.testing.shapes import FULL, TUTORIAL

WELL_FORMED = "eyJhbGciOiJIUzI1NiJ9.eyJ1c2VySWQiOjF9.c2lnbmF0dXJl"


def _problem_of(client: NocoBase) -> TodoDesktopError:
    with pytest.raises(NeedsAttention) as stopped:
        client.page_by_id(None, 1)
    return stopped.value


def test_error_401_empty_token(todos: TodoList, connect: Connect) -> None:
    with pytest.raises(NeedsAttention) as stopped:
        connect(todos, key="")
    assert (stopped.value.problem, stopped.value.status) == (Problem.KEY_MISSING, 401)
    assert diagnosed(connection_to(todos, key="")).problem is Problem.KEY_MISSING


def test_error_401_invalid_token(todos: TodoList, connect: Connect) -> None:
    with pytest.raises(NeedsAttention) as stopped:
        connect(todos, key=WELL_FORMED)
    assert (stopped.value.problem, stopped.value.status) == (Problem.KEY_WRONG, 401)
    assert diagnosed(connection_to(todos, key=WELL_FORMED)).problem is Problem.KEY_WRONG


def test_error_401_blocked_token(todos: TodoList, connect: Connect) -> None:
    todos = todos.with_rights(READ_ONLY)
    client = connect(todos)
    todos.revoke_key()
    assert _problem_of(client).problem is Problem.KEY_REVOKED
    assert diagnosed(connection_to(todos)).problem is Problem.KEY_REVOKED


def test_error_401_role_not_found_for_user(todos: TodoList, connect: Connect) -> None:
    todos = todos.with_rights(READ_ONLY)
    client = connect(todos)
    todos.take_role_away()
    assert _problem_of(client).problem is Problem.KEY_WITHOUT_ROLE
    with pytest.raises(NeedsAttention):
        client.create({"title": "x"})
    assert diagnosed(connection_to(todos)).problem is Problem.KEY_WITHOUT_ROLE


def test_error_401_invalid_token_of_an_expired_key(todos: TodoList, connect: Connect) -> None:
    key = todos.expired_key()
    with pytest.raises(NeedsAttention) as stopped:
        connect(todos, key=key)
    assert stopped.value.problem is Problem.KEY_EXPIRED
    found = diagnosed(connection_to(todos, key=key))
    assert found.problem is Problem.KEY_EXPIRED
    assert found.key.expires_at is not None


def test_error_403_to_a_write(open_list: OpenList, connect: Connect) -> None:
    todos = open_list(TUTORIAL)
    todos.seed(1)
    reader = connect(todos.with_rights(READ_ONLY))
    (stamp,), _ = reader.stamps(None, 10)
    for problem, call in (
        (Problem.MAY_NOT_CREATE, lambda: reader.create({"title": "x"})),
        (Problem.MAY_NOT_UPDATE, lambda: reader.update(stamp.server_id, {"title": "x"}, UNGUARDED)),
        (Problem.MAY_NOT_DELETE, lambda: reader.destroy(stamp.server_id, UNGUARDED)),
    ):
        with pytest.raises(Refused) as refused:
            call()
        assert (refused.value.problem, refused.value.status) == (problem, 403)


def test_error_403_to_a_read(open_list: OpenList, connect: Connect) -> None:
    client = connect(open_list(TUTORIAL).with_rights(WRITE_ONLY))
    with pytest.raises(NeedsAttention) as stopped:
        client.page_by_id(None, 10)
    assert stopped.value.problem is Problem.MAY_NOT_VIEW
    assert client.totals() is None


def test_error_404_where_a_collection_is_missing(todos: TodoList, connect: Connect) -> None:
    with pytest.raises(NeedsAttention) as stopped:
        connect(todos, collection="nowhere")
    assert stopped.value.problem is Problem.COLLECTION_MISSING
    found = diagnosed(connection_to(todos, collection="nowhere"))
    assert found.problem is Problem.COLLECTION_MISSING
    assert [choice.name for choice in found.collections] == [todos.collection]


def test_error_404_is_plain_text(raw: Raw) -> None:
    answer = raw.get("nowhere:list")
    assert (answer.status_code, answer.text) == (404, "Not Found")
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_error_404_to_every_call(todos: TodoList, client: NocoBase) -> None:
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


@pytest.mark.parametrize("body", [b'{"title": ', b"{bad", b'"a text"'])
def test_error_400_malformed_json(todos: TodoList, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {todos.key}", "Content-Type": "application/json"}
    with requests.Session() as session:
        session.trust_env = False
        address = f"{todos.base_url}/{todos.collection}:create"
        answer = session.post(address, data=body, headers=headers, timeout=60)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["message"]


def test_error_431_beyond_sixteen_kilobytes(todos: TodoList, raw: Raw) -> None:
    answer = raw.get(f"{todos.collection}:list", filter="x" * 17_000)
    assert (answer.status_code, answer.content) == (431, b"")


def test_error_413_beyond_ten_megabytes(client: NocoBase) -> None:
    with pytest.raises(Refused) as refused:
        client.create({"title": "x" * 11_000_000})
    assert (refused.value.problem, refused.value.status) == (Problem.TOO_LARGE, 413)


def test_error_500_of_a_page_below_one(todos: TodoList, raw: Raw) -> None:
    todos.seed(1)
    assert raw.get(f"{todos.collection}:list", page=0).status_code == 500


def test_error_400_id_already_exists(open_list: OpenList, connect: Connect) -> None:
    todos = open_list(FULL)
    client = connect(todos)
    key, _ = create_row(client, title="a")
    answer = Raw(todos).post(f"{todos.collection}:create", {"id": key})
    assert (answer.status_code, answer.json()) == (400, {"errors": [{"message": "ID already exists"}]})
    with pytest.raises(Refused) as refused:
        client.create({"id": key})
    assert (refused.value.problem, refused.value.detail) == (Problem.INVALID_INPUT, "ID already exists")


def test_error_401_has_its_code_in_every_language(todos: TodoList, raw: Raw) -> None:
    for locale in ("en-US", "zh-CN"):
        answer = raw.get(f"{todos.collection}:list", headers={"X-Locale": locale, "Authorization": ""})
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (401, "EMPTY_TOKEN")


def test_error_503_app_preparing(todos: TodoList) -> None:
    """The one of a server that starts is proven where a server is started: `tests/server`."""
    application = {"X-App": f"nowhere-{secrets.token_hex(4)}"}
    answer = Raw(todos).get("app:getInfo", headers=application)
    assert (answer.status_code, "errors" in answer.json()) == (503, False)
    reply = Reply(answer.status_code, "application/json", answer.content)
    with pytest.raises(Unavailable) as failed:
        content_of(reply, Intent.CREATE, typed_key(todos.key))
    assert failed.value.problem is Problem.SERVER_STARTING


def test_error_connection_refused(todos: TodoList) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        here = replace(connection_to(todos), base_url=f"http://127.0.0.1:{nobody.getsockname()[1]}/api")
        client = NocoBase(here, monotonic=time.monotonic)
        with pytest.raises(Unavailable) as failed:
            client.account()
    assert failed.value.problem is Problem.CONNECTION_REFUSED
    client.close()


def test_error_not_json(todos: TodoList, client: NocoBase) -> None:
    """Neither a page nor a file of the web app is data."""
    here = connection_to(todos)
    stray = NocoBase(replace(here, base_url=here.base_url.removesuffix("/api")), monotonic=time.monotonic)
    with pytest.raises(Unavailable) as failed:
        stray.account()
    assert failed.value.problem is Problem.NOT_NOCOBASE
    stray.close()
