"""Trap 2: a malformed filter answers 200 and `{}`, which is not an empty list."""

import pytest

from tests.contract.site import Raw, TodoList
from todo_desktop.model.errors import Problem, Unavailable
from todo_desktop.nocobase import filters
from todo_desktop.nocobase.api import NocoBase


def test_a_malformed_filter_answers_an_empty_object(todos: TodoList, raw: Raw) -> None:
    answer = raw.get(f"{todos.collection}:list", filter="{bad")
    assert (answer.status_code, answer.json()) == (200, {})


def test_an_answer_without_data_is_not_read_as_an_empty_list(
    todos: TodoList, client: NocoBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    todos.seed(2)
    monkeypatch.setattr(filters, "as_text", lambda _condition: "{bad")
    for read in (lambda: client.page_by_change(0, 10), lambda: client.by_ids([1]), lambda: client.stamps(1, 10)):
        with pytest.raises(Unavailable) as failed:
            read()
        assert failed.value.problem is Problem.NOT_NOCOBASE
