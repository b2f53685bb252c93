"""What can happen in a story, one class a kind. A step that has nothing to act on does nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from tests.sync.stories.story import Story
from tests.sync.stories.world import FakeWorld
from todo_desktop.model.change import Entry
from todo_desktop.model.decision import Choice
from todo_desktop.service import UNDO_MS
from todo_desktop.testing.fake_nocobase import faults
from todo_desktop.testing.fake_nocobase.faults import Fault

ACTIONS = (
    "*:create", "*:update", "*:destroy", "*:list", "*:query", "*:listMeta", "roles:check", "auth:check", "*",
)  # fmt: skip
WRITES = ("*:create", "*:update", "*:destroy", "*")
FAULTS: dict[str, Fault] = {
    "cut before": faults.CUT_BEFORE,
    "cut after": faults.CUT_AFTER,
    "html": faults.HTML,
    "html after": faults.HTML_AFTER,
    "empty object": faults.EMPTY_OBJECT,
    "empty object after": faults.EMPTY_OBJECT_AFTER,
    "500": faults.STATUS_500,
    "500 after": faults.STATUS_500_AFTER,
    "502": faults.STATUS_502,
    "503": faults.STATUS_503,
    "504": faults.STATUS_504,
    "429": faults.rate_limit("7"),
    "truncated": faults.TRUNCATED,
    "drip": faults.DRIP,
    "hang": faults.HANG,
    "hang after": faults.HANG_AFTER,
}
MINUTE, DAY = 60_000, 86_400_000
SKEWS = (0, -2 * DAY, -10 * MINUTE, -1_500, 1_500, 10 * MINUTE, 2 * DAY)
WAITS = (1_000, 3_000, UNDO_MS + 1, 45_000, 11 * MINUTE)


class Step(Protocol):
    def play(self, story: Story) -> None: ...


@dataclass(frozen=True, slots=True)
class Of:
    """Something that computer number *who* or its user does."""

    who: int

    def number(self, story: Story) -> int:
        return self.who % len(story.computers)


@dataclass(frozen=True, slots=True)
class Add(Of):
    field: int
    pick: int

    def play(self, story: Story) -> None:
        name = story.fields.name(self.field)
        values = {"title": story.value("title", 0), name: story.value(name, self.pick)}
        who = self.number(story)
        known = story.computers[who].service.list.collection
        values = {name: value for name, value in values.items() if known.field(name) is not None}
        story.act(who, lambda computer: computer.service.add(values))


@dataclass(frozen=True, slots=True)
class OnRow(Of):
    """*row* counts among those that the user sees."""

    row: int

    def rows(self, story: Story, count: int = 1) -> list[int]:
        shown = story.shown(self.number(story))
        return [shown[(self.row + n) % len(shown)] for n in range(min(count, len(shown)))]


@dataclass(frozen=True, slots=True)
class Edit(OnRow):
    field: int
    pick: int
    many: int = 1

    def play(self, story: Story) -> None:
        name = story.fields.name(self.field)
        rows = self.rows(story, self.many)
        values = {name: story.value(name, self.pick)}
        story.act(self.number(story), lambda computer: computer.service.edit(rows, values))


@dataclass(frozen=True, slots=True)
class Tick(OnRow):
    done: bool

    def play(self, story: Story) -> None:
        rows = self.rows(story)
        story.act(self.number(story), lambda computer: computer.service.set_done(rows, self.done))


@dataclass(frozen=True, slots=True)
class Delete(OnRow):
    for_good: bool
    many: int = 1

    def play(self, story: Story) -> None:
        rows = self.rows(story, self.many)
        story.act(self.number(story), lambda computer: computer.service.delete(rows))
        if self.for_good:
            story.computers[self.number(story)].clock.forward(UNDO_MS + 1)


@dataclass(frozen=True, slots=True)
class Undo(Of):
    def play(self, story: Story) -> None:
        story.act(self.number(story), lambda computer: computer.service.undo())


@dataclass(frozen=True, slots=True)
class Redo(Of):
    def play(self, story: Story) -> None:
        story.act(self.number(story), lambda computer: computer.service.redo())


@dataclass(frozen=True, slots=True)
class Decide(Of):
    """Everything that is asked there: field by field the next of *choices*."""

    choices: tuple[Choice, ...]

    def play(self, story: Story) -> None:
        story.decide(self.number(story), chooser(self.choices))


@dataclass(frozen=True, slots=True)
class Retry(OnRow):
    def play(self, story: Story) -> None:
        rows = self.rows(story)
        story.act(self.number(story), lambda computer: computer.service.retry(rows))


@dataclass(frozen=True, slots=True)
class Discard(OnRow):
    def play(self, story: Story) -> None:
        story.discard(self.number(story), self.rows(story))


@dataclass(frozen=True, slots=True)
class Restore(Of):
    """What was removed last."""

    def play(self, story: Story) -> None:
        who = self.number(story)
        story.backups.taken_out(who)
        trash = story.computers[who].store.trash(story.computers[who].list_id)
        story.act(who, lambda computer: computer.service.restore([one.id for one in trash[:1]]))


@dataclass(frozen=True, slots=True)
class Sync(Of):
    bring_back: bool = False

    def play(self, story: Story) -> None:
        story.sync(self.number(story), bring_back=self.bring_back)


@dataclass(frozen=True, slots=True)
class Network(Of):
    connected: bool

    def play(self, story: Story) -> None:
        story.computers[self.number(story)].plug.connected = self.connected


@dataclass(frozen=True, slots=True)
class Restart(Of):
    def play(self, story: Story) -> None:
        story.restart(self.number(story))


@dataclass(frozen=True, slots=True)
class CrashIn(Of):
    """It syncs, and crashes after so many calls and transactions."""

    after: int

    def play(self, story: Story) -> None:
        story.computers[self.number(story)].plug.fuse = self.after
        story.sync(self.number(story))
        story.computers[self.number(story)].plug.fuse = None


@dataclass(frozen=True, slots=True)
class SetClock(Of):
    skew: int

    def play(self, story: Story) -> None:
        who = self.number(story)
        story.backups.clock_was_set(who)
        story.computers[who].clock.ahead = SKEWS[self.skew]


@dataclass(frozen=True, slots=True)
class Wait:
    time: int

    def play(self, story: Story) -> None:
        story.computers[0].clock.forward(WAITS[self.time])


@dataclass(frozen=True, slots=True)
class Lose:
    """The next call of that kind goes wrong."""

    action: str
    fault: str

    def play(self, story: Story) -> None:
        story.world.fault(self.action, FAULTS[self.fault])


@dataclass(frozen=True, slots=True)
class Late:
    """The next write of that kind gets no answer and is committed a moment later."""

    action: str

    def play(self, story: Story) -> None:
        _inside(story).late(self.action)


@dataclass(frozen=True, slots=True)
class Race(Of):
    """While the next write has found its row and not changed it yet, that computer writes, too, and is cut off."""

    def play(self, story: Story) -> None:
        who = self.number(story)
        _inside(story).race(lambda: story.write_once(who))


@dataclass(frozen=True, slots=True)
class ServerClock:
    skew: int

    def play(self, story: Story) -> None:
        story.backups.servers_clock_was_set()
        _inside(story).set_clock(SKEWS[self.skew])


@dataclass(frozen=True, slots=True)
class OnServer:
    """Somebody there, who asks none of our computers."""

    row: int

    def ids(self, story: Story) -> list[Any]:
        ids = story.world.ids()
        return [ids[self.row % len(ids)]] if ids else []


@dataclass(frozen=True, slots=True)
class ServerAdd(OnServer):
    by_sql: bool

    def play(self, story: Story) -> None:
        create = story.world.insert if self.by_sql else story.world.create
        create({"title": story.value("title", 0)})


@dataclass(frozen=True, slots=True)
class ServerEdit(OnServer):
    field: int
    pick: int

    def play(self, story: Story) -> None:
        name = story.fields.name(self.field)
        for key in self.ids(story):
            story.world.update(key, {name: story.value(name, self.pick)})


@dataclass(frozen=True, slots=True)
class ServerDelete(OnServer):
    by_sql: bool

    def play(self, story: Story) -> None:
        for key in self.ids(story):
            story.world.delete(key, by_sql=self.by_sql)


@dataclass(frozen=True, slots=True)
class ServerDeleteAll:
    def play(self, story: Story) -> None:
        for key in story.world.ids():
            story.world.delete(key)


@dataclass(frozen=True, slots=True)
class BackUp:
    def play(self, story: Story) -> None:
        story.backups.make()


@dataclass(frozen=True, slots=True)
class PutBack:
    """The server is put back to how it was at the last backup."""

    def play(self, story: Story) -> None:
        story.backups.put_back()


@dataclass(frozen=True, slots=True)
class Move(OnServer):
    to: int

    def play(self, story: Story) -> None:
        for key in self.ids(story):
            story.world.renumber(key, self.to)


@dataclass(frozen=True, slots=True)
class Forbid:
    """The role may not write that field any more."""

    field: int

    def play(self, story: Story) -> None:
        _inside(story).forbid(story.fields.name(self.field))


def chooser(choices: tuple[Choice, ...]) -> Callable[[Entry, str], Choice]:
    """One choice after the other, from the beginning again."""
    given = 0

    def choose(_entry: Entry, _name: str) -> Choice:
        nonlocal given
        given += 1
        return choices[(given - 1) % len(choices)]

    return choose


def _inside(story: Story) -> FakeWorld:
    """Only a server in this process can be made to do this."""
    assert isinstance(story.world, FakeWorld)
    return story.world
