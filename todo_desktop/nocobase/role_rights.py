"""What the role that a set-up makes is to be allowed in a collection, and what it is."""

from collections.abc import Mapping
from typing import Any

from todo_desktop.model.setup import ROLE
from todo_desktop.model.values import Json
from todo_desktop.nocobase.administrator import Administrator, part_of, records_of
from todo_desktop.nocobase.new_columns import KEPT_BY_SERVER

ACTIONS = ("view", "create", "update", "destroy")
RIGHTS = f"roles/{ROLE}/dataSourceResources"


def wanted_rights(meta: Mapping[str, Json]) -> dict[str, frozenset[str]]:
    """All four actions, and their fields: every column that the collection has. The id and the creation time are among
    them, by which a new todo is recognised whose answer was lost."""
    fields = frozenset({*(str(field.get("name")) for field in records_of(meta.get("fields"))), *KEPT_BY_SERVER})
    return {action: frozenset() if action == "destroy" else fields for action in ACTIONS}


def granted_rights(resource: Mapping[str, Any], everything: Json) -> dict[str, frozenset[str]]:
    """The same of what the server has, as far as it is in force, and of all todos: *everything* is their scope."""
    actions = records_of(resource.get("actions")) if resource.get("usingActionsConfig") else []
    return {
        str(action.get("name")): frozenset(map(str, action.get("fields") or ()))
        for action in actions
        if action.get("scopeId") in (None, everything)
    }


def scope_of_all(admin: Administrator) -> Json:
    """The id of what the server calls all records."""
    found = records_of(admin.read("dataSources/main/rolesResourcesScopes:list", filter={"key": "all"}))
    scope: Json = part_of(next(iter(found), None), "id")
    return scope


def rights_in(admin: Administrator, collection: str) -> Mapping[str, Any] | None:
    """What the server has of the role and *collection*; None where nobody gave it any rights there yet."""
    one: Json = {"dataSourceKey": "main", "name": collection}
    found = admin.read(f"{RIGHTS}:get", filterByTk=ROLE, filter=one, appends="actions")
    return found if isinstance(found, Mapping) else None
