"""What can happen in a story in several steps at once: disputes, second thoughts, and work lost to a backup."""

from dataclasses import dataclass
from typing import Any

from tests.sync.stories.steps import Of, OnRow, chooser
from tests.sync.stories.story import Story
from todo_desktop.model.decision import Choice
from todo_desktop.service import UNDO_MS


@dataclass(frozen=True, slots=True)
class _OnBothSides(OnRow):
    """The user edits a todo that is up to date, somebody on the server does something to its row, and both meet."""

    field: int
    pick: int

    def play(self, story: Story) -> None:
        who = self.number(story)
        story.sync(who)
        rows = self.rows(story)
        key = story.computers[who].held()[rows[0]].server_id if rows else None
        if key is None or key not in story.world.ids():
            return
        name = story.fields.name(self.field)
        values = {name: story.value(name, self.pick)}
        story.act(who, lambda computer: computer.service.edit(rows, values))
        self.meanwhile(story, key, name)
        story.sync(who)

    def meanwhile(self, story: Story, key: Any, name: str) -> None:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Disagree(_OnBothSides):
    """They edit the same field."""

    theirs: int

    def meanwhile(self, story: Story, key: Any, name: str) -> None:
        story.world.update(key, {name: story.value(name, self.theirs)})


@dataclass(frozen=True, slots=True)
class EditWhatGoes(_OnBothSides):
    """They delete it."""

    def meanwhile(self, story: Story, key: Any, name: str) -> None:
        story.world.delete(key)


@dataclass(frozen=True, slots=True)
class ThinkAgain(Of):
    """All that is asked there is decided, and taken back, and perhaps done again: at once, or synced *between*."""

    choices: tuple[Choice, ...]
    between: bool
    back: int
    again: bool

    def play(self, story: Story) -> None:
        who = self.number(story)
        story.decide(who, chooser(self.choices))
        self._sync(story)
        for _ in range(self.back):
            story.act(who, lambda computer: computer.service.undo())
            self._sync(story)
        if self.again:
            story.act(who, lambda computer: computer.service.redo())
            self._sync(story)

    def _sync(self, story: Story) -> None:
        if self.between:
            story.sync(self.number(story))


@dataclass(frozen=True, slots=True)
class DeleteAndReturn(OnRow):
    """A todo is deleted, that is sent, and it is taken back; perhaps it goes again."""

    again: bool

    def play(self, story: Story) -> None:
        who = self.number(story)
        rows = self.rows(story)
        story.act(who, lambda computer: computer.service.delete(rows))
        story.computers[who].clock.forward(UNDO_MS + 1)
        story.sync(who)
        story.act(who, lambda computer: computer.service.undo())
        if self.again:
            story.sync(who)
            story.act(who, lambda computer: computer.service.redo())


@dataclass(frozen=True, slots=True)
class LoseToABackup(OnRow):
    """A todo is edited and synced, and the server is put back to how it was before; perhaps nobody looks at once."""

    field: int
    pick: int
    look: bool

    def play(self, story: Story) -> None:
        who = self.number(story)
        story.backups.make()
        story.sync(who)
        rows = self.rows(story)
        name = story.fields.name(self.field)
        values = {name: story.value(name, self.pick)}
        story.act(who, lambda computer: computer.service.edit(rows, values))
        story.sync(who)
        story.backups.put_back()
        if self.look:
            story.sync(who)
