"""Trap 5: a guarded write narrows a race and does not close it."""

import contextlib
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from tests.contract.rows import UNGUARDED, create_row
from tests.contract.site import Connect, OpenList, Raw, TodoList, write_row
from todo_desktop.model.answers import Guard
from todo_desktop.nocobase.api import NocoBase
from todo_desktop.testing.fake_nocobase import FakeList
from todo_desktop.testing.shapes import NO_TIMESTAMPS


def test_a_guarded_update_changes_the_row_that_nobody_else_changed(client: NocoBase) -> None:
    key, row = create_row(client, title="a")
    assert client.update(key, {"title": "b"}, Guard(by_time=True, updated_at=row["updatedAt"])) is not None
    assert client.by_ids([key])[0]["title"] == "b"


def test_a_guarded_update_misses_a_row_that_was_changed(client: NocoBase) -> None:
    key, row = create_row(client, title="a")
    client.update(key, {"title": "theirs"}, UNGUARDED)
    assert client.update(key, {"title": "ours"}, Guard(by_time=True, updated_at=row["updatedAt"])) is None
    assert client.by_ids([key])[0]["title"] == "theirs"


def test_a_guarded_delete_removes_the_row(client: NocoBase) -> None:
    key, row = create_row(client, title="a")
    assert client.destroy(key, Guard(by_time=True, updated_at=row["updatedAt"])) is True
    assert client.by_ids([key]) == []


def test_a_guarded_delete_misses_a_row_that_was_changed(client: NocoBase) -> None:
    key, row = create_row(client, title="a")
    client.update(key, {"title": "theirs"}, UNGUARDED)
    assert client.destroy(key, Guard(by_time=True, updated_at=row["updatedAt"])) is False
    assert len(client.by_ids([key])) == 1


def test_the_guard_fits_rows_whose_times_have_microseconds(todos: TodoList, client: NocoBase) -> None:
    write_row(todos, title="by SQL", updatedAt="2026-01-01T00:00:00.123456Z")
    (row,) = client.page_by_id(None, 1).records
    assert row["updatedAt"] == "2026-01-01T00:00:00.123Z"
    guard = Guard(by_time=True, updated_at="2026-01-01T00:00:00.123Z")
    assert client.update(1, {"title": "ours"}, guard) is not None


def test_the_guard_fits_rows_without_a_change_time(todos: TodoList, client: NocoBase) -> None:
    write_row(todos, title="by SQL", updatedAt=None)
    guard = Guard(by_time=True, updated_at=None)
    assert client.update(1, {"title": "ours"}, guard) is not None
    assert client.update(1, {"title": "again"}, guard) is None


def test_without_change_times_the_old_values_guard(open_list: OpenList, connect: Connect) -> None:
    client = connect(open_list(NO_TIMESTAMPS))
    key, _ = create_row(client, title="a")
    ours = Guard(by_time=True, values={"title": "a", "completed": None})
    assert client.update(key, {"title": "b"}, ours) is not None
    assert client.update(key, {"title": "c"}, ours) is None
    assert client.destroy(key, ours) is False


def test_only_the_fields_that_are_sent_change(client: NocoBase) -> None:
    key, _ = create_row(client, title="a", completed=False)
    client.update(key, {"completed": True}, UNGUARDED)
    row = client.by_ids([key])[0]
    assert (row["title"], row["completed"]) == ("a", True)


ROUNDS = 30


def test_a_row_by_sql_never_equals_the_milliseconds_that_a_read_shows(todos: TodoList, raw: Raw) -> None:
    write_row(todos, title="by SQL", updatedAt="2026-01-01T00:00:00.123456Z")
    shown = raw.row(1)["updatedAt"]
    for condition, found in ((shown, 0), ({"$gte": shown, "$lt": "2026-01-01T00:00:00.124Z"}, 1)):
        answer = raw.get(f"{todos.collection}:list", filter={"updatedAt": condition})
        assert len(answer.json()["data"]) == found


def test_updates_of_different_fields_sent_together_both_last(todos: TodoList, client: NocoBase) -> None:
    key, _ = create_row(client, title="a")
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda values: client.update(key, values, UNGUARDED), [{"title": "b"}, {"completed": True}]))
    row = client.by_ids([key])[0]
    assert (row["title"], row["completed"]) == ("b", True)


def test_two_guarded_updates_sent_together_may_both_be_told_yes(todos: TodoList, client: NocoBase) -> None:
    key, _ = create_row(client, title="a")
    with ThreadPoolExecutor(2) as pool:
        for number in range(ROUNDS):
            guard = Guard(by_time=True, updated_at=str(client.by_ids([key])[0]["updatedAt"]))
            with _both_find_first(todos):
                replies = [pool.submit(client.update, key, {"title": f"{number} {n}"}, guard) for n in range(2)]
                told_yes = [reply.result() is not None for reply in replies]
            if all(told_yes):
                return
    raise AssertionError(f"in {ROUNDS} rounds one of the two was always told no: the trap has gone")


@contextlib.contextmanager
def _both_find_first(todos: TodoList) -> Iterator[None]:
    """What the real server lets happen, the fake one does for certain."""
    if isinstance(todos, FakeList):
        both = threading.Barrier(2)

        def meet(_verb: str) -> None:
            both.wait(10)

        todos.server.hooks.between_find_and_write = meet
    yield
    if isinstance(todos, FakeList):
        todos.server.hooks.between_find_and_write = lambda _verb: None
