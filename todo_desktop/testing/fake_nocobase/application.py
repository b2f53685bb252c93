"""What the fake server's application answers to a request that has passed the gateway: no sockets here."""

import json
from collections.abc import Mapping
from email.message import Message
from typing import TYPE_CHECKING, Any, TypeAlias

from todo_desktop.testing.fake_nocobase.actions import VERBS, MalformedFilter
from todo_desktop.testing.fake_nocobase.errors import ApiError, NoSuchAction
from todo_desktop.testing.fake_nocobase.menu import PARTS_OF_PAGES

if TYPE_CHECKING:
    from todo_desktop.testing.fake_nocobase.server import FakeNocoBase

Headers: TypeAlias = Mapping[str, str] | Message
Answer: TypeAlias = tuple[int, str, bytes]
"""Status, content type, body."""


def answer_of(fake: "FakeNocoBase", action: str, query: Mapping[str, str], body: bytes, headers: Headers) -> Answer:
    """Carry *action* out for whoever sent these *headers*."""
    try:
        return _routed(fake, action, dict(query), body, headers)
    except ApiError as error:
        return json_answer(error.status, error.body)
    except MalformedFilter:
        return json_answer(200, {})
    except NoSuchAction:
        return 404, "text/plain; charset=utf-8", b"Not Found"


def json_answer(status: int, content: Any) -> Answer:
    return status, "application/json; charset=utf-8", json.dumps(content, ensure_ascii=False).encode()


def _routed(fake: "FakeNocoBase", action: str, query: dict[str, str], body: bytes, headers: Headers) -> Answer:
    if action == "__health_check":
        return 200, "", b"ok"
    name, _, verb = action.partition(":")
    if name in fake.dropped:
        raise ApiError(403, "No permissions")
    action, _, of = action.partition("/")
    if action not in fake.open_actions and (name not in fake.tables or verb not in VERBS):
        raise NoSuchAction
    if action == "app:getInfo":
        return json_answer(200, {"data": {"version": fake.version, "lang": "en-US", "name": "main"}})
    caller = fake.caller(headers.get("Authorization") or "")
    if name in fake.tables and verb == "list" and headers.get("X-With-ACL-Meta") == "true":
        return json_answer(200, fake.actions.list_with_rights(name, caller, query))
    if name in fake.tables:
        return json_answer(200, fake.actions.perform(name, verb, caller, query, _parsed(body)))
    if action in PARTS_OF_PAGES:
        part = fake.menu.part(action, of, query)
        return json_answer(200, {"data": part}) if part is not None else (204, "", b"")
    return json_answer(200, {"data": fake.about(action, caller)})


def _parsed(body: bytes) -> Any:
    if not body:
        return None
    try:
        parsed = json.loads(body)
    except ValueError as error:
        raise ApiError(400, str(error)) from error
    if not isinstance(parsed, dict | list):
        raise ApiError(400, "invalid JSON, only supports object and array")
    return parsed
