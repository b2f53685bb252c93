"""A step taken back, or done again. What somebody else has changed since is left alone."""

from collections.abc import Sequence
from contextlib import nullcontext

from msgspec import Struct, field

from todo_desktop.model import editing
from todo_desktop.model.changes import Changes
from todo_desktop.model.held import Held
from todo_desktop.model.reused_ids import beside
from todo_desktop.model.values import Json
from todo_desktop.service.editor import Editor
from todo_desktop.service.steps import Edit, Step, Steps


class Replayed(Struct):
    """Ids of what came, changed and went; `skipped` counts the values left as somebody else has set them."""

    shown: set[int] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)
    removed: set[int] = field(default_factory=set)
    skipped: int = 0

    @property
    def done(self) -> bool:
        return bool(self.shown or self.changed or self.removed or self.skipped == 0)

    def changes(self, list_id: int) -> Changes:
        return Changes(list_id, frozenset(self.shown), frozenset(self.changed), frozenset(self.removed))


class Replay:
    """The last step that was done is taken back, or the last that was undone is done again: all at once or a portion
    at a time. What is done of it can be done again (or taken back) at once; call `end` whatever happened."""

    def __init__(self, editor: Editor, steps: Steps, *, back: bool) -> None:
        """There must be such a step."""
        self._editor = editor
        self._back = back
        self._source, self._target = (steps.done, steps.undone) if back else (steps.undone, steps.done)
        self._left = self._source.pop()
        self._replayed = Step(self._left.verb)
        self._any_done = False
        self.skipped = 0

    @property
    def left(self) -> int:
        """Of how many todos it still tells."""
        return self._left.summary.count

    def go_on(self, at_most: int | None = None) -> Changes:
        """The next todos, which are to be told of with `TodoService.tell`, or all, in one transaction. Raises
        StorageError: then nothing of them is done."""
        part = self._left.first(at_most)
        with (
            nullcontext() if at_most is None else self._editor.store.unflushed(),
            self._editor.followed_by(self.left - part.summary.count),
            self._editor.store.transaction(),
        ):
            outcome = _replayed(self._editor, part, back=self._back)
        self._left.drop(part)
        self._replayed.extend(part)
        if outcome.done and not self._any_done:
            self._any_done = True
            self._target.append(self._replayed)
        self.skipped += outcome.skipped
        return outcome.changes(self._editor.list.id)

    def end(self) -> None:
        """What was not looked at yet stays what the next undo (or redo) takes. What somebody else has changed since is
        left behind: it would stand before all earlier steps for good."""
        if not self._left.is_empty:
            self._source.append(self._left)


def _replayed(editor: Editor, step: Step, *, back: bool) -> Replayed:
    """Take *step* back, or do it again. Inside a transaction."""
    outcome = Replayed()
    _edits(editor, step.edits, outcome, back=back)
    if back:
        _removals(editor, step.added, outcome)
        _returns(editor, step.deleted, outcome)
    else:
        _removals(editor, [held.todo_id for held in step.deleted], outcome)
        _returns(editor, list(editor.store.held(step.added).values()), outcome)
    return outcome


def _edits(editor: Editor, edits: Sequence[Edit], outcome: Replayed, *, back: bool) -> None:
    """Set the old (or again the new) values where the present ones are still those of the step."""
    held = editor.store.held({edit.todo_id for edit in edits})
    wanted: dict[int, dict[str, Json]] = {}
    for edit in edits:
        now_there, goal = (edit.new, edit.old) if back else (edit.old, edit.new)
        row = held.get(edit.todo_id)
        if row is not None and editor.list.collection.same(edit.field, row.values.get(edit.field), now_there):
            wanted.setdefault(edit.todo_id, {})[edit.field] = goal
        else:
            outcome.skipped += 1
    for todo_id, values in wanted.items():
        if editor.set(held[todo_id], values):
            outcome.changed.add(todo_id)


def _removals(editor: Editor, todo_ids: Sequence[int], outcome: Replayed) -> None:
    rows = {todo_id: held for todo_id, held in editor.store.held(todo_ids).items() if not held.hidden}
    for held in rows.values():
        editor.hide(held)
    outcome.skipped += len(todo_ids) - len(rows)
    outcome.removed |= set(rows)


def _returns(editor: Editor, rows: Sequence[Held], outcome: Replayed) -> None:
    """Bring deleted todos back into sight, or, once the server has deleted them, back to the server."""
    present = editor.store.held([row.todo_id for row in rows])
    for row in rows:
        held = present.get(row.todo_id)
        if held is None:
            gone = _without_row(editor, row)
            visible = None if gone is None else editor.back(gone)
        else:
            visible = editing.undeleted(held)
        if visible is None:
            outcome.skipped += 1
        else:
            outcome.shown.add(editor.store.put(visible))


def _without_row(editor: Editor, row: Held) -> Held | None:
    """*row*, unless the server has meanwhile shown it again: then it is another todo here. Where another one has its id
    now, it comes back without."""
    ids = [] if row.server_id is None else [row.server_id]
    for other in editor.store.held_by_server_id(row.list_id, ids).values():
        apart = beside(row, other, editor.list.collection)
        if apart is None:
            return None
        row = apart
    return row
