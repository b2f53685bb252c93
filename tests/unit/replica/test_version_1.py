"""A replica that the first version of the program left (`version_1.sql`): whatever is in it, this one goes on with."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.unit.replica.todos import HERE
from todo_desktop.model.change import ChangeKind, Entry, EntryState, FieldChange
from todo_desktop.model.errors import Problem
from todo_desktop.model.lists import ListIdentity, PullState
from todo_desktop.model.query import Query, Show
from todo_desktop.replica import database as database_module
from todo_desktop.replica.database import FILE_NAME, Purpose, open_database
from todo_desktop.replica.migrations import STEPS
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.repair import repair
from todo_desktop.replica.store import TodoStore

NOON = 1_795_000_000_000
OF_THE_SERVER, OF_THIS_COMPUTER = 1, 2
TABLES = ("list", "todo", "entry", "trash", "search_text", "search_state", "sqlite_sequence")


@pytest.fixture
def old(folder: Path) -> Path:
    """The folder with such a file."""
    folder.mkdir()
    with closing(sqlite3.connect(folder / FILE_NAME)) as made:
        made.execute("PRAGMA journal_mode = WAL")
        made.executescript((Path(__file__).parent / "version_1.sql").read_text(encoding="utf-8"))
    return folder


def content(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, by its columns of then."""
    with closing(sqlite3.connect(path)) as found:
        return {table: found.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}  # noqa: S608


def _change(old: object, new: object) -> FieldChange:
    return FieldChange(old, new)  # type: ignore[arg-type]


OUTBOX = [
    Entry(
        "edit", 1, 2, ChangeKind.UPDATE,
        {"completed": _change(None, True), "title": _change("Edited before", "Edited here")}, 1, created_at=NOON,
    ),
    Entry(
        "dispute", 1, 3, ChangeKind.UPDATE, {"title": _change("Disputed", "Mine")}, 2, EntryState.PARKED, 2,
        created_at=NOON, problem=Problem.CONFLICT, receipt="2026-02-02T00:00:00.000Z", theirs={"title": "Theirs"},
    ),
    Entry("delete", 1, 4, ChangeKind.DELETE, {}, 3, not_before=NOON + 8000, created_at=NOON),
    Entry(
        "create", 1, 6, ChangeKind.CREATE, {"completed": _change(None, False), "title": _change(None, "Made here")}, 4,
        created_at=NOON + 1,
    ),
    Entry(
        "create-2", 1, 7, ChangeKind.CREATE, {"title": _change(None, "Perhaps there")}, 5, EntryState.SENT, 1,
        created_at=NOON + 2, problem=Problem.TIMED_OUT, detail="no answer",
    ),
]  # fmt: skip


def demand_everything(folder: Path) -> None:
    with closing(open_database(folder, Purpose.WINDOW)) as database:
        database.check()
        store, reader = TodoStore(database), Reader(database)
        assert [each.identity for each in store.lists()] == [ListIdentity(HERE.base_url, "todos", "1"), None]
        there = store.todo_list(OF_THE_SERVER)
        assert (there.last_sync, there.user_since, there.collection.created_at) == (NOON, "", "createdAt")
        assert store.entries(OF_THE_SERVER, set(EntryState)) == OUTBOX
        shown = reader.rows(list(reader.ids(Query(OF_THE_SERVER))))
        assert {todo.server_id: todo.values["title"] for todo in shown if todo.server_id} == {
            1: "Synced", 2: "Edited here", 3: "Mine",
        }  # fmt: skip
        assert [todo.values["title"] for todo in shown if todo.server_id is None] == ["Made here", "Perhaps there"]
        assert shown[0].values == {
            "id": 1, "title": "Synced", "completed": True, "due": "2026-12-01", "priority": "high", "cost": "1.50",
            "notes": "with “notes”", "createdAt": "2026-01-01T00:00:00.001Z", "updatedAt": "2026-02-01T00:00:00.001Z",
        }  # fmt: skip
        held = store.held_by_server_id(OF_THE_SERVER, [2, 4])
        assert (held[2].base or {})["title"] == "Edited before"
        assert held[4].hidden
        assert [one.todo.values["title"] for one in store.trash(OF_THE_SERVER)] == ["Gone there"]
        assert [one.todo.values["title"] for one in store.trash(OF_THIS_COMPUTER)] == ["Deleted here"]
        mine = reader.rows(list(reader.ids(Query(OF_THIS_COMPUTER, show=Show.ALL))))
        assert [todo.values["title"] for todo in mine] == ["Only here"]


def demand_that_it_can_be_worked_with(folder: Path) -> None:
    with closing(open_database(folder, Purpose.WORKER)) as database:
        store, reader = TodoStore(database), Reader(database)
        while store.maintain():
            pass
        assert len(reader.ids(Query(OF_THE_SERVER, "notes"))) == 1
        restored = store.held([store.restore(store.trash(OF_THE_SERVER)[0].id)])
        assert [(held.todo_id, held.server_id) for held in restored.values()] == [(5, 5)]
        added, _, _ = store.adopt(OF_THE_SERVER, [{"id": 9, "title": "New there"}])
        assert min(added) > 9, "no local id is given twice"


def test_it_is_opened_with_everything_that_is_in_it(old: Path) -> None:
    demand_everything(old)
    assert store_state(old) == PullState(loaded=True, cursor=NOON - 30_000, swept_at=NOON)
    demand_that_it_can_be_worked_with(old)


def test_each_version_between_opens_it_too_and_the_next_goes_on_from_there(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(old / FILE_NAME)
    for version in range(2, len(STEPS) + 1):
        with monkeypatch.context() as patch:
            patch.setattr(database_module, "STEPS", STEPS[:version])
            open_database(old, Purpose.WINDOW).close()
        now = content(old / FILE_NAME)
        assert {table: [row[: len(was[0])] for row in now[table]] for table, was in before.items()} == before
    demand_everything(old)
    demand_that_it_can_be_worked_with(old)


def test_it_is_backed_up_before_it_is_migrated(old: Path) -> None:
    before = content(old / FILE_NAME)
    open_database(old, Purpose.WORKER).close()
    backup = old / "replica-version-1.sqlite3"
    assert content(backup) == before
    with closing(sqlite3.connect(backup)) as found:
        assert found.execute("PRAGMA user_version").fetchone() == (1,)
    again = old.parent / "again"
    again.mkdir()
    backup.rename(again / FILE_NAME)
    demand_everything(again)


def test_a_damaged_one_is_repaired_with_everything_that_is_in_it(old: Path) -> None:
    with closing(sqlite3.connect(old / FILE_NAME)) as found:
        (root,) = found.execute("SELECT rootpage FROM sqlite_master WHERE name = 'todo_order'").fetchone()
    damaged = bytearray((old / FILE_NAME).read_bytes())
    damaged[(root - 1) * 4096 : root * 4096] = b"\xff" * 4096
    (old / FILE_NAME).write_bytes(damaged)
    assert repair(old).complete
    demand_everything(old)


def store_state(folder: Path) -> PullState:
    with closing(open_database(folder, Purpose.READER)) as database:
        return TodoStore(database).pull_state(OF_THE_SERVER)
