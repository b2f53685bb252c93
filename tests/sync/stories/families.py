"""Stories about children: a relation that is edited from both of its ends, by several people and on the server."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from tests.sync.client import ShiftedClock
from tests.sync.stories.belonging import Families
from tests.sync.stories.computer import Computer
from tests.sync.stories.steps import OnRow, OnServer
from tests.sync.stories.story import Story
from tests.sync.stories.world import FakeWorld, Row
from todo_desktop.model.change import Entry
from todo_desktop.model.decision import Choice
from todo_desktop.model.held import Held
from todo_desktop.model.other_ends import keys_of, references_in
from todo_desktop.model.reference import LocalReference
from todo_desktop.replica.free_records import free_records
from todo_desktop.testing.shapes import Shape


class FamilyWorld(FakeWorld):
    """`families`, once there, is told of all that happens on the server itself."""

    families: Families | None = None

    def rows(self) -> dict[Any, Row]:
        found: list[Row] = self._perform("list", {"paginate": "false", "appends": "parent,children"})["data"]
        return {row["id"]: row for row in found}

    def give(self, key: Any, parent: Any) -> None:
        self._tell(key)
        self._perform("update", {"filterByTk": str(key)}, {"parent": parent})

    def set_children(self, key: Any, children: list[Any]) -> None:
        self._tell(*children, *(child for child, owner in self._owners().items() if owner == key))
        self._perform("update", {"filterByTk": str(key)}, {"children": children})

    def put_back(self) -> None:
        self._tell(*self._rows)
        super().put_back()
        self._tell(*self._rows)

    def land(self, *, everything: bool = False) -> None:
        before = self._owners()
        super().land(everything=everything)
        if self.families is not None and before != self._owners():
            self.families.landed(before)

    def _owners(self) -> dict[Any, Any]:
        return {key: row.get("parentId") for key, row in self._rows.items()}

    def _tell(self, *keys: Any) -> None:
        for key in keys:
            if self.families is not None and key in self._rows:
                self.families.elsewhere(self._rows, key)


class FamilyStory(Story):
    def __init__(
        self, folder: Path, shape: Shape, world: FamilyWorld, clocks: Sequence[ShiftedClock], rows: int
    ) -> None:
        super().__init__(folder, shape, world, clocks, rows=rows)
        self.there = world
        self.families = world.families = Families(self.ledger.collection)

    def act(self, who: int, what: Callable[[Computer], object], *, wishes: bool = True) -> None:
        with self.families.acting(who, self.computers[who], wishes=wishes):
            super().act(who, what, wishes=wishes)

    def decide(self, who: int, choose: Callable[[Entry, str], Choice], only: int | None = None) -> None:
        with self.families.acting(who, self.computers[who], wishes=False):
            super().decide(who, choose, only)

    def discard(self, who: int, todo_ids: list[int]) -> None:
        with self.families.acting(who, self.computers[who], wishes=False):
            super().discard(who, todo_ids)

    def differences(self, shown: Mapping[str, Any], row: Mapping[str, Any]) -> list[str]:
        names = [*self.fields.names, "parent", "children"]
        return [name for name in names if not self.ledger.collection.same(name, shown.get(name), row.get(name))]

    def missing(self) -> list[str]:
        return [*super().missing(), *self.families.wrong(self.world.rows(), self.ledger)]


def _is_a_child(story: Story, who: int, held: Mapping[int, Held], todo: int) -> bool:
    """Of any todo in sight, as its list has it."""
    field = story.ledger.collection.field("children")
    assert field is not None
    lists: list[Any] = [held[one].values.get("children") for one in story.shown(who)]
    return any(todo in references_in(value) or held[todo].server_id in keys_of(field, value) for value in lists)


def _record(held: Held) -> Any:
    """As a picker gives it."""
    title = str(held.values.get("title") or "")
    if held.server_id is None:
        return LocalReference(held.todo_id, title).to_json()
    return {"id": held.server_id, "title": title}


def _offered(story: Story, who: int, todo: int, name: str) -> list[Any]:
    """What the window offers there: for a list, only what belongs to nobody yet."""
    computer, held = story.computers[who], story.computers[who].held()
    field = story.ledger.collection.field(name)
    assert field is not None
    free = free_records(computer.store, computer.reader, computer.service.list, field, todo)
    mine = held[todo].values.get(name)
    known = keys_of(field, mine), references_in(mine)
    others = [held[one] for one in story.shown(who) if held[one].server_id not in known[0] and one not in known[1]]
    if name == "children":
        others = [one for one in others if one.values.get("parent") is None]
    return [record for record in map(_record, others) if free.has(record)]


@dataclass(frozen=True, slots=True)
class GiveChild(OnRow):
    """A child is added to a list, of those that the window offers there."""

    child: int

    def play(self, story: Story) -> None:
        who, rows = self.number(story), self.rows(story)
        offered = [record for todo in rows for record in _offered(story, who, todo, "children")]
        if offered:
            mine: Any = story.computers[who].held()[rows[0]].values.get("children") or []
            value = [*mine, offered[self.child % len(offered)]]
            story.act(who, lambda computer: computer.service.edit(rows, {"children": value}))


@dataclass(frozen=True, slots=True)
class TakeChild(OnRow):
    child: int

    def play(self, story: Story) -> None:
        who = self.number(story)
        held = story.computers[who].held()
        rows = [todo for todo in story.shown(who) if held[todo].values.get("children")]
        if not rows:
            return
        todo = rows[self.row % len(rows)]
        value: list[Any] = list(cast("list[Any]", held[todo].values["children"]))
        del value[self.child % len(value)]
        story.act(who, lambda computer: computer.service.edit([todo], {"children": value}))


@dataclass(frozen=True, slots=True)
class SetParent(OnRow):
    parent: int

    def play(self, story: Story) -> None:
        who, rows = self.number(story), self.rows(story)
        if not rows:
            return
        offered = [None, *_offered(story, who, rows[0], "parent")]
        value = offered[self.parent % len(offered)]
        story.act(who, lambda computer: computer.service.edit(rows, {"parent": value}))


@dataclass(frozen=True, slots=True)
class AddFamily(OnRow):
    """A new todo with a child, or a parent."""

    above: bool

    def play(self, story: Story) -> None:
        who, rows = self.number(story), self.rows(story)
        held = story.computers[who].held()
        values: Row = {"title": story.value("title", 0)}
        if rows and self.above:
            values["parent"] = _record(held[rows[0]])
        elif rows and held[rows[0]].values.get("parent") is None and not _is_a_child(story, who, held, rows[0]):
            values["children"] = [_record(held[rows[0]])]
        story.act(who, lambda computer: computer.service.add(values))


@dataclass(frozen=True, slots=True)
class ServerGive(OnServer):
    parent: int

    def play(self, story: Story) -> None:
        ids = [None, *story.world.ids()]
        for key in self.ids(story):
            parent = ids[self.parent % len(ids)]
            if parent != key:
                _family(story).give(key, parent)


@dataclass(frozen=True, slots=True)
class ServerChildren(OnServer):
    first: int
    count: int

    def play(self, story: Story) -> None:
        ids = story.world.ids()
        for key in self.ids(story):
            some = [ids[(self.first + n) % len(ids)] for n in range(min(self.count, len(ids)))]
            _family(story).set_children(key, [one for one in some if one != key])


def _family(story: Story) -> FamilyWorld:
    assert isinstance(story, FamilyStory)
    return story.there
