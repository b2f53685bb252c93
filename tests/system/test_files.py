"""A file that was uploaded to a todo is a link that a browser opens which is signed in to NocoBase, and no other."""

from typing import Any

import pytest
import requests
from PySide6.QtGui import QDesktopServices

from tests.server.lists import RemoteList, open_list
from tests.server.nocobase import ROOT_EMAIL, ROOT_PASSWORD
from tests.server.server import Server
from todo_desktop.testing.running import Starter
from todo_desktop.testing.shapes import RELATED


def browser(there: RemoteList, *, signed_in: bool) -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    if signed_in:
        account = {"account": ROOT_EMAIL, "password": ROOT_PASSWORD}
        session.post(f"{there.base_url}/auth:signIn", json=account, headers={"X-Authenticator": "basic"}, timeout=60)
    return session


def upload(there: RemoteList) -> Any:
    with browser(there, signed_in=False) as session:
        session.headers["Authorization"] = f"Bearer {there.key}"
        files = {"file": ("plan.txt", b"Walk the dog")}
        answer = session.post(f"{there.base_url}/attachments:create", files=files, timeout=60)
    return answer.json()["data"]["id"]


def test_a_file_opens_in_a_browser_that_is_signed_in(
    nocobase: Server, start_todo_desktop: Starter, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = open_list(nocobase, RELATED)
    there.admin.create_record(there.collection, title="With a plan", files=[upload(there)])
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    running = start_todo_desktop(there)
    running.hands.qtbot.waitUntil(lambda: running.list.shown == ["With a plan"], timeout=20_000)
    running.hands.double_click(0, "files")
    assert running.hands.model.cell(0, running.hands.column("files")).full == "plan.txt"
    (address,) = opened
    with browser(there, signed_in=True) as session:
        assert session.get(address, timeout=60).content == b"Walk the dog"
    with browser(there, signed_in=False) as session:
        assert session.get(address, timeout=60).status_code in (401, 403)
