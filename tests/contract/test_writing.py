"""How rows are written: with guards, and with replies that are not what was stored."""

import json
import socket
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.contract.site import Connect, OpenList, Raw, TodoList, write_row
from tests.server.shapes import FULL, NO_TIMESTAMPS
from todo_desktop.model.answers import Guard
from todo_desktop.model.errors import OutcomeUnknown, Problem, Refused
from todo_desktop.model.values import Json, ServerId
from todo_desktop.nocobase.api import NocoBase

UNGUARDED = Guard(by_time=False)


def _create(client: NocoBase, **values: Json) -> tuple[ServerId, dict[str, Any]]:
    """The new row's id, and the row as a read shows it."""
    key = client.create(values)["id"]
    assert isinstance(key, int | str)
    return key, dict(client.by_ids([key])[0])


def test_a_created_row_is_there(client: NocoBase) -> None:
    _, row = _create(client, title="Buy milk", completed=True)
    assert (row["title"], row["completed"]) == ("Buy milk", True)


def test_a_guarded_update_changes_the_row_that_nobody_else_changed(client: NocoBase) -> None:
    key, row = _create(client, title="a")
    assert client.update(key, {"title": "b"}, Guard(by_time=True, updated_at=row["updatedAt"])) is not None
    assert client.by_ids([key])[0]["title"] == "b"


def test_a_guarded_update_misses_a_row_that_was_changed(client: NocoBase) -> None:
    key, row = _create(client, title="a")
    client.update(key, {"title": "theirs"}, UNGUARDED)
    assert client.update(key, {"title": "ours"}, Guard(by_time=True, updated_at=row["updatedAt"])) is None
    assert client.by_ids([key])[0]["title"] == "theirs"


def test_the_guard_fits_rows_whose_times_have_microseconds(todos: TodoList, client: NocoBase) -> None:
    write_row(todos, title="by SQL", updatedAt="2026-01-01T00:00:00.123456Z")
    (row,) = client.page_by_id(None, 1).records
    assert row["updatedAt"] == "2026-01-01T00:00:00.123Z"
    guard = Guard(by_time=True, updated_at="2026-01-01T00:00:00.123Z")
    assert client.update(1, {"title": "ours"}, guard) is not None


def test_the_guard_fits_rows_without_a_change_time(todos: TodoList, client: NocoBase) -> None:
    write_row(todos, title="by SQL", updatedAt=None)
    guard = Guard(by_time=True, updated_at=None)
    assert client.update(1, {"title": "ours"}, guard) is not None
    assert client.update(1, {"title": "again"}, guard) is None


def test_an_update_of_a_row_that_is_gone_is_a_miss(client: NocoBase) -> None:
    assert client.update(4711, {"title": "x"}, UNGUARDED) is None


def test_a_guarded_delete_removes_the_row(client: NocoBase) -> None:
    key, row = _create(client, title="a")
    assert client.destroy(key, Guard(by_time=True, updated_at=row["updatedAt"])) is True
    assert client.by_ids([key]) == []


def test_a_guarded_delete_misses_a_row_that_was_changed(client: NocoBase) -> None:
    key, row = _create(client, title="a")
    client.update(key, {"title": "theirs"}, UNGUARDED)
    assert client.destroy(key, Guard(by_time=True, updated_at=row["updatedAt"])) is False
    assert len(client.by_ids([key])) == 1


def test_a_delete_of_a_row_that_is_gone_is_a_miss(client: NocoBase) -> None:
    assert client.destroy(4711, UNGUARDED) is False


def test_only_the_fields_that_are_sent_change(client: NocoBase) -> None:
    key, _ = _create(client, title="a", completed=False)
    client.update(key, {"completed": True}, UNGUARDED)
    row = client.by_ids([key])[0]
    assert (row["title"], row["completed"]) == ("a", True)


def test_without_change_times_the_old_values_guard(open_list: OpenList, connect: Connect) -> None:
    client = connect(open_list(NO_TIMESTAMPS))
    key, _ = _create(client, title="a")
    ours = Guard(by_time=True, values={"title": "a", "completed": None})
    assert client.update(key, {"title": "b"}, ours) is not None
    assert client.update(key, {"title": "c"}, ours) is None
    assert client.destroy(key, ours) is False


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
    key, _ = _create(client, **{field: stored for field, (stored, _) in OF_EVERY_KIND.items()})
    for field, (stored, other) in OF_EVERY_KIND.items():
        for value, fits in ((other, False), (None, False), (stored, True)):
            reply = client.update(key, {"contact": field}, Guard(by_time=False, values={field: value}))
            assert (reply is not None) is fits, (field, value)


def test_empty_values_can_guard(open_list: OpenList, connect: Connect) -> None:
    client = connect(open_list(FULL))
    key, _ = _create(client, **dict.fromkeys(OF_EVERY_KIND))
    for field, (stored, _) in OF_EVERY_KIND.items():
        for value, fits in ((stored, False), (None, True)):
            reply = client.update(key, {"contact": field}, Guard(by_time=False, values={field: value}))
            assert (reply is not None) is fits, (field, value)
    client.update(key, {"tags": []}, UNGUARDED)
    assert client.update(key, {"contact": "no"}, Guard(by_time=False, values={"tags": None})) is None
    assert client.update(key, {"contact": "yes"}, Guard(by_time=False, values={"tags": []})) is not None


@pytest.mark.parametrize("text", ["long " * 4000, "{{$user.id}}"])
def test_values_that_cannot_be_asked_for_do_not_stop_a_write(open_list: OpenList, connect: Connect, text: str) -> None:
    client = connect(open_list(FULL))
    key, _ = _create(client, notes=text)
    assert client.update(key, {"contact": "yes"}, Guard(by_time=False, values={"notes": text})) is not None


def test_what_is_read_is_not_what_the_reply_of_an_update_says(open_list: OpenList, connect: Connect) -> None:
    client = connect(open_list(FULL))
    key, _ = _create(client, title="x")
    sent: dict[str, Json] = {
        "cost": 1.005, "daily": "10:00", "tags": ["work", "home"], "remindAt": "2026-12-01T10:00:00.123456Z",
    }  # fmt: skip
    reply = client.update(key, sent, UNGUARDED)
    read = client.by_ids([key])[0]
    assert reply is not None
    assert (reply["cost"], reply["daily"]) == (1.005, "10:00")
    assert (read["cost"], read["daily"]) == ("1.01", "10:00:00")
    assert reply["tags"] == read["tags"] == ["home", "work"]
    assert reply["remindAt"] == read["remindAt"] == "2026-12-01T10:00:00.123Z"


def test_big_integers_come_back_as_text(open_list: OpenList, connect: Connect) -> None:
    client = connect(open_list(FULL))
    _, row = _create(client, steps="9007199254740995", effort=5)
    assert (row["steps"], row["effort"]) == ("9007199254740995", 5)


def test_the_creation_time_is_taken_from_the_client_and_the_change_time_is_not(client: NocoBase) -> None:
    past = "2020-01-01T00:00:00.123Z"
    _, row = _create(client, title="x", createdAt=past, updatedAt=past)
    assert row["createdAt"] == past
    assert row["updatedAt"] > past


def test_a_snowflake_id_may_be_chosen_and_a_repeat_is_refused(open_list: OpenList, connect: Connect) -> None:
    client = connect(open_list(FULL))
    key, _ = _create(client, id=123456789012345, title="chosen")
    assert key == 123456789012345
    with pytest.raises(Refused) as refused:
        client.create({"id": key, "title": "again"})
    assert (refused.value.problem, refused.value.status) == (Problem.INVALID_INPUT, 400)


def test_a_row_may_be_brought_back_under_its_old_number(client: NocoBase) -> None:
    key, _ = _create(client, title="a")
    client.destroy(key, UNGUARDED)
    assert _create(client, id=key, title="back")[0] == key
    assert _create(client, title="next")[0] != key


def test_a_number_chosen_ahead_of_the_sequence_breaks_the_next_create_of_anybody(client: NocoBase) -> None:
    key, _ = _create(client, title="a")
    assert isinstance(key, int)
    _create(client, id=key + 1, title="chosen")
    with pytest.raises(Refused) as refused:
        client.create({"title": "of anybody"})
    assert refused.value.status == 400


def test_unknown_fields_are_dropped_in_silence(client: NocoBase) -> None:
    _, row = _create(client, title="x", nobody="knows")
    assert "nobody" not in row


@pytest.mark.parametrize("values", [{"title": "x" * 256}, {"completed": "maybe"}])
def test_input_that_the_database_refuses_is_a_500_that_names_its_reason(
    client: NocoBase, values: dict[str, Json]
) -> None:
    with pytest.raises(OutcomeUnknown) as failed:
        client.create(values)
    assert (failed.value.problem, failed.value.status) == (Problem.SERVER_ERROR, 500)
    assert failed.value.detail
    assert client.page_by_id(None, 10).records == []


def test_an_update_that_the_database_refuses_is_a_500_too(client: NocoBase) -> None:
    key, _ = _create(client, title="a")
    with pytest.raises(OutcomeUnknown) as failed:
        client.update(key, {"title": "x" * 256}, UNGUARDED)
    assert failed.value.status == 500


def test_a_body_beyond_ten_megabytes_is_too_large(client: NocoBase) -> None:
    with pytest.raises(Refused) as refused:
        client.create({"title": "x" * 11_000_000})
    assert (refused.value.problem, refused.value.status) == (Problem.TOO_LARGE, 413)


def test_malformed_json_is_a_400(todos: TodoList, raw: Raw) -> None:
    answer = raw.post(f"{todos.collection}:create", "a text")
    assert answer.status_code == 400


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


def test_an_address_beyond_sixteen_kilobytes_is_a_431(todos: TodoList, raw: Raw) -> None:
    answer = raw.get(f"{todos.collection}:list", filter="x" * 17_000)
    assert (answer.status_code, answer.content) == (431, b"")


def test_a_page_below_one_is_a_500(todos: TodoList, raw: Raw) -> None:
    todos.seed(1)
    assert raw.get(f"{todos.collection}:list", page=0).status_code == 500
