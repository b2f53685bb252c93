"""What can be seen of a row can become more: a role is widened, a column is added. Known rows are read again."""

import pytest

from tests.contract.site import TodoList
from tests.sync.conftest import OpenClient
from tests.sync.remote import Remote
from todo_desktop.model.answers import RecordPage
from todo_desktop.model.errors import Problem, Unavailable
from todo_desktop.model.values import ServerId
from todo_desktop.testing.rights import limited


def test_a_field_that_the_role_may_view_now_is_read_of_rows_that_nobody_changes(
    full: TodoList, open_client: OpenClient
) -> None:
    remote = Remote(full)
    remote.create(title="Milk", notes="Two of them")
    remote.age()
    client = open_client(full.with_rights(limited(hidden=["notes"])))
    client.sync()
    assert "notes" not in client.todo("Milk").values
    client.connect(full.key)
    client.sync()
    assert client.todo("Milk").values["notes"] == "Two of them"


def test_a_value_that_came_in_sight_is_not_overwritten_by_who_typed_before_he_saw_it(
    full: TodoList, open_client: OpenClient
) -> None:
    remote = Remote(full)
    remote.create(title="Milk", notes="Two of them")
    remote.age()
    client = open_client(full.with_rights(limited(hidden=["notes"])))
    client.sync()
    client.edit("Milk", notes="Oat")
    client.connect(full.key)
    client.settle()
    assert client.problems() == [("Milk", Problem.CONFLICT)]
    assert remote.row("Milk")["notes"] == "Two of them"
    client.service.keep_mine([client.id_of("Milk")])
    client.settle()
    assert (client.entries(), remote.row("Milk")["notes"]) == ([], "Oat")


def test_reading_every_row_once_more_goes_on_after_a_crash_and_keeps_unsent_edits(
    full: TodoList, open_client: OpenClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    remote = Remote(full)
    for title in ("Milk", "Bread", "Salt"):
        remote.create(title=title, notes=f"About {title}")
    remote.age()
    client = open_client(full.with_rights(limited(hidden=["notes"])), rows=1)
    client.sync()
    client.edit("Salt", title="Sea salt")
    client.connect(full.key)
    page_by_id, pages = client.server.page_by_id, iter([True])

    def cut_off(after: ServerId | None, limit: int) -> RecordPage:
        if after is not None and next(pages, False):
            raise Unavailable(Problem.CONNECTION_LOST)
        return page_by_id(after, limit)

    monkeypatch.setattr(client.server, "page_by_id", cut_off)
    with pytest.raises(Unavailable):
        client.sync()
    client.restart()
    client.connect(full.key)
    client.settle()
    assert {t.values["title"]: t.values["notes"] for t in client.todos()} == {
        "Milk": "About Milk", "Bread": "About Bread", "Sea salt": "About Salt",
    }  # fmt: skip


def test_a_field_that_goes_out_of_sight_is_noticed_with_the_first_row_that_comes_without_it(
    full: TodoList, open_client: OpenClient
) -> None:
    milk = Remote(full).create(title="Milk", notes="Two of them")
    client = open_client(full.with_rights(limited()))
    client.sync()
    Remote(client.site).change_rights(limited(hidden=["notes"]))
    Remote(full).update(milk, title="Oat milk")
    client.sync()
    assert client.titles() == ["Oat milk"]
    assert not client.service.list.permissions.view.covers("notes")
