"""Trap 7: ids are opaque: small numbers, large ones, numbers as texts, uuids."""

from tests.contract.rows import id_of
from tests.contract.site import Connect, OpenList, TodoList, write_row
from todo_desktop.nocobase.api import NocoBase
from todo_desktop.testing.shapes import FULL, UUIDS


def test_snowflake_ids_are_numbers_and_go_on_upwards(open_list: OpenList, connect: Connect) -> None:
    client = connect(open_list(FULL))
    first, second = client.create({"title": "a"})["id"], client.create({"title": "b"})["id"]
    assert isinstance(first, int)
    assert isinstance(second, int)
    assert [id_of(r) for r in client.page_by_id(first, 10).records] == [second]


def test_ids_above_the_safe_integers_stay_text(todos: TodoList, client: NocoBase) -> None:
    big = "9007199254740995"
    write_row(todos, id=big, title="far")
    (record,) = client.page_by_id("9007199254740990", 10).records
    assert record["id"] == big
    assert client.by_ids([big]) == [record]


def test_uuids_are_texts_and_a_list_of_them_is_paged_all_the_same(open_list: OpenList, connect: Connect) -> None:
    client = connect(open_list(UUIDS))
    made = sorted(id_of(client.create({"title": str(n)})) for n in range(5))
    first = client.page_by_id(None, 3)
    rest = client.page_by_id(id_of(first.records[-1]), 3)
    assert [id_of(r) for r in (*first.records, *rest.records)] == made
    assert [s.server_id for s in client.stamps(made[1], 10)[0]] == made[2:]
    assert [id_of(r) for r in client.by_ids([made[0]])] == made[:1]
