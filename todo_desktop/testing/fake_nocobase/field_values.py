"""What the server itself has to say about a field's value: rules that it enforces, and values that it makes."""

import re
import secrets
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from todo_desktop.testing.fake_nocobase.errors import ApiError
from todo_desktop.testing.shapes import JsonObject

_TERM = re.compile(r"\s*\{\{(\w+)\}\}\s*([+*])\s*(\d+)\s*")


def demand_valid(fields: Mapping[str, JsonObject], collection: str, sent: Mapping[str, Any], *, whole: bool) -> None:
    """Raises ApiError 400 for the first value that breaks the `validation` of its field; *whole* for a new record,
    where what is not sent counts as none."""
    for name, field in fields.items():
        validation = field.get("validation")
        if validation and (whole or name in sent):
            title = field["uiSchema"].get("title", name)
            _demand(validation["rules"], f"{collection}: {title}", sent.get(name))


def _demand(rules: list[JsonObject], label: str, value: Any) -> None:
    required = any(rule["name"] == "required" for rule in rules)
    if value in (None, ""):
        if required:
            raise ApiError(400, f"{label} is required" if value is None else f"{label} is not allowed to be empty")
        return
    for rule in rules:
        limit = next(iter(rule.get("args", {}).values()), None)
        words = _BROKEN.get(rule["name"], _never)(value, limit)
        if words:
            raise ApiError(400, f"{label} {words}")


def _size(value: Any) -> Any:
    return len(value) if isinstance(value, str) else value


def _never(_value: Any, _limit: Any) -> str:
    return ""


def _pattern(value: Any, limit: Any) -> str:
    bare = limit[1 : limit.rfind("/")] if limit.startswith("/") else limit
    fits = re.search(bare, str(value)) is not None
    return "" if fits else f'with value "{value}" fails to match the required pattern: {bare}'


_BROKEN: dict[str, Callable[[Any, Any], str]] = {
    "min": lambda value, limit: "" if _size(value) >= limit else f"must be at least {limit}",
    "max": lambda value, limit: "" if _size(value) <= limit else f"must be less than or equal to {limit}",
    "integer": lambda value, _limit: "" if float(value).is_integer() else "must be an integer",
    "pattern": _pattern,
    "email": lambda value, _limit: "" if "@" in str(value) else "must be a valid email",
}


def made_by_itself(kind: str, name: str, rows: Mapping[Any, Mapping[str, Any]]) -> Any:
    """The value of a new record for a field that fills itself; None for all others."""
    if kind == "sequence":
        return f"T-{1 + sum(row.get(name) is not None for row in rows.values()):04d}"
    return {"uuid": lambda: str(uuid.uuid4()), "nanoid": lambda: secrets.token_urlsafe(9)}.get(kind, lambda: None)()


def computed(expression: str, row: Mapping[str, Any]) -> Any:
    """`{{field}} + 1` or `{{field}} * 2`; None where the field has no value."""
    found = _TERM.fullmatch(expression)
    if found is None:
        raise ValueError(f"the fake server computes no {expression}")
    value, sign, number = row.get(found[1]), found[2], int(found[3])
    if value is None:
        return None
    return value + number if sign == "+" else value * number
