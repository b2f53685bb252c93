"""Users, roles and keys of the fake server, and what a role may do."""

import base64
import binascii
import hmac
import itertools
import json
import secrets
from typing import Any

from msgspec import Struct, field

from todo_desktop.testing.fake_nocobase.errors import ApiError
from todo_desktop.testing.fake_nocobase.tables import Table
from todo_desktop.testing.rights import Grant, Rights
from todo_desktop.testing.shapes import JsonObject
from todo_desktop.testing.signed_key import sign_key

ALWAYS_READABLE = ("id", "createdAt", "updatedAt", "createdById")
_DAY = 24 * 60 * 60


class User(Struct):
    id: int
    name: str
    roles: set[str] = field(default_factory=set)
    created_at: str = "2026-01-02T03:04:05.678Z"


class Caller(Struct, frozen=True):
    """Who makes a request, and with which rights on each collection."""

    user: User
    role: str
    rules: dict[str, Rights]

    def may(self, table: Table, action: str) -> bool:
        return table.name in self.rules and action in self.rules[table.name].grants

    def rule(self, table: Table, action: str) -> Grant:
        """Raises ApiError 403."""
        rights = self.rules.get(table.name)
        if rights is None or action not in rights.grants:
            raise ApiError(403, "No permissions")
        return rights.grants[action]


class Access:
    """Root has the id 1, as on a real server."""

    def __init__(self) -> None:
        self.users = {1: User(1, "Root")}
        self.files: dict[int, JsonObject] = {}
        self._app_key = secrets.token_hex(16)
        self._rules: dict[str, dict[str, Rights]] = {}
        self._revoked: set[str] = set()
        self._foreign: set[str] = set()
        self._proven: dict[str, dict[str, Any]] = {}
        """Keys whose signature was found right, and what they say: looking again costs more than a read."""
        self._numbers = itertools.count(2)

    def add_user(self) -> User:
        number = next(self._numbers)
        self.users[number] = User(number, f"u_{number}")
        return self.users[number]

    def add_file(self, title: str, ending: str) -> int:
        """As if it had been uploaded; its id."""
        number = len(self.files) + 1
        url = f"/files/main/main/attachments/{number}{ending}"
        name = {"title": title, "filename": f"{title}-{number}{ending}", "extname": ending}
        self.files[number] = {"id": number, **name, "size": 2, "mimetype": "text/plain", "url": url}
        return number

    def add_role(self, user: User, collection: str, rights: Rights) -> str:
        role = f"r_{secrets.token_hex(4)}"
        self._rules[role] = {collection: rights}
        user.roles.add(role)
        return role

    def allow(self, role: str, collection: str, rights: Rights) -> None:
        """Whoever has *role* may do that, too."""
        self._rules[role][collection] = rights

    def sign(self, user: User, role: str, now: int, valid_for: int = 30 * _DAY) -> str:
        """A key; *now* and *valid_for* in seconds."""
        return sign_key(self._app_key, user_id=user.id, role=role, issued=now - _DAY, expires=now + valid_for)

    def revoke(self, key: str) -> None:
        self._revoked.add(key)

    def know(self, key: str, collection: str, rights: Rights) -> None:
        """Accept a *key* of another server, as a copy of that server would."""
        self._foreign.add(key)
        payload = self._payload(key) or {}
        user = self.users.setdefault(payload["userId"], User(payload["userId"], "Root"))
        user.roles.add(payload["roleName"])
        self._rules[payload["roleName"]] = {collection: rights}

    def caller(self, header: str, now: int) -> Caller:
        """Whoever sent this `Authorization` header. Raises ApiError 401."""
        token = header.removeprefix("Bearer ").strip()
        if not token:
            raise ApiError(401, "Unauthenticated. Please sign in to continue.", "EMPTY_TOKEN")
        payload = self._proven.get(token) or self._payload(token)
        if payload is None or payload.get("exp", now + 1) <= now:
            raise ApiError(401, "Your session has expired. Please sign in again.", "INVALID_TOKEN")
        self._proven[token] = payload
        if token in self._revoked:
            raise ApiError(401, "Token is invalid", "BLOCKED_TOKEN")
        user, role = self.users[payload["userId"]], payload["roleName"]
        if role not in user.roles:
            raise ApiError(401, "The role does not belong to the user", "ROLE_NOT_FOUND_FOR_USER")
        return Caller(user, role, self._rules[role])

    def _payload(self, token: str) -> dict[str, Any] | None:
        try:
            content, signature = token.rsplit(".", 1)
            part = content.split(".")[1]
            payload: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
        except (ValueError, IndexError, binascii.Error):
            return None
        signed = hmac.new(self._app_key.encode(), content.encode(), "sha256").digest()
        expected = base64.urlsafe_b64encode(signed).rstrip(b"=").decode()
        return payload if token in self._foreign or hmac.compare_digest(expected, signature) else None


def readable(caller: Caller, table: Table) -> set[str]:
    """Columns that the caller may view."""
    rule = caller.rule(table, "view")
    named = [name for name in table.declared if name not in rule.without]
    # A role whose list is empty may view these all the same.
    return {name for name in (*named, *ALWAYS_READABLE) if name in table.columns}


def writable(rule: Grant, table: Table) -> set[str]:
    """An empty list does not limit a role that may write: it writes every field."""
    named = [name for name in table.declared if name not in rule.without] or table.declared
    return {name for name in named if name != "updatedAt"}


def described(caller: Caller, tables: dict[str, Table]) -> JsonObject:
    """What `roles:check` answers."""
    actions: JsonObject = {}
    for name, rights in caller.rules.items():
        table = tables[name]
        for action, rule in rights.grants.items():
            fields = sorted(f for f in table.declared if f not in rule.without)
            own: JsonObject = {"own": True} if rule.own else {"own": False, "filter": rule.scope} if rule.scope else {}
            if action == "view":
                related = {**table.relations, **table.to_many}
                plain = [f for f in fields if f not in related]
                implied = [f for f in ("id", "createdAt", "updatedAt") if f in table.columns]
                appends = [f for f in fields if f in related]
                actions[f"{name}:view"] = {**own, "appends": appends, "fields": [*plain, *implied]}
            else:
                actions[f"{name}:{action}"] = {
                    **own,
                    **({"fields": []} if action == "destroy" else {"whitelist": fields}),
                }
    return {
        "roles": [caller.role],
        "strategy": {"actions": []},
        "actions": actions,
        "resources": sorted(caller.rules),
        "role": caller.role,
        "roleMode": "default",
        "allowAll": False,
    }
