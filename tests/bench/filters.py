"""`python -m tests.bench.filters`: how long a reader thread needs for the ids of 100,000 todos that meet a filter."""

import sys
import tempfile
import time
from pathlib import Path

from tests.unit.replica.todos import HERE, SORTABLE, collection_of, record
from todo_desktop.model.filter import Condition, Group, Operator
from todo_desktop.model.filter_dates import Clock, Period, Unit
from todo_desktop.model.filter_today import at
from todo_desktop.model.instants import from_instant
from todo_desktop.model.query import Query
from todo_desktop.model.schema import Field, FieldKind
from todo_desktop.replica.database import Purpose, open_database
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.store import TodoStore

TODOS, BATCH, TIMES = 100_000, 1000, 3
NOW = Clock(from_instant("2026-11-28T10:00:00.000Z") or 0)
COLLECTION = collection_of(*SORTABLE.fields, Field("tags", FieldKind.MULTI_SELECT))
_O = Operator
ASKED: dict[str, tuple[Condition, ...]] = {
    "no filter": (),
    "text in a column": (Condition("title", _O.CONTAINS, "99"),),
    "text beyond ASCII": (Condition("title", _O.CONTAINS, "ö"),),
    "text in the JSON": (Condition("notes", _O.CONTAINS, "99"),),
    "a day": (Condition("due", _O.ON, Period(Unit.DAY)),),
    "a number": (Condition("cost", _O.MORE, 50),),
    "one of the tags": (Condition("tags", _O.ANY_OF, ("home",)),),
    "exactly these tags": (Condition("tags", _O.EXACTLY, ("home",)),),
    "four at once": (
        Condition("title", _O.CONTAINS, "9"), Condition("due", _O.ON, Period(Unit.MONTH)),
        Condition("room", _O.IS, "room 7"), Condition("tags", _O.NONE_OF, ("home",)),
    ),
}  # fmt: skip


def _fill(store: TodoStore, list_id: int) -> None:
    for start in range(0, TODOS, BATCH):
        rows = [
            record(
                n, f"{'Tödo' if n % 3 == 0 else 'Todo'} {n}", sort=n, due=f"2026-11-{n % 28 + 1:02}" if n % 2 else None,
                notes=f"note {n}", room=f"room {n % 50}", tags=["home"] if n % 5 == 0 else [], cost=str(n % 100),
            )
            for n in range(start + 1, start + BATCH + 1)
        ]  # fmt: skip
        store.adopt(list_id, rows)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(Path(folder), Purpose.WORKER)
        store = TodoStore(database)
        list_id = store.open_list(HERE, COLLECTION).id
        _fill(store, list_id)
        for name, conditions in ASKED.items():
            query = Query(list_id, where=at(Group(True, conditions), COLLECTION, NOW))
            took, found = [], 0
            for _ in range(TIMES):
                reader = Reader(database)  # which remembers nothing
                begun = time.perf_counter()
                found = len(reader.ids(query))
                took.append(time.perf_counter() - begun)
            sys.stdout.write(f"{name:20} {found:7} todos {min(took) * 1000:6.0f} ms\n")
        database.close()


if __name__ == "__main__":
    main()
