"""What everybody typed and what they knew when they did: the account on which nothing may be missing in the end.

What `design.md` promises of the sync, as it is checked here:

- *Values.* Whatever a user typed is the server's value in the end, unless somebody who knew it put something else in
  its place. A user knows what the screen shows: the value typed over, all values of a todo that is deleted, what is
  undone or discarded, and both sides of a conflict, of which a decision gives up one. Somebody on the server itself
  (another program, SQL, a write that was committed late) knows what the server holds at that moment. So an edit that
  meets an unseen edit of the same field ends by a decision that showed both (rules 1 and 3), a value that the server
  refused by one that showed it (rule 5), and an edit of a row that is gone by *bring back* or *let go* (rule 3).
- *Rows.* Each todo added is there exactly once, unless somebody deleted, undid, discarded or let it go; no row is there
  that nobody made (rule 4); a row that was deleted on the server is there again only where a user of the computer that
  sent it wanted it back (rule 3).
- *Backups.* Who puts the server back to one takes away what was there, knowing it; what the computers owe their users
  then is in `backups`.

What is no loss:

- A value set back to what the server last showed, or of a new todo to none, is no edit any more, as long as the other
  one does not stay there.
- A value that is back where another user saw it (nobody can tell that it was away in between).
- Bringing a todo back puts its values where somebody else has brought it back with empty fields.
- Two todos with the same text in a list whose new rows carry no mark: where the answer to one of them was lost, the row
  of the other may be taken for its own (rule 4), and its own, edited by others meanwhile, for somebody else's.
- A row that was deleted before its sender could find it, and is there again because somebody else brought it back.
- Two rows of one todo that two users wanted back, in a list whose new rows carry no mark, or of one that was made by
  SQL and tells no time: where one of them has edited it since, the other's computer cannot tell its row from another
  todo that has its id now. It overwrites nothing that its user has not seen, and makes a new row; both are in
  everybody's sight. With a mark, that is a doubling.
- A new todo of which nobody can tell whether its row is there: sent again on its user's word it may be there twice, and
  given up by its user its row may stay, in everybody's sight.

Values are compared as their field compares them: what the server normalises is the same value (rule 5).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.sync.stories.computer import Computer
from todo_desktop.model.change import ChangeKind, Entry
from todo_desktop.model.held import Held
from todo_desktop.model.schema import Collection

Key = tuple[int, int]
"""A todo as one computer knows it: the computer's number, the local id."""

Known = tuple[int, int, Any]
"""When, which computer's user, what. Somebody on the server is nobody's user."""
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Typed:
    at: int
    todo: Key
    field: str
    value: Any
    is_back: bool
    """Whether it is what the server last showed, or a new todo began with: nothing is wished there any more."""


@dataclass(slots=True)
class Ledger:
    collection: Collection
    fields: tuple[str, ...]
    marked: bool = True
    """Whether a row tells which create made it."""
    now: int = 0
    typed: list[Typed] = field(default_factory=list)
    added: list[Key] = field(default_factory=list)
    made_elsewhere: set[Any] = field(default_factory=set)
    unstamped: set[Any] = field(default_factory=set)
    """Of these rows, those that tell nothing of when they were made."""
    destroyed: set[Any] = field(default_factory=set)
    """Ids of rows that were deleted on the server at some time."""
    wanted_back: set[tuple[int, Any]] = field(default_factory=set)
    """(computer, server id)"""
    came_back: dict[Key, Any] = field(default_factory=dict)
    """Todos that a user wanted back, and the row that each had when that was first said."""
    undecidable: int = 0
    """Creates that were sent again though a row like them was there: their user said so."""
    faults: list[str] = field(default_factory=list)
    _links: dict[Key, Any] = field(default_factory=dict)
    _without_row: set[Key] = field(default_factory=set)
    """Todos that had none when they were seen last: others may have theirs from before."""
    _known: dict[tuple[Any, str], list[Known]] = field(default_factory=lambda: defaultdict(list))
    _gone: dict[Key, list[tuple[str, Known]]] = field(default_factory=lambda: defaultdict(list))
    _gone_elsewhere: set[Any] = field(default_factory=set)
    _there_again: set[Any] = field(default_factory=set)
    """Rows that had been deleted, on a server that was put back."""

    def link(self, who: int, held: Mapping[int, Held]) -> None:
        """Remember which row of the server each todo of that computer is."""
        for todo_id, one in held.items():
            if one.server_id is not None:
                self._links[who, todo_id] = one.server_id
                self._without_row.discard((who, todo_id))
            else:
                self._without_row.add((who, todo_id))

    def knew_of(self, who: int, row: Any) -> bool:
        """Whether that computer ever heard of that row: one that was deleted before is created again after a lost
        answer."""
        return any(todo[0] == who and known == row for todo, known in self._links.items())

    @contextmanager
    def acting(self, who: int, computer: Computer, *, wishes: bool = True) -> Iterator[dict[int, Held]]:
        """A user acts inside; yields what was there before. Without *wishes* what is shown then is nobody's typing."""
        self.now += 1
        before = computer.held()
        self.link(who, before)
        yield before
        after = computer.held()
        for todo_id in sorted(before.keys() | after.keys()):
            self._compare((who, todo_id), before.get(todo_id), after.get(todo_id), wishes=wishes)

    def knew(self, todo: Key, name: str, value: Any) -> None:
        self._known[todo, name].append((self.now, todo[0], value))

    def wants_back(self, todo: Key) -> None:
        """What was deleted is there again because this user says so, with what it had here: also where somebody else
        has brought it back with an empty field."""
        for name in self.fields:
            known = self.collection.field(name)
            self.knew(todo, name, None)
            self.knew(todo, name, known.default if known is not None else None)
        self.wanted_back.add((todo[0], self._links.get(todo)))
        if todo in self._links:
            self.came_back.setdefault(todo, self._links[todo])
        for name, taken_back in self._gone.pop(todo, ()):
            self._known[todo, name].remove(taken_back)

    def elsewhere(self, row: Mapping[str, Any], *names: str) -> None:
        """Somebody on the server itself puts something else into these fields of *row*, as it is now."""
        self.now += 1
        todos = [todo for todo, known in self._links.items() if known == row["id"]]
        for name in names or self.fields:
            for one in (row["id"], *todos):  # a todo may get another row later
                self._known[one, name].append((self.now, NOBODY, row.get(name)))
        if not names:
            self._gone_elsewhere.add(row["id"])

    def inserted(self, keys: set[Any]) -> None:
        """By SQL: nothing is stamped."""
        self.made_elsewhere |= keys
        self.unstamped |= keys

    def put_back(self, before: Mapping[Any, Mapping[str, Any]], then: Mapping[Any, Mapping[str, Any]]) -> None:
        """The server shows what it showed *then*, and not what it showed *before*, by id."""
        for key, row in before.items():
            if key not in then:
                self.elsewhere(row)
                self.destroyed.add(key)
            elif changed := [name for name in self.fields if row.get(name) != then[key].get(name)]:
                self.elsewhere(row, *changed)
        self._there_again |= then.keys() - before.keys()

    def _compare(self, todo: Key, before: Held | None, after: Held | None, *, wishes: bool) -> None:
        was = before.values if before is not None and not before.hidden else None
        now = after.values if after is not None and not after.hidden else None
        if was is None and now is not None and after is not None:
            self._came(todo, before, after)
        elif was is not None and now is None and before is not None:
            self._went(todo, before)
        elif was is not None and now is not None and after is not None:
            for name in self.fields:
                if not self.collection.same(name, was.get(name), now.get(name)):
                    self.knew(todo, name, was.get(name))
                    if wishes:
                        self._wish(todo, name, now.get(name), after, at=self.now)

    def _came(self, todo: Key, before: Held | None, after: Held) -> None:
        """A new todo, or one that is back: then nobody typed anything new, and whoever knew its row knows it now."""
        new = before is None and after.server_id is None and todo not in self.added and todo not in self._gone
        if new:
            self.added.append(todo)
        self.wants_back(todo)
        if after.create_entry is not None:
            for name in self.fields:
                if after.values.get(name) is not None:
                    self._wish(todo, name, after.values[name], after, at=self.now if new else 0)

    def _went(self, todo: Key, before: Held) -> None:
        """Its user saw its values, and those of the server where they are in dispute."""
        self._gone[todo] = []
        for name in self.fields:
            seen = [before.values.get(name), *(e.theirs[name] for e in before.entries if name in e.theirs)]
            for value in seen:
                self.knew(todo, name, value)
                self._gone[todo].append((name, (self.now, todo[0], value)))

    def _wish(self, todo: Key, name: str, value: Any, after: Held, *, at: int) -> None:
        if any(name in entry.changes for entry in after.entries):
            self.typed.append(Typed(at, todo, name, value, self._is_as_read(after, name, value)))
        elif after.last_read is not None and not self._is_as_read(after, name, value):
            self.faults.append(f"typed {name}={value!r} of {todo}, but nothing of it is in the outbox")

    def _is_as_read(self, held: Held, name: str, value: Any) -> bool:
        read = held.last_read
        if read is None:  # of a new todo, nothing is what it began with
            return held.server_id is None and value is None
        return self.collection.same(name, value, read.get(name))

    # The reckoning

    def missing(self, rows: Mapping[Any, Mapping[str, Any]]) -> list[str]:
        """All that is wrong with *rows*, by id, as the end of this account."""
        known: dict[tuple[Any, str], list[Known]] = defaultdict(list)
        for (todo, name), values in self._known.items():
            known[self.row_of(todo), name] += values
        wrong = list(self.faults)
        wrong += [f"lost: {one}" for one in self.typed if not self._is_accounted(one, rows, known)]
        gone = {self.row_of(todo) for todo in self._gone} | self._gone_elsewhere
        for todo in self.added:
            if self.row_of(todo) not in rows and self.row_of(todo) not in gone:
                wrong.append(f"lost todo: {todo}, row {self.row_of(todo)}")
        wrong += [f"lost row: {one}" for one in self.made_elsewhere - rows.keys() - gone]
        own = defaultdict[Any, list[Key]](list)
        for todo in self.added:
            own[self.row_of(todo)].append(todo)
        shared = {row: todos for row, todos in own.items() if row in rows and len(todos) > 1}
        wrong += [
            f"two todos in one row: {row}, {todos}" for row, todos in shared.items() if not self._look_alike(todos)
        ]
        brought_back = {row for _, row in self.wanted_back} & self.destroyed
        explained = self.made_elsewhere | brought_back | self._there_again | self._made_beside_their_own()
        nobodys = rows.keys() - own.keys() - explained
        # A create whose outcome nobody could tell, given up by its user: its row may stay, in everybody's sight.
        given_up = sum(todo in self._gone and todo in self._without_row for todo in self.added)
        mistaken = sum(len(todos) - 1 for todos in shared.values())
        if len(nobodys) > self.undecidable + given_up + mistaken:
            wrong.append(f"doubled: {[dict(rows[one]) for one in nobodys]}")
        return wrong

    def _made_beside_their_own(self) -> set[Any]:
        """Rows of todos that came back where nobody could tell whether the row that has their id is still theirs."""
        unknown = self.destroyed & self.unstamped if self.marked else self.destroyed
        deleted = {todo: row for todo, row in self.came_back.items() if row in unknown}
        return {row for todo, was in deleted.items() if (row := self.row_of(todo)) != was}

    def _look_alike(self, todos: list[Key]) -> bool:
        """Whether they had a text in common, and nothing else tells their rows apart."""
        texts = [
            {(one.field, one.value) for one in self.typed if one.todo == todo and isinstance(one.value, str)}
            for todo in todos
        ]
        return not self.marked and bool(set.intersection(*texts))

    def _is_accounted(
        self, one: Typed, rows: Mapping[Any, Mapping[str, Any]], known: Mapping[tuple[Any, str], list[Known]]
    ) -> bool:
        row = self.row_of(one.todo)
        there = rows.get(row)
        if there is not None and (
            one.field not in there or self.collection.same(one.field, there[one.field], one.value)
        ):
            return True
        if one.is_back and (there is None or not self._was_typed_before(one, there[one.field])):
            return True
        # Of another user's knowledge the value tells enough: what they saw may have been there before, and be back.
        seen = [value for at, who, value in known[row, one.field] if at > one.at or who != one.todo[0]]
        return any(self.collection.same(one.field, value, one.value) for value in seen)

    def _was_typed_before(self, one: Typed, value: Any) -> bool:
        before = (t for t in self.typed if t.todo == one.todo and t.field == one.field and t.at < one.at)
        return any(self.collection.same(one.field, value, t.value) for t in before)

    def row_of(self, todo: Any) -> Any:
        """The server's id of a todo, where it ever had one."""
        return self._links.get(todo, todo) if isinstance(todo, tuple) else todo


def sides(entry: Entry, held: Held, name: str) -> tuple[Any, Any]:
    """Mine and theirs, as the conflict chooser shows them."""
    server = held.base or {}
    return entry.changes[name].new, entry.theirs.get(name, server.get(name))


def is_create(entry: Entry) -> bool:
    return entry.kind is ChangeKind.CREATE
