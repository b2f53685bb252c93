"""A reference to a local todo is told apart from every record of a server."""

import pytest

from todo_desktop.model.reference import LocalReference, reference_of, references
from todo_desktop.model.schema import Collection, Field, FieldKind
from todo_desktop.model.values import Json

PARENT = Field("parent", FieldKind.RELATION, target="todos")
ROOT = LocalReference(17, "Root")


def test_a_reference_comes_back_as_it_was() -> None:
    assert reference_of(ROOT.to_json()) == ROOT
    assert references({"parent": ROOT.to_json(), "title": "x"}) == {"parent": ROOT}


@pytest.mark.parametrize("value", [None, 17, "17", {"id": 17}, {"id": 17, "title": "Root"}, [], {"$todo": "17"}])
def test_nothing_else_is_one(value: Json) -> None:
    assert reference_of(value) is None


def test_it_is_the_same_as_itself_only() -> None:
    assert PARENT.same(ROOT.to_json(), LocalReference(17, "Renamed").to_json())
    others: list[Json] = [LocalReference(18).to_json(), {"id": 17}, {"id": "17"}, 17, None, ROOT.to_record(17)]
    for other in others:
        assert not PARENT.same(ROOT.to_json(), other)


def test_the_relation_that_makes_a_tree() -> None:
    other = Field("blockedBy", FieldKind.RELATION, target="todos")
    assignee = Field("assignee", FieldKind.RELATION, target="users")
    assert Collection("todos", fields=(assignee, other, PARENT)).parent is PARENT
    assert Collection("todos", fields=(assignee, other)).parent is other
    assert Collection("todos", fields=(assignee,)).parent is None
    assert Collection("", fields=(Field("loose", FieldKind.RELATION),)).parent is None
