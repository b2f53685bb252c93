"""Collections and permissions as JSON text, readable by older and newer versions of the program."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from todo_desktop.model.field_rules import Format, Rules
from todo_desktop.model.permissions import Grant, Permissions
from todo_desktop.model.schema import Collection, Field, FieldKind, FieldRoles, KeyKind, Option
from todo_desktop.replica.json_text import from_text, to_text


def collection_to_text(collection: Collection) -> str:
    return to_text(collection)


def collection_from_text(text: str) -> Collection:
    raw = _known(Collection, from_text(text, dict))
    raw["fields"] = tuple(_field(each) for each in raw.get("fields", ()))
    raw["key_kind"] = _kind(KeyKind, raw.get("key_kind"), KeyKind.OTHER)
    raw["roles"] = FieldRoles(**_known(FieldRoles, raw.get("roles", {})))
    return Collection(**raw)


def permissions_to_text(permissions: Permissions) -> str:
    return to_text(permissions)


def permissions_from_text(text: str) -> Permissions:
    raw = _known(Permissions, from_text(text, dict))
    for action in ("view", "create", "update", "destroy"):
        if action in raw:
            raw[action] = _grant(raw[action])
    return Permissions(**raw)


def _field(raw: Mapping[str, Any]) -> Field:
    known = _known(Field, raw)
    known["kind"] = _kind(FieldKind, known.get("kind"), FieldKind.OTHER)
    known["format"] = _kind(Format, known.get("format"), Format.PLAIN)
    known["rules"] = Rules(**_known(Rules, known.get("rules", {})))
    known["options"] = tuple(Option(**_known(Option, each)) for each in known.get("options", ()))
    return Field(**known)


def _grant(raw: Mapping[str, Any]) -> Grant:
    names = raw.get("fields")
    fields = None if names is None else frozenset(names)
    return Grant(allowed=raw["allowed"], fields=fields, own=raw.get("own") is True, some=raw.get("some") is True)


def _known(kind: type[Struct], raw: Mapping[str, Any]) -> dict[str, Any]:
    """Only what *kind* has a place for: a newer program may have stored more."""
    return {name: value for name, value in raw.items() if name in kind.__struct_fields__}


def _kind(kind: Any, value: object, otherwise: Any) -> Any:
    return kind(value) if value in set(kind) else otherwise
