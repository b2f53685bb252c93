"""A new todo is given what a filter asks of all, as far as its fields take it."""

import pytest

from todo_desktop.model.field_rules import Rules
from todo_desktop.model.filter import Group
from todo_desktop.model.filter_dates import Clock
from todo_desktop.model.filter_reading import filter_from_text
from todo_desktop.model.filter_values import values_for_new
from todo_desktop.model.schema import Collection, Field, FieldKind, FieldRoles, Option
from todo_desktop.model.validation import fits
from todo_desktop.model.values import Json

FIELDS = (
    Field("title", FieldKind.TEXT),
    Field("effort", FieldKind.INTEGER),
    Field("cost", FieldKind.DECIMAL, scale=2),
    Field("code", FieldKind.TEXT, max_length=3),
    Field("mail", FieldKind.TEXT, rules=Rules(is_email=True)),
    Field("state", FieldKind.SELECT, options=(Option("open", "Open"),)),
    Field("tags", FieldKind.MULTI_SELECT),
)
COLLECTION = Collection("todos", fields=FIELDS, roles=FieldRoles(title="title"))


def given(pasted: str) -> dict[str, Json]:
    group = filter_from_text(pasted, COLLECTION)
    assert isinstance(group, Group)
    values = values_for_new(group, COLLECTION, Clock(0))
    for name, value in values.items():
        field = COLLECTION.field(name)
        assert field is not None
        assert fits(field, value)
    return values


@pytest.mark.parametrize(
    ("pasted", "values"),
    [
        ('{"effort": 5, "state": "open"}', {"effort": 5, "state": "open"}),
        ('{"tags": {"$match": ["home"]}}', {"tags": ["home"]}),
        ('{"title": "Pay rent"}', {}),
        ('{"$or": [{"effort": 5}, {"effort": 6}]}', {}),
        # Numbers that are written as texts, as some programs do.
        ('{"effort": {"$eq": "5"}}', {"effort": 5}),
        ('{"cost": {"$eq": "1.5"}}', {"cost": 1.5}),
    ],
)
def test_what_all_todos_have_to_meet_is_given(pasted: str, values: dict[str, Json]) -> None:
    assert given(pasted) == values


@pytest.mark.parametrize("pasted", ['{"effort": 5.5}', '{"code": "abcd"}', '{"mail": "ada"}'])
def test_what_a_field_would_not_take_does_not_keep_a_todo_from_being_added(pasted: str) -> None:
    assert given(pasted) == {}
