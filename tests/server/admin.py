"""What an administrator does on the server's web page, by API: collections, roles, users, keys, records."""

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

import requests

from tests.server.errors import ServerRefused
from tests.server.keys import Key
from todo_desktop.testing.rights import Grant, Rights
from todo_desktop.testing.shapes import JsonObject, Shape

TIMEOUT_SECONDS = 60
USER_PASSWORD = "user-of-a-test-server"


@dataclass(frozen=True, slots=True)
class User:
    """A user of the server, who signs in with *name* and USER_PASSWORD."""

    id: int
    name: str


class Admin:
    """The user root, signed in. Every method raises ServerRefused when the server answers an error.

    Attributes: `base_url` with `/api`; `user_id`, to whom keys belong that are made without naming a user.
    """

    def __init__(self, base_url: str, token: str, user_id: int, role: str = "root") -> None:
        self.base_url = base_url
        self.user_id = user_id
        self._token = token
        self._role = role

    @property
    def token(self) -> str:
        """By which the web client knows that this user has signed in."""
        return self._token

    @classmethod
    def sign_in(cls, base_url: str, account: str, password: str, role: str = "root") -> Self:
        unknown = cls(base_url, "", 0, role)
        answer = unknown.call("auth:signIn", {"account": account, "password": password})
        return cls(base_url, answer["token"], answer["user"]["id"], role)

    def create_collection(self, shape: Shape, name: str | None = None) -> str:
        """Make a collection and return its name, by default one that nobody else has."""
        name = name or f"todos_{secrets.token_hex(4)}"
        self.call("collections:create", shape.description(name))
        return name

    def destroy_collection(self, name: str) -> None:
        self.call(f"collections:destroy?filterByTk={name}")

    def add_field(self, collection: str, field: JsonObject) -> None:
        """Add a field (with `name`, `type`, `interface`, `uiSchema`) to a collection that is in use."""
        self.call(f"collections/{collection}/fields:create", field)

    def drop_field(self, collection: str, field: str) -> None:
        self.call(f"collections/{collection}/fields:destroy?filterByTk={field}")

    def create_page(self, collection: str, role: str) -> None:
        """A page of the web client with a table of *collection*, a tutorial's, in the menu of whoever has *role*."""
        buttons = {"actions": ["filter", "addNew", "refresh"], "recordActions": ["view", "edit", "delete"]}
        block = {"key": "all", "type": "table", "collection": collection, "fields": ["id", "title", "completed"]}
        blueprint = {
            "version": "1",
            "mode": "create",
            "navigation": {"item": {"title": collection}},
            "page": {"title": collection},
            "tabs": [{"key": "main", "title": collection, "blocks": [{**block, **buttons}]}],
        }
        uid = self.call("flowSurfaces:applyBlueprint", blueprint)["target"]["pageSchemaUid"]
        (page,) = self.read("desktopRoutes:list", filter={"schemaUid": uid}, appends="children", paginate="false")
        self.call(f"roles/{role}/desktopRoutes:add", [page["id"], *(child["id"] for child in page["children"])])

    def create_role(self, collection: str, shape: Shape, rights: Rights) -> str:
        """Make a role with *rights* on *collection* and nothing else, give it to root, and return its name."""
        role = f"r_{secrets.token_hex(4)}"
        # With the "snippets" of a new role, which forbid it the server's settings, it looks through some hundred of
        # them in each call. Without any they are forbidden all the same.
        self.call("roles:create", {"name": role, "title": role, "snippets": [], "strategy": {"actions": []}})
        self.allow(role, collection, shape, rights)
        self.give_role(role, self.user_id)
        return role

    def allow(self, role: str, collection: str, shape: Shape, rights: Rights) -> None:
        """Whoever has *role* may do that, too."""
        self.call(f"roles/{role}/dataSourceResources:create?filterByTk={role}", self._rules(collection, shape, rights))

    def change_rights(self, role: str, collection: str, shape: Shape, rights: Rights) -> None:
        """*role*, made by `create_role`, has *rights* from now on."""
        one = json.dumps({"dataSourceKey": "main", "name": collection})
        action = f"roles/{role}/dataSourceResources:update?filterByTk={role}&filter={one}"
        self.call(action, self._rules(collection, shape, rights))

    def give_role(self, role: str, user_id: int) -> None:
        # The other way round, users/{id}/roles:add, is not noticed by the server's permission cache.
        self.call(f"roles/{role}/users:add", [user_id])

    def take_role(self, role: str, user_id: int) -> None:
        """From now on keys of that user with that role answer 401 ROLE_NOT_FOUND_FOR_USER."""
        self.call(f"roles/{role}/users:remove", [user_id])

    def create_user(self, role: str) -> User:
        """Make a user with *role* and nothing else."""
        name = f"u_{secrets.token_hex(4)}"
        values = {"username": name, "nickname": name, "password": USER_PASSWORD, "roles": [role]}
        return User(self.call("users:create", values)["id"], name)

    def create_key(self, role: str, expires_in: str = "30d") -> Key:
        """A key of this user for *role*, which they must have; *expires_in* as in "1s", "30d", "never"."""
        name = f"k_{secrets.token_hex(4)}"
        token = self.call("apiKeys:create", {"name": name, "role": {"name": role}, "expiresIn": expires_in})["token"]
        (record,) = self.read("apiKeys:list", filter={"name": name})
        return Key(token, role, record["id"])

    def revoke_key(self, key: Key) -> None:
        """From now on it answers 401 BLOCKED_TOKEN."""
        self.call(f"apiKeys:destroy?filterByTk={key.id}")

    def create_record(self, collection: str, **values: Any) -> JsonObject:
        """The record as a read returns it, not as the create echoes it."""
        record = self.call(f"{collection}:create", values)
        return self.record(collection, record["id"])

    def update_record(self, collection: str, record_id: int | str, **values: Any) -> JsonObject:
        self.call(f"{collection}:update?filterByTk={record_id}", values)
        return self.record(collection, record_id)

    def record(self, collection: str, record_id: int | str) -> JsonObject:
        """Raises LookupError when there is none."""
        found: JsonObject | None = self.read(f"{collection}:get", filterByTk=record_id)
        if found is None:
            raise LookupError(f"{collection} has no record {record_id}")
        return found

    def records(self, collection: str, appends: Iterable[str] = ()) -> list[JsonObject]:
        """All of them, by id."""
        found: list[JsonObject] = self.read(
            f"{collection}:list", paginate="false", sort="id", appends=",".join(appends)
        )
        return found

    def call(self, action: str, body: object = None) -> Any:
        """The `data` of the answer to a POST of *body*."""
        return self._data("POST", action, json=body)

    def read(self, action: str, **parameters: object) -> Any:
        """The `data` of the answer to a GET; *parameters* as NocoBase takes them, nested values in JSON."""
        texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in parameters.items()}
        return self._data("GET", action, params=texts)

    def _data(self, method: str, action: str, **content: Any) -> Any:
        with requests.Session() as session:
            session.trust_env = False
            url = f"{self.base_url}/{action}"
            answer = session.request(method, url, headers=self._headers(), timeout=TIMEOUT_SECONDS, **content)
        if answer.status_code != requests.codes.ok:
            raise ServerRefused(f"{method} {action}", answer.status_code, answer.text)
        decoded = answer.json()
        return decoded.get("data") if isinstance(decoded, dict) else decoded

    def _headers(self) -> Mapping[str, str]:
        headers = {"X-Authenticator": "basic", "X-Role": self._role}
        return {**headers, "Authorization": f"Bearer {self._token}"} if self._token else headers

    def _rules(self, collection: str, shape: Shape, rights: Rights) -> JsonObject:
        actions = [self._action(shape, name, grant) for name, grant in rights.grants.items()]
        return {"name": collection, "dataSourceKey": "main", "usingActionsConfig": True, "actions": actions}

    def _action(self, shape: Shape, name: str, grant: Grant) -> JsonObject:
        fields = [field for field in shape.field_names if field not in grant.without]
        scope = self._new_scope(grant.scope) if grant.scope else self._scope("own" if grant.own else "all")
        return {"name": name, "fields": fields if name != "destroy" else [], "scopeId": scope}

    def _new_scope(self, condition: JsonObject) -> int:
        made: int = self.call(
            "dataSources/main/rolesResourcesScopes:create", {"name": secrets.token_hex(4), "scope": condition}
        )["id"]
        return made

    def _scope(self, key: str) -> int:
        """The id of one of the server's two built-in scopes, "all" and "own"."""
        (scope,) = self.read("dataSources/main/rolesResourcesScopes:list", filter={"key": key})
        found: int = scope["id"]
        return found
