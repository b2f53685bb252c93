"""Trap 8: a chosen id breaks a numbered list, is taken where the role may write it, and else dropped in silence."""

import pytest

from tests.contract.rows import UNGUARDED, create_row, titles_of
from tests.contract.site import Connect, OpenList, Raw, TodoList, write_row
from todo_desktop.model.errors import Problem, Refused
from todo_desktop.nocobase.api import NocoBase
from todo_desktop.testing.rights import limited
from todo_desktop.testing.shapes import FULL, UNIQUE_TITLES


def test_a_number_chosen_ahead_of_the_sequence_breaks_the_next_create_of_anybody(client: NocoBase) -> None:
    key, _ = create_row(client, title="a")
    assert isinstance(key, int)
    create_row(client, id=key + 1, title="chosen")
    with pytest.raises(Refused) as refused:
        client.create({"title": "of anybody"})
    assert refused.value.status == 400


def test_a_row_may_be_brought_back_under_its_old_number(client: NocoBase) -> None:
    key, _ = create_row(client, title="a")
    client.destroy(key, UNGUARDED)
    assert create_row(client, id=key, title="back")[0] == key
    assert create_row(client, title="next")[0] != key


def test_a_snowflake_id_may_be_chosen_and_a_repeat_is_refused(open_list: OpenList, connect: Connect) -> None:
    client = connect(open_list(FULL))
    key, _ = create_row(client, id=123456789012345, title="chosen")
    assert key == 123456789012345
    with pytest.raises(Refused) as refused:
        client.create({"id": key, "title": "again"})
    assert (refused.value.problem, refused.value.status) == (Problem.INVALID_INPUT, 400)


def test_a_chosen_id_and_a_creation_time_are_dropped_where_they_may_not_be_written(
    open_list: OpenList, connect: Connect
) -> None:
    client = connect(open_list(FULL).with_rights(limited(unwritable=["id", "createdAt"])))
    past = "2020-01-01T00:00:00.000Z"
    first = client.create({"id": 123456789012345, "title": "x", "createdAt": past})
    again = client.create({"id": 123456789012345, "title": "x", "createdAt": past})
    assert len({first["id"], again["id"], 123456789012345}) == 3
    assert client.created_at([past]) == []


def test_rows_are_found_by_their_creation_time_to_the_millisecond(todos: TodoList, client: NocoBase) -> None:
    mark = "2026-03-04T05:06:07.089Z"
    client.create({"title": "mine", "createdAt": mark})
    client.create({"title": "other"})
    write_row(todos, title="by SQL", createdAt="2026-03-04T05:06:07.089400Z")
    others = [f"2026-03-04T05:06:08.{n:03d}Z" for n in range(300)]
    assert titles_of(client.created_at([*others, mark])) == ["mine", "by SQL"]


def test_a_taken_id_looks_like_any_other_value_that_is_taken(open_list: OpenList) -> None:
    todos = open_list(UNIQUE_TITLES)
    raw = Raw(todos)
    key = raw.post(f"{todos.collection}:create", {"title": "taken"}).json()["data"]["id"]
    for values in ({"id": key, "title": "other"}, {"title": "taken"}):
        answer = raw.post(f"{todos.collection}:create", values)
        (error,) = answer.json()["errors"]
        assert (answer.status_code, sorted(error)) == (400, ["message"]), "no code tells them apart"
