"""Sets a NocoBase up for todos, as an administrator would by hand: collection, role, its rights, and a key.

What is there already and fits stays as it is, so that doing it twice changes nothing; where a step fails, what was made
before it is taken away again.
"""

import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import msgspec

from todo_desktop.model.connection import ApiKey, Connection
from todo_desktop.model.errors import NeedsAttention, OutcomeUnknown, Problem, TodoDesktopError
from todo_desktop.model.setup import ROLE, Column, Part, SetupDone, SetupStep, SetupWish
from todo_desktop.model.values import Json
from todo_desktop.nocobase.http import HttpSession
from todo_desktop.nocobase.new_columns import KEPT_BY_SERVER, collection_described, column_described
from todo_desktop.nocobase.verdict import Intent

ACTIONS = ("view", "create", "update", "destroy")
PASSWORD_SIGN_IN = "basic"  # noqa: S105 (the name of an authenticator)
KEY_NAME = "Todo Desktop"

log = logging.getLogger(__name__)


class Administrator:
    """Somebody who has signed in to *connection*'s server, whose calls are never watched nor logged."""

    def __init__(self, connection: Connection, user_id: int, *, monotonic: Callable[[], float]) -> None:
        self.connection = connection
        self.user_id = user_id
        self._http = HttpSession(connection, monotonic=monotonic)

    @classmethod
    def sign_in(
        cls, connection: Connection, account: str, password: str, *, monotonic: Callable[[], float]
    ) -> "Administrator":
        """*connection*'s key is not used. Raises NeedsAttention: NO_PASSWORD_SIGN_IN where the server offers none,
        SIGN_IN_REFUSED for a wrong name or password."""
        nobody = HttpSession(
            connection.with_key(ApiKey("")), monotonic=monotonic, headers={"X-Authenticator": PASSWORD_SIGN_IN}
        )
        try:
            offered = nobody.read("authenticators:publicList").data
            if not any(each.get("name") == PASSWORD_SIGN_IN for each in _records(offered)):
                raise NeedsAttention(Problem.NO_PASSWORD_SIGN_IN)
            try:
                found = nobody.read("auth:signIn", body={"account": account, "password": password}).data
            except NeedsAttention as error:
                if error.status != 401:
                    raise
                raise NeedsAttention(Problem.SIGN_IN_REFUSED, error.detail, status=401) from None
        finally:
            nobody.close()
        token, user = _of(found, "token"), _of(found, "user")
        return cls(connection.with_key(ApiKey(str(token))), int(_of(user, "id")), monotonic=monotonic)

    def close(self) -> None:
        self._http.close()

    def call(self, action: str, body: Json = None) -> Any:
        """Change something; the answer's data, None where a success carries none, as with `users:add`."""
        try:
            return self._http.write(action, Intent.UPDATE, {}, body).data
        except OutcomeUnknown as error:
            if error.status is None or error.status >= 300:
                raise
            return None

    def read(self, action: str, **query: Json) -> Any:
        """The data; nested values of *query* go as JSON."""
        texts = {
            name: value if isinstance(value, str) else msgspec.json.encode(value).decode()
            for name, value in query.items()
        }
        return self._http.read(action, texts).data


class Setup:
    """One set-up as *wish* has it, by *admin*. `run` once."""

    def __init__(self, admin: Administrator, wish: SetupWish, tell: Callable[[SetupStep], None]) -> None:
        self._admin = admin
        self._wish = wish
        self._tell = tell
        self._steps: list[SetupStep] = []
        self._undo: list[Callable[[], object]] = []

    def run(self, present: ApiKey, works: Callable[[ApiKey], bool]) -> SetupDone:
        """*present* is the key that is at hand for this server, or none; *works* tries all four calls with a key.

        Raises TodoDesktopError; the server is then as it was before.
        """
        try:
            self._collection()
            self._role()
            key = self._key(present, works)
        except BaseException:
            self._take_back()
            raise
        return SetupDone(self._admin.connection.base_url, self._wish.collection, key, tuple(self._steps))

    def _collection(self) -> None:
        name = self._wish.collection
        there = {str(meta.get("name")): meta for meta in _records(self._admin.read("collections:listMeta"))}
        if name not in there:
            self._admin.call("collections:create", collection_described(name, self._wish.columns))
            self._undo.append(lambda: self._admin.call(f"collections:destroy?filterByTk={name}"))
            self._done(Part.COLLECTION, name)
            return
        self._done(Part.COLLECTION, name, was_there=True)
        known = {str(field.get("name")) for field in _records(there[name].get("fields"))}
        for column in self._wish.columns:
            if column.value not in known:
                self._add(column)

    def _add(self, column: Column) -> None:
        name = self._wish.collection
        self._admin.call(f"collections/{name}/fields:create", column_described(column, name))
        self._undo.append(lambda: self._admin.call(f"collections/{name}/fields:destroy?filterByTk={column.value}"))
        self._done(Part.FIELD, column.value)

    def _role(self) -> None:
        admin = self._admin
        if admin.read("roles:get", filterByTk=ROLE) is None:
            admin.call("roles:create", {"name": ROLE, "title": "Todo Desktop", "strategy": {"actions": []}})
            self._undo.append(lambda: admin.call(f"roles:destroy?filterByTk={ROLE}"))
            self._done(Part.ROLE, ROLE)
        else:
            self._done(Part.ROLE, ROLE, was_there=True)
        self._rights()
        mine = {str(role.get("name")) for role in _records(_of(admin.read("auth:check"), "roles"))}
        if ROLE not in mine:
            admin.call(f"roles/{ROLE}/users:add", [admin.user_id])
            self._undo.append(lambda: admin.call(f"roles/{ROLE}/users:remove", [admin.user_id]))
        self._done(Part.BINDING, ROLE, was_there=ROLE in mine)

    def _rights(self) -> None:
        """All four actions on every column that the collection has by now: the id and the creation time among them,
        by which a new todo is recognised whose answer was lost."""
        admin, name = self._admin, self._wish.collection
        there = {str(meta.get("name")): meta for meta in _records(admin.read("collections:listMeta"))}
        fields = sorted(str(field.get("name")) for field in _records(there[name].get("fields")))
        fields = sorted({*fields, *KEPT_BY_SERVER})
        (scope,) = _records(admin.read("dataSources/main/rolesResourcesScopes:list", filter={"key": "all"}))
        wanted: list[Json] = [
            {"name": action, "fields": [] if action == "destroy" else list(fields), "scopeId": scope["id"]}
            for action in ACTIONS
        ]
        body: dict[str, Json] = {
            "name": name, "dataSourceKey": "main", "usingActionsConfig": True, "actions": wanted,
        }  # fmt: skip
        where = f"roles/{ROLE}/dataSourceResources"
        found = admin.read(
            f"{where}:get", filterByTk=ROLE, filter={"dataSourceKey": "main", "name": name}, appends="actions"
        )
        if found is None:
            admin.call(f"{where}:create?filterByTk={ROLE}", body)
        elif _granted(found) != _granted(body):
            condition = msgspec.json.encode({"dataSourceKey": "main", "name": name}).decode()
            admin.call(f"{where}:update?filterByTk={ROLE}&filter={condition}", body)
        else:
            self._done(Part.RIGHTS, name, was_there=True)
            return
        self._done(Part.RIGHTS, name)

    def _key(self, present: ApiKey, works: Callable[[ApiKey], bool]) -> ApiKey:
        if present and works(present):
            self._done(Part.KEY, KEY_NAME, was_there=True)
            return present
        before = {each.get("id") for each in self._keys()}
        made = self._admin.call(
            "apiKeys:create", {"name": KEY_NAME, "role": {"name": ROLE}, "expiresIn": self._wish.lifetime}
        )
        for number in [each.get("id") for each in self._keys() if each.get("id") not in before]:
            self._undo.append(partial(self._admin.call, f"apiKeys:destroy?filterByTk={number}"))
        self._done(Part.KEY, KEY_NAME)
        key = ApiKey(str(_of(made, "token")))
        if not works(key):
            raise NeedsAttention(Problem.KEY_WRONG)
        self._done(Part.TEST, self._wish.collection)
        return key

    def _keys(self) -> list[Mapping[str, Any]]:
        return _records(self._admin.read("apiKeys:list", pageSize="1000"))

    def _done(self, part: Part, name: str, *, was_there: bool = False) -> None:
        step = SetupStep(part, name, was_there)
        self._steps.append(step)
        self._tell(step)

    def _take_back(self) -> None:
        """What was made, the latest first; what cannot be taken back stays, and is logged."""
        for undo in reversed(self._undo):
            try:
                undo()
            except TodoDesktopError as error:
                log.warning("a step of the set-up could not be taken back: %s", error)


def _granted(resource: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Actions and their fields, to compare."""
    return {
        str(action.get("name")): frozenset(map(str, action.get("fields") or ()))
        for action in _records(resource.get("actions"))
    }


def _records(data: object) -> list[Mapping[str, Any]]:
    return [each for each in data if isinstance(each, Mapping)] if isinstance(data, list) else []


def _of(data: object, name: str) -> Any:
    """Raises NeedsAttention(NOT_NOCOBASE) where the answer has no such part."""
    if not isinstance(data, Mapping) or name not in data:
        raise NeedsAttention(Problem.NOT_NOCOBASE, f"an answer without {name}")
    return data[name]
