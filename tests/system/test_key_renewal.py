"""A key that ends soon is told a week before; a new one with the same role takes its place by one sign-in."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.server.admin import USER_PASSWORD
from tests.server.lists import RemoteList, open_list
from tests.server.nocobase import ROOT_EMAIL, ROOT_PASSWORD
from tests.server.server import Server
from todo_desktop.gui.setup.renewal_dialog import RenewalDialog
from todo_desktop.model.connection import ApiKey, Connection
from todo_desktop.model.errors import Cancelled, NeedsAttention, Problem
from todo_desktop.model.setup import Login
from todo_desktop.nocobase.administrator import Administrator
from todo_desktop.nocobase.api_key import facts
from todo_desktop.nocobase.renewal import renewed
from todo_desktop.testing.rights import READ_ONLY
from todo_desktop.testing.running import TodoDesktop
from todo_desktop.testing.shapes import TUTORIAL

# Qt's off-screen platform says this of every dialog.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)
DAY = 86_400
ROOT = Login(ROOT_EMAIL, ROOT_PASSWORD)
SignIn = Callable[[Login], Administrator]


@pytest.fixture
def sign_in(nocobase: Server) -> Iterator[SignIn]:
    signed_in = []

    def sign_in(login: Login) -> Administrator:
        signed_in.append(Administrator.sign_in(Connection(nocobase.base_url), login, monotonic=time.monotonic))
        return signed_in[-1]

    yield sign_in
    for each in signed_in:
        each.close()


def connection_to(todos: RemoteList, key: str = "") -> Connection:
    return Connection(todos.base_url, todos.collection, ApiKey(key or todos.key))


def keys(server: Server) -> str:
    return server.cluster.sql('SELECT id FROM "apiKeys" ORDER BY 1')


def roles(server: Server) -> list[str]:
    return sorted(role["name"] for role in server.admin.read("roles:list", paginate="false"))


def test_the_new_key_has_the_role_of_the_old_one_which_still_works(
    tutorial_list: RemoteList, sign_in: SignIn, nocobase: Server
) -> None:
    reader = tutorial_list.with_rights(READ_ONLY)
    key = renewed(connection_to(reader), sign_in(ROOT), None, "90d")
    known = facts(key)
    assert (known.role, known.user_id) == (reader.role, reader.user_id)
    assert known.issued_at is not None
    assert known.expires_at == known.issued_at + 90 * DAY * 1000
    assert reader.key_record.id in map(int, keys(nocobase).split())


def test_who_may_not_make_keys_may_with_the_help_of_who_manages_the_server(
    tutorial_list: RemoteList, sign_in: SignIn, nocobase: Server
) -> None:
    role = nocobase.admin.create_role(tutorial_list.collection, tutorial_list.shape, READ_ONLY)
    user = nocobase.admin.create_user(role)
    signed = tutorial_list.signed_key(valid_for=DAY, user_id=user.id, role=role)
    present = connection_to(tutorial_list, signed)
    owner = sign_in(Login(user.name, USER_PASSWORD))
    before = (keys(nocobase), roles(nocobase))
    with pytest.raises(NeedsAttention) as refused:
        renewed(present, owner, None, "30d")
    assert refused.value.problem is Problem.MAY_NOT_MANAGE
    assert (keys(nocobase), roles(nocobase)) == before
    key = renewed(present, owner, sign_in(ROOT), "30d")
    assert (facts(key).user_id, facts(key).role) == (user.id, role)
    assert roles(nocobase) == before[1]


def test_somebody_else_is_sent_away_and_changes_nothing(
    tutorial_list: RemoteList, sign_in: SignIn, nocobase: Server
) -> None:
    user = nocobase.admin.create_user("member")
    before = keys(nocobase)
    with pytest.raises(NeedsAttention) as refused:
        renewed(connection_to(tutorial_list), sign_in(Login(user.name, USER_PASSWORD)), None, "30d")
    assert refused.value.problem is Problem.ANOTHER_USER
    assert keys(nocobase) == before


def test_a_new_key_that_cannot_read_the_list_is_taken_away_again(
    tutorial_list: RemoteList, sign_in: SignIn, nocobase: Server
) -> None:
    present = connection_to(tutorial_list)
    nocobase.admin.destroy_collection(tutorial_list.collection)
    before = keys(nocobase)
    with pytest.raises(NeedsAttention):
        renewed(present, sign_in(ROOT), None, "30d")
    assert keys(nocobase) == before


def test_a_new_key_that_is_not_wanted_any_more_is_taken_away_again(
    tutorial_list: RemoteList, sign_in: SignIn, nocobase: Server
) -> None:
    def demand_wanted() -> None:
        raise Cancelled

    before = keys(nocobase)
    with pytest.raises(Cancelled):
        renewed(connection_to(tutorial_list), sign_in(ROOT), None, "30d", demand_wanted=demand_wanted)
    assert keys(nocobase) == before


def test_in_the_window_a_week_before_the_end(todo_desktop: TodoDesktop, nocobase: Server, qtbot: QtBot) -> None:
    there = open_list(nocobase, TUTORIAL)
    soon = there.signed_key(valid_for=3 * DAY + 3600)
    todo_desktop.settings.connect_to(replace(there, key=soon))
    todo_desktop.status.wait_for("Connected")
    todo_desktop.notice.wait_for("ends in 3 days")
    todo_desktop.settings.open()
    assert there.role in todo_desktop.hands.text("apiKeyFieldNote")
    assert "Expires on" in todo_desktop.hands.text("apiKeyFieldNote")
    todo_desktop.settings.cancel()
    todo_desktop.notice.act()
    dialog = todo_desktop.window.findChild(RenewalDialog)
    assert dialog is not None
    for name, text in (("renewalAccount", ROOT_EMAIL), ("renewalPassword", "wrong")):
        type_in(dialog, name, text)
    press(dialog)
    qtbot.waitUntil(lambda: "does not know this name" in said(dialog), timeout=20_000)
    assert field(dialog, "renewalPassword").text() == ""
    type_in(dialog, "renewalPassword", ROOT_PASSWORD)
    press(dialog)
    qtbot.waitUntil(lambda: not todo_desktop.hands.sees("noticeText"), timeout=30_000)
    todo_desktop.window.activateWindow()
    qtbot.waitUntil(todo_desktop.window.isActiveWindow)
    todo_desktop.list.add("With the new key")

    def is_there() -> bool:
        return [row["title"] for row in nocobase.admin.records(there.collection)] == ["With the new key"]

    qtbot.waitUntil(is_there, timeout=30_000)


def test_in_the_window_once_the_key_is_refused(todo_desktop: TodoDesktop, nocobase: Server, qtbot: QtBot) -> None:
    there = open_list(nocobase, TUTORIAL)
    todo_desktop.settings.connect_to(there)
    todo_desktop.status.wait_for("Connected")
    assert not todo_desktop.hands.sees("noticeText")
    there.revoke_key()
    todo_desktop.list.add("Typed meanwhile")
    todo_desktop.notice.wait_for("it was deleted there")
    assert todo_desktop.hands.text("noticeAction") == "Make a new key"
    assert todo_desktop.hands.text("noticeOtherAction") == "Enter a new key"
    todo_desktop.notice.act()
    dialog = todo_desktop.window.findChild(RenewalDialog)
    assert dialog is not None
    assert "is refused there" in words_of(dialog)
    type_in(dialog, "renewalAccount", ROOT_EMAIL)
    type_in(dialog, "renewalPassword", ROOT_PASSWORD)
    press(dialog)

    def is_there() -> bool:
        return [row["title"] for row in nocobase.admin.records(there.collection)] == ["Typed meanwhile"]

    qtbot.waitUntil(is_there, timeout=30_000)
    qtbot.waitUntil(lambda: not todo_desktop.hands.sees("noticeText"), timeout=30_000)


def words_of(dialog: RenewalDialog) -> str:
    found = dialog.findChild(QLabel, "renewalWords")
    assert found is not None
    return found.text()


def field(dialog: RenewalDialog, name: str) -> QLineEdit:
    found = dialog.findChild(QLineEdit, name)
    assert found is not None
    return found


def type_in(dialog: RenewalDialog, name: str, text: str) -> None:
    field(dialog, name).setText(text)


def press(dialog: RenewalDialog) -> None:
    found = dialog.findChild(QPushButton, "renewalBegin")
    assert found is not None
    found.click()


def said(dialog: RenewalDialog) -> str:
    found = dialog.findChild(QLabel, "renewalTrouble")
    assert found is not None
    return found.text()
