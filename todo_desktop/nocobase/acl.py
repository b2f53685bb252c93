"""What the key's role may do (`roles:check`), read into Permissions. Pure."""

from zlib import crc32

import msgspec

from todo_desktop.model.permissions import FORBIDDEN, RIGHTS, Action, Grant, Permissions
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
        scopes=_scopes(data, collection),
    )


def mark_rights(records: list[dict[str, Json]], key: str, meta: Json, permissions: Permissions) -> None:
    """Keep with each of *records*, which a list has answered, what its *meta* says may be done with it. An answer that
    does not say, as where the server cannot work its rule out, leaves it open."""
    allowed = meta.get("allowedActions") if isinstance(meta, dict) else None
    if not isinstance(allowed, dict):
        return
    granted = {action: _ids(allowed.get(action)) for action in Action}
    for record in records:
        known_as = str(record[key])
        told = (action for action, ids in granted.items() if ids is None or known_as in ids)
        record[RIGHTS] = permissions.told(told)


def _ids(value: Json) -> set[str] | None:
    return {str(one) for one in value} if isinstance(value, list) else None


def _grant(data: dict[str, Json], collection: str, action: str) -> Grant:
    """A collection with rules of its own is under these alone, any other one under the role's strategy."""
    if _has_own_rules(data, collection):
        rule = _rules(data).get(f"{collection}:{action}")
        return _limited(rule, action) if isinstance(rule, dict) else FORBIDDEN
    strategy = data.get("strategy")
    granted = strategy.get("actions") if isinstance(strategy, dict) else None
    names = {str(name) for name in granted} if isinstance(granted, list) else set()
    of_action = {scope for name, _, scope in (name.partition(":") for name in names) if name in (action, "*")}
    if not of_action:
        return FORBIDDEN
    return Grant(own=of_action == {"own"} and action in tuple(Action))


def _has_own_rules(data: dict[str, Json], collection: str) -> bool:
    resources = data.get("resources")
    named = isinstance(resources, list) and collection in resources
    return named or any(name.startswith(f"{collection}:") for name in _rules(data))


def _rules(data: dict[str, Json]) -> dict[str, Json]:
    actions = data.get("actions")
    return actions if isinstance(actions, dict) else {}


def _limited(rule: dict[str, Json], action: str) -> Grant:
    by_record = action in tuple(Action)
    own = rule.get("own") is True and by_record
    some = bool(rule.get("filter")) and by_record and not own
    if action == "destroy":
        return Grant(own=own, some=some)
    if action != "view":
        # A list that is empty limits nothing: the server then takes every field.
        return Grant(fields=_names(rule.get("whitelist")) or None, own=own, some=some)
    fields, appends = _names(rule.get("fields")), _names(rule.get("appends"))
    return Grant(fields=None if fields is None else fields | (appends or frozenset()) | ALWAYS_READABLE)


def _scopes(data: dict[str, Json], collection: str) -> str:
    """A short mark of the filters by which records are told apart; empty where the role has none."""
    rules = [_rules(data).get(f"{collection}:{action}") for action in Action]
    filters = [rule.get("filter") if isinstance(rule, dict) and rule.get("own") is not True else None for rule in rules]
    return f"{crc32(msgspec.json.encode(filters, order='sorted')):08x}" if any(filters) else ""


def _names(value: Json) -> frozenset[str] | None:
    return frozenset(str(name) for name in value) if isinstance(value, list) else None
