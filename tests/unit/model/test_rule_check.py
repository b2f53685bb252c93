"""A value that breaks a rule of its field is named by that rule."""

import pytest

from todo_desktop.model.errors import InvalidValue
from todo_desktop.model.field_rules import Rules
from todo_desktop.model.rule_check import broken_rule
from todo_desktop.model.schema import Field, FieldKind, Option
from todo_desktop.model.validation import check
from todo_desktop.model.values import Json


@pytest.mark.parametrize(
    ("rules", "value", "broken"),
    [
        (Rules(min_length=2), "a", "too-short"),
        (Rules(min_length=2), "ab", ""),
        (Rules(least=1, most=5), 0, "too-small"),
        (Rules(least=1, most=5), 1, ""),
        (Rules(least=1, most=5), 5, ""),
        (Rules(least=1, most=5), "5.01", "too-large"),
        (Rules(above=1), 1, "too-small"),
        (Rules(below=5), 5, "too-large"),
        (Rules(whole_digits=8), "12345678.90", ""),
        (Rules(whole_digits=8), "123456789", "out-of-range"),
        (Rules(whole_digits=2), 0, ""),
        (Rules(digits=2), 1.25, ""),
        (Rules(digits=2), "1.250", ""),
        (Rules(digits=2), 1.255, "too-many-digits"),
        (Rules(digits=0), 1e20, ""),
        (Rules(multiple_of=0.1), 0.3, ""),
        (Rules(multiple_of=5), 12, "not-a-multiple"),
        (Rules(pattern="^[A-Z]{3}$"), "ABC", ""),
        (Rules(pattern="^[A-Z]{3}$"), "ABC\n", "no-match"),
        (Rules(pattern="[0-9]"), "room 5", ""),
        (Rules(pattern="(?<year>[0-9]{4})"), "2026", ""),
        (Rules(pattern="(?<=a)b"), "b", "no-match"),
        (Rules(pattern="([a-z]+)*$"), "A", ""),
        (Rules(pattern="[unclosed"), "A", ""),
        (Rules(is_email=True), "ada@example.com", ""),
        (Rules(is_email=True), "ada@example", "not-an-email"),
        (Rules(is_email=True), "a b@example.com", "not-an-email"),
        (Rules(is_url=True), "https://example.com/a", ""),
        (Rules(is_url=True), "example", "not-an-address"),
        (Rules(least=1), True, ""),
        (Rules(least=1), "no number", ""),
    ],
)
def test_the_first_rule_that_is_broken_is_named(rules: Rules, value: Json, broken: str) -> None:
    assert broken_rule(rules, value) == broken


GRADES = (Option(1, "One"), Option(2, "Two"))


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        (Field("f", FieldKind.TEXT, rules=Rules(min_length=2)), "a", "too-short"),
        (Field("f", FieldKind.TEXT, rules=Rules(min_length=2)), "", ""),
        (Field("f", FieldKind.TEXT), "half of a \ud83d", "wrong-kind"),
        (Field("f", FieldKind.TEXT), "a whole \U0001f600", ""),
        (Field("f", FieldKind.TIME), "09:05:00", ""),
        (Field("f", FieldKind.TIME), "25:00:00", "not-a-time"),
        (Field("f", FieldKind.TIME), "noon", "not-a-time"),
        (Field("f", FieldKind.SELECT, options=GRADES), 2, ""),
        (Field("f", FieldKind.SELECT, options=GRADES), 3, "wrong-kind"),
        (Field("f", FieldKind.SELECT, options=GRADES), "2", "wrong-kind"),
        (Field("f", FieldKind.SELECT, options=(Option("a", "A"),)), "anything", ""),
        (Field("f", FieldKind.MULTI_SELECT, required=True), [], "required"),
        (Field("f", FieldKind.MULTI_SELECT), [], ""),
        (Field("f", FieldKind.JSON), {"a": [1, None]}, ""),
        (Field("f", FieldKind.JSON), {"a": "\x00"}, "wrong-kind"),
        (Field("f", FieldKind.TEXT, system=True, computed=True), "x", "not-editable"),
    ],
)
def test_values_are_checked_by_kind_and_rules(field: Field, value: Json, reason: str) -> None:
    if not reason:
        check(field, value)
        return
    with pytest.raises(InvalidValue) as refused:
        check(field, value)
    assert refused.value.detail == reason


@pytest.mark.parametrize(
    ("kind", "a", "b", "same"),
    [
        (FieldKind.JSON, {"a": 1, "b": [1]}, {"b": [1.0], "a": 1}, True),
        (FieldKind.JSON, [1, 2], [2, 1], False),
        (FieldKind.JSON, "1", 1, False),
        (FieldKind.JSON, True, 1, False),
        (FieldKind.JSON, {}, [], False),
        (FieldKind.TIME, "9:05", "09:05:00", True),
        (FieldKind.TIME, "09:05:01", "09:05:00", False),
        (FieldKind.SELECT, 1, "1", False),
    ],
)
def test_equality_is_that_of_the_kind(kind: FieldKind, a: Json, b: Json, same: bool) -> None:
    assert Field("f", kind).same(a, b) is same
