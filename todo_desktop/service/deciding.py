"""What waits, or needs a person, is decided: todos as that leaves them, and what of it an undo takes back."""

from collections.abc import Callable, Sequence

from todo_desktop.model.decision import is_asked
from todo_desktop.model.editing import delete_in_dispute
from todo_desktop.model.held import Held
from todo_desktop.service.editor import Editor
from todo_desktop.service.replay import TakenBack
from todo_desktop.service.steps import Edit, Insisted, Kept, Step, edits_between


def decide(editor: Editor, todo_ids: Sequence[int], decided: Callable[[Held], Held | None]) -> TakenBack:
    """Store what *decided* makes of each todo; None takes it away. Raises StorageError."""
    pairs: list[tuple[Held, Held | None]] = []
    with editor.store.transaction():
        for held in editor.store.held(todo_ids).values():
            left = decided(held)
            if left is None:
                editor.store.remove(held.todo_id, editor.now())
            elif left != held:
                editor.store.put(left)
            pairs.append((held, left))
    gone = [held for held, left in pairs if not held.hidden and (left is None or left.hidden)]
    remain = [(held, left) for held, left in pairs if left is not None]
    shown = [left for held, left in remain if held.hidden and not left.hidden]
    changed = [left for held, left in remain if left != held and not left.hidden and left not in shown]
    edits = [edit for held, left in remain for edit in _edits_between(editor, held, left)]
    sent_on = [Insisted(held) for held, left in remain if is_asked(held) and not is_asked(left)]
    kept = [Kept(held) for held, left in remain if _was_kept(held, left)]
    return TakenBack(
        Step("decide", edits, shown, gone, sent_on, kept),
        {left.todo_id: left.list_id for left in shown},
        {left.todo_id: left.list_id for left in changed},
        {held.todo_id: held.list_id for held in gone},
    )


def _edits_between(editor: Editor, before: Held, after: Held) -> Sequence[Edit]:
    fields = editor.of(before).list.collection.fields
    return edits_between(before, after, (field for field in fields if not field.system))


def _was_kept(before: Held, after: Held) -> bool:
    """Whether its user was asked whether to delete it, and did not."""
    return delete_in_dispute(before) is not None and after.delete_entry is None
