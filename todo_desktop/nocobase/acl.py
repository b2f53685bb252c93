"""What the key's role may do (`roles:check`), read into Permissions. Pure."""

from todo_desktop.model.permissions import FORBIDDEN, Grant, Permissions
from todo_desktop.model.values import Json

# Every role that may view a row may read these of it, whatever its list says.
ALWAYS_READABLE = frozenset({"id", "createdAt", "updatedAt", "createdById"})


def permissions_of(data: Json, collection: str) -> Permissions:
    """The four actions of *collection*, from the data that `roles:check` answers. Unknown shapes grant nothing."""
    if not isinstance(data, dict):
        return Permissions(FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN)
    role = str(data.get("role") or "")
    if data.get("allowAll") is True:
        return Permissions(role=role)
    return Permissions(
        view=_grant(data, collection, "view"),
        create=_grant(data, collection, "create"),
        update=_grant(data, collection, "update"),
        destroy=_grant(data, collection, "destroy"),
        role=role,
    )


def _grant(data: dict[str, Json], collection: str, action: str) -> Grant:
    """A collection with rules of its own is under these alone, any other one under the role's strategy."""
    actions = data.get("actions")
    actions = actions if isinstance(actions, dict) else {}
    resources = data.get("resources")
    own_rules = isinstance(resources, list) and collection in resources
    if own_rules or any(name.startswith(f"{collection}:") for name in actions):
        rule = actions.get(f"{collection}:{action}")
        return _limited(rule, action) if isinstance(rule, dict) else FORBIDDEN
    strategy = data.get("strategy")
    granted = strategy.get("actions") if isinstance(strategy, dict) else None
    names = {str(name).partition(":")[0] for name in granted} if isinstance(granted, list) else set()
    return Grant() if names & {action, "*"} else FORBIDDEN


def _limited(rule: dict[str, Json], action: str) -> Grant:
    own = rule.get("own") is True and action in ("update", "destroy")
    if action == "destroy":
        return Grant(own=own)
    if action != "view":
        # A list that is empty limits nothing: the server then takes every field.
        return Grant(fields=_names(rule.get("whitelist")) or None, own=own)
    fields, appends = _names(rule.get("fields")), _names(rule.get("appends"))
    return Grant(fields=None if fields is None else fields | (appends or frozenset()) | ALWAYS_READABLE)


def _names(value: Json) -> frozenset[str] | None:
    return frozenset(str(name) for name in value) if isinstance(value, list) else None
