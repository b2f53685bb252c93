"""Trap 4: a field that the role may not write, or that does not exist, is dropped in silence."""

from tests.contract.rows import UNGUARDED, create_row, id_of
from tests.contract.site import Connect, OpenList, Raw
from todo_desktop.nocobase.api import NocoBase
from todo_desktop.testing.rights import limited
from todo_desktop.testing.shapes import TUTORIAL


def test_a_field_that_may_not_be_written_keeps_its_value_in_silence(open_list: OpenList, connect: Connect) -> None:
    client = connect(open_list(TUTORIAL).with_rights(limited(unwritable=["completed"])))
    key = client.create({"title": "a", "completed": True})["id"]
    assert isinstance(key, int)
    assert client.by_ids([key])[0]["completed"] is None
    assert client.update(key, {"title": "b", "completed": True}, UNGUARDED) is not None
    row = client.by_ids([key])[0]
    assert (row["title"], row["completed"]) == ("b", None)


def test_unknown_fields_are_dropped_in_silence(client: NocoBase) -> None:
    _, row = create_row(client, title="x", nobody="knows")
    assert "nobody" not in row


EVERYTHING = TUTORIAL.field_names


def test_the_reply_still_has_the_value_that_was_sent(open_list: OpenList) -> None:
    """Only a read tells that it was dropped (trap 16)."""
    todos = open_list(TUTORIAL).with_rights(limited(unwritable=["completed"]))
    raw = Raw(todos)
    created = raw.post(f"{todos.collection}:create", {"title": "a"}).json()["data"]
    answer = raw.post(f"{todos.collection}:update", {"completed": True}, filterByTk=created["id"])
    assert (answer.status_code, len(answer.json()["data"])) == (200, 1)
    assert raw.row(created["id"])["completed"] is None


def test_an_empty_list_of_fields_hides_everything_and_lets_everything_be_written(
    open_list: OpenList, connect: Connect
) -> None:
    todos = open_list(TUTORIAL)
    client = connect(todos.with_rights(limited(hidden=EVERYTHING, unwritable=EVERYTHING)))
    _, permissions = client.describe()
    key = id_of(client.create({"title": "a"}))
    assert client.update(key, {"completed": True}, UNGUARDED) is not None
    assert sorted(client.by_ids([key])[0]) == ["createdAt", "id", "updatedAt"]
    row = Raw(todos).row(key)
    assert (row["title"], row["completed"]) == ("a", True)
    assert permissions.create.covers("title")
    assert permissions.update.covers("completed")
    assert not permissions.view.covers("title")
