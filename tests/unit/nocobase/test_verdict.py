"""Every row of the error table, for reads and for writes."""

import json

import pytest

from todo_desktop.model.connection import ApiKey
from todo_desktop.model.errors import (
    NeedsAttention,
    OutcomeUnknown,
    Problem,
    Refused,
    TodoDesktopError,
    Unavailable,
)
from todo_desktop.nocobase.verdict import Intent, Reply, content_of
from todo_desktop.testing.signed_key import sign_key

NOW = 1_795_474_539_000
KEY = ApiKey(sign_key("s", user_id=1, role="r", issued=1_700_000_000, expires=NOW // 1000 + 60))
EXPIRED = ApiKey(sign_key("s", user_id=1, role="r", issued=1_700_000_000, expires=NOW // 1000 - 60))
HTML = ("text/html", b"<!DOCTYPE html><html></html>")
PLAIN = ("text/plain", b"Not Found")
EMPTY = ("", b"")
STARTING = {"error": {"maintaining": True, "message": "starting", "code": "APP_COMMANDING"}}

READ = (Intent.READ,)
WRITES = (Intent.CREATE, Intent.UPDATE, Intent.DELETE)
ALL = (*READ, *WRITES)


def _errors(message: str = "why", code: str = "") -> tuple[str, bytes]:
    return _json({"errors": [{"message": message, **({"code": code} if code else {})}]})


def _json(content: object) -> tuple[str, bytes]:
    return "application/json", json.dumps(content).encode()


def _verdict(status: int, content: tuple[str, bytes], intent: Intent, key: ApiKey = KEY) -> TodoDesktopError:
    with pytest.raises(TodoDesktopError) as raised:
        content_of(Reply(status, *content, server_time=NOW, retry_after=7.0), intent, key)
    return raised.value


@pytest.mark.parametrize(
    ("status", "content", "intents", "kind", "problem"),
    [
        (401, _errors(code="EMPTY_TOKEN"), ALL, NeedsAttention, Problem.KEY_MISSING),
        (401, _errors(code="INVALID_TOKEN"), ALL, NeedsAttention, Problem.KEY_WRONG),
        (401, _errors(code="BLOCKED_TOKEN"), ALL, NeedsAttention, Problem.KEY_REVOKED),
        (401, _errors(code="ROLE_NOT_FOUND_FOR_USER"), ALL, NeedsAttention, Problem.KEY_WITHOUT_ROLE),
        (401, _errors(code="SOMETHING_NEW"), ALL, NeedsAttention, Problem.KEY_WRONG),
        (401, HTML, ALL, Unavailable, Problem.NOT_NOCOBASE),
        (403, _errors("No permissions"), READ, NeedsAttention, Problem.MAY_NOT_VIEW),
        (403, _errors("No permissions"), (Intent.CREATE,), Refused, Problem.MAY_NOT_CREATE),
        (403, _errors("No permissions"), (Intent.UPDATE,), Refused, Problem.MAY_NOT_UPDATE),
        (403, _errors("No permissions"), (Intent.DELETE,), Refused, Problem.MAY_NOT_DELETE),
        (403, HTML, ALL, Unavailable, Problem.NOT_NOCOBASE),
        (404, PLAIN, ALL, NeedsAttention, Problem.COLLECTION_MISSING),
        (404, HTML, ALL, Unavailable, Problem.NOT_NOCOBASE),
        (400, _errors("ID already exists"), WRITES, Refused, Problem.INVALID_INPUT),
        (400, _errors("Expected property name or '}' in JSON"), WRITES, Refused, Problem.INVALID_INPUT),
        (400, _errors("Invalid SQL column"), READ, Unavailable, Problem.SERVER_ERROR),
        (400, HTML, ALL, Unavailable, Problem.NOT_NOCOBASE),
        (431, EMPTY, READ, Unavailable, Problem.SERVER_ERROR),
        (431, EMPTY, WRITES, Refused, Problem.TOO_LARGE),
        (413, _errors("request entity too large"), WRITES, Refused, Problem.TOO_LARGE),
        (413, HTML, WRITES, Refused, Problem.TOO_LARGE),
        (407, HTML, ALL, Unavailable, Problem.PROXY),
        (429, _errors(), ALL, Unavailable, Problem.SERVER_BUSY),
        (429, HTML, ALL, Unavailable, Problem.SERVER_BUSY),
        (503, _json(STARTING), ALL, Unavailable, Problem.SERVER_STARTING),
        (503, HTML, ALL, Unavailable, Problem.SERVER_BUSY),
        (500, _errors("value too long"), READ, Unavailable, Problem.SERVER_ERROR),
        (500, _errors("value too long"), WRITES, OutcomeUnknown, Problem.SERVER_ERROR),
        (502, HTML, READ, Unavailable, Problem.SERVER_BUSY),
        (502, HTML, WRITES, OutcomeUnknown, Problem.SERVER_BUSY),
        (504, HTML, READ, Unavailable, Problem.TIMED_OUT),
        (504, HTML, WRITES, OutcomeUnknown, Problem.TIMED_OUT),
        (200, HTML, READ, Unavailable, Problem.NOT_NOCOBASE),
        (200, HTML, WRITES, OutcomeUnknown, Problem.NOT_NOCOBASE),
        (200, _json({}), READ, Unavailable, Problem.NOT_NOCOBASE),
        (200, _json({}), WRITES, OutcomeUnknown, Problem.NOT_NOCOBASE),
        (200, _json([]), READ, Unavailable, Problem.NOT_NOCOBASE),
        (200, EMPTY, READ, Unavailable, Problem.NOT_NOCOBASE),
        (204, EMPTY, WRITES, OutcomeUnknown, Problem.NOT_NOCOBASE),
        (200, ("application/json", b'{"data": [{"id": 1'), READ, Unavailable, Problem.CONNECTION_LOST),
        (200, ("application/json", b'{"data": {"id"'), WRITES, OutcomeUnknown, Problem.CONNECTION_LOST),
        (200, ("application/json", b'{"data": "\xff"}'), READ, Unavailable, Problem.CONNECTION_LOST),
        (302, HTML, ALL, Unavailable, Problem.NOT_NOCOBASE),
        (303, HTML, WRITES, OutcomeUnknown, Problem.NOT_NOCOBASE),
    ],
)
def test_each_answer_is_the_error_of_its_row(
    status: int,
    content: tuple[str, bytes],
    intents: tuple[Intent, ...],
    kind: type[TodoDesktopError],
    problem: Problem,
) -> None:
    for intent in intents:
        error = _verdict(status, content, intent)
        assert (type(error), error.problem, error.status) == (kind, problem, status), intent


@pytest.mark.parametrize("data", [[], {}, None, 0, [{"id": 1}]])
def test_the_content_of_a_good_answer_is_returned_as_it_is(data: object) -> None:
    reply = Reply(200, *_json({"data": data, "meta": {}}))
    assert content_of(reply, Intent.READ, KEY)["data"] == data


def test_an_invalid_key_whose_time_has_passed_is_an_expired_one() -> None:
    assert _verdict(401, _errors(code="INVALID_TOKEN"), Intent.READ, EXPIRED).problem is Problem.KEY_EXPIRED
    assert _verdict(401, _errors(code="BLOCKED_TOKEN"), Intent.READ, EXPIRED).problem is Problem.KEY_REVOKED


@pytest.mark.parametrize("status", [429, 503])
def test_the_servers_wish_to_wait_is_passed_on(status: int) -> None:
    error = _verdict(status, _errors(), Intent.CREATE)
    assert isinstance(error, Unavailable)
    assert error.retry_after == 7.0


def test_the_servers_words_are_kept_but_decide_nothing() -> None:
    assert _verdict(400, _errors("ID 字段值已存在"), Intent.CREATE).detail == "ID 字段值已存在"
    assert _verdict(400, _errors("No permissions"), Intent.CREATE).problem is Problem.INVALID_INPUT


def test_no_error_holds_the_key() -> None:
    error = _verdict(500, _errors(f"cannot read {KEY.reveal()}"), Intent.CREATE)
    assert KEY.reveal() not in f"{error} {error.detail} {error.args}"
