"""Trap 6: done has three states, and a title may be null, empty, or hold anything."""

from tests.contract.rows import id_of, titles_of
from tests.contract.site import Raw, TodoList
from todo_desktop.nocobase.api import NocoBase


def test_a_new_row_is_neither_done_nor_open(todos: TodoList, raw: Raw, client: NocoBase) -> None:
    created = client.create({"title": "new"})
    assert raw.row(id_of(created))["completed"] is None


def test_titles_may_hold_anything(client: NocoBase) -> None:
    odd = ["", "line\nbreak", "😀 \u200fשלום", "<img src=x>", "a'\"\\%_", None]
    for title in odd:
        client.create({"title": title})
    assert titles_of(client.page_by_id(None, 20).records) == odd
