"""A process that is killed in the middle of its work."""

import subprocess
import sys
from pathlib import Path

from tests.unit.replica.todos import HERE, PLAIN
from todo_desktop.model.change import EntryState
from todo_desktop.model.query import Query
from todo_desktop.replica.database import Purpose, open_database
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.store import TodoStore

WRITER = """
import sys
from pathlib import Path
from tests.unit.replica.todos import HERE, PLAIN, edited, record
from todo_desktop.replica.database import Purpose, open_database
from todo_desktop.replica.store import TodoStore

store = TodoStore(open_database(Path(sys.argv[1]), Purpose.WINDOW))
todo_list = store.open_list(HERE, PLAIN)
number = 0
while True:
    number += 1
    (todo_id,), _, _ = store.adopt(todo_list.id, [record(number)])
    store.put(edited(store.held([todo_id])[todo_id], f"operation {number}", title=f"edit {number}"))
    print(number, flush=True)
"""
COMMITTED = 25


def test_nothing_that_was_committed_is_lost_when_the_process_is_killed(tmp_path: Path) -> None:
    root = Path(__file__).parents[3]
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)], cwd=root, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        told = 0
        while told < COMMITTED:
            told = int(writer.stdout.readline())
        writer.kill()
        complete = [line for line in writer.stdout if line.endswith("\n")]
        told = int(complete[-1]) if complete else told

    database = open_database(tmp_path, Purpose.WORKER)
    store, reader = TodoStore(database), Reader(database)
    todo_list = store.open_list(HERE, PLAIN)
    titles = [todo.values["title"] for todo in reader.rows(reader.ids(Query(todo_list.id)))]
    entries = store.entries(todo_list.id, set(EntryState))
    database.check()
    database.close()
    assert titles[:told] == [f"edit {number}" for number in range(1, told + 1)]
    assert [entry.operation for entry in entries][:told] == [f"operation {number}" for number in range(1, told + 1)]
    assert sum(title.startswith("edit") for title in titles if isinstance(title, str)) == len(entries)
