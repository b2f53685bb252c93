"""Filters: what the server finds with NocoBase's filter JSON is what the replica finds with the same filter."""

import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import requests
from msgspec import Struct
from requests.adapters import HTTPAdapter

from tests.contract.rows import create_row
from tests.contract.site import Connect, OpenList, Raw, TodoList
from tests.support.filters import every_condition
from tests.unit.replica.todos import HERE
from todo_desktop.model.filter import Condition, Group
from todo_desktop.model.filter_dates import DATES, Clock
from todo_desktop.model.filter_json import filter_to_json
from todo_desktop.model.filter_reading import filter_from_text
from todo_desktop.model.filter_today import at
from todo_desktop.model.instants import to_instant
from todo_desktop.model.query import Query
from todo_desktop.model.schema import Collection
from todo_desktop.model.values import Json
from todo_desktop.replica.database import Purpose, open_database
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.store import TodoStore
from todo_desktop.testing.fake_nocobase import FakeList
from todo_desktop.testing.shapes import EVERY_KIND, FULL, RELATED, Shape

DAY = 86_400_000
Values = dict[str, Json]


def dates_around(now: int) -> list[Values]:
    """Days, local times and instants on both sides of what begins and ends near now."""
    found: list[Values] = []
    for days, hours in (
        (-400, 0),
        (-40, 3),
        (-7, 23),
        (-1, 1),
        (0, 0),
        (0, 12),
        (0, 23),
        (1, 1),
        (3, 5),
        (8, 0),
        (35, 2),
    ):
        text = to_instant(now // DAY * DAY + days * DAY + hours * 3_600_000)
        found.append({"due": text[:10], "remindAt": text, "startsAt": text[:19].replace("T", " "), "title": f"{days}"})
    return found


ROWS: dict[str, tuple[Shape, list[Values]]] = {
    "full": (
        FULL,
        [
            {"title": "Pay rent", "notes": "", "priority": "", "contact": "", "link": "", "completed": True,
             "tags": ["home"], "due": "2026-11-28", "remindAt": "2026-11-27T23:30:00.000Z", "effort": 0,
             "startsAt": "2026-11-28 10:00:00", "daily": "10:00", "score": 0.1, "cost": "1.50", "assignee": 1},
            {"title": "RENT a\\b 50 %", "notes": "é", "priority": "low", "tags": [], "completed": False,
             "due": "2026-11-27", "remindAt": "2026-11-28T10:00:01.000Z", "startsAt": "2026-11-27 10:00:01",
             "daily": "23:59:59", "score": 1.5, "cost": "0.10", "steps": "9007199254740993", "effort": 2},
            {"title": "É_{{x}} ΣΑΣ", "notes": "E\u0301 日本", "priority": "high", "tags": ["home", "work"],
             "due": "2026-12-01", "remindAt": "2026-11-28T00:00:00.000Z", "daily": "00:00:00", "steps": 0},
            {"title": "", "tags": None, "priority": "normal", "progress": 0.1, "contact": "a", "link": "a%b"},
            {"title": "σας ab", "tags": ["work", "errand"], "completed": False, "notes": "a_b", "effort": -1},
            {},
        ],
    ),
    "every kind": (
        EVERY_KIND,
        [
            {"title": "a", "mail": "", "mood": "home", "boxes": ["home"], "grade": 1, "daily": "9:05", "data": {"a": 1},
             "sorted": [1], "readme": "", "seenAt": "2026-11-28T10:00:00.000Z", "effort": 2, "share": 0.1},
            {"title": "b", "mood": "work", "boxes": ["work", "home"], "grade": 2, "script": "a\\b", "effort": 1,
             "seenAt": "2026-11-27T23:30:00.000Z", "page": "<p>é</p>", "code": "ABC", "phone": "50 %"},
            {"title": "c", "boxes": []},
        ],
    ),
    "related": (
        RELATED,
        [{"title": "a", "assignee": 1, "watchers": [1]}, {"title": "b", "watchers": []}, {"title": "c", "parent": 1}],
    ),
}  # fmt: skip


class Both(Struct):
    """One list on the server and in a replica, which must find the same."""

    todos: TodoList
    session: requests.Session
    reader: Reader
    list_id: int
    collection: Collection
    offset: int = 0

    def there(self, asked: Json) -> set[object]:
        zone = f"{'-' if self.offset < 0 else '+'}{abs(self.offset) // 60:02}:{abs(self.offset) % 60:02}"
        headers = {"Authorization": f"Bearer {self.todos.key}", "X-Timezone": zone}
        query = {"filter": json.dumps(asked), "fields": "id", "paginate": "false"}
        url = f"{self.todos.base_url}/{self.todos.collection}:list"
        answer = self.session.get(url, params=query, headers=headers, timeout=60)
        assert answer.status_code == 200, (asked, answer.text)
        return {row["id"] for row in answer.json()["data"]}

    def here(self, group: Group) -> set[object]:
        where = at(group, self.collection, Clock(int(time.time() * 1000), self.offset))
        return {todo.server_id for todo in self.reader.rows(self.reader.ids(Query(self.list_id, where=where)))}

    def differences(self, groups: Sequence[Group]) -> list[str]:
        found = []
        for group in groups:
            asked = filter_to_json(group, self.collection)
            there, here = self.there(asked), self.here(group)
            if here != there:
                found.append(f"{asked}: {len(there)} there, {len(here)} here, {sorted(map(str, here ^ there))}")
        return found


@pytest.fixture
def both(open_list: OpenList, connect: Connect, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Both]:
    shape, rows = ROWS[request.param]
    todos = open_list(shape)
    client = connect(todos)
    collection, _ = client.describe()
    around = dates_around(int(time.time() * 1000)) if shape is FULL else []
    first: Any = None
    ids = []
    for values in [*rows, *around]:
        sent = {**values, "parent": first} if "parent" in values else values
        key, _ = create_row(client, **sent)
        first = first or key
        ids.append(key)
    database = open_database(tmp_path, Purpose.WORKER)
    store = TodoStore(database)
    list_id = store.open_list(HERE, collection).id
    store.adopt(list_id, client.by_ids(ids))
    with requests.Session() as session:
        session.trust_env = False
        session.mount("http://", HTTPAdapter(max_retries=2))  # both servers end connections that rest
        yield Both(todos, session, Reader(database), list_id, collection)
    database.close()


everywhere = pytest.mark.parametrize("both", list(ROWS), indirect=True)
in_full = pytest.mark.parametrize("both", ["full"], indirect=True)


@everywhere
def test_every_operator_of_every_field_finds_the_same(both: Both) -> None:
    assert both.differences([Group(True, (each,)) for each in every_condition(both.collection)]) == []


@in_full
@pytest.mark.parametrize("offset", [345, -480])
def test_days_begin_where_the_user_is(both: Both, offset: int) -> None:
    both.offset = offset
    dates = [each for each in every_condition(both.collection) if _of_a_date(each, both.collection)]
    assert both.differences([Group(True, (each,)) for each in dates]) == []


def _of_a_date(condition: Condition, collection: Collection) -> bool:
    field = collection.field(condition.field)
    return field is not None and field.kind in DATES and field.name in ("due", "remindAt", "startsAt")


@in_full
def test_groups_find_the_same(both: Both) -> None:
    asked = every_condition(both.collection)
    random.Random(1).shuffle(asked)  # noqa: S311 (the same in each run)
    groups = [
        Group(number % 2 == 0, (first, Group(number % 3 == 0, (second, third)), Group()))
        for number, (first, second, third) in enumerate(zip(asked[:60], asked[60:120], asked[120:180], strict=True))
    ]
    assert both.differences(groups) == []


PASTED: tuple[Any, ...] = (
    {},
    {"$and": []},
    {"$or": [{}, {"title": "Pay rent"}]},
    {"title": "Pay rent", "completed": True},
    {"title": {"$includes": ["a", "É"]}},
    {"title": {"$notIncludes": ["rent", "É"]}},
    {"title": {"$includes": "a\\\\b"}},
    {"title": {"$includes": "a\\b"}},
    {"title": None},
    {"title": {"$ne": None}},
    {"title": {"$in": ["Pay rent", ""]}},
    {"title": {"$notIn": ["Pay rent", ""]}},
    {"title": {"$eq": ["Pay rent"]}},
    {"title": {"$ne": ["Pay rent"]}},
    {"notes": None},
    {"priority": None},
    {"priority": {"$in": ["low"]}},
    {"priority.$notIn": ["low", "high"]},
    {"completed": False},
    {"completed": None},
    {"completed": {"$ne": False}},
    {"completed": {"$ne": None}},
    {"completed": {"$isTruly": False}},
    {"completed": {"$isFalsy": "true"}},
    {"tags": {"$anyOf": "home"}},
    {"$and": [{"tags": {"$anyOf": ["home"]}}, {"tags": {"$anyOf": ["work"]}}]},
    {"due": "2026-11-28"},
    {"due": {"$ne": "2026-11-28"}},
    {"due": {"$gt": "2026-11-27", "$lte": "2026-12-01"}},
    {"due": {"$dateOn": "{{$nDate.today}}"}},
    {"due": {"$dateOn": "{{ $nDate.thisIsoWeek }}"}},
    {"due": {"$dateOn": "{{$nDate.last7Days}}"}},
    {"due": {"$dateOn": "{{$nDate.next30Days}}"}},
    {"due": {"$dateBetween": ["2026-11-27", "2026-11-28", "[]"]}},
    {"due": {"$dateOn": {"type": "past", "number": 2, "unit": "week"}}},
    {"remindAt": {"$gte": "2026-11-28"}},
    {"remindAt": {"$lt": "2026-11-28T10:00:01.000Z"}},
    {"remindAt": {"$dateOn": "{{$nDate.last90Days}}"}},
    {"remindAt": {"$dateBetween": ["2026-11-27T23:30:00.000Z", "2026-11-28T00:00:00.000Z"]}},
    {"startsAt": {"$ne": "2026-11-28 10:00:00"}},
    {"daily": {"$ne": "10:00"}},
    {"assignee": {"id": 1}},
    {"assignee.id": {"$ne": 1}},
    {"assignee": {"id": {"$eq": None}}},
    {"assignee.nickname.$includes": "ROO"},
    {"assignee.id": {"$notExists": True}},
    {"createdById": "{{$user.id}}"},
    {"createdBy": {"id": {"$eq": "{{$user.id}}"}}},
    {"createdBy.id.$ne": "{{$user.id}}"},
    {"steps": {"$eq": "9007199254740993"}},
    {"cost": {"$gt": "0.1"}},
    {"$or": [{"$and": [{"title": {"$includes": "a"}}, {"completed": {"$isFalsy": True}}]}, {"effort": 0}]},
)


@in_full
def test_a_pasted_filter_finds_what_the_server_finds_with_it(both: Both) -> None:
    differences = []
    for asked in PASTED:
        read = filter_from_text(json.dumps(asked), both.collection, str(both.todos.user_id))
        assert isinstance(read, Group), (asked, read)
        there, here = both.there(asked), both.here(read)
        if here != there:
            differences.append((asked, sorted(map(str, here ^ there))))
    assert differences == []


@in_full
def test_the_server_counts_some_periods_of_instants_in_utc(both: Both) -> None:
    """A difference that stays: only what it has variables for is counted in the user's time zone."""
    both.offset = -480
    asked: Json = {"remindAt": {"$dateOn": {"type": "past", "number": 1, "unit": "day"}}}
    in_utc = both.there(asked)
    both.offset = 0
    now = time.gmtime()
    if now.tm_hour >= 8:  # the day is the same in both
        assert both.there(asked) == in_utc


def test_two_operators_of_a_field_in_one_object_are_refused_by_the_server(raw: Raw, todos: TodoList) -> None:
    if isinstance(todos, FakeList):
        return
    answer = raw.get(f"{todos.collection}:list", filter={"title": {"$includes": "a", "$notIncludes": "b"}})
    assert answer.status_code == 500
