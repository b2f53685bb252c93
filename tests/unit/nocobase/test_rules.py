"""Rules of a field, as the server's two places tell them."""

from typing import Any

import pytest

from todo_desktop.model.field_rules import Rules
from todo_desktop.nocobase.rules import is_required, longest_of, rules_of


def enforced(*rules: dict[str, Any]) -> dict[str, Any]:
    return {"validation": {"type": "string", "rules": list(rules)}}


def limit(name: str, value: Any) -> dict[str, Any]:
    return {"name": name, "args": {"limit": value}}


@pytest.mark.parametrize(
    ("meta", "ui", "rules"),
    [
        ({"type": "string"}, {}, Rules()),
        ({"type": "string", **enforced(limit("min", 2))}, {}, Rules(min_length=2)),
        ({"type": "integer", **enforced(limit("min", 2), limit("max", 9))}, {}, Rules(least=2, most=9)),
        ({"type": "integer", **enforced(limit("greater", 2), limit("less", 9))}, {}, Rules(above=2, below=9)),
        ({"type": "double", **enforced(limit("precision", 2))}, {}, Rules(digits=2)),
        ({"type": "integer", **enforced({"name": "multiple", "args": {"base": 5}})}, {}, Rules(multiple_of=5)),
        ({"type": "decimal", "precision": 10, "scale": 2}, {}, Rules(whole_digits=8)),
        ({"type": "string", **enforced({"name": "pattern", "args": {"regex": "/^a/i"}})}, {}, Rules(pattern="^a")),
        ({"type": "string", **enforced({"name": "email"})}, {}, Rules(is_email=True)),
        ({"type": "text", **enforced({"name": "uri"})}, {}, Rules(is_url=True)),
        ({"type": "string"}, {"x-validator": "email"}, Rules(is_email=True)),
        ({"type": "text"}, {"x-validator": {"format": "url"}}, Rules(is_url=True)),
        ({"type": "integer"}, {"x-validator": [{"minimum": 1}, {"maximum": 5}]}, Rules(least=1, most=5)),
        ({"type": "float"}, {"x-validator": [{"minValue": 0, "maxValue": 1}]}, Rules(least=0, most=1)),
        ({"type": "integer"}, {"x-component-props": {"min": 1, "max": 5, "step": "1"}}, Rules(least=1, most=5)),
        ({"type": "integer", **enforced(limit("max", 9))}, {"maximum": 5}, Rules(most=5)),
        ({"type": "integer", **enforced(limit("max", 5))}, {"maximum": 9}, Rules(most=5)),
        ({"type": "dateOnly", **enforced({"name": "min", "args": {"date": "2026-01-01"}})}, {}, Rules()),
        ({"type": "integer"}, {"maximum": "Infinity", "x-validator": {"precision": "Infinity"}}, Rules()),
        ({"type": "string"}, {"minLength": "Infinity", "maxLength": "NaN"}, Rules()),
        ({"type": "string", "validation": {"rules": [None, 5, {"name": 1}, limit("max", "x")]}}, {}, Rules()),
        ({"type": "string", "validation": []}, {"x-validator": [None, 5]}, Rules()),
    ],
)
def test_rules_are_read(meta: dict[str, Any], ui: dict[str, Any], rules: Rules) -> None:
    assert rules_of(meta, ui) == rules


@pytest.mark.parametrize(
    ("meta", "ui", "longest"),
    [
        ({"type": "string"}, {}, 255),
        ({"type": "string", "length": 40}, {}, 40),
        ({"type": "text"}, {}, None),
        ({"type": "text", **enforced(limit("max", 9))}, {}, 9),
        ({"type": "string", **enforced(limit("max", 999))}, {}, 255),
        ({"type": "string", **enforced(limit("length", 4))}, {"maxLength": 9}, 4),
        ({"type": "integer", **enforced(limit("max", 9))}, {}, None),
    ],
)
def test_the_longest_text_is_the_narrower_of_column_and_rules(
    meta: dict[str, Any], ui: dict[str, Any], longest: int | None
) -> None:
    assert longest_of(meta, ui) == longest


@pytest.mark.parametrize(
    ("meta", "ui", "required"),
    [
        ({}, {}, False),
        ({}, {"required": True}, True),
        (enforced({"name": "required"}), {}, True),
        ({}, {"x-validator": [{"required": True}]}, True),
        ({}, {"x-validator": {"required": False}}, False),
    ],
)
def test_a_value_is_required_where_one_of_the_places_says_so(
    meta: dict[str, Any], ui: dict[str, Any], required: bool
) -> None:
    assert is_required(meta, ui) is required
