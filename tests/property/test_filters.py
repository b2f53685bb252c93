"""Random filters over random rows: the replica finds what the server's rules find, and a filter survives its JSON."""

import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.support.filters import DAYS, NUMBERS, TIMES, WORDS, groups_on
from todo_desktop.model.filter import Group
from todo_desktop.model.filter_dates import Clock
from todo_desktop.model.filter_json import filter_to_json, filter_to_text
from todo_desktop.model.filter_reading import filter_from_text
from todo_desktop.model.filter_today import at
from todo_desktop.model.instants import from_instant
from todo_desktop.model.lists import ListIdentity
from todo_desktop.model.query import Query
from todo_desktop.model.schema import FieldRoles
from todo_desktop.nocobase.schema import collection_of
from todo_desktop.replica.database import Purpose, open_database
from todo_desktop.replica.lists import Lists
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.store import TodoStore
from todo_desktop.testing.fake_nocobase.conditions import Surroundings, matches
from todo_desktop.testing.fake_nocobase.tables import Table, system_collections
from todo_desktop.testing.shapes import FULL

NOW = from_instant("2026-11-28T22:45:00.000Z") or 0
TABLE = Table("todos", FULL)
COLLECTION = collection_of(TABLE.meta, {meta["name"]: meta for meta in system_collections()})
OTHER_ROLES = replace(COLLECTION, roles=FieldRoles("contact", "", "remindAt", "effort", order="sort"))
PEOPLE = [{"id": 1, "nickname": "Ana", "username": "ana"}, {"id": 2, "nickname": "Ünal", "username": "u"}]

_texts = st.none() | st.sampled_from([*WORDS, "rent is due", "Straße", "σας"])
_numbers = st.none() | st.sampled_from(NUMBERS)
_days = st.none() | st.sampled_from(DAYS)
_times = st.sampled_from(TIMES)
_instants = st.builds("{}T{}.{}Z".format, st.sampled_from(DAYS), _times, st.sampled_from(["000", "999"]))
_small = st.none() | st.integers(-1, 3)
rows = st.fixed_dictionaries(
    {
        "title": _texts, "notes": _texts, "link": _texts, "contact": _texts,
        "completed": st.none() | st.booleans(),
        "priority": st.none() | st.sampled_from(["", "low", "normal", "high"]),
        "tags": st.none() | st.lists(st.sampled_from(["home", "work", "errand"]), unique=True),
        "due": _days, "remindAt": st.none() | _instants, "daily": st.none() | _times,
        "startsAt": st.none() | st.builds("{} {}".format, st.sampled_from(DAYS), _times),
        "effort": _small, "sort": _small, "steps": st.none() | st.sampled_from([0, 1, 9007199254740993]),
        "score": _numbers, "progress": _numbers, "cost": _small,
        "assigneeId": st.none() | st.integers(1, 2), "createdById": st.integers(1, 2),
        "createdAt": _instants, "updatedAt": _instants,
    }
)  # fmt: skip
clocks = st.builds(Clock, st.just(NOW), st.sampled_from([0, 60, -480, 345]))


def stored(number: int, values: Mapping[str, Any]) -> dict[str, Any]:
    known = {name: column.store(values.get(name)) for name, column in TABLE.columns.items() if name != TABLE.key}
    return {**known, TABLE.key: number}


def assignee(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [person for person in PEOPLE if person["id"] == row["assigneeId"]]


def found_by_the_server(row: Mapping[str, Any], asked: object, clock: Clock) -> bool:
    zone = f"{'-' if clock.offset < 0 else '+'}{abs(clock.offset) // 60:02}:{abs(clock.offset) % 60:02}"
    related = lambda name, of: assignee(of) if name == "assignee" else None  # noqa: E731
    return matches(row, asked, Surroundings(TABLE.columns, related, zone, clock.now * 1000))


class Replica:
    """A new list for each question, in one file."""

    def __init__(self, folder: Path) -> None:
        self.database = open_database(folder, Purpose.WORKER)
        self._lists = itertools.count()

    def ids(self, table: list[dict[str, Any]], where: Group | None, *, moved: bool = False) -> set[object]:
        """What *where* finds of these rows, also while they are *moved* to another layout."""
        store, reader = TodoStore(self.database), Reader(self.database)
        todo_list = store.open_list(ListIdentity("http://localhost/api", "todos", str(next(self._lists))), COLLECTION)
        shown = [{**TABLE.shown(row), "assignee": next(iter(assignee(row)), None)} for row in table]
        store.adopt(todo_list.id, shown[: len(shown) // 2] if moved else shown)
        if moved:
            Lists(self.database).save_schema(todo_list.id, OTHER_ROLES, todo_list.permissions)
            store.adopt(todo_list.id, shown[len(shown) // 2 :])
        query = Query(todo_list.id, where=where)
        ids = reader.ids(query)
        assert reader.first_ids(query, 100) == ids
        assert reader.counts(query).total == len(ids)
        return {todo.server_id for todo in reader.rows(ids)}


@pytest.fixture(scope="module")
def replica(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replica]:
    made = Replica(tmp_path_factory.mktemp("replica"))
    yield made
    made.database.close()


@settings(max_examples=150)
@given(st.lists(rows, min_size=1, max_size=6), groups_on(COLLECTION), clocks, st.booleans())
def test_a_filter_finds_here_what_it_finds_on_the_server(
    replica: Replica, given_rows: list[dict[str, Any]], group: Group, clock: Clock, moved: bool
) -> None:
    table = [stored(number, values) for number, values in enumerate(given_rows, 1)]
    asked = filter_to_json(group, COLLECTION)
    there = {row["id"] for row in table if found_by_the_server(row, asked, clock)}
    assert replica.ids(table, at(group, COLLECTION, clock), moved=moved) == there


@settings(max_examples=150)
@given(groups_on(COLLECTION), st.lists(rows, min_size=1, max_size=4), clocks)
def test_a_filter_that_is_copied_and_pasted_finds_the_same(
    replica: Replica, group: Group, given_rows: list[dict[str, Any]], clock: Clock
) -> None:
    again = filter_from_text(filter_to_text(group, COLLECTION), COLLECTION)
    assert isinstance(again, Group), again
    table = [stored(number, values) for number, values in enumerate(given_rows, 1)]
    assert replica.ids(table, at(again, COLLECTION, clock)) == replica.ids(table, at(group, COLLECTION, clock))
