"""What can be undone: the steps that the user took, and those that were taken back."""

from msgspec import Struct

from todo_desktop.model.held import Held
from todo_desktop.model.values import Json

UNDO_STEPS = 100


class UndoStep(Struct, frozen=True):
    """What the next undo or redo would take back: `verb` is add, edit, done, open, delete, restore or decide; of
    `count` todos."""

    verb: str
    count: int


class Edit(Struct, frozen=True):
    """One field of one todo: what it held before the step, and after it."""

    todo_id: int
    field: str
    old: Json
    new: Json


class Step(Struct, frozen=True):
    """`added` and `deleted` are todos that came into sight and went out of it."""

    verb: str
    edits: tuple[Edit, ...] = ()
    added: tuple[int, ...] = ()
    deleted: tuple[Held, ...] = ()

    @property
    def summary(self) -> UndoStep:
        todos = {edit.todo_id for edit in self.edits}
        return UndoStep(self.verb, len(todos) + len(self.added) + len(self.deleted))


class Steps:
    """`done` can be undone, latest last; `undone` can be done again."""

    def __init__(self) -> None:
        self.done: list[Step] = []
        self.undone: list[Step] = []

    def add(self, step: Step) -> None:
        """What was undone before can no longer be done again."""
        self.done.append(step)
        del self.done[:-UNDO_STEPS]
        self.undone.clear()

    def clear(self) -> None:
        self.done.clear()
        self.undone.clear()
