"""A filter of several lists: each is asked by its own names and kinds, and what it lacks is empty there."""

import pytest

from todo_desktop.model.all_lists import all_lists
from todo_desktop.model.all_lists_filter import asked_of, where_of_all, with_choices
from todo_desktop.model.filter import Condition, Group, Operator
from todo_desktop.model.filter_dates import Clock, Period, Span, Unit
from todo_desktop.model.instants import from_instant
from todo_desktop.model.lists import ListIdentity, TodoList
from todo_desktop.model.query import WhereOfAll
from todo_desktop.model.schema import Collection, Field, FieldKind, Option, guess_roles

O = Operator  # noqa: E741
CLOCK = Clock(from_instant("2026-11-28T12:00:00.000Z") or 0)


def made(list_id: int, *fields: Field) -> TodoList:
    identity = ListIdentity("http://localhost/api", f"todos{list_id}", "1")
    return TodoList(list_id, identity, Collection(f"todos{list_id}", fields=fields, roles=guess_roles(fields)))


RICH = made(
    1,
    Field("title", FieldKind.TEXT),
    Field("completed", FieldKind.BOOLEAN),
    Field("due", FieldKind.DATE),
    Field("priority", FieldKind.SELECT, options=(Option("h", "High"), Option("l", "Low"))),
)
OTHER = made(
    2,
    Field("subject", FieldKind.TEXT),
    Field("finished", FieldKind.BOOLEAN),
    Field("deadline", FieldKind.DATETIME),
    Field("prio", FieldKind.INTEGER),
)
BARE = made(3, Field("name", FieldKind.TEXT))
ALL = all_lists((RICH, OTHER, BARE), {})


def every(*parts: Condition | Group) -> Group:
    return Group(True, parts)


def any_of(*parts: Condition | Group) -> Group:
    return Group(False, parts)


def test_each_list_is_asked_by_its_own_names() -> None:
    asked = every(Condition("title", O.CONTAINS, "rent"))
    assert [asked_of(asked, each) for each in ALL.parts] == [
        every(Condition(name, O.CONTAINS, "rent")) for name in ("title", "subject", "name")
    ]


def test_a_day_is_a_span_of_each_lists_own_kind() -> None:
    where = where_of_all(every(Condition("due", O.ON, Period(Unit.DAY))), ALL, CLOCK)
    assert where == WhereOfAll(
        (
            (1, every(Condition("due", O.ON, Span("2026-11-28", "2026-11-29")))),
            (2, every(Condition("deadline", O.ON, Span("2026-11-28T00:00:00.000Z", "2026-11-29T00:00:00.000Z")))),
        )
    )


@pytest.mark.parametrize(
    ("operator", "value", "meets"),
    [
        (O.EMPTY, None, True), (O.NOT_EMPTY, None, False),
        (O.ON, "2026-11-28", False), (O.NOT_ON, "2026-11-28", False), (O.BEFORE, "2026-11-28", False),
    ],
)  # fmt: skip
def test_a_date_that_a_list_lacks_is_empty_there(operator: Operator, value: str | None, meets: bool) -> None:
    assert asked_of(every(Condition("due", operator, value)), BARE) is meets


@pytest.mark.parametrize(("operator", "meets"), [(O.TRUE, False), (O.FALSE, True)])
def test_where_nothing_can_be_done_nothing_is(operator: Operator, meets: bool) -> None:
    assert asked_of(every(Condition("done", operator)), BARE) is meets


def test_any_of_some_conditions_is_decided_by_one_that_all_of_a_list_meet() -> None:
    asked = any_of(Condition("due", O.EMPTY), Condition("title", O.IS, "x"))
    assert asked_of(asked, BARE) is True
    assert asked_of(any_of(Condition("due", O.NOT_EMPTY), Condition("title", O.IS, "x")), BARE) == any_of(
        Condition("name", O.IS, "x")
    )
    assert asked_of(every(Condition("title", O.IS, "x"), any_of(Condition("due", O.NOT_EMPTY))), BARE) is False


@pytest.mark.parametrize(
    ("operator", "value", "of_rich", "of_other", "of_bare"),
    [
        (O.IS, "high", every(Condition("priority", O.ANY_OF, ("h",))), False, False),
        (O.IS_NOT, "High", every(Condition("priority", O.NONE_OF, ("h",))), True, True),
        (O.ANY_OF, ("Low", "2"), every(Condition("priority", O.ANY_OF, ("l",))),
         every(any_of(Condition("prio", O.IS, 2))), False),
        (O.NONE_OF, ("Low", "2"), every(Condition("priority", O.NONE_OF, ("l",))),
         every(every(Condition("prio", O.IS_NOT, 2))), True),
        (O.EMPTY, None, every(Condition("priority", O.EMPTY)), every(Condition("prio", O.EMPTY)), True),
    ],
)  # fmt: skip
def test_a_priority_is_meant_by_its_label(
    operator: Operator, value: str | tuple[str, ...] | None, of_rich: object, of_other: object, of_bare: object
) -> None:
    asked = every(Condition("priority", operator, value))
    assert [asked_of(asked, each) for each in ALL.parts] == [of_rich, of_other, of_bare]


def test_a_list_is_meant_or_left_out_whole() -> None:
    for condition, expected in (
        (Condition("list", O.ANY_OF, (RICH.key, BARE.key)), [1, 3]),
        (Condition("list", O.IS, OTHER.key), [2]),
        (Condition("list", O.NONE_OF, (RICH.key,)), [2, 3]),
        (Condition("list", O.IS_NOT, RICH.key), [2, 3]),
    ):
        where = where_of_all(every(condition), ALL, CLOCK)
        assert where is not None
        assert [list_id for list_id, _ in where.asked] == expected
        assert not any(group for _, group in where.asked)


def test_what_cannot_be_asked_asks_for_nothing() -> None:
    assert where_of_all(every(Condition("list", O.EMPTY)), ALL, CLOCK) is None, "each todo has a list"
    assert where_of_all(every(Condition("notes", O.CONTAINS, "x")), ALL, CLOCK) is None


def test_labels_of_all_lists_and_the_lists_themselves_can_be_chosen_from() -> None:
    collection = with_choices(ALL, {1: "One", 2: "Two", 3: "Three"})
    priority, lists = collection.field("priority"), collection.field("list")
    assert priority is not None
    assert lists is not None
    assert [option.value for option in priority.options] == ["High", "Low"]
    assert [(option.value, option.label) for option in lists.options] == [
        (RICH.key, "One"), (OTHER.key, "Two"), (BARE.key, "Three"),
    ]  # fmt: skip
