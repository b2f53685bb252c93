"""A step taken back, which makes another step: that one taken back does it again. What somebody else has changed since
is left alone."""

from collections.abc import Callable, Sequence
from contextlib import nullcontext

from msgspec import Struct, field

from todo_desktop.model.changes import Changes
from todo_desktop.model.decision import is_asked
from todo_desktop.model.editing import delete_in_dispute
from todo_desktop.model.errors import Problem
from todo_desktop.model.held import Held
from todo_desktop.model.reused_ids import beside
from todo_desktop.model.schema import Collection
from todo_desktop.service.editor import Editor
from todo_desktop.service.steps import MOVE, Edit, Insisted, Kept, Step, Steps


class LeftAlone(Struct, frozen=True):
    """What was not taken back: `values` and whole `todos` that somebody has changed since, what was to be done to todos
    that have `gone`, and todos that were to come back and are `there` again."""

    values: int = 0
    todos: int = 0
    gone: int = 0
    there: int = 0

    def __add__(self, other: "LeftAlone") -> "LeftAlone":
        return LeftAlone(
            self.values + other.values, self.todos + other.todos, self.gone + other.gone, self.there + other.there
        )

    def __bool__(self) -> bool:
        return self != LeftAlone()


class TakenBack(Struct):
    """The todos that came, changed and went, each with the list it is in; `inverse` is what was done, as a step."""

    inverse: Step
    shown: dict[int, int] = field(default_factory=dict)
    changed: dict[int, int] = field(default_factory=dict)
    removed: dict[int, int] = field(default_factory=dict)
    left_alone: LeftAlone = field(default_factory=LeftAlone)

    def changes(self, editor: Editor) -> Changes:
        """Of what is in sight."""
        return self._of(editor.list.id, editor.has_in_sight)

    def elsewhere(self, editor: Editor) -> list[Changes]:
        """Of the other lists."""
        list_ids = {*self.shown.values(), *self.changed.values(), *self.removed.values()}
        return [self._of(n, n.__eq__) for n in sorted(list_ids) if not editor.has_in_sight(n)]

    def _of(self, list_id: int, takes: Callable[[int], bool]) -> Changes:
        shown, changed, removed = (
            frozenset(todo_id for todo_id, owner in part.items() if takes(owner))
            for part in (self.shown, self.changed, self.removed)
        )
        return Changes(list_id, shown, changed, removed)


class Replay:
    """The last step that was done is taken back, or the last that was undone is done again: all at once or a portion
    at a time. What is done of it can be done again (or taken back) at once; call `end` whatever happened."""

    def __init__(
        self, editor: Editor, steps: Steps, *, back: bool, tell: Callable[[Changes], None] = lambda _changes: None
    ) -> None:
        """There must be such a step. *tell* hears of what is different in other lists."""
        self._editor = editor
        self._tell = tell
        self._source, self._target = (steps.done, steps.undone) if back else (steps.undone, steps.done)
        self._left = self._source.pop()
        self._inverse = Step(self._left.verb)
        self.left_alone = LeftAlone()

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
            outcome = _taken_back(self._editor, part)
        self._left.drop(part)
        if not outcome.inverse.is_empty:
            if self._inverse.is_empty:
                self._target.append(self._inverse)
            self._inverse.extend(outcome.inverse)
        self.left_alone += outcome.left_alone
        for changes in outcome.elsewhere(self._editor):
            self._tell(changes)
        return outcome.changes(self._editor)

    def end(self) -> None:
        """What was not looked at yet stays what the next undo (or redo) takes. What somebody else has changed since is
        left behind: it would stand before all earlier steps for good."""
        if not self._left.is_empty:
            self._source.append(self._left)


def _taken_back(editor: Editor, step: Step) -> TakenBack:
    """Inside a transaction."""
    outcome = TakenBack(Step(step.verb))
    if step.verb == MOVE:
        _carry_back(editor, step, outcome)
        return outcome
    _set_back(editor, step.edits, outcome)
    _ask_again(editor, step.insisted, outcome)
    _dispute_again(editor, step.kept, outcome)
    _remove(editor, step.added, outcome)
    _bring_back(editor, step.deleted, outcome)
    return outcome


def _set_back(editor: Editor, edits: Sequence[Edit], outcome: TakenBack) -> None:
    """The old values where the present ones are still those of the step. What was to be decided is so again."""
    held = editor.store.held({edit.todo_id for edit in edits})
    wanted: dict[int, dict[str, Edit]] = {}
    values, gone = 0, set()
    for edit in edits:
        row = held.get(edit.todo_id)
        if row is None or row.hidden:
            gone.add(edit.todo_id)
        elif edit.is_as_left(row, editor.of(row).list.collection):
            wanted.setdefault(edit.todo_id, {})[edit.field] = edit
        else:
            values += 1
    inverse = [
        edit for todo_id, back in wanted.items() for edit in editor.of(held[todo_id]).set_back(held[todo_id], back)
    ]
    outcome.inverse.extend(Step(outcome.inverse.verb, inverse))
    outcome.changed |= {edit.todo_id: held[edit.todo_id].list_id for edit in inverse}
    outcome.left_alone += LeftAlone(values=values, gone=len(gone))


def _ask_again(editor: Editor, insisted: Sequence[Insisted], outcome: TakenBack) -> None:
    """What was not sent yet is to be decided again; a todo that was gone and is back on the server already goes again,
    as one that was restored does. Or the answer is given again."""
    rows = editor.store.held([each.before.todo_id for each in insisted])
    todos = gone = 0
    for each in insisted:
        row = rows.get(each.before.todo_id)
        if row is None or row.hidden:
            gone += 1
        elif is_asked(row):
            if each.back:
                editor.of(row).insist(row)
                outcome.inverse.insisted.append(Insisted(row))
                outcome.changed[row.todo_id] = row.list_id
        elif each.back or _was_changed(each.before, row, editor.of(row).list.collection):
            todos += 1
        elif editor.of(row).ask_again(row, each.before):
            outcome.inverse.insisted.append(Insisted(each.before, back=True))
            outcome.changed[row.todo_id] = row.list_id
        elif any(entry.problem is Problem.GONE for entry in each.before.entries):
            editor.of(row).hide(row)
            outcome.inverse.deleted.append(row)
            outcome.removed[row.todo_id] = row.list_id
        else:
            todos += 1
    outcome.left_alone += LeftAlone(todos=todos, gone=gone)


def _dispute_again(editor: Editor, kept: Sequence[Kept], outcome: TakenBack) -> None:
    """Whether to delete them is to be decided again; or they are kept again."""
    rows = editor.store.held([each.before.todo_id for each in kept])
    todos = gone = 0
    for each in kept:
        row = rows.get(each.before.todo_id)
        if row is None or row.hidden:
            gone += 1
        elif each.back and delete_in_dispute(row) is not None:
            editor.of(row).keep(row)
            outcome.inverse.kept.append(Kept(row))
            outcome.changed[row.todo_id] = row.list_id
        elif not each.back and editor.of(row).dispute(row, each.before):
            outcome.inverse.kept.append(Kept(each.before, back=True))
            outcome.changed[row.todo_id] = row.list_id
        else:
            todos += 1
    outcome.left_alone += LeftAlone(todos=todos, gone=gone)


def _remove(editor: Editor, came: Sequence[Held], outcome: TakenBack) -> None:
    """Those that are as they were when they came: else somebody's newer words would go with them."""
    rows = editor.store.held([held.todo_id for held in came])
    todos = gone = 0
    for before in came:
        held = rows.get(before.todo_id)
        if held is None or held.hidden:
            gone += 1
            continue
        its_editor = editor.of(held)
        if _was_changed(before, held, its_editor.list.collection):
            todos += 1
            continue
        its_editor.hide(held)
        outcome.inverse.deleted.append(held)
        outcome.removed[held.todo_id] = held.list_id
    outcome.left_alone += LeftAlone(todos=todos, gone=gone)


def _was_changed(before: Held, now: Held, collection: Collection) -> bool:
    """Whether somebody has written there since; what the server filled in by itself is nobody's."""
    for each in collection.fields:
        if not each.editable and not each.is_related:
            continue
        was, there = before.values.get(each.name), now.values.get(each.name)
        if not (each.same(there, was) or (was is None and (not there or each.same(there, each.default)))):
            return True
    return False


def _bring_back(editor: Editor, went: Sequence[Held], outcome: TakenBack) -> None:
    """Deleted todos into sight, or, once the server has deleted them, back to the server."""
    present = editor.store.held([held.todo_id for held in went])
    there = 0
    for before in went:
        back = _back(editor, before, present.get(before.todo_id))
        if back is None:
            there += 1
            continue
        outcome.inverse.added.append(back)
        outcome.shown[back.todo_id] = back.list_id
    outcome.left_alone += LeftAlone(there=there)


def _carry_back(editor: Editor, step: Step, outcome: TakenBack) -> None:
    """Each of those that went into sight again, and its copy out of it: from the server only once the other is there.
    Where somebody has written into the copy since, both stay as they are."""
    rows = editor.store.held([held.todo_id for held in (*step.added, *step.deleted)])
    todos = gone = there = 0
    for copy, original in zip(step.added, step.deleted, strict=True):
        held = rows.get(copy.todo_id)
        is_seen = held is not None and not held.hidden
        if held is not None and is_seen and _was_changed(copy, held, editor.of(held).list.collection):
            todos += 1
            continue
        back = _back(editor, original, rows.get(original.todo_id))
        if back is None:
            there += 1
        else:
            outcome.shown[back.todo_id] = back.list_id
        if held is None or not is_seen:
            gone += 1
            continue
        editor.of(held).hide(held, back)
        outcome.removed[held.todo_id] = held.list_id
        if back is not None:
            outcome.inverse.extend(Step(step.verb, added=[back], deleted=[held]))
    outcome.left_alone += LeftAlone(todos=todos, gone=gone, there=there)


def _back(editor: Editor, before: Held, now: Held | None) -> Held | None:
    """*before*, which went, in sight again, or on its way to the server again; None where it is in sight already."""
    if now is not None and (now.hidden or now.delete_entry is not None):
        return editor.show(now, before)
    gone = _without_row(editor, before) if now is None else None
    return editor.of(gone).bring_back(gone) if gone is not None else None


def _without_row(editor: Editor, row: Held) -> Held | None:
    """*row*, unless the server has meanwhile shown it again: then it is another todo here. Where another one has its id
    now, it comes back without."""
    ids = [] if row.server_id is None else [row.server_id]
    for other in editor.store.held_by_server_id(row.list_id, ids).values():
        apart = beside(row, other, editor.of(row).list.collection)
        if apart is None:
            return None
        row = apart
    return row
