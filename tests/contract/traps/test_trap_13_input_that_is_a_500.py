"""Trap 13: what the database cannot hold is a 500, which no repetition mends."""

import pytest

from tests.contract.rows import UNGUARDED, create_row
from tests.contract.site import OpenList, Raw, TodoList
from todo_desktop.model.errors import OutcomeUnknown, Problem
from todo_desktop.model.values import Json
from todo_desktop.nocobase.api import NocoBase
from todo_desktop.testing.shapes import FULL


@pytest.mark.parametrize("values", [{"title": "x" * 256}, {"completed": "maybe"}])
def test_input_that_the_database_refuses_is_a_500_that_names_its_reason(
    client: NocoBase, values: dict[str, Json]
) -> None:
    with pytest.raises(OutcomeUnknown) as failed:
        client.create(values)
    assert (failed.value.problem, failed.value.status) == (Problem.SERVER_ERROR, 500)
    assert failed.value.detail
    assert client.page_by_id(None, 10).records == []


def test_an_update_that_the_database_refuses_is_a_500_too(client: NocoBase) -> None:
    key, _ = create_row(client, title="a")
    with pytest.raises(OutcomeUnknown) as failed:
        client.update(key, {"title": "x" * 256}, UNGUARDED)
    assert failed.value.status == 500


def test_a_bad_date_is_a_500_too(open_list: OpenList) -> None:
    todos = open_list(FULL)
    answer = Raw(todos).post(f"{todos.collection}:create", {"due": "someday"})
    assert answer.status_code == 500
    assert answer.json()["errors"][0]["message"]


def test_one_bad_row_fails_all_of_one_create(todos: TodoList, raw: Raw) -> None:
    answer = raw.post(f"{todos.collection}:create", [{"title": "good"}, {"title": "x" * 256}])
    assert answer.status_code == 500
    assert raw.get(f"{todos.collection}:list").json()["data"] == []
