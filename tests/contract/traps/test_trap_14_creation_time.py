"""Trap 14: the creation time is taken from the client, the change time and the author are not."""

from tests.contract.rows import create_row
from tests.contract.site import OpenList, Raw
from todo_desktop.nocobase.api import NocoBase
from todo_desktop.testing.shapes import FULL


def test_the_creation_time_is_taken_from_the_client_and_the_change_time_is_not(client: NocoBase) -> None:
    past = "2020-01-01T00:00:00.123Z"
    _, row = create_row(client, title="x", createdAt=past, updatedAt=past)
    assert row["createdAt"] == past
    assert row["updatedAt"] > past


def test_the_author_is_whom_the_key_belongs_to(open_list: OpenList) -> None:
    todos = open_list(FULL)
    raw = Raw(todos)
    for sent in ({"createdById": 4711}, {"createdBy": 4711}):
        key = raw.post(f"{todos.collection}:create", {"title": "x", **sent}).json()["data"]["id"]
        assert raw.row(key)["createdById"] == todos.user_id
