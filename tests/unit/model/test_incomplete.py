"""What a new todo still lacks is known before it is sent."""

from msgspec.structs import replace

from todo_desktop.model.change import ChangeKind, Entry, EntryState, FieldChange
from todo_desktop.model.editing import edited, new_todo
from todo_desktop.model.errors import Problem
from todo_desktop.model.held import Held
from todo_desktop.model.incomplete import held_back, unfilled
from todo_desktop.model.lists import ListIdentity, TodoList
from todo_desktop.model.permissions import Grant, Permissions
from todo_desktop.model.schema import Collection, Field, FieldKind
from todo_desktop.model.values import Json

FIELDS = (
    Field("title", FieldKind.TEXT),
    Field("reason", FieldKind.TEXT, required=True),
    Field("tags", FieldKind.MULTI_SELECT, required=True),
    Field("place", FieldKind.TEXT, required=True, default="here"),
    Field("number", FieldKind.INTEGER, required=True, system=True),
    Field("files", FieldKind.FILES, required=True, shown_alone=True),
)
LIST = TodoList(1, ListIdentity("https://a/api", "todos", "1"), Collection("todos", fields=FIELDS))


def lacking(values: dict[str, Json], todo_list: TodoList = LIST) -> list[str]:
    return [field.name for field in unfilled(todo_list, values)]


def new(**values: Json) -> Held:
    return new_todo(1, values, tracked=True, operation="o", now=5)


def test_what_is_required_has_no_default_and_can_be_filled_in_here_is_lacking() -> None:
    assert lacking({}) == ["reason", "tags"]
    assert lacking({"reason": "", "tags": []}) == ["reason", "tags"]
    assert lacking({"reason": "x", "tags": ["a"]}) == []


def test_what_the_role_may_not_see_or_write_is_left_to_the_server() -> None:
    some = Grant(fields=frozenset({"title", "tags"}))
    assert lacking({}, replace(LIST, permissions=Permissions(create=some))) == ["tags"]
    assert lacking({}, replace(LIST, permissions=Permissions(view=some))) == ["tags"]


def test_a_create_waits_until_nothing_is_lacking() -> None:
    held = held_back(new(title="a"), LIST)
    (create,) = held.entries
    assert (create.state, create.problem) == (EntryState.PARKED, Problem.INCOMPLETE)
    assert held_back(held, LIST) is held
    filled = edited(held, {"reason": "x", "tags": ["a"]}, LIST.collection, tracked=True, operation="p", now=6)
    assert held_back(filled, LIST) is filled
    assert [entry.state for entry in filled.entries] == [EntryState.WAITING]


def test_what_is_demanded_no_more_lets_it_go() -> None:
    held = held_back(new(title="a"), LIST)
    plain = replace(LIST, collection=replace(LIST.collection, fields=FIELDS[:1]))
    (create,) = held_back(held, plain).entries
    assert (create.state, create.problem) == (EntryState.WAITING, None)


def test_what_may_have_arrived_or_waits_for_another_reason_stays_as_it_is() -> None:
    (create,) = new(title="a").entries
    for other in (replace(create, state=EntryState.SENT), create.parked(Problem.INVALID_INPUT)):
        held = replace(new(title="a"), entries=(other,))
        assert held_back(held, LIST) is held


def test_a_row_that_the_server_had_is_not_held_back() -> None:
    update = Entry("o", 1, 1, ChangeKind.UPDATE, {"title": FieldChange("a", "b")})
    again = replace(new(title="a"), server_id=7)
    for held in (again, replace(again, entries=(update,))):
        assert held_back(held, LIST) is held
