"""How rows are written: with guards, and with replies that are not what was stored."""

import json
import socket
from urllib.parse import urlsplit

import pytest

from tests.contract.rows import UNGUARDED, create_row
from tests.contract.site import Connect, OpenList, Raw, TodoList
from todo_desktop.model.answers import Guard
from todo_desktop.model.values import Json
from todo_desktop.nocobase.api import NocoBase
from todo_desktop.testing.shapes import FULL


def test_a_created_row_is_there(client: NocoBase) -> None:
    _, row = create_row(client, title="Buy milk", completed=True)
    assert (row["title"], row["completed"]) == ("Buy milk", True)


OF_EVERY_KIND: dict[str, tuple[Json, Json]] = {
    "title": ("", "x"),
    "completed": (False, True),
    "tags": (["home", "work"], ["home"]),
    "priority": ("high", "low"),
    "due": ("2026-12-01", "2026-12-02"),
    "remindAt": ("2026-12-01T10:00:00.500Z", "2026-12-01T10:00:00.501Z"),
    "startsAt": ("2026-12-01 10:00:00", "2026-12-01 10:00:01"),
    "daily": ("10:00:00", "10:00:01"),
    "effort": (3, 4),
    "steps": ("9007199254740995", "9007199254740997"),
    "score": (0.1, 0.2),
    "cost": ("1.50", "1.51"),
    "progress": (0.5, 0.25),
}


def test_values_of_every_kind_can_guard(open_list: OpenList, connect: Connect) -> None:
    client = connect(open_list(FULL))
    key, _ = create_row(client, **{field: stored for field, (stored, _) in OF_EVERY_KIND.items()})
    for field, (stored, other) in OF_EVERY_KIND.items():
        for value, fits in ((other, False), (None, False), (stored, True)):
            reply = client.update(key, {"contact": field}, Guard(by_time=False, values={field: value}))
            assert (reply is not None) is fits, (field, value)


def test_empty_values_can_guard(open_list: OpenList, connect: Connect) -> None:
    client = connect(open_list(FULL))
    key, _ = create_row(client, **dict.fromkeys(OF_EVERY_KIND))
    for field, (stored, _) in OF_EVERY_KIND.items():
        for value, fits in ((stored, False), (None, True)):
            reply = client.update(key, {"contact": field}, Guard(by_time=False, values={field: value}))
            assert (reply is not None) is fits, (field, value)
    client.update(key, {"tags": []}, UNGUARDED)
    assert client.update(key, {"contact": "no"}, Guard(by_time=False, values={"tags": None})) is None
    assert client.update(key, {"contact": "yes"}, Guard(by_time=False, values={"tags": []})) is not None


@pytest.mark.parametrize("text", ["long " * 4000, "{{$user.id}}"])
def test_values_that_cannot_be_asked_for_can_guard(open_list: OpenList, connect: Connect, text: str) -> None:
    client = connect(open_list(FULL))
    key, _ = create_row(client, notes=text)
    guard = Guard(by_time=False, values={"notes": text, "title": None})
    assert client.update(key, {"contact": "yes"}, guard) is not None
    client.update(key, {"notes": f"{text}, and theirs"}, UNGUARDED)
    assert client.update(key, {"contact": "no"}, guard) is None
    assert client.destroy(key, guard) is False
    assert client.by_ids([key])[0]["contact"] == "yes"
    assert client.destroy(key, Guard(by_time=False, values={"notes": f"{text}, and theirs"})) is True
    assert client.update(key, {"contact": "no"}, guard) is None


def test_a_request_of_which_only_half_arrives_is_not_carried_out(todos: TodoList, raw: Raw) -> None:
    body = json.dumps({"title": "half"}).encode()
    host = urlsplit(todos.base_url)
    head = (
        f"POST {host.path}/{todos.collection}:create HTTP/1.1\r\nHost: {host.netloc}\r\n"
        f"Authorization: Bearer {todos.key}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    for arrived in (0, len(body) // 2):
        with socket.create_connection((str(host.hostname), host.port or 80), timeout=30) as connection:
            connection.sendall(head.encode() + body[:arrived])
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(4096):
                pass  # until the server has done with it
    assert raw.get(f"{todos.collection}:list").json()["data"] == []
