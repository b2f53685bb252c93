"""The server of a story, without sockets: what goes wrong on the way to it, and who else works on it."""

import threading
from collections.abc import Callable
from copy import deepcopy
from fnmatch import fnmatch
from itertools import count
from typing import Any

from tests.sync.stories.late import CommitGate, LateWrite
from tests.sync.stories.ledger import Ledger
from tests.sync.stories.time import ServerClock, StoryTime
from tests.sync.stories.wire import Plug, Request, WiredSession, answered, carried_out
from todo_desktop.model.connection import Connection
from todo_desktop.nocobase.http import HttpSession
from todo_desktop.nocobase.verdict import Reply
from todo_desktop.sync.older import APART
from todo_desktop.testing.fake_nocobase import FakeList, FakeNocoBase
from todo_desktop.testing.fake_nocobase.faults import Fault
from todo_desktop.testing.rights import Rights, limited
from todo_desktop.testing.shapes import Shape

Row = dict[str, Any]
LANDS_WITHIN = 1_500
"""A late write lands before its sender looks whether it arrived (ms)."""
A_DELETE_LANDS_WITHIN = 20_000
"""But a delete may be waited for longer."""
FIRST_SNOWFLAKE = 399_000_000_000_000
"""The same in every run."""


class FakeWorld:
    """`ledger` is told of all that happens on the server itself."""

    def __init__(self, shape: Shape, rights: Rights) -> None:
        self.time = StoryTime()
        self.fake = FakeNocoBase(clock=ServerClock(self.time))
        self.fake.hooks.commit = CommitGate()
        self.fake.hooks.held = ("create", "update", "destroy")
        self.site: FakeList = self.fake.open_list(shape, rights)
        self.site.table._snowflakes = count(FIRST_SNOWFLAKE)
        self._rights = rights
        self.ledger: Ledger
        self._late_next: str = ""
        self._before: set[Any] = set()
        self._under_way: list[tuple[int, int, LateWrite]] = []
        self._kept: dict[Any, Row] = {}
        self._others = self.fake.open_list(shape, limited(), self.site.collection)

    def session(self, who: int) -> Callable[[Connection, Plug], HttpSession]:
        """How computer number *who* reaches the server."""
        return lambda connection, plug: WiredSession(connection, plug, lambda asked: self._exchange(who, asked))

    # What goes wrong

    def fault(self, action: str, fault: Fault) -> None:
        self.fake.faults.next(action, fault)

    def late(self, action: str) -> None:
        """The next write of that kind gets no answer, and is committed some time later."""
        self._late_next = action

    def race(self, meanwhile: Callable[[], object]) -> None:
        """*meanwhile* happens between the moment when the next write found its row and the one when it changes it."""
        hooks = self.fake.hooks

        def once(_verb: str) -> None:
            if isinstance(threading.current_thread(), LateWrite):
                return
            hooks.between_find_and_write = lambda _verb: None
            meanwhile()

        hooks.between_find_and_write = once

    def clear(self) -> None:
        """All works from now on."""
        self.fake.faults.clear()
        self.fake.hooks.between_find_and_write = lambda _verb: None
        self._late_next = ""
        self._rule(self._rights)
        self.land(everything=True)

    def land(self, *, everything: bool = False) -> None:
        """Late writes are committed, if it is time. They found their rows long ago, and change what is there now."""
        waiting, self._under_way = self._under_way, []
        for due, who, write in waiting:
            if everything or due <= self.time.now():
                before = self._shown()
                self._before = set(before)
                write.commit()
                self._watch(who)
                after = self._shown()
                for key, row in before.items():
                    if key not in after:
                        self.ledger.elsewhere(row)
                        self.ledger.destroyed.add(key)
                    elif after[key] != row:
                        self.ledger.elsewhere(row, *self.ledger.fields)
            else:
                self._under_way.append((due, who, write))

    def _exchange(self, who: int, asked: Request) -> Reply:
        self.land()
        if asked.writes and self._late_next and fnmatch(asked.action, self._late_next):
            self._late_next = ""
            write = LateWrite(lambda: carried_out(self.fake, asked))
            lands_within = A_DELETE_LANDS_WITHIN if asked.action.endswith(":destroy") else LANDS_WITHIN
            self._under_way.append((self.time.now() + lands_within * 1000, who, write))
            before = self._shown()
            write.begin()
            assert self._shown() == before, "a late write was committed at once"
            raise ConnectionResetError
        if not asked.writes:
            return answered(self.fake, asked)
        self._before = set(self._rows)
        try:
            return answered(self.fake, asked)
        finally:
            self._watch(who)

    def _watch(self, who: int) -> None:
        """What changed since the last look: where two writes race, each is looked at for itself."""
        for key in self._rows.keys() - self._before:
            wanted = (who, key) in self.ledger.wanted_back
            if key in self.ledger.destroyed and not wanted and self.ledger.knew_of(who, key):
                self.ledger.faults.append(f"computer {who} created row {key} again by itself")
        self.ledger.destroyed |= self._before - self._rows.keys()
        self._before = set(self._rows)

    # Who else is there

    @property
    def _rows(self) -> dict[Any, Row]:
        return self.site.table.rows

    def _shown(self) -> dict[Any, Row]:
        return {key: self.site.table.shown(row) for key, row in self._rows.items()}

    def rows(self) -> dict[Any, Row]:
        """As a list shows them, by id."""
        found: list[Row] = self._perform("list", {"paginate": "false"})["data"]
        return {row["id"]: row for row in found}

    def ids(self) -> list[Any]:
        return list(self._rows)

    def create(self, values: Row) -> None:
        self.ledger.made_elsewhere.add(self._perform("create", {}, values)["data"]["id"])

    def update(self, key: Any, values: Row) -> None:
        self.ledger.elsewhere(self.site.table.shown(self._rows[key]), *values)
        self._perform("update", {"filterByTk": str(key)}, values)

    def delete(self, key: Any, *, by_sql: bool = False) -> None:
        if key not in self._rows:
            return
        self.ledger.elsewhere(self.site.table.shown(self._rows[key]))
        self.ledger.destroyed.add(key)
        if by_sql:
            del self._rows[key]
        else:
            self._perform("destroy", {"filterByTk": str(key)})

    def insert(self, values: Row) -> None:
        """By SQL: nothing is stamped."""
        self.ledger.inserted({self.site.write_row(values)})

    def renumber(self, key: Any, order: int) -> None:
        """As `todos:move` does: change times stay."""
        if "sort" in self.site.table.columns:
            self._rows[key]["sort"] = order

    def back_up(self) -> None:
        self._kept = deepcopy(self._rows)
        self.time.forward(APART + 1_000)

    def put_back(self) -> None:
        """What was under way is committed before."""
        self.land(everything=True)
        self._rows.clear()
        self._rows.update(self._kept)

    def forbid(self, name: str) -> None:
        """From now on the role may not write that field."""
        self._rule(limited(unwritable={name}))

    def _rule(self, rights: Rights) -> None:
        self.fake.access._rules[self.site.role] = {self.site.collection: rights}

    def set_clock(self, ahead: int) -> None:
        self.fake.clock.shift(ahead)

    def _perform(self, verb: str, query: dict[str, str], body: Row | None = None) -> Any:
        """No race here: only the writes of our computers are told of one."""
        caller = self.fake.caller(f"Bearer {self._others.key}")
        planned, self.fake.hooks.between_find_and_write = self.fake.hooks.between_find_and_write, lambda _verb: None
        try:
            return self.fake.actions.perform(self.site.collection, verb, caller, query, body)
        finally:
            self.fake.hooks.between_find_and_write = planned
