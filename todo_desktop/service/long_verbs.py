"""Verbs on many todos, carried out a portion at a time so that a window keeps its frames: still one undo step each."""

from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Protocol

from todo_desktop.model.changes import Changes
from todo_desktop.model.values import Json
from todo_desktop.service.replay import LeftAlone, Replay
from todo_desktop.service.steps import Step
from todo_desktop.service.todo_service import TodoService


class LongVerb(Protocol):
    """A verb that was begun, or waits for its turn. Each portion is a transaction of its own: what it did stays done,
    whatever happens to the rest."""

    @property
    def name(self) -> str:
        """As `UndoStep.verb`, or undo, redo, retry, discard."""
        ...

    @property
    def total(self) -> int:
        """How many todos it is asked to deal with; 0 where that is not known yet."""
        ...

    @property
    def done(self) -> int:
        """How many of them are dealt with."""
        ...

    @property
    def ended(self) -> bool: ...

    def touches(self, todo_ids: Sequence[int]) -> bool:
        """Whether it has still to do with any of these."""
        ...

    def go_on(self, at_most: int) -> Changes:
        """Deal with the next todos. Raises whatever the verb raises: then nothing of them is done."""
        ...

    def end(self) -> None:
        """Call it once, at the end or where the rest is left undone."""
        ...


class OnTodos:
    """*act*, a verb of *service*, on each of *todo_ids*."""

    def __init__(
        self, service: TodoService, name: str, todo_ids: Sequence[int], act: Callable[[Sequence[int]], Changes]
    ) -> None:
        self.name = name
        self.total = len(todo_ids)
        self.done = 0
        self._service = service
        self._ids = todo_ids
        self._act = act
        self._step = Step()

    @property
    def ended(self) -> bool:
        return self.done == self.total

    def touches(self, todo_ids: Sequence[int]) -> bool:
        return not frozenset(todo_ids).isdisjoint(islice(self._ids, self.done, None))

    def go_on(self, at_most: int) -> Changes:
        some = self._ids[self.done : self.done + at_most]
        with self._service.portion(self._step, to_follow=self.total - self.done - len(some)):
            changes = self._act(some)
        self.done += len(some)
        return changes

    def end(self) -> None:
        """What was done is a step already."""


class Looking(OnTodos):
    """*act* only reads todos: it is no step, and nothing needs to wait for it."""

    def touches(self, todo_ids: Sequence[int]) -> bool:  # noqa: ARG002  (it changes none)
        return False


class NewTodos(OnTodos):
    """A new todo of each row of values."""

    def __init__(self, service: TodoService, rows: Sequence[Mapping[str, Json]]) -> None:
        super().__init__(service, "add", range(len(rows)), lambda some: service.add_each([rows[n] for n in some]))

    def touches(self, todo_ids: Sequence[int]) -> bool:  # noqa: ARG002  (none that is there already)
        return False


class Toggle(OnTodos):
    """All done, or, where all of them are, all open again: looks first, then does it."""

    def __init__(self, service: TodoService, todo_ids: Sequence[int]) -> None:
        super().__init__(service, "done", todo_ids, lambda some: service.set_done(some, self.name == "done"))
        self._looked_at = 0
        self._decided = False

    def go_on(self, at_most: int) -> Changes:
        if self._decided:
            return super().go_on(at_most)
        some = self._ids[self._looked_at : self._looked_at + at_most]
        self._looked_at += len(some)
        if not self._service.all_done(some):
            self._decided = True
        elif self._looked_at == self.total:
            self._decided, self.name = True, "open"
        return Changes(self._service.list.id)


class ChooseRole:
    """*field* plays *role* in the open list, once the rows are where an earlier choice wants them."""

    name = "role"
    total = 1
    """Few: who opens another list meanwhile has chosen all the same."""

    def __init__(self, service: TodoService, role: str, field: str) -> None:
        self.done = 0
        self._service = service
        self._role = role
        self._field = field

    @property
    def ended(self) -> bool:
        return self.done == self.total

    def touches(self, todo_ids: Sequence[int]) -> bool:  # noqa: ARG002  (it changes none)
        return False

    def go_on(self, at_most: int) -> Changes:  # noqa: ARG002  (rows have portions of their own)
        if not self._service.move_rows():
            self.done = self.total
            self._service.choose_role(self._role, self._field)
        return Changes(self._service.list.id)

    def end(self) -> None:
        """It is no step."""


class OfLastStep:
    """Undo (*back*) or redo of the step that is the last one when its turn comes. Until it has ended it may have to do
    with any todo."""

    def __init__(self, service: TodoService, *, back: bool) -> None:
        self.name = "undo" if back else "redo"
        self.total = 0
        self._service = service
        self._back = back
        self._replay: Replay | None = None
        self._begun = False

    @property
    def done(self) -> int:
        return self.total - self._replay.left if self._replay is not None else 0

    @property
    def ended(self) -> bool:
        return self._begun and (self._replay is None or self._replay.left == 0)

    def touches(self, todo_ids: Sequence[int]) -> bool:  # noqa: ARG002  (any of them)
        return True

    def go_on(self, at_most: int) -> Changes:
        if not self._begun:
            self._begun = True
            self._service.left_alone = LeftAlone()
            self._replay = self._service.begin_replay(back=self._back)
            self.total = self._replay.left if self._replay is not None else 0
        if self._replay is None:
            return Changes(self._service.list.id)
        changes = self._replay.go_on(at_most)
        self._service.left_alone = self._replay.left_alone
        return changes

    def end(self) -> None:
        if self._replay is not None:
            self._replay.end()
