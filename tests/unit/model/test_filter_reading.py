"""What is pasted as a filter is taken whole, or not at all and with the reason."""

import pytest
from msgspec.structs import replace

from tests.unit.replica.todos import SORTABLE, collection_of
from todo_desktop.model.filter import Condition, Group, Operator
from todo_desktop.model.filter_dates import Period, Unit
from todo_desktop.model.filter_json import filter_to_text
from todo_desktop.model.filter_reading import NotTaken, Why, filter_from_text
from todo_desktop.model.schema import Field, FieldKind

PEOPLE = collection_of(
    *SORTABLE.fields,
    Field("assignee", FieldKind.RELATION, "Assignee", target="users", target_title="nickname"),
    Field("tags", FieldKind.MULTI_SELECT),
    Field("page", FieldKind.OTHER),
    Field("remindAt", FieldKind.DATETIME),
)

NOT_TAKEN: dict[str, NotTaken] = {
    "{": NotTaken(Why.NOT_JSON),
    "rent": NotTaken(Why.NOT_JSON),
    "[" * 100_000: NotTaken(Why.NOT_JSON),
    "[]": NotTaken(Why.NOT_A_FILTER, "[]"),
    '{"$and": {"title": "x"}}': NotTaken(Why.NOT_A_FILTER, '$and: {"title":"x"}'),
    '{"$not": {"title": "x"}}': NotTaken(Why.NOT_A_FILTER, "$not"),
    '{"titel": "x"}': NotTaken(Why.FIELD, "titel"),
    '{"title": "x", "page": "y"}': NotTaken(Why.OPERATOR, "y", "page"),
    '{"title": {"$like": "x"}}': NotTaken(Why.OPERATOR, "$like", "title"),
    '{"completed": {"$includes": "x"}}': NotTaken(Why.OPERATOR, "$includes", "completed"),
    '{"cost": {"$gt": "much"}}': NotTaken(Why.VALUE, "much", "cost"),
    '{"completed": "yes"}': NotTaken(Why.VALUE, "yes", "completed"),
    '{"due": {"$dateOn": "soon"}}': NotTaken(Why.VALUE, "soon", "due"),
    '{"due": {"$dateOn": "2026-02-31"}}': NotTaken(Why.VALUE, "2026-02-31", "due"),
    '{"due": {"$dateOn": {"type": "someday"}}}': NotTaken(Why.VALUE, '{"type":"someday"}', "due"),
    '{"due": {"$dateOn": "{{$nDate.thisWeek}}"}}': NotTaken(Why.VARIABLE, "{{$nDate.thisWeek}}", "due"),
    '{"remindAt": {"$dateAfter": "{{$nDate.now}}"}}': NotTaken(Why.VARIABLE, "{{$nDate.now}}", "remindAt"),
    '{"title": "{{$user.nickname}}"}': NotTaken(Why.VARIABLE, "{{$user.nickname}}"),
    '{"title": {"$includes": "a\\\\"}}': NotTaken(Why.VALUE, "a\\", "title"),
    '{"priority": {"$in": []}}': NotTaken(Why.VALUE, "[]", "priority"),
    '{"tags": null}': NotTaken(Why.VALUE, "null", "tags"),
    '{"assignee": {"email": {"$includes": "@"}}}': NotTaken(Why.RELATED_FIELD, "assignee.email"),
    '{"assignee.roles.name": "x"}': NotTaken(Why.RELATED_FIELD, "assignee.roles"),
    '{"assignee": 1}': NotTaken(Why.VALUE, "1", "Assignee"),
}


@pytest.mark.parametrize("text", NOT_TAKEN, ids=range(len(NOT_TAKEN)))
def test_what_cannot_be_taken_is_named(text: str) -> None:
    assert filter_from_text(text, PEOPLE) == NOT_TAKEN[text]


def test_a_filter_that_lies_too_deep_is_not_taken() -> None:
    text = '{"title": "x"}'
    for _ in range(200):
        text = f'{{"$and": [{text}]}}'
    assert isinstance(filter_from_text(text, PEOPLE), NotTaken)


def test_groups_are_kept_and_empty_ones_left_out() -> None:
    text = '{"$and": [{"title": {"$includes": "a"}}, {"$or": [{"cost": 1}, {"$and": []}, {"cost": 2}]}, {"$or": []}]}'
    assert filter_from_text(text, PEOPLE) == Group(
        True,
        (
            Condition("title", Operator.CONTAINS, "a"),
            Group(False, (Condition("cost", Operator.IS, 1), Condition("cost", Operator.IS, 2))),
        ),
    )


def test_who_the_user_is_is_known() -> None:
    text = '{"assignee": {"id": {"$eq": "{{$user.id}}"}}}'
    assert filter_from_text(text, PEOPLE, "7") == Group(True, (Condition("assignee", Operator.IS, 7),))
    assert filter_from_text(text, PEOPLE) == NotTaken(Why.VARIABLE, "{{$user.id}}")


def test_who_made_a_todo_is_asked_by_the_key_that_is_held() -> None:
    made = Field("createdById", FieldKind.INTEGER, "Created by", system=True)
    collection = replace(collection_of(*SORTABLE.fields, made), created_by="createdById")
    asked = filter_from_text('{"$and": [{"createdBy": {"id": {"$eq": "{{$user.id}}"}}}]}', collection, "7")
    assert asked == Group(True, (Condition("createdById", Operator.IS, 7),))
    named = filter_from_text('{"createdBy": {"nickname": {"$includes": "a"}}}', collection, "7")
    assert named == NotTaken(Why.RELATED_FIELD, "createdBy.nickname")


def test_a_period_of_a_field_with_times_is_written_as_a_variable_of_the_server() -> None:
    """Its types are counted in UTC there."""
    today = Period(Unit.DAY)
    both = Group(True, (Condition("remindAt", Operator.ON, today), Condition("due", Operator.ON, today)))
    written = '{"$and":[{"remindAt":{"$dateOn":"{{$nDate.today}}"}},{"due":{"$dateOn":{"type":"today"}}}]}'
    assert filter_to_text(both, PEOPLE) == written
    assert filter_from_text(written, PEOPLE) == both
