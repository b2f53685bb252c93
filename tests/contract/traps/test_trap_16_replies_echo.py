"""Trap 16: the reply of a write is not what is stored."""

from tests.contract.rows import UNGUARDED, create_row
from tests.contract.site import Connect, OpenList
from todo_desktop.model.values import Json
from todo_desktop.testing.rights import limited
from todo_desktop.testing.shapes import FULL, TUTORIAL


def test_what_is_read_is_not_what_the_reply_of_an_update_says(open_list: OpenList, connect: Connect) -> None:
    client = connect(open_list(FULL))
    key, _ = create_row(client, title="x")
    sent: dict[str, Json] = {
        "cost": 1.005, "daily": "10:00", "tags": ["work", "home"], "remindAt": "2026-12-01T10:00:00.123456Z",
    }  # fmt: skip
    reply = client.update(key, sent, UNGUARDED)
    read = client.by_ids([key])[0]
    assert reply is not None
    assert (reply["cost"], reply["daily"]) == (1.005, "10:00")
    assert (read["cost"], read["daily"]) == ("1.01", "10:00:00")
    assert reply["tags"] == read["tags"] == ["home", "work"]
    assert reply["remindAt"] == read["remindAt"] == "2026-12-01T10:00:00.123Z"


def test_big_integers_come_back_as_text(open_list: OpenList, connect: Connect) -> None:
    client = connect(open_list(FULL))
    _, row = create_row(client, steps="9007199254740995", effort=5)
    assert (row["steps"], row["effort"]) == ("9007199254740995", 5)


def test_a_field_that_may_not_be_viewed_is_not_read_though_replies_hold_it(
    open_list: OpenList, connect: Connect
) -> None:
    client = connect(open_list(TUTORIAL).with_rights(limited(hidden=["completed"])))
    reply = client.create({"title": "a", "completed": True})
    (row,) = client.page_by_id(None, 10).records
    assert reply["completed"] is True
    assert "completed" not in row
