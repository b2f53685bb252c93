"""A NocoBase is set up for todos by one sign-in: whole or not at all, and twice changes nothing."""

import secrets
import time
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.server.nocobase import ROOT_EMAIL, ROOT_PASSWORD
from tests.server.server import Server
from todo_desktop.gui.setup_dialog import SetupDialog
from todo_desktop.model.connection import ApiKey, Connection
from todo_desktop.model.errors import NeedsAttention, Problem
from todo_desktop.model.schema import FieldKind, KeyKind
from todo_desktop.model.setup import ROLE, Column, Part, SetupDone, SetupStep, SetupWish
from todo_desktop.nocobase.api import NocoBase
from todo_desktop.nocobase.setup import Administrator, Setup
from todo_desktop.nocobase.trial import four_calls_work
from todo_desktop.testing.running import TodoDesktop

NO_KEY = ApiKey("")


@pytest.fixture
def connection(nocobase: Server) -> Iterator[Connection]:
    """To a collection that is not there yet; the server is afterwards as it was before."""
    yield Connection(nocobase.base_url, f"todos_{secrets.token_hex(4)}")
    admin = nocobase.admin
    if admin.read("roles:get", filterByTk=ROLE) is not None:
        admin.call(f"roles:destroy?filterByTk={ROLE}")


@pytest.fixture
def admin(connection: Connection) -> Iterator[Administrator]:
    signed_in = Administrator.sign_in(connection, ROOT_EMAIL, ROOT_PASSWORD, monotonic=time.monotonic)
    yield signed_in
    signed_in.close()


def works(connection: Connection, key: ApiKey) -> bool:
    return four_calls_work(connection.with_key(key), monotonic=time.monotonic)


def set_up(
    admin: Administrator, *columns: Column, present: ApiKey = NO_KEY, stop_after: Part | None = None
) -> SetupDone:
    def tell(step: SetupStep) -> None:
        if step.part is stop_after:
            raise NeedsAttention(Problem.TIMED_OUT)

    wish = SetupWish(admin.connection.collection, (Column.TITLE, Column.COMPLETED, *columns))
    return Setup(admin, wish, tell).run(present, lambda key: works(admin.connection, key))


def state(server: Server) -> dict[str, object]:
    """All that a set-up may change."""
    admin = server.admin
    return {
        "collections": sorted(meta["name"] for meta in admin.read("collections:listMeta")),
        "fields": sorted(f["name"] for meta in admin.read("collections:listMeta") for f in meta["fields"]),
        "roles": sorted(role["name"] for role in admin.read("roles:list", paginate="false")),
        "mine": sorted(role["name"] for role in admin.read("auth:check")["roles"]),
        "keys": sorted(key["id"] for key in admin.read("apiKeys:list", pageSize="1000")),
    }


def test_an_empty_server_ends_with_a_key_that_makes_all_four_calls(admin: Administrator) -> None:
    done = set_up(admin)
    assert done.changed
    assert [step.part for step in done.steps] == [
        Part.COLLECTION, Part.ROLE, Part.RIGHTS, Part.BINDING, Part.KEY, Part.TEST,
    ]  # fmt: skip
    assert works(admin.connection, done.api_key)


def test_every_column_that_is_asked_for_is_what_the_program_understands(admin: Administrator) -> None:
    done = set_up(admin, *(column for column in Column if column not in (Column.TITLE, Column.COMPLETED)))
    server = NocoBase(admin.connection.with_key(done.api_key), monotonic=time.monotonic)
    collection, permissions = server.describe()
    server.close()
    kinds = {field.name: field.kind for field in collection.fields}
    assert (kinds["due"], kinds["priority"], kinds["tags"], kinds["notes"]) == (
        FieldKind.DATE, FieldKind.SELECT, FieldKind.MULTI_SELECT, FieldKind.LONG_TEXT,
    )  # fmt: skip
    roles = collection.roles
    assert (roles.title, roles.done, roles.due, roles.order) == ("title", "completed", "due", "sort")
    assert collection.key_kind is KeyKind.SNOWFLAKE
    assert permissions.create.covers("createdAt")
    assert permissions.create.covers("id")


def test_doing_it_twice_changes_nothing(admin: Administrator, nocobase: Server) -> None:
    done = set_up(admin, Column.DUE)
    before = state(nocobase)
    again = set_up(admin, Column.DUE, present=done.api_key)
    assert not again.changed
    assert again.api_key == done.api_key
    assert state(nocobase) == before


def test_missing_columns_are_added_to_a_collection_that_is_there_and_its_todos_stay(
    admin: Administrator, nocobase: Server
) -> None:
    first = set_up(admin)
    nocobase.admin.create_record(admin.connection.collection, title="Stays")
    second = set_up(admin, Column.DUE, Column.NOTES, present=first.api_key)
    assert [step.name for step in second.steps if step.part is Part.FIELD] == ["due", "notes"]
    server = NocoBase(admin.connection.with_key(second.api_key), monotonic=time.monotonic)
    _, permissions = server.describe()
    server.close()
    assert permissions.update.covers("due")
    assert [row["title"] for row in nocobase.admin.records(admin.connection.collection)] == ["Stays"]


@pytest.mark.parametrize("part", [part for part in Part if part is not Part.FIELD])
def test_what_was_made_before_a_step_fails_is_taken_away_again(
    admin: Administrator, nocobase: Server, part: Part
) -> None:
    before = state(nocobase)
    with pytest.raises(NeedsAttention):
        set_up(admin, stop_after=part)
    assert state(nocobase) == before


def test_a_column_that_was_added_goes_again_and_the_collection_stays(admin: Administrator, nocobase: Server) -> None:
    first = set_up(admin)
    before = state(nocobase)
    with pytest.raises(NeedsAttention):
        set_up(admin, Column.DUE, present=first.api_key, stop_after=Part.FIELD)
    assert state(nocobase) == before


def read_users(connection: Connection) -> None:
    server = NocoBase(connection, monotonic=time.monotonic)
    try:
        server.describe()
        server.page_by_id(None, 1)
    finally:
        server.close()


def test_the_key_may_do_nothing_else(admin: Administrator, nocobase: Server) -> None:
    done = set_up(admin)
    with pytest.raises(NeedsAttention) as refused:
        read_users(Connection(nocobase.base_url, "users", done.api_key))
    assert refused.value.problem in (Problem.MAY_NOT_VIEW, Problem.COLLECTION_MISSING)


@pytest.mark.parametrize(("account", "password"), [(ROOT_EMAIL, "wrong"), ("nobody@example.com", ROOT_PASSWORD)])
def test_a_wrong_name_or_password_is_told_and_is_in_no_message(
    connection: Connection, account: str, password: str
) -> None:
    with pytest.raises(NeedsAttention) as refused:
        Administrator.sign_in(connection, account, password, monotonic=time.monotonic)
    assert refused.value.problem is Problem.SIGN_IN_REFUSED
    assert password not in str(refused.value)


def button(dialog: SetupDialog, name: str) -> QPushButton:
    found = dialog.findChild(QPushButton, name)
    assert found is not None
    return found


def said(dialog: SetupDialog, name: str) -> str:
    found = dialog.findChild(QLabel, name)
    assert found is not None
    return found.text()


def type_in(dialog: SetupDialog, **texts: str) -> None:
    for name, text in texts.items():
        line = dialog.findChild(QLineEdit, name)
        assert line is not None
        line.setText(text)


@pytest.fixture
def no_todos(nocobase: Server, connection: Connection) -> Iterator[None]:
    """The server has no collection of the name that a set-up gives it, neither before nor after."""
    assert not nocobase.admin.read("collections:list", filter={"name": "todos"})
    yield
    nocobase.admin.destroy_collection("todos")


# Qt's off-screen platform says this of every dialog.
@pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)
def test_from_nothing_to_the_first_todo_on_the_server(
    todo_desktop: TodoDesktop, nocobase: Server, no_todos: None, qtbot: QtBot
) -> None:
    todo_desktop.hands.choose("actionSetup")
    dialog = todo_desktop.window.findChild(SetupDialog)
    assert dialog is not None
    address = nocobase.base_url.removeprefix("http://").removesuffix("/api")
    type_in(dialog, setupAddress=address, setupAccount=ROOT_EMAIL, setupPassword="wrong")
    button(dialog, "setupBegin").click()
    qtbot.waitUntil(lambda: "does not know this name" in said(dialog, "setupTrouble"), timeout=20_000)
    type_in(dialog, setupPassword=ROOT_PASSWORD)
    button(dialog, "setupBegin").click()
    qtbot.waitUntil(lambda: "Ready" in said(dialog, "setupProgress"), timeout=30_000)
    button(dialog, "setupBegin").click()
    todo_desktop.status.wait_for("Connected")
    todo_desktop.list.add("My first todo")
    todo_desktop.outbox.wait_until_sent()
    assert [row["title"] for row in nocobase.admin.records("todos")] == ["My first todo"]
