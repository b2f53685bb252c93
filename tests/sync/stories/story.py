"""One story: computers with their users, what happens to them, how it ends, and what must be true of its end."""

import contextlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from tests.contract.site import TodoList
from tests.sync.client import ShiftedClock
from tests.sync.stories.backups import Backups
from tests.sync.stories.computer import Computer
from tests.sync.stories.ledger import Key, Ledger, sides
from tests.sync.stories.values import Fields, fields_of
from tests.sync.stories.wire import Crash, Plug
from todo_desktop.model.change import Entry, EntryState
from todo_desktop.model.connection import Connection
from todo_desktop.model.decision import Choice, is_by_field
from todo_desktop.model.errors import InvalidValue, NeedsAttention, Problem, Refused, Unavailable
from todo_desktop.model.held import Held
from todo_desktop.nocobase.http import HttpSession
from todo_desktop.sync.creates import carries_marker, may_choose_id
from todo_desktop.sync.schedule import SWEEP_EVERY
from todo_desktop.testing.fake_nocobase.faults import Fault
from todo_desktop.testing.shapes import Shape

Row = dict[str, Any]
ROUNDS = 12
"""So often all decide what they are asked, at most, until nothing is left to decide."""


class World(Protocol):
    """The server, what goes wrong on the way to it, and somebody who works on it; `ledger` is told of what they do."""

    ledger: Ledger

    @property
    def site(self) -> TodoList: ...
    def session(self, who: int, /) -> Callable[[Connection, Plug], HttpSession]:
        """How computer number *who* reaches it."""
        ...

    def fault(self, action: str, fault: Fault) -> None:
        """The next call of that kind goes wrong."""
        ...

    def clear(self) -> None:
        """All works from now on."""
        ...

    def land(self, *, everything: bool) -> None:
        """What was to be committed late is committed."""
        ...

    def rows(self) -> Mapping[Any, Mapping[str, Any]]:
        """As a list shows them, by id."""
        ...

    def ids(self) -> list[Any]: ...
    def create(self, values: Row) -> None: ...
    def update(self, key: Any, values: Row) -> None: ...
    def delete(self, key: Any, *, by_sql: bool = False) -> None: ...
    def insert(self, values: Row) -> None:
        """By SQL: nothing is stamped."""
        ...

    def renumber(self, key: Any, order: int) -> None:
        """As `todos:move` does: change times stay."""
        ...

    def back_up(self) -> None:
        """Keep all rows; so much time passes that their change times are known to be older ones."""
        ...

    def put_back(self) -> None:
        """All rows are as they were kept last, and no others are there."""
        ...


class Story:
    """`clocks` has one for each computer."""

    def __init__(
        self,
        folder: Path,
        shape: Shape,
        world: World,
        clocks: Sequence[ShiftedClock],
        *,
        fields: Sequence[int] = (0, 1),
        rows: int = 0,
    ) -> None:
        self.world = world
        self.fields: Fields = fields_of(shape, fields)
        self.computers: list[Computer] = []
        self._typed = 0
        self._syncing: set[int] = set()
        for number, clock in enumerate(clocks):
            computer = Computer(folder / f"computer-{number}", world.site, clock, world.session(number))
            self.computers.append(computer)
            computer.sync()
        todos = self.computers[0].service.list
        marked = carries_marker(todos.collection, todos.permissions) or may_choose_id(
            todos.collection, todos.permissions
        )
        self.ledger = Ledger(todos.collection, self.fields.names, marked)
        world.ledger = self.ledger
        self.backups = Backups(world, self.computers, todos.collection)
        for number in range(rows):
            world.create({"title": f"at first {number}"})
        for number in range(len(clocks) if rows else 0):
            self.sync(number)

    def close(self) -> None:
        self.world.land(everything=True)
        for computer in self.computers:
            computer.close()

    # What users do

    def value(self, name: str, pick: int) -> Any:
        self._typed += 1
        return self.fields.value(name, pick, self._typed)

    def shown(self, who: int) -> list[int]:
        """Local ids of what this user sees."""
        return [todo_id for todo_id, held in sorted(self.computers[who].held().items()) if not held.hidden]

    def act(self, who: int, what: Callable[[Computer], object], *, wishes: bool = True) -> None:
        """Its user does something that the window may refuse."""
        computer = self.computers[who]
        with self.ledger.acting(who, computer, wishes=wishes), contextlib.suppress(InvalidValue, Refused):
            what(computer)

    def decide(self, who: int, choose: Callable[[Entry, str], Choice], only: int | None = None) -> None:
        """Its user decides what it is asked, or what it is asked of the todo *only*."""
        computer = self.computers[who]
        for todo_id, held in computer.held().items():
            parked = [e for e in held.entries if e.state is EntryState.PARKED]
            if parked and only in (None, todo_id):
                self._decide(who, computer, held, parked, choose)

    def _decide(
        self, who: int, computer: Computer, held: Held, parked: list[Entry], choose: Callable[[Entry, str], Choice]
    ) -> None:
        key = (who, held.todo_id)
        choices = {name: choose(e, name) for e in parked if is_by_field(e) for name in e.changes}
        with self.ledger.acting(who, computer, wishes=Choice.BOTH in choices.values()):
            for entry in parked:
                if is_by_field(entry):
                    self._give_up(key, entry, held, choices)
            if choices:
                computer.service.resolve(held.todo_id, choices)
        rest = [e for e in parked if not is_by_field(e)]
        if rest:
            self._decide_whole(key, computer, held, rest, choose(rest[0], ""))

    def _give_up(self, key: Key, entry: Entry, held: Held, choices: Mapping[str, Choice]) -> None:
        for name in entry.changes:
            mine, theirs = sides(entry, held, name)
            if choices[name] is not Choice.MINE:
                self.ledger.knew(key, name, mine)
            if choices[name] is not Choice.THEIRS:
                self.ledger.knew(key, name, theirs)

    def _decide_whole(self, key: Key, computer: Computer, held: Held, parked: list[Entry], choice: Choice) -> None:
        keep = choice is not Choice.THEIRS
        with self.ledger.acting(key[0], computer, wishes=False):
            if keep:
                if any(e.problem is Problem.GONE for e in parked):
                    self.ledger.wants_back(key)
                self.ledger.undecidable += any(e.problem is Problem.AMBIGUOUS_CREATE for e in parked)
                computer.service.keep_mine([held.todo_id])
                return
            self.ledger.undecidable += any(e.problem is Problem.AMBIGUOUS_CREATE for e in parked)
            for entry in parked:
                for name in entry.changes:
                    self.ledger.knew(key, name, entry.changes[name].new)
            computer.service.take_theirs([held.todo_id])

    def discard(self, who: int, todo_ids: list[int]) -> None:
        """What their user sees of it goes, in dispute or not."""
        computer = self.computers[who]
        with self.ledger.acting(who, computer, wishes=False) as before:
            for todo_id in todo_ids:
                for entry in before[todo_id].entries:
                    for name in entry.changes:
                        self.ledger.knew((who, todo_id), name, entry.changes[name].new)
            computer.service.discard(todo_ids)

    # What their computers do

    def write_once(self, who: int) -> None:
        """It sends what it has, and is cut off before it can read what became of that."""
        computer = self.computers[who]
        if who not in self._syncing and computer.plug.connected:
            computer.plug.cut_after_write = True
            self.sync(who)
            computer.plug.cut_after_write = False

    def sync(self, who: int, *, bring_back: bool = False) -> None:
        """One cycle, which may fail; asked whether all may go, its user answers."""
        computer = self.computers[who]
        self._syncing.add(who)
        try:
            self._cycle(who, computer, bring_back=bring_back)
        except Crash:
            self.backups.crashed(who)
            self.restart(who)
        except Unavailable:
            pass
        finally:
            self._syncing.discard(who)
            for other in self._syncing:
                self.backups.written(other)

    def _cycle(self, who: int, computer: Computer, *, bring_back: bool) -> None:
        before = self.ledger.now
        self.backups.written(who)
        complete = self._complete_cycle(who, computer, bring_back=bring_back)
        if self.ledger.now != before:
            self.backups.written(who)
        if complete:
            self.backups.looked(who)

    def _complete_cycle(self, who: int, computer: Computer, *, bring_back: bool) -> bool:
        """Whether it was one: the list was read, too."""
        try:
            return computer.sync()
        except NeedsAttention as asked:
            if asked.problem is not Problem.MASS_REMOVAL:
                raise
            if bring_back:
                for todo_id in self.shown(who):  # what its user has undone or deleted does not come back
                    self.ledger.wants_back((who, todo_id))
                computer.engine.bring_back_missing(int(asked.detail))
            else:
                computer.engine.allow_mass_removal(int(asked.detail))
            return computer.sync()
        finally:
            self._link(who)

    def restart(self, who: int) -> None:
        self.computers[who].plug.fuse = None
        self.computers[who].restart()
        self._link(who)

    def _link(self, who: int) -> None:
        self.ledger.link(who, self.computers[who].held())

    # The end

    def end(self, choose: Callable[[Entry, str], Choice]) -> None:
        """The network is back, nothing goes wrong any more, and all decide what they are asked."""
        self.world.clear()
        for computer in self.computers:
            computer.plug.connected, computer.plug.fuse = True, None
        for round_ in range(ROUNDS):
            for who in range(len(self.computers)):
                self.settle(who)
                self.decide(who, choose if round_ < ROUNDS // 2 else _give_in)
            if not any(computer.entries() for computer in self.computers):
                break
        for who in range(len(self.computers)):
            self.settle(who)

    def settle(self, who: int) -> None:
        """Cycles until all that is left needs its user."""
        computer = self.computers[who]
        computer.clock.forward(SWEEP_EVERY)
        for _ in range(20):
            self.sync(who)
            due = computer.engine.next_due()
            under_way = any(e.state in (EntryState.SENT, EntryState.ACKNOWLEDGED) for e in computer.entries())
            if due is None and not under_way:
                return
            computer.clock.forward(max((due or 0) - computer.clock.now(), 0))
        raise AssertionError(f"computer {who} does not settle: {computer.entries()}")

    def check(self) -> None:
        rows = self.world.rows()
        for who, computer in enumerate(self.computers):
            assert computer.entries() == [], f"computer {who} still has {computer.entries()}"
            shown = computer.values()
            assert shown.keys() == rows.keys(), (
                f"computer {who} shows {sorted(map(str, shown))} of {sorted(map(str, rows))}"
            )
            for key, values in shown.items():
                apart = self.differences(values, rows[key])
                assert not apart, f"computer {who}, row {key}: {apart} of {values} are not as in {rows[key]}"
        missing = self.missing()
        assert not missing, "\n".join(missing)

    def differences(self, shown: Mapping[str, Any], row: Mapping[str, Any]) -> list[str]:
        """Fields that a computer shows otherwise than the server."""
        return [name for name, value in shown.items() if value != row.get(name)]

    def missing(self) -> list[str]:
        """What was lost, in the end."""
        return [*self.ledger.missing(self.world.rows()), *self.backups.missing]


def _give_in(_entry: Entry, _name: str) -> Choice:
    return Choice.THEIRS
