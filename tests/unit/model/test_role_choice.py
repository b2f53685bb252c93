"""What the user says about roles goes before what names and types tell."""

from collections.abc import Mapping

import pytest

from todo_desktop.model.role_choice import chosen_with, roles_for, with_chosen
from todo_desktop.model.schema import Collection, Field, FieldKind, FieldRoles, guess_roles

FIELDS = (
    Field("name", FieldKind.TEXT),
    Field("number", FieldKind.TEXT, system=True),
    Field("completed", FieldKind.BOOLEAN),
    Field("paid", FieldKind.BOOLEAN),
    Field("due", FieldKind.DATE),
    Field("starts", FieldKind.DATETIME),
    Field("notes", FieldKind.LONG_TEXT),
    Field("sort", FieldKind.ORDER),
)
COLLECTION = Collection("todos", fields=FIELDS, roles=guess_roles(FIELDS))
GUESSED = FieldRoles(title="name", done="completed", due="due", notes="notes", order="sort")


@pytest.mark.parametrize(
    ("chosen", "roles"),
    [
        ({}, GUESSED),
        ({"done": "paid"}, FieldRoles("name", "paid", "due", notes="notes", order="sort")),
        ({"done": ""}, FieldRoles("name", "", "due", notes="notes", order="sort")),
        ({"title": "notes"}, FieldRoles("notes", "completed", "due", order="sort")),
        ({"title": "notes", "notes": "name"}, FieldRoles("notes", "completed", "due", notes="name", order="sort")),
        ({"title": ""}, GUESSED),
        ({"done": "gone"}, GUESSED),
        ({"due": "completed"}, GUESSED),
        ({"title": "number"}, GUESSED),
        ({"order": ""}, GUESSED),
        ({"no-role": "name"}, GUESSED),
    ],
)
def test_a_choice_that_fits_holds(chosen: Mapping[str, str], roles: FieldRoles) -> None:
    assert with_chosen(COLLECTION, chosen).roles == roles


def test_a_choice_holds_again_when_its_field_is_back() -> None:
    without = Collection("todos", fields=tuple(f for f in FIELDS if f.name != "paid"))
    chosen = with_chosen(without, {"done": "paid"})
    assert chosen.roles.done == "completed"
    assert with_chosen(COLLECTION, chosen.chosen).roles.done == "paid"


def test_a_field_plays_one_role_at_a_time() -> None:
    chosen = with_chosen(COLLECTION, {"notes": "notes"})
    assert chosen_with(chosen, "title", "notes") == {"title": "notes"}
    assert chosen_with(chosen, "due", "") == {"notes": "notes", "due": ""}


def test_fields_offer_the_roles_of_their_kind() -> None:
    assert {field.name: roles_for(field) for field in FIELDS} == {
        "name": ("title", "notes"),
        "number": (),
        "completed": ("done",),
        "paid": ("done",),
        "due": ("due",),
        "starts": ("due",),
        "notes": ("title", "notes"),
        "sort": (),
    }
