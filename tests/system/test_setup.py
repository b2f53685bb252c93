"""A NocoBase is set up for todos by one sign-in: whole or not at all, and twice changes nothing."""

import json
import secrets
import time
from collections.abc import Callable, Iterator
from typing import ClassVar

import pytest

from tests.server.admin import USER_PASSWORD, User
from tests.server.nocobase import ROOT_EMAIL, ROOT_PASSWORD
from tests.server.server import Server
from tests.support.chaos_proxy import ChaosProxy
from todo_desktop.app.setup_visit import SetupVisit
from todo_desktop.gui.setup.words import step_words
from todo_desktop.model.connection import ApiKey, Connection
from todo_desktop.model.errors import NeedsAttention, Problem, Refused, TodoDesktopError
from todo_desktop.model.schema import FieldKind, KeyKind
from todo_desktop.model.setup import ROLE, Column, Login, Part, SetupDone, SetupLeftOver, SetupStep, SetupWish
from todo_desktop.model.values import Json
from todo_desktop.nocobase.administrator import Administrator
from todo_desktop.nocobase.api import NocoBase
from todo_desktop.nocobase.api_key import facts
from todo_desktop.nocobase.role_rights import rights_in
from todo_desktop.nocobase.setup import Setup
from todo_desktop.nocobase.site import site_of
from todo_desktop.nocobase.trial import try_four_calls
from todo_desktop.nocobase.web_pages import WebPages
from todo_desktop.testing.fake_nocobase import faults
from todo_desktop.testing.fake_nocobase.faults import Fault
from todo_desktop.testing.loopback import LoopbackHandler, LoopbackServer
from todo_desktop.testing.shapes import TUTORIAL, JsonObject

NO_KEY = ApiKey("")
ROOT = Login(ROOT_EMAIL, ROOT_PASSWORD)
SAMPLES = ("Tick me", "Rename me")
ALWAYS = (Column.TITLE, Column.COMPLETED)
RIGHTS = """
    SELECT r.name, a.name, a."scopeId", a.fields FROM "dataSourcesRolesResources" r
    JOIN "dataSourcesRolesResourcesActions" a ON a."rolesResourceId" = r.id
    WHERE r."roleName" = :'role' AND r."usingActionsConfig" ORDER BY 1, 2
"""
PAGES = """SELECT "desktopRouteId" FROM "rolesDesktopRoutes" WHERE "roleName" = :'role' ORDER BY 1"""
EVERY = tuple(column for column in Column if column not in ALWAYS)


@pytest.fixture
def connection(nocobase: Server) -> Iterator[Connection]:
    """To a collection that is not there yet; the server is afterwards as it was before."""
    name = f"todos_{secrets.token_hex(4)}"
    yield Connection(nocobase.base_url, name)
    admin = nocobase.admin
    if admin.read("roles:get", filterByTk=ROLE) is not None:
        admin.call(f"roles:destroy?filterByTk={ROLE}")
    if admin.read("collections:list", filter={"name": name}):
        admin.destroy_collection(name)


@pytest.fixture
def sign_in(connection: Connection) -> Iterator[Callable[..., Administrator]]:
    """By default as root, over the connection; where one is given, over that."""
    signed_in = []

    def sign_in(login: Login = ROOT, over: Connection = connection) -> Administrator:
        signed_in.append(Administrator.sign_in(over, login, monotonic=time.monotonic))
        return signed_in[-1]

    yield sign_in
    for each in signed_in:
        each.close()


@pytest.fixture
def admin(sign_in: Callable[..., Administrator]) -> Administrator:
    return sign_in()


@pytest.fixture
def somebody(nocobase: Server) -> User:
    """Who may do nothing but sign in."""
    return nocobase.admin.create_user("member")


def works(connection: Connection, key: ApiKey) -> bool:
    try:
        try_four_calls(connection.with_key(key), monotonic=time.monotonic)
    except (NeedsAttention, Refused):
        return False
    return True


def set_up(
    admin: Administrator,
    *columns: Column,
    present: ApiKey = NO_KEY,
    stop_after: Part | None = None,
    samples: tuple[str, ...] = (),
    lifetime: str = "365d",
    owner: Administrator | None = None,
) -> SetupDone:
    def tell(step: SetupStep) -> None:
        if step.part is stop_after:
            raise NeedsAttention(Problem.TIMED_OUT)

    wish = SetupWish(admin.connection.collection, (*ALWAYS, *columns), lifetime, samples)
    return Setup(admin, wish, tell, owner=owner).run(present)


def state(server: Server, collection: str = "") -> dict[str, object]:
    """All that a set-up may change."""
    admin = server.admin
    metas = admin.read("collections:listMeta")
    roles = sorted(role["name"] for role in admin.read("roles:list", paginate="false"))
    there = any(meta["name"] == collection for meta in metas)
    return {
        "fields": sorted((meta["name"], field["name"]) for meta in metas for field in meta["fields"]),
        "roles": roles,
        "rights": server.cluster.sql(RIGHTS, role=ROLE),
        "members": sorted(user["id"] for user in admin.read(f"roles/{ROLE}/users:list")) if ROLE in roles else [],
        "keys": admin_keys(server),
        "pages seen": server.cluster.sql(PAGES, role=ROLE),
        "todos": [row["title"] for row in admin.records(collection)] if there else [],
    }


def admin_keys(server: Server) -> list[int]:
    """Of every user: only their owner can list them."""
    return sorted(map(int, server.cluster.sql('SELECT id FROM "apiKeys"').split()))


def test_an_empty_server_ends_with_a_key_that_makes_all_four_calls(admin: Administrator) -> None:
    done = set_up(admin)
    assert done.changed
    assert [step.part for step in done.steps] == [
        Part.COLLECTION, Part.ROLE, Part.RIGHTS, Part.BINDING, Part.KEY, Part.TEST,
    ]  # fmt: skip
    assert works(admin.connection, done.api_key)


def test_every_column_that_is_asked_for_is_what_the_program_understands(admin: Administrator) -> None:
    done = set_up(admin, *EVERY)
    server = NocoBase(admin.connection.with_key(done.api_key), monotonic=time.monotonic)
    collection, permissions = server.describe()
    server.close()
    kinds = {field.name: field.kind for field in collection.fields}
    assert (kinds["due"], kinds["priority"], kinds["tags"], kinds["notes"]) == (
        FieldKind.DATE, FieldKind.SELECT, FieldKind.MULTI_SELECT, FieldKind.LONG_TEXT,
    )  # fmt: skip
    roles = collection.roles
    assert (roles.title, roles.done, roles.due, roles.order) == ("title", "completed", "due", "sort")
    assert collection.parent
    assert collection.key_kind is KeyKind.SNOWFLAKE
    assert permissions.create.covers("createdAt")
    assert permissions.create.covers("id")


@pytest.mark.parametrize(("lifetime", "days"), [("30d", 30), ("never", None)])
def test_the_key_lives_as_long_as_was_chosen(admin: Administrator, lifetime: str, days: int | None) -> None:
    known = facts(set_up(admin, lifetime=lifetime).api_key)
    assert known.role == ROLE
    assert known.issued_at is not None
    assert known.expires_at == (None if days is None else known.issued_at + days * 86_400_000)


def test_doing_it_twice_changes_nothing(admin: Administrator, nocobase: Server) -> None:
    done = set_up(admin, *EVERY, samples=SAMPLES)
    before = state(nocobase, admin.connection.collection)
    again = set_up(admin, *EVERY, present=done.api_key, samples=SAMPLES)
    assert not again.changed
    assert again.api_key == done.api_key
    assert state(nocobase, admin.connection.collection) == before


def test_sample_todos_are_added_where_they_are_wanted_and_nobody_has_any(
    admin: Administrator, nocobase: Server
) -> None:
    name = admin.connection.collection
    first = set_up(admin)
    assert state(nocobase, name)["todos"] == []
    set_up(admin, present=first.api_key, samples=SAMPLES)
    assert state(nocobase, name)["todos"] == list(SAMPLES)


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


def field(name: str, kind: str, interface: str) -> JsonObject:
    return {"name": name, "type": kind, "interface": interface, "uiSchema": {"title": name}}


def test_a_column_that_goes_by_another_name_is_not_added_a_second_time(admin: Administrator, nocobase: Server) -> None:
    name = admin.connection.collection
    fields = [
        field("subject", "string", "input"),
        field("done", "boolean", "checkbox"),
        field("deadline", "date", "datetime"),
    ]
    nocobase.admin.call("collections:create", {"name": name, "title": "Tasks", "fields": fields, "createdAt": True})
    site = site_of(admin, NO_KEY)
    known = site.collection(name)
    assert known is not None
    assert (known.title, set(known.columns)) == ("Tasks", {Column.TITLE, Column.COMPLETED, Column.DUE})
    done = set_up(admin, Column.DUE, Column.NOTES)
    assert [step.name for step in done.steps if step.part is Part.FIELD] == ["notes"]
    assert works(admin.connection, done.api_key)


def test_a_collection_that_demands_more_than_a_title_of_a_todo_can_be_set_up(
    admin: Administrator, nocobase: Server
) -> None:
    name = admin.connection.collection
    demanded = field("project", "string", "input") | {"validation": {"type": "string", "rules": [{"name": "required"}]}}
    fields = [field("title", "string", "input"), field("completed", "boolean", "checkbox"), demanded]
    nocobase.admin.call("collections:create", {"name": name, "title": "Tasks", "fields": fields, "createdAt": True})
    done = set_up(admin)
    assert SetupStep(Part.TEST, name, was_there=True) in done.steps
    assert step_words(SetupStep(Part.TEST, name, was_there=True))
    server = NocoBase(admin.connection.with_key(done.api_key), monotonic=time.monotonic)
    _, permissions = server.describe()
    server.close()
    assert permissions.complete
    assert not set_up(admin, present=done.api_key).changed


def test_a_server_is_looked_at_before_anything_is_changed(admin: Administrator, nocobase: Server) -> None:
    before = state(nocobase)
    site = site_of(admin, NO_KEY)
    assert (site.user_id, site.has_role) == (admin.user_id, False)
    assert site.collection(admin.connection.collection) is None
    assert site.collection("users") is None, "NocoBase's own"
    assert state(nocobase) == before


@pytest.mark.parametrize(
    ("more", "wider"),
    [
        ({}, False),
        ({"snippets": ["!pm", "!ui.*"]}, False),
        ({"snippets": ["pm.*"]}, True),
        ({"strategy": {"actions": ["view"]}}, True),
    ],
    ids=["ours", "less", "settings", "every collection"],
)
def test_a_role_of_that_name_that_may_do_more_is_told_apart(
    admin: Administrator, more: dict[str, Json], wider: bool
) -> None:
    set_up(admin)
    if more:
        admin.call(f"roles:update?filterByTk={ROLE}", more)
    assert site_of(admin, NO_KEY).role_is_wider is wider


@pytest.mark.parametrize("less", ["out of force", "own todos"])
def test_rights_that_somebody_has_narrowed_are_not_called_good_and_are_given_again(
    admin: Administrator, nocobase: Server, less: str
) -> None:
    name = admin.connection.collection
    done = set_up(admin)
    resource = rights_in(admin, name)
    assert resource is not None
    scopes = {each["key"]: each["id"] for each in admin.read("dataSources/main/rolesResourcesScopes:list")}
    actions: list[Json] = [
        {"name": action["name"], "fields": action["fields"], "scopeId": scopes["own" if less == "own todos" else "all"]}
        for action in resource["actions"]
    ]
    one = json.dumps({"dataSourceKey": "main", "name": name})
    narrowed: dict[str, Json] = {"usingActionsConfig": less != "out of force", "actions": actions}
    nocobase.admin.call(f"roles/{ROLE}/dataSourceResources:update?filterByTk={ROLE}&filter={one}", narrowed)
    known = site_of(admin, done.api_key).collection(name)
    assert known is not None
    assert not known.is_allowed
    again = set_up(admin, present=done.api_key)
    assert [step.part for step in again.steps if not step.was_there] == [Part.RIGHTS]
    known = site_of(admin, done.api_key).collection(name)
    assert known is not None
    assert known.is_allowed


@pytest.mark.parametrize("part", [part for part in Part if part not in (Part.FIELD, Part.PAGE)])
def test_what_was_made_before_a_step_fails_is_taken_away_again(
    admin: Administrator, nocobase: Server, part: Part
) -> None:
    before = state(nocobase)
    with pytest.raises(NeedsAttention):
        set_up(admin, stop_after=part, samples=SAMPLES)
    assert state(nocobase) == before


@pytest.mark.parametrize("part", [Part.FIELD, Part.RIGHTS, Part.SAMPLES])
def test_what_was_there_is_as_it_was_after_a_step_failed(admin: Administrator, nocobase: Server, part: Part) -> None:
    set_up(admin)
    before = state(nocobase, admin.connection.collection)
    with pytest.raises(NeedsAttention):
        set_up(admin, Column.DUE, stop_after=part, samples=SAMPLES)
    assert state(nocobase, admin.connection.collection) == before


def test_what_somebody_else_made_at_the_same_moment_is_not_taken_away(
    admin: Administrator, nocobase: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = admin.connection.collection
    nocobase.admin.create_collection(TUTORIAL, name)
    nocobase.admin.create_record(name, title="Stays")
    before = state(nocobase, name)
    there = Setup._described
    monkeypatch.setattr(Setup, "_described", lambda _setup: None)
    with pytest.raises(NeedsAttention):
        set_up(admin)
    assert state(nocobase, name) == before
    monkeypatch.setattr(Setup, "_described", lambda setup: {**(there(setup) or {}), "fields": []})
    with pytest.raises(NeedsAttention):
        set_up(admin)
    assert state(nocobase, name) == before


@pytest.mark.parametrize(
    ("action", "fault"),
    [
        ("collections:create", faults.CUT_AFTER),
        ("roles:create", faults.STATUS_500_AFTER),
        (f"roles/{ROLE}/dataSourceResources:create", faults.CUT_AFTER),
        (f"roles/{ROLE}/users:add", faults.CUT_AFTER),
        ("apiKeys:create", faults.CUT_AFTER),
        ("*:update", faults.STATUS_500_AFTER),
        ("*:destroy", faults.CUT_AFTER),
    ],
)
def test_what_was_done_though_its_answer_was_lost_is_taken_away_too(
    nocobase: Server, connection: Connection, sign_in: Callable[..., Administrator], action: str, fault: Fault
) -> None:
    before = state(nocobase)
    with ChaosProxy(nocobase.base_url) as proxy:
        admin = sign_in(over=Connection(proxy.base_url, connection.collection))
        proxy.faults.next(action, fault)
        with pytest.raises(TodoDesktopError):
            set_up(admin)
        assert proxy.injected[fault.kind] == 1
    assert state(nocobase) == before


def test_what_a_silent_server_kept_is_taken_away_once_it_answers(
    nocobase: Server, connection: Connection, sign_in: Callable[..., Administrator]
) -> None:
    before = state(nocobase)
    with ChaosProxy(nocobase.base_url) as proxy:
        visit = SetupVisit(sign_in(over=Connection(proxy.base_url, connection.collection)), lambda _url: NO_KEY)

        def tell(step: SetupStep) -> None:
            if step.part is Part.KEY:
                proxy.faults.next("*", faults.CUT_BEFORE, times=100)

        wish = SetupWish(connection.collection)
        with pytest.raises(NeedsAttention) as left:
            visit.set_up(wish, None, tell)
        assert isinstance(left.value, SetupLeftOver)
        parts = [step.part for step in left.value.left]
        assert parts == [Part.COLLECTION, Part.ROLE, Part.RIGHTS, Part.BINDING, Part.KEY]
        assert state(nocobase) != before
        proxy.faults.clear()
        visit.end()
    assert state(nocobase) == before


def test_the_todo_of_a_trial_is_taken_away_by_who_manages_the_server_where_its_key_cannot(
    nocobase: Server, connection: Connection, sign_in: Callable[..., Administrator]
) -> None:
    nocobase.admin.create_collection(TUTORIAL, connection.collection)
    before = state(nocobase, connection.collection)
    with ChaosProxy(nocobase.base_url) as proxy:
        admin = sign_in(over=Connection(proxy.base_url, connection.collection))
        proxy.faults.next(f"{connection.collection}:create", faults.CUT_AFTER)
        with pytest.raises(TodoDesktopError):
            set_up(admin)
    assert state(nocobase, connection.collection) == before


@pytest.fixture
def page(admin: Administrator, nocobase: Server) -> Iterator[None]:
    """The collection is there, and a page of the server's menu shows it, as somebody who manages it made both."""
    name = admin.connection.collection
    nocobase.admin.create_collection(TUTORIAL, name)
    nocobase.admin.create_page(name, "root")
    yield
    for route in nocobase.admin.read("desktopRoutes:list", filter={"title": name}, paginate="false"):
        nocobase.admin.call(f"desktopRoutes:destroy?filterByTk={route['id']}")


@pytest.mark.usefixtures("page")
def test_the_role_sees_the_page_that_shows_the_collection_and_nothing_of_it_after_a_failure(
    admin: Administrator, nocobase: Server
) -> None:
    name = admin.connection.collection
    before = state(nocobase)
    with pytest.raises(NeedsAttention):
        set_up(admin, stop_after=Part.PAGE)
    assert state(nocobase)["pages seen"] == before["pages seen"]
    offered = site_of(admin, NO_KEY).collection(name)
    assert offered is not None
    assert (offered.page, offered.page_seen, offered.is_allowed) == (name, False, False)
    done = set_up(admin)
    assert SetupStep(Part.PAGE, name) in done.steps
    pages = WebPages(admin.connection.with_key(done.api_key), monotonic=time.monotonic)
    assert "/admin/" in pages.find(None), "not the first page, as where none is found"
    pages.close()
    site = site_of(admin, done.api_key)
    known = site.collection(name)
    assert known is not None
    assert (known.page_seen, known.is_allowed) == (True, True)
    assert site.is_member("")
    assert site.is_member(ROOT_EMAIL.upper())
    assert site.keeps_key(name, "")
    assert not site.keeps_key(name, "somebody@example.com")
    assert not set_up(admin, present=done.api_key).changed


def test_a_key_that_was_deleted_on_the_server_is_known_to_be_no_good_before_anything_is_done(
    admin: Administrator, nocobase: Server
) -> None:
    done = set_up(admin)
    assert site_of(admin, done.api_key).keeps_key(admin.connection.collection, "")
    newest = max(admin_keys(nocobase))
    nocobase.admin.call(f"apiKeys:destroy?filterByTk={newest}")
    site = site_of(admin, done.api_key)
    assert site.key is not None
    assert not site.keeps_key(admin.connection.collection, "")


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


def test_the_key_can_be_another_users_who_may_do_no_more_than_before(
    admin: Administrator, sign_in: Callable[..., Administrator], somebody: User, nocobase: Server
) -> None:
    owner = sign_in(Login(somebody.name, USER_PASSWORD))
    before = nocobase.admin.read("roles:list", paginate="false")
    done = set_up(admin, owner=owner)
    assert facts(done.api_key).user_id == somebody.id
    assert works(admin.connection, done.api_key)
    after = state(nocobase)
    assert after["members"] == [somebody.id]
    assert after["roles"] == sorted([*(role["name"] for role in before), ROLE])
    assert {role["name"] for role in nocobase.admin.read(f"users/{somebody.id}/roles:list")} == {"member", ROLE}
    again = set_up(admin, owner=owner, present=done.api_key)
    assert not again.changed


@pytest.mark.parametrize("part", [Part.BINDING, Part.SAMPLES])
def test_another_user_has_what_he_had_after_a_step_failed(
    admin: Administrator, sign_in: Callable[..., Administrator], somebody: User, nocobase: Server, part: Part
) -> None:
    owner = sign_in(Login(somebody.name, USER_PASSWORD))
    before = state(nocobase)
    with pytest.raises(NeedsAttention):
        set_up(admin, owner=owner, stop_after=part, samples=SAMPLES)
    assert state(nocobase) == before
    assert [role["name"] for role in nocobase.admin.read(f"users/{somebody.id}/roles:list")] == ["member"]


@pytest.mark.parametrize(("account", "password"), [(ROOT_EMAIL, "wrong"), ("nobody@example.com", ROOT_PASSWORD)])
def test_a_wrong_name_or_password_is_told_and_is_in_no_message(
    sign_in: Callable[..., Administrator], account: str, password: str
) -> None:
    with pytest.raises(NeedsAttention) as refused:
        sign_in(Login(account, password))
    assert refused.value.problem is Problem.SIGN_IN_REFUSED
    assert password not in str(refused.value) + repr(Login(account, password))


def test_who_may_not_manage_the_server_is_told_before_anything_is_changed(
    sign_in: Callable[..., Administrator], somebody: User
) -> None:
    with pytest.raises(NeedsAttention) as refused:
        site_of(sign_in(Login(somebody.name, USER_PASSWORD)), NO_KEY)
    assert refused.value.problem is Problem.MAY_NOT_MANAGE


@pytest.fixture
def no_basic_sign_in(nocobase: Server) -> Iterator[None]:
    """As on a server that knows single sign-on alone: what it offers is read from the table each time."""
    nocobase.cluster.sql("UPDATE authenticators SET \"authType\" = 'SAML' WHERE name = 'basic'")
    yield
    nocobase.cluster.sql("UPDATE authenticators SET \"authType\" = 'Email/Password' WHERE name = 'basic'")


@pytest.mark.usefixtures("no_basic_sign_in")
def test_a_server_that_knows_single_sign_on_alone_is_told_apart(sign_in: Callable[..., Administrator]) -> None:
    with pytest.raises(NeedsAttention) as refused:
        sign_in()
    assert refused.value.problem is Problem.NO_PASSWORD_SIGN_IN


@pytest.mark.usefixtures("no_basic_sign_in")
def test_passwords_may_go_by_another_name_there(nocobase: Server, sign_in: Callable[..., Administrator]) -> None:
    staff = {"name": "staff", "authType": "Email/Password", "enabled": True, "title": "Staff"}
    made = nocobase.admin.call("authenticators:create", staff)
    try:
        assert sign_in().user_id == nocobase.admin.user_id
    finally:
        nocobase.admin.call(f"authenticators:destroy?filterByTk={made['id']}")


class HalfWay(LoopbackHandler):
    """A server on which a name and a password are not enough."""

    signed_in: ClassVar[JsonObject] = {}

    def serve(self, _body: bytes) -> None:
        action = self.path.rpartition("/")[2]
        if action == "authenticators:publicList":
            self._answer(200, {"data": [{"name": "basic", "authType": "Email/Password"}]})
        elif action == "auth:signIn":
            self._answer(200, {"data": self.signed_in})
        else:
            self._answer(401, {"errors": [{"message": "verify first", "code": "INVALID_TOKEN"}]})

    def _answer(self, status: int, content: JsonObject) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.mark.parametrize("signed_in", [{"verifiers": ["totp"]}, {"token": "half.way.there", "user": {"id": 1}}])
def test_a_server_that_wants_a_second_factor_is_told_apart(
    signed_in: JsonObject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No part of NocoBase that comes without a licence asks for one. Whatever it answers then: it is no session."""
    monkeypatch.setattr(HalfWay, "signed_in", signed_in)
    server = LoopbackServer()
    server.handler = HalfWay
    with server, pytest.raises(NeedsAttention) as refused:
        Administrator.sign_in(Connection(server.base_url), ROOT, monotonic=time.monotonic)
    assert refused.value.problem is Problem.MORE_THAN_A_PASSWORD


def test_after_it_the_session_is_good_for_nothing(sign_in: Callable[..., Administrator]) -> None:
    admin = sign_in()
    admin.sign_out()
    with pytest.raises(NeedsAttention):
        admin.read("auth:check")
