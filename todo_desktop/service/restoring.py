"""Todos out of the trash, and what todos that are here held before they went back to an older state."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from todo_desktop.model.changes import Changes
from todo_desktop.model.errors import Problem, Refused
from todo_desktop.model.held import Held
from todo_desktop.model.permissions import Action
from todo_desktop.model.schema import FieldKind
from todo_desktop.service.editor import Editor
from todo_desktop.service.steps import Step

Permitted: TypeAlias = Callable[[Action, Iterable[Held]], Sequence[tuple[Editor, Sequence[Held]]]]
"""Those of some todos with which the role may do that, together with those of the same list, and who edits these."""


def restore(editor: Editor, trash_ids: Sequence[int], permitted: Permitted) -> tuple[Step, Changes]:
    """In one transaction; see `TodoService.restore`."""
    came: set[int] = set()
    step = Step("restore")
    with editor.store.transaction():
        removed = [trash_id for trash_id in trash_ids if not _is_put_in_again(editor, trash_id, permitted, step)]
        found = editor.store.held([todo_id for n in removed if (todo_id := _restored(editor, n, came)) is not None])
    step.extend(Step("restore", added=[held for held in found.values() if held.todo_id in came]))
    changed = frozenset(edit.todo_id for edit in step.edits)
    return step, Changes(editor.list.id, added=frozenset(found), changed=changed)


def _restored(editor: Editor, trash_id: int, came: set[int]) -> int | None:
    """Its local id, which goes into *came* unless the todo was there already."""

    def back(held: Held) -> Held:
        its_editor = editor.of(held)
        if not its_editor.list.permissions.create.allowed:
            raise Refused(Problem.MAY_NOT_CREATE)
        came.add(held.todo_id)
        return its_editor.back(held)

    try:
        return editor.store.restore(trash_id, back)
    except LookupError:
        return None  # another window was quicker


def _is_put_in_again(editor: Editor, trash_id: int, permitted: Permitted, step: Step) -> bool:
    """Whether it is what a todo held before it went back: part of *step* now, unless the todo is deleted."""
    state = editor.store.kept_state(trash_id)
    if state is None:
        return False
    held = editor.store.held([state.todo_id])[state.todo_id]
    for its_editor, some in permitted(Action.UPDATE, [] if held.hidden else [held]):
        may_set = its_editor.list.permissions.update.covers
        own = (f for f in its_editor.list.collection.fields if f.editable and not f.foreign_key)
        fields = (f for f in own if f.kind is not FieldKind.ORDER)
        values = {f.name: state.values[f.name] for f in fields if f.name in state.values and may_set(f.name)}
        for one in some:
            step.extend(Step(step.verb, list(its_editor.set(one, values))))
            editor.store.forget_state(trash_id)
    return True
