"""Trap 18: an unknown `X-App` is said to be starting, and then missing; an `X-Role` that the key lacks is ignored."""

import secrets

import pytest
import requests

from tests.contract.rows import UNGUARDED, id_of
from tests.contract.site import OpenList, Raw, TodoList
from tests.support.waiting import wait_until
from todo_desktop.nocobase.api import NocoBase
from todo_desktop.testing.rights import READ_ONLY
from todo_desktop.testing.shapes import TUTORIAL


def test_an_unknown_application_is_preparing_at_first_and_not_found_from_then_on(todos: TodoList, raw: Raw) -> None:
    application = {"X-App": f"nowhere-{secrets.token_hex(4)}"}

    def asked() -> tuple[int, str]:
        answer = raw.get(f"{todos.collection}:list", headers=application)
        return answer.status_code, answer.json()["error"]["code"]

    assert asked() == (503, "APP_PREPARING")
    wait_until(lambda: asked() == (404, "APP_NOT_FOUND"))


def test_a_role_that_the_key_does_not_have_gives_no_rights(open_list: OpenList) -> None:
    reader = open_list(TUTORIAL).with_rights(READ_ONLY)
    raw = Raw(reader)
    answer = raw.post(f"{reader.collection}:create", {"title": "x"}, headers={"X-Role": "root"})
    assert answer.status_code == 403
    assert raw.get(f"{reader.collection}:list", headers={"X-Role": "root"}).json()["data"] == []


def test_our_client_sends_neither(client: NocoBase, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    send = requests.Session.send

    def watched(self: requests.Session, request: requests.PreparedRequest, **options: object) -> requests.Response:
        sent.extend(request.headers)
        return send(self, request, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(requests.Session, "send", watched)
    client.describe()
    client.update(id_of(client.create({"title": "x"})), {"title": "y"}, UNGUARDED)
    assert "Authorization" in sent
    assert not {"X-App", "X-Role"} & set(sent)
