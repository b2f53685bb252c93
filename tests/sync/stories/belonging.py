"""Who gave which todo to whom in a story, from either end of the relation, and what each of them knew.

What was promised of fields holds of who belongs to whom: whom a user gave a todo to has it in the end, unless somebody
who knew that gave it to another one, or one of the two is gone. Whom a user took a todo from has it only if somebody
gave it back.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.sync.stories.computer import Computer
from tests.sync.stories.ledger import NOBODY, Key, Ledger
from todo_desktop.model.held import Held
from todo_desktop.model.other_ends import keys_of, references_in
from todo_desktop.model.schema import Collection

Rows = Mapping[Any, Mapping[str, Any]]
Pair = tuple[Any, Any]
"""A child and its parent."""


@dataclass(frozen=True, slots=True)
class _Given:
    """*who* gave (or, with *taken*, took away) the todo *child* at that time."""

    at: int
    who: int
    child: Any
    parent: Any
    taken: bool = False


class Families:
    """The account of one story: who gave whom to whom, and what each of them knew."""

    def __init__(self, collection: Collection) -> None:
        self.given: list[_Given] = []
        self._let: list[_Given] = []
        """What came back by a discard or a decision: nobody's wish, but it takes back who took it away."""
        self._known: list[tuple[int, int, Any, Any]] = []
        self._collection = collection
        self._now = 0

    @contextmanager
    def acting(self, who: int, computer: Computer, *, wishes: bool) -> Iterator[None]:
        self._now += 1
        before = computer.held()
        yield
        after = computer.held()
        was = self._owners(who, before)
        for child in self._touched(who, before, after):
            self._known += [(self._now, who, child, owner) for owner in was.get(child, ())]
        for todo, one in after.items():
            if one.hidden or (one.entries and not one.create_entry and todo not in before):
                continue
            old = before[todo].values if todo in before else {}
            gained = self._gained(who, (who, todo), old, one.values)
            if wishes:
                self.given += gained
                self._take_away(who, (who, todo), old, one.values, self._wanted(who, after))
            else:
                self._let += gained

    def _wanted(self, who: int, held: Mapping[int, Held]) -> set[Pair]:
        """(child, parent) as either end of them is to be sent."""
        wanted = set()
        for todo, one in held.items():
            names = {name for entry in one.entries for name in entry.changes}
            for own in ((who, todo), one.server_id):
                if "parent" in names:
                    wanted |= {(own, parent) for parent in self._both(who, "parent", one.values, held)}
                if "children" in names:
                    wanted |= {(child, own) for child in self._both(who, "children", one.values, held)}
        return wanted

    def _both(self, who: int, name: str, values: Mapping[str, Any], held: Mapping[int, Held]) -> set[Any]:
        meant = self._meant(who, name, values)
        return meant | {self._local(who, one, held) for one in meant if not isinstance(one, tuple)}

    def _gained(self, who: int, todo: Key, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[_Given]:
        parents = self._meant(who, "parent", new) - self._meant(who, "parent", old)
        children = self._meant(who, "children", new) - self._meant(who, "children", old)
        return [_Given(self._now, who, *pair) for pair in self._pairs(todo, parents, children)]

    def _take_away(
        self, who: int, todo: Key, old: Mapping[str, Any], new: Mapping[str, Any], wanted: set[Pair]
    ) -> None:
        parents = self._meant(who, "parent", old) - self._meant(who, "parent", new)
        children = self._meant(who, "children", old) - self._meant(who, "children", new)
        self.given += [
            _Given(self._now, who, *pair, taken=True)
            for pair in self._pairs(todo, parents, children)
            if pair not in wanted
        ]

    def _pairs(self, todo: Key, parents: set[Any], children: set[Any]) -> list[Pair]:
        return [*((todo, parent) for parent in parents), *((child, todo) for child in children)]

    def elsewhere(self, rows: Rows, child: Any) -> None:
        """On the server itself, which knows what is there."""
        self._now += 1
        owner = rows[child].get("parentId")
        self._known.append((self._now, NOBODY, child, owner))

    def landed(self, owners: Mapping[Any, Any]) -> None:
        """Somebody's late write may have met any of these children, by their owners."""
        self._known += [(self._now, NOBODY, child, owner) for child, owner in owners.items()]

    def _touched(self, who: int, before: Mapping[int, Held], after: Mapping[int, Held]) -> set[Any]:
        """Todos whose belonging is changed, or decided."""
        found = set[Any]()
        for todo in before.keys() | after.keys():
            was, now = before.get(todo), after.get(todo)
            old = {} if was is None or was.hidden else was.values
            new = {} if now is None or now.hidden else now.values
            asked = was is not None and now is not None and was.entries != now.entries
            if not old or not new or asked or old.get("parent") != new.get("parent"):
                found.add((who, todo))
            for values in (old, new) if asked or old.get("children") != new.get("children") else ():
                found |= self._meant(who, "children", values)
        return found | {self._local(who, one, before) for one in found if not isinstance(one, tuple)}

    def _local(self, who: int, key: Any, held: Mapping[int, Held]) -> Any:
        return next(((who, todo) for todo, one in held.items() if one.server_id == key), key)

    def _owners(self, who: int, held: Mapping[int, Held]) -> dict[Any, set[Any]]:
        found: dict[Any, set[Any]] = {}
        for todo, one in held.items():
            if one.hidden:
                continue
            mine = self._meant(who, "parent", one.values)
            mine |= {p for e in one.entries for p in self._meant(who, "parent", dict(e.theirs))}
            found.setdefault((who, todo), set()).update(mine)
            for child in self._meant(who, "children", one.values):
                found.setdefault(child, set()).add((who, todo))
                found.setdefault(self._local(who, child, held), set()).add((who, todo))
        return found

    def _meant(self, who: int, name: str, values: Mapping[str, Any]) -> set[Any]:
        field, value = self._collection.field(name), values.get(name)
        assert field is not None
        return {*keys_of(field, value), *((who, todo) for todo in references_in(value))}

    def wrong(self, rows: Rows, ledger: Ledger) -> list[str]:
        """All that was given and is not there, as the server's rows stand in the end."""
        row_of = ledger.row_of
        known = [(at, who, row_of(child), row_of(owner)) for at, who, child, owner in self._known]
        given, let = (
            [_Given(g.at, g.who, row_of(g.child), row_of(g.parent), g.taken) for g in some]
            for some in (self.given, self._let)
        )
        back = [g for g in (*given, *let) if not g.taken]
        return [f"not so: {one}" for one in given if not self._is_so(one, rows, known, back, ledger.destroyed)]

    def _is_so(
        self, one: _Given, rows: Rows, known: list[tuple[int, int, Any, Any]], back: list[_Given], destroyed: set[Any]
    ) -> bool:
        if one.child not in rows or one.parent not in rows or {one.child, one.parent} & destroyed:
            return True
        there = (rows[one.child].get("parent") or {}).get("id")
        if (there == one.parent) is not one.taken:
            return True
        if one.taken:
            again = (g for g in back if (g.child, g.parent) == (one.child, one.parent))
            by_nobody = any(who == NOBODY and child == one.child for _, who, child, _ in known)
            return by_nobody or any(g.at > one.at or g.who != one.who for g in again)
        seen = ((at, who) for at, who, *pair in known if pair == [one.child, one.parent])
        return any(at > one.at or who != one.who for at, who in seen)
