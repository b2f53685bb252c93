"""The outbox: changes that the server has not shown yet, in the order in which they were made."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from msgspec.structs import replace

from todo_desktop.model.change import COPY, ChangeKind, Entry, EntryState, FieldChange, Writer
from todo_desktop.model.errors import Problem
from todo_desktop.model.todo import SyncState
from todo_desktop.replica.database import Database
from todo_desktop.replica.json_text import from_text, to_text

_COLUMNS = (
    "seq, operation, list_id, todo_id, kind, state, changes, tries, not_before, created_at, problem, detail, receipt,"
    " theirs, writer"
)
_ENTRY = f"SELECT {_COLUMNS} FROM entry"  # noqa: S608 - constants, as below
_OF_LIST = f"{_ENTRY} WHERE list_id = ? AND state IN (SELECT value FROM json_each(?)) ORDER BY seq"  # noqa: S608
_OF_TODOS = f"{_ENTRY} WHERE todo_id IN (SELECT value FROM json_each(?)) ORDER BY seq"  # noqa: S608
_SAVE = f"INSERT OR REPLACE INTO entry ({_COLUMNS}) VALUES ({', '.join('?' * 15)})"  # noqa: S608
_ORDER = """
    SELECT seq, todo_id FROM entry WHERE list_id IN (SELECT value FROM json_each(?)) ORDER BY state <> 'parked', seq
"""

_OF_A_VALUE = (Problem.CONFLICT, Problem.FIELD_REFUSED, Problem.INVALID_INPUT)


class Outbox:
    def __init__(self, database: Database) -> None:
        self._database = database

    def entries(self, list_id: int, states: Collection[EntryState]) -> list[Entry]:
        """Those in these states, in order."""
        rows = self._database.rows(_OF_LIST, (list_id, to_text([state.value for state in states])))
        return [entry_from_row(row) for row in rows]

    def of(self, todo_ids: Iterable[int]) -> dict[int, tuple[Entry, ...]]:
        """By todo, each in order; todos without entries are left out."""
        rows = self._database.rows(_OF_TODOS, (to_text(list(todo_ids)),))
        found: dict[int, list[Entry]] = defaultdict(list)
        for row in rows:
            found[row[3]].append(entry_from_row(row))
        return {todo_id: tuple(entries) for todo_id, entries in found.items()}

    def awaited_copies(self) -> frozenset[int]:
        """Todos of any list without which a delete of another list is not sent: it moved them there."""
        rows = self._database.rows(
            "SELECT json_extract(changes, ?) FROM entry WHERE kind = 'delete' AND changes <> '{}'", (f'$."{COPY}"[1]',)
        )
        return frozenset(todo_id for (todo_id,) in rows if todo_id is not None)

    def order(self, list_ids: Sequence[int]) -> list[tuple[int, int]]:
        """(seq, todo) of every entry of these lists: what needs a person first, then in order."""
        return [(seq, todo_id) for seq, todo_id in self._database.rows(_ORDER, (to_text(list(list_ids)),))]

    def parked_fields(self, todo_ids: Iterable[int]) -> dict[int, frozenset[str]]:
        """By todo, the fields whose values are in dispute or were refused."""
        return {
            todo_id: frozenset(name for e in entries if e.problem in _OF_A_VALUE for name in e.changes)
            for todo_id, entries in self.of(todo_ids).items()
        }

    def save(self, list_id: int, todo_id: int, entries: Sequence[Entry]) -> None:
        """Make these the todo's entries; any other goes. An entry that comes after another gets a later `seq`."""
        kept: list[int] = []
        for entry in entries:
            late = entry.seq and entry.seq > max(kept, default=0)
            owned = replace(entry, list_id=list_id, todo_id=todo_id, seq=entry.seq if late else 0)
            kept.append(self._database.insert(_SAVE, entry_to_row(owned)))
        self._database.run(
            "DELETE FROM entry WHERE todo_id = ? AND seq NOT IN (SELECT value FROM json_each(?))",
            (todo_id, to_text(kept)),
        )

    def counts(self, list_id: int) -> tuple[int, int]:
        """(waiting, parked): todos with unsent changes, and todos that need a person."""
        by_state: dict[int, int] = dict(
            self._database.rows(
                "SELECT state, count(*) FROM todo WHERE list_id = ? AND state <> 0 GROUP BY state", (list_id,)
            )
        )
        parked = by_state.get(SyncState.FAILED, 0) + by_state.get(SyncState.CONFLICT, 0)
        return by_state.get(SyncState.WAITING, 0), parked

    def disputes(self, list_id: int) -> int:
        """How many todos were changed here and there."""
        counted: int = self._database.value(
            "SELECT count(*) FROM todo WHERE list_id = ? AND state = ? AND state <> 0",
            (list_id, int(SyncState.CONFLICT)),
        )
        return counted

    def is_longer(self, list_id: int, than: int) -> bool:
        """Whether more todos have unsent changes."""
        found = self._database.value(
            "SELECT count(*) FROM (SELECT 1 FROM todo WHERE list_id = ? AND state <> 0 LIMIT ?)", (list_id, than + 1)
        )
        return bool(found > than)


def entry_to_row(entry: Entry) -> tuple[object, ...]:
    changes = {name: [change.old, change.new] for name, change in entry.changes.items()}
    return (
        entry.seq or None, entry.operation, entry.list_id, entry.todo_id, entry.kind.value, entry.state.value,
        to_text(changes), entry.tries, entry.not_before, entry.created_at,
        entry.problem.value if entry.problem else None, entry.detail, entry.receipt, to_text(dict(entry.theirs)),
        to_text([entry.writer.at, entry.writer.user_id, entry.writer.name] if entry.writer else []),
    )  # fmt: skip


def entry_from_row(row: Sequence[Any]) -> Entry:
    """The last column may be missing: earlier versions of the program had none, and damage can take it."""
    (
        seq, operation, list_id, todo_id, kind, state, changes, tries, not_before, created_at, problem, detail, receipt,
        theirs, *writer,
    ) = row  # fmt: skip
    wrote = from_text(writer[0], list) if writer else []
    pairs = from_text(changes, dict)
    return Entry(
        operation, list_id, todo_id, ChangeKind(kind),
        {name: FieldChange(old, new) for name, (old, new) in pairs.items()},
        seq, EntryState(state), tries, not_before, created_at, Problem(problem) if problem else None, detail, receipt,
        from_text(theirs, dict), Writer(*wrote) if wrote else None,
    )  # fmt: skip
