"""A NocoBase in this process: real HTTP over a loopback socket, answering as the real one does.

    with FakeNocoBase() as server:
        todos = server.open_list(TUTORIAL)          # base_url, key, collection, as on a real server
        server.faults.next("*:create", faults.CUT_AFTER)
        ...
        assert server.actions_asked == [...]

It finds and then writes (`server.hooks.between_find_and_write`), commits late (`server.commits_held()`), and has a
clock of its own (`server.clock.shift`).
"""

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from todo_desktop.testing.fake_nocobase.access import Access, Caller, User, described
from todo_desktop.testing.fake_nocobase.actions import Actions, Hooks
from todo_desktop.testing.fake_nocobase.clock import Clock
from todo_desktop.testing.fake_nocobase.columns import microseconds
from todo_desktop.testing.fake_nocobase.faults import OF_A_PROXY, Faults
from todo_desktop.testing.fake_nocobase.handler import Handler, Request
from todo_desktop.testing.fake_nocobase.menu import PARTS_OF_PAGES, Menu
from todo_desktop.testing.fake_nocobase.tables import Table, system_collections
from todo_desktop.testing.loopback import KEEP_ALIVE_SECONDS, LoopbackServer
from todo_desktop.testing.rights import ALL_RIGHTS, Rights
from todo_desktop.testing.shapes import JsonObject, Shape


class FakeNocoBase(LoopbackServer):
    """Rows, roles and keys live until it is closed; what is stored outlives a stop. Safe to use from any thread."""

    name = "fake-nocobase"
    handler = Handler

    version = "2.2.15"
    base_path = "/api/"
    open_actions = (
        "app:getInfo", "__health_check", "auth:check", "roles:check", "collections:listMeta",
        "desktopRoutes:listAccessible", *PARTS_OF_PAGES,
    )  # fmt: skip

    def __init__(
        self, *, keep_alive: float = KEEP_ALIVE_SECONDS, certificate: Path | None = None, clock: Clock | None = None
    ) -> None:
        super().__init__(keep_alive=keep_alive, certificate=certificate)
        self.starting = False
        self.missing_applications: set[str] = set()
        self.dropped: set[str] = set()
        self.clock = clock or Clock()
        self.faults = Faults(without=OF_A_PROXY)
        self.hooks = Hooks()
        self.access = Access()
        self.menu = Menu()
        self.tables: dict[str, Table] = {}
        self.actions = Actions(self.tables, self.access, self.clock, self.hooks)
        self.requests: list[Request] = []

    @property
    def actions_asked(self) -> list[str]:
        """The actions of all requests so far, in order."""
        return [request.action for request in self.requests]

    def open_list(
        self, shape: Shape, rights: Rights = ALL_RIGHTS, collection: str | None = None, user: User | None = None
    ) -> "FakeList":
        """A list of *shape* and a key with *rights*: a new one, unless *collection* exists already."""
        with self.actions.lock:
            name = collection or f"todos_{len(self.tables) + 1}"
            table = self.tables.setdefault(name, Table(name, shape))
            user = user or self.access.users[1]
            role = self.access.add_role(user, name, rights)
        return FakeList(self, table, role, user, self.access.sign(user, role, self._seconds()))

    @contextlib.contextmanager
    def commits_held(self, *verbs: str) -> Iterator[None]:
        """Writes meanwhile (of these *verbs*, else all) are stamped, but wait to be committed (and answered) until the
        end."""
        self.hooks.held = verbs or ("create", "update", "destroy")
        self.hooks.commit.clear()
        try:
            yield
        finally:
            self.hooks.commit.set()

    def note(self, request: Request) -> None:
        self.requests.append(request)

    def caller(self, header: str) -> Caller:
        with self.actions.lock:
            return self.access.caller(header, self._seconds())

    def about(self, action: str, caller: Caller) -> Any:
        """The data of an action that belongs to no collection."""
        with self.actions.lock:
            match action:
                case "auth:check":
                    user = caller.user
                    names = {"nickname": user.name, "username": user.name.lower()}
                    return {"id": user.id, **names, "createdAt": user.created_at}
                case "roles:check":
                    return described(caller, self.tables)
                case "desktopRoutes:listAccessible":
                    return self.menu.routes
                case _:
                    return [*system_collections(), *(table.meta for table in self.tables.values())]

    def _seconds(self) -> int:
        return self.clock.now() // 1_000_000


class FakeList(Struct, frozen=True):
    """What a client needs (`base_url`, `key`, `collection`), and the way behind its back."""

    server: FakeNocoBase
    table: Table
    role: str
    user: User
    key: str

    @property
    def base_url(self) -> str:
        return self.server.base_url

    @property
    def collection(self) -> str:
        return self.table.name

    @property
    def user_id(self) -> int:
        return self.user.id

    def with_rights(self, rights: Rights) -> "FakeList":
        """The same list through another role and key of the same user."""
        return self.server.open_list(self.table.shape, rights, self.table.name, self.user)

    def another_collection(self) -> "FakeList":
        """A new list of the same shape, for the same key."""
        made = self.server.open_list(self.table.shape, user=self.user)
        self.server.access.allow(self.role, made.collection, ALL_RIGHTS)
        return FakeList(self.server, made.table, self.role, self.user, self.key)

    def of_another_user(self, rights: Rights = ALL_RIGHTS) -> "FakeList":
        return self.server.open_list(self.table.shape, rights, self.table.name, self.server.access.add_user())

    def expired_key(self) -> str:
        return self.server.access.sign(self.user, self.role, self.server.clock.now() // 1_000_000, valid_for=-60)

    def revoke_key(self) -> None:
        self.server.access.revoke(self.key)

    def take_role_away(self) -> None:
        self.user.roles.discard(self.role)

    def write_row(self, values: Mapping[str, Any]) -> Any:
        """Insert a row as SQL would (no stamps but those given, microseconds kept); returns its id."""
        table = self.table
        with self.server.actions.lock:
            stored = {
                name: microseconds(value)
                if table.columns[name].is_instant and value
                else table.columns[name].store(value)
                for name, value in values.items()
            }
            key = table.new_id(stored.get(table.key))
            defaults = {name: column.default for name, column in table.columns.items()}
            table.rows[key] = defaults | stored | {table.key: key}
            return key

    def seed(self, count: int) -> None:
        """Write *count* todos, a millisecond apart."""
        now = self.server.clock.now() // 1000 * 1000
        with self.server.actions.lock:
            for n in range(1, count + 1):
                key = self.table.new_id(None)
                row: JsonObject = {name: column.default for name, column in self.table.columns.items()}
                written = now - (count - n) * 1000 - 60_000_000
                values = {"title": f"Todo {n}", "completed": n % 3 == 0, "createdAt": written, "updatedAt": written}
                row |= {name: value for name, value in values.items() if name in self.table.columns}
                self.table.rows[key] = row | {self.table.key: key}
