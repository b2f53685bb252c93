"""Somebody at one computer, who does anything that the window offers, in any order."""

import contextlib
import itertools
import random
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from tests.soak.ledger import Ledger
from todo_desktop.model.change import Entry, EntryState
from todo_desktop.model.changes import Changes
from todo_desktop.model.decision import Choice, is_by_field
from todo_desktop.model.errors import InvalidValue, Problem, Refused
from todo_desktop.model.query import Query
from todo_desktop.model.todo import Todo
from todo_desktop.model.values import Json
from todo_desktop.replica.reader import Reader
from todo_desktop.service import TodoService

DEEDS = {"add": 14, "edit": 26, "tick": 14, "bulk edit": 5, "delete": 6, "undo": 9, "redo": 5, "decide": 6}
"""How often each, in relation to the others."""
MOST_AT_ONCE = 6
WORDS = ("garden", "tickets", "invoice", "lunch", "report", "book", "bicycle", "übung", "日本", "🎈")
TAGS = ("home", "work", "errand")
PRIORITIES = ("low", "normal", "high", None)


def name_of(title: object) -> str:
    """The first word, which no other todo's title begins with and which nobody changes."""
    return str(title).partition(" ")[0]


class User:
    """Does deeds on the open list of *service* and writes them into *ledger*.

    *chance* decides everything. `label` begins the names of what they add, *names* are the numbers that follow it.
    `own_field` is a number that nobody else writes, so that whatever else it holds in the end is an edit lost; "" for a
    list without one.
    """

    def __init__(
        self,
        service: TodoService,
        reader: Reader,
        ledger: Ledger,
        chance: random.Random,
        *,
        label: str,
        own_field: str = "",
        names: Iterable[int] | None = None,
    ) -> None:
        self._service = service
        self._reader = reader
        self._ledger = ledger
        self._chance = chance
        self._label = label
        self._own_field = own_field
        self._names = iter(names or itertools.count(1))
        self._brought: set[str] = set()

    def deed(self) -> None:
        """Do one thing."""
        (kind,) = self._chance.choices(list(DEEDS), weights=list(DEEDS.values()))
        deeds: dict[str, Callable[[], None]] = {
            "add": self.add,
            "edit": lambda: self._edit(1, self._some_values),
            "tick": self._tick,
            "bulk edit": lambda: self._edit(MOST_AT_ONCE, lambda _: self._bulk_values()),
            "delete": self._delete,
            "undo": lambda: self._replay(self._service.undo),
            "redo": lambda: self._replay(self._service.redo),
            "decide": lambda: self.decide(self._chance.choice(list(Choice))),
        }
        with contextlib.suppress(InvalidValue, Refused):  # a value from before the fields were known, or a right lost
            deeds[kind]()
        self._ledger.deed(kind)

    def add(self) -> None:
        name = f"{self._label}-{next(self._names)}"
        self._service.add({"title": f"{name} {self._chance.choice(WORDS)}"})
        self._ledger.added(name)
        self._brought.add(name)

    def decide(self, choice: Choice) -> None:
        """All that waits for a decision, or some fields of it."""
        parked = [e for e in self._entries() if e.state is EntryState.PARKED]
        for todo_id in dict.fromkeys(e.todo_id for e in parked):
            entries = [e for e in parked if e.todo_id == todo_id]
            self._taking_away([todo_id], partial(self._decide, todo_id, entries, choice))

    def _decide(self, todo_id: int, entries: Sequence[Entry], choice: Choice) -> Changes:
        for entry in entries:
            self._ledger.decided(str(entry.problem), choice.value)
        if all(is_by_field(entry) for entry in entries):
            return self._service.resolve(todo_id, {name: choice for e in entries for name in e.changes})
        # Insisting on a create that may have arrived would make it twice.
        if choice is Choice.THEIRS or any(e.problem is Problem.AMBIGUOUS_CREATE for e in entries):
            return self._service.take_theirs([todo_id])
        return self._service.keep_mine([todo_id])

    def _delete(self) -> None:
        todos = self._some(1 if self._chance.random() < 0.9 else 3)
        self._ledger.deleted(name_of(todo.values.get("title")) for todo in todos)
        self._service.delete([todo.id for todo in todos])

    def _tick(self) -> None:
        todos = self._some(1)
        self._service.set_done([todo.id for todo in todos], not all(todo.values.get("completed") for todo in todos))

    def _edit(self, most: int, values_for: Callable[[Todo], dict[str, Json]]) -> None:
        todos = self._some(self._chance.randint(1, most))
        if not todos:
            return
        known = self._service.list.collection
        values = {n: v for n, v in values_for(todos[0]).items() if known.field(n) is not None}
        names = [name_of(todo.values.get("title")) for todo in todos]
        if self._own_field in values:
            self._ledger.will_be(dict.fromkeys(names, values[self._own_field]))
        self._service.edit([todo.id for todo in todos], values)
        self._look([todo.id for todo in todos])

    def _replay(self, verb: Callable[[], Changes]) -> None:
        """An undo or redo may take away what they themselves brought in; what they deleted is written down already."""
        everything = {todo.id: name_of(todo.values.get("title")) for todo in self._todos()}
        before = {todo_id for todo_id, name in everything.items() if name in self._brought}
        self._taking_away(before, verb)

    def _taking_away(self, todo_ids: Iterable[int], verb: Callable[[], Changes]) -> None:
        names = {todo.id: name_of(todo.values.get("title")) for todo in self._todos()}
        self._ledger.may_delete(names[todo_id] for todo_id in todo_ids if todo_id in names)
        changes = verb()
        self._ledger.deleted(names[todo_id] for todo_id in changes.removed if todo_id in names)
        self._look(changes.changed | changes.added)
        self._brought |= {name_of(todo.values.get("title")) for todo in self._reader.rows(list(changes.added))}

    def _look(self, todo_ids: Iterable[int]) -> None:
        """Write down what the own field of these holds now."""
        if self._own_field:
            rows = self._reader.rows(list(todo_ids))
            shown = {name_of(t.values.get("title")): t.values.get(self._own_field) for t in rows}
            self._ledger.shows(shown)

    def _some_values(self, todo: Todo) -> dict[str, Json]:
        """New values for several fields of one todo."""
        name = name_of(todo.values.get("title"))
        title = f"{name} {self._chance.choice(WORDS)} by {self._label} {self._chance.randrange(1000)}"
        offered = {"title": title, **self._bulk_values()}
        return {n: offered[n] for n in self._chance.sample(sorted(offered), self._chance.randint(1, len(offered)))}

    def _bulk_values(self) -> dict[str, Json]:
        chance = self._chance
        offered: dict[str, Json] = {
            "completed": chance.random() < 0.5,
            "notes": "\n".join(chance.sample(WORDS, chance.randint(0, 4))),
            "priority": chance.choice(PRIORITIES),
            "tags": list(chance.sample(TAGS, chance.randint(0, 3))),
            "due": f"2026-12-{chance.randint(1, 28):02d}",
        }
        if self._own_field:
            offered[self._own_field] = chance.randrange(1_000_000)
        return {n: offered[n] for n in chance.sample(sorted(offered), chance.randint(1, 3))}

    def _some(self, count: int) -> list[Todo]:
        todos = self._todos()
        return self._chance.sample(todos, min(count, len(todos)))

    def _todos(self) -> list[Todo]:
        return self._reader.rows(list(self._reader.ids(Query(self._service.list.id))))

    def _entries(self) -> list[Entry]:
        todos = dict.fromkeys(todo_id for _, todo_id in self._reader.outbox(self._service.list.id))
        return [entry for todo_id in todos for entry in self._reader.entries_of(todo_id)]
