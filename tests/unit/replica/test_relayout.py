"""A role that moves to another field: the rows follow some at a time, and are right at every moment."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.unit.replica.todos import HERE, collection_of, record
from todo_desktop.model.lists import TodoList
from todo_desktop.model.permissions import Permissions
from todo_desktop.model.query import Counts, Query, Show, SortKey
from todo_desktop.model.schema import Collection, Field, FieldKind
from todo_desktop.model.values import Json
from todo_desktop.replica import relayout
from todo_desktop.replica.database import Purpose, open_database
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.relayout import Relayout
from todo_desktop.replica.store import TodoStore

FIELDS = (
    Field("id", FieldKind.KEY, system=True),
    Field("title", FieldKind.TEXT),
    Field("heading", FieldKind.TEXT),
    Field("completed", FieldKind.BOOLEAN),
    Field("closed", FieldKind.BOOLEAN),
    Field("due", FieldKind.DATE),
    Field("until", FieldKind.DATE),
    Field("place", FieldKind.ORDER),
    Field("rank", FieldKind.ORDER),
    Field("weight", FieldKind.INTEGER),
    Field("createdAt", FieldKind.DATETIME, system=True),
    Field("updatedAt", FieldKind.DATETIME, system=True),
)
COUNT = 12
SORTS = ("title", "heading", "completed", "closed", "due", "until", "place", "rank", "weight", "createdAt")


def collection(**roles: str) -> Collection:
    plain = collection_of(*FIELDS)
    return replace(plain, roles=replace(plain.roles, **roles))


BEFORE = collection(title="title", done="completed", due="due", order="place")
AFTER = collection(title="heading", done="closed", due="until", order="rank")
SWAPPED = collection(title="heading", done="completed", due="due", order="rank")


def row(n: int) -> dict[str, Json]:
    """Without a value here or there."""
    return record(
        n + 1,
        f"Title {n * 7 % COUNT:02}",
        heading=f"Heading {n * 5 % COUNT:02}",
        completed=n % 2 == 0,
        closed=n % 3 == 0,
        due=f"2026-01-{n * 7 % COUNT + 1:02}" if n % 4 else None,
        until=f"2026-02-{n * 5 % COUNT + 1:02}" if n % 5 else None,
        place=n,
        rank=COUNT - n if n % 6 else None,
        weight=n * 11 % COUNT,
    )


class Desk:
    """The connections of a worker, a window and a reader on a list of twelve todos."""

    def __init__(self, folder: Path) -> None:
        self.databases = [open_database(folder, purpose) for purpose in Purpose]
        window, worker, reader = self.databases
        self.window, self.worker, self.reader = TodoStore(window), TodoStore(worker), Reader(reader)
        self.list: TodoList = self.worker.open_list(HERE, BEFORE)
        self.worker.adopt(self.list.id, [row(n) for n in range(COUNT)])
        self.ids = sorted(self.worker.held(range(1, 100)))

    def move(self, to: Collection = AFTER) -> bool:
        return self.worker.save_schema(self.list.id, to, Permissions())

    @property
    def unmoved(self) -> int:
        database = self.databases[2]
        sql = "SELECT count(*) FROM todo JOIN list ON list.id = list_id WHERE todo.layout <> list.layout"
        return int(database.value(sql))

    def looks(self, expected: Collection) -> list[object]:
        """All that a window may read, as another connection sees it."""
        assert self.window.todo_list(self.list.id).collection == expected
        query = Query(self.list.id)
        orders = [
            self.reader.ids(replace(query, sort=(SortKey(name, down),))).tolist()
            for name in SORTS
            for down in (False, True)
        ]
        shown = [self.reader.ids(replace(query, show=show)).tolist() for show in Show]
        first = [self.reader.first_ids(replace(query, show=show), 5).tolist() for show in Show]
        found = self.reader.ids(replace(query, text="heading 0")).tolist()
        values = [todo.values for todo in self.reader.rows(self.ids)]
        held = [held.values for held in self.window.held(self.ids).values()]
        return [orders, shown, first, self.reader.counts(query), found, values, held]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(relayout, "_FEW", 5)
    monkeypatch.setattr(relayout, "_MANY", 5)
    desk = Desk(tmp_path)
    yield desk
    for database in desk.databases:
        database.close()


@pytest.fixture
def between(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], object]]:
    """What is to be done before each portion."""
    acts: list[Callable[[], object]] = []
    left = Relayout._left

    def look_then_go_on(self: Relayout, *arguments: object) -> list[int]:
        for act in acts:
            act()
        return left(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Relayout, "_left", look_then_go_on)
    return acts


@pytest.mark.parametrize("to", [AFTER, SWAPPED], ids=["all roles", "some roles"])
def test_everything_reads_the_same_before_between_and_after_the_portions(
    desk: Desk, between: list[Callable[[], object]], to: Collection
) -> None:
    looks: list[list[object]] = []
    left: list[int] = []
    between.extend([lambda: looks.append(desk.looks(to)), lambda: left.append(desk.unmoved)])
    values = [todo.values for todo in desk.reader.rows(desk.ids)]
    assert desk.move(to)
    looks.append(desk.looks(to))
    assert left == [12, 7, 2, 0]
    assert all(look == looks[-1] for look in looks)
    assert looks[-1][5] == looks[-1][6] == values
    assert looks[-1][3] == Counts(COUNT, COUNT - sum(bool(each[to.roles.done]) for each in values))


def test_an_edit_gets_in_between_the_portions_and_stays(desk: Desk, between: list[Callable[[], object]]) -> None:
    edited: list[int] = []

    def edit_next() -> None:
        todo_id = desk.ids[-1 - len(edited)]
        held = desk.window.held([todo_id])[todo_id]
        desk.window.put(replace(held, values={**held.values, "heading": "Edited", "due": None}))
        edited.append(todo_id)

    between.append(edit_next)
    desk.move()
    assert len(edited) > 2
    for todo in desk.reader.rows(edited):
        assert (todo.values["heading"], todo.values["due"]) == ("Edited", None)
    assert desk.unmoved == 0


class EndError(Exception):
    """The program is killed here."""


@pytest.mark.parametrize("then", [AFTER, BEFORE, SWAPPED], ids=["the same", "back again", "another one"])
def test_what_was_interrupted_is_finished_before_the_next_schema(
    desk: Desk, between: list[Callable[[], object]], then: Collection
) -> None:
    values = [todo.values for todo in desk.reader.rows(desk.ids)]
    portions: list[int] = []

    def end_at_the_second() -> None:
        portions.append(desk.unmoved)
        if len(portions) == 2:
            raise EndError

    between.append(end_at_the_second)
    with pytest.raises(EndError):
        desk.move()
    between.clear()
    assert desk.unmoved == 7
    assert [todo.values for todo in desk.reader.rows(desk.ids)] == values
    assert desk.move(then) == (then != AFTER)
    assert desk.unmoved == 0
    assert [todo.values for todo in desk.reader.rows(desk.ids)] == values
    assert desk.looks(then)[5] == values


def test_rows_that_the_server_sends_meanwhile_are_written_in_the_new_layout(
    desk: Desk, between: list[Callable[[], object]]
) -> None:
    newer = [
        {**row(n), "heading": "From there", "updatedAt": "2026-03-01T00:00:00.000Z"} for n in range(COUNT - 3, COUNT)
    ]
    between.append(lambda: desk.window.adopt(desk.list.id, newer))
    desk.move()
    assert desk.unmoved == 0
    assert [todo.values["heading"] for todo in desk.reader.rows(desk.ids)][-3:] == ["From there"] * 3


CHOSEN = {"title": "title", "done": "closed", "due": "due"}


@pytest.mark.parametrize("portion", [1, 2, 4], ids=["the first", "the second", "none left"])
def test_who_chooses_another_role_in_the_middle_of_a_portion_garbles_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, portion: int
) -> None:
    values = [todo.values for todo in desk.reader.rows(desk.ids)]
    left, asked = Relayout._left, list[Relayout]()

    def left_when_somebody_chooses(self: Relayout, *arguments: object) -> list[int]:
        ids = left(self, *arguments)  # type: ignore[arg-type]
        asked.append(self)
        if len(asked) == portion:
            desk.window.choose_roles(desk.list.id, CHOSEN)
        return ids

    monkeypatch.setattr(Relayout, "_left", left_when_somebody_chooses)
    desk.move()
    assert [todo.values for todo in desk.reader.rows(desk.ids)] == values
    while desk.worker.maintain():
        pass
    assert desk.unmoved == 0
    assert [todo.values for todo in desk.reader.rows(desk.ids)] == values


def test_who_chooses_another_role_before_the_rows_are_moved_garbles_nothing(desk: Desk) -> None:
    values = [todo.values for todo in desk.reader.rows(desk.ids)]
    desk.window.choose_roles(desk.list.id, {"title": "heading"})
    assert desk.worker.maintain()
    desk.window.choose_roles(desk.list.id, CHOSEN)
    while desk.worker.maintain():
        pass
    assert desk.unmoved == 0
    assert [todo.values for todo in desk.reader.rows(desk.ids)] == values


def test_who_chooses_a_role_just_before_another_schema_is_stored_garbles_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = [todo.values for todo in desk.reader.rows(desk.ids)]
    desk.window.choose_roles(desk.list.id, {"title": "heading"})
    finish, asked = Relayout.finish, list[int]()

    def finish_before_somebody_chooses(self: Relayout, list_id: int) -> None:
        finish(self, list_id)
        asked.append(list_id)
        if len(asked) == 1:
            desk.window.choose_roles(list_id, CHOSEN)

    monkeypatch.setattr(Relayout, "finish", finish_before_somebody_chooses)
    desk.move()
    assert [todo.values for todo in desk.reader.rows(desk.ids)] == values
    assert desk.unmoved == 0
    assert desk.window.todo_list(desk.list.id).collection.chosen == CHOSEN


def test_an_older_state_of_a_row_that_is_not_moved_yet_is_left_to_the_sync(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Relayout, "finish", lambda _self, _list_id: None)  # it ended there
    desk.move()
    assert desk.unmoved == COUNT
    older = row(3) | {"updatedAt": "2025-12-31T23:00:00.000Z"}
    assert desk.worker.adopt(desk.list.id, [older]) == (frozenset(), frozenset(), [4])
