"""The verbs on the list that is open now."""

from collections.abc import Callable, Mapping, MutableSequence, Sequence

from msgspec.structs import replace

from todo_desktop.model import decision, validation
from todo_desktop.model.changes import Changes
from todo_desktop.model.decision import Choice
from todo_desktop.model.errors import InvalidValue, Problem, Refused
from todo_desktop.model.held import Held
from todo_desktop.model.lists import TodoList
from todo_desktop.model.reference import LocalReference
from todo_desktop.model.values import Json, Milliseconds
from todo_desktop.service.editor import Editor
from todo_desktop.service.ports import EditStore
from todo_desktop.service.replay import replay
from todo_desktop.service.steps import Edit, Step, Steps, UndoStep


class TodoService:
    """Called on the window's thread; each verb is one short transaction. Each raises StorageError."""

    def __init__(
        self,
        store: EditStore,
        todo_list: TodoList,
        *,
        now: Callable[[], Milliseconds],
        new_operation: Callable[[], str],
    ) -> None:
        self._store = store
        self._editor = Editor(store, todo_list, now, new_operation)
        self._steps = Steps()
        self._listeners: list[Callable[[Changes], None]] = []
        self.skipped = 0
        """How many values the last undo or redo left alone because somebody has changed them since."""

    @property
    def list(self) -> TodoList:
        return self._editor.list

    def open_list(self, todo_list: TodoList) -> None:
        """Go on with another list; what was done in the one before can no longer be undone."""
        self._editor.list = todo_list
        self._steps.clear()

    def reload_list(self) -> None:
        """Read the schema and the permissions of the open list anew."""
        self._editor.list = self._store.todo_list(self.list.id)

    def subscribe(self, listener: Callable[[Changes], None]) -> None:
        """*listener* hears of every change made by any verb, on the caller's thread."""
        self._listeners.append(listener)

    # Editing

    def add(self, values: Mapping[str, Json], *, parent: int | None = None) -> Changes:
        """A new todo, below the todo *parent* (a local id) where one is given; `added` holds its id. Raises
        InvalidValue, Refused."""
        self._demand(self.list.permissions.create.allowed, Problem.MAY_NOT_CREATE)
        for name, value in values.items():
            self._check(name, value)
        with self._store.transaction():
            todo_id = self._editor.add({**values, **(self._below(parent) if parent is not None else {})})
        self._steps.add(Step("add", added=(todo_id,)))
        return self._tell(Changes(self.list.id, added=frozenset({todo_id})))

    def edit(self, todo_ids: Sequence[int], values: Mapping[str, Json]) -> Changes:
        """The same values for each todo; one undo step. Raises InvalidValue, Refused."""
        return self._edit(todo_ids, values, "edit")

    def set_done(self, todo_ids: Sequence[int], done: bool) -> Changes:
        """Tick or untick. A value that is null already means not done."""
        name = self.list.collection.roles.done
        if not name:
            raise InvalidValue("", "not-editable")
        return self._edit(todo_ids, {name: done}, "done" if done else "open")

    def delete(self, todo_ids: Sequence[int]) -> Changes:
        """Gone from the view at once; sent after the undo bar has gone (UNDO_MS). Raises Refused."""
        self._demand(self.list.permissions.destroy.allowed, Problem.MAY_NOT_DELETE)
        with self._store.transaction():
            before = [held for held in self._store.held(todo_ids).values() if not held.hidden]
            for held in before:
                self._editor.hide(held)
        self._steps.add(Step("delete", deleted=tuple(before)))
        return self._tell(Changes(self.list.id, removed=frozenset(held.todo_id for held in before)))

    def restore(self, trash_ids: Sequence[int]) -> Changes:
        """Bring removed todos back, to the server too: under their original ids. Those that have gone from the trash
        meanwhile are left out. Raises Refused."""
        self._demand(self.list.permissions.create.allowed, Problem.MAY_NOT_CREATE)
        with self._store.transaction():
            back = [todo_id for n in trash_ids if (todo_id := self._restored(n)) is not None]
        self._steps.add(Step("restore", added=tuple(back)))
        return self._tell(Changes(self.list.id, added=frozenset(back)))

    # Undo

    @property
    def undo_step(self) -> UndoStep | None:
        return self._steps.done[-1].summary if self._steps.done else None

    @property
    def redo_step(self) -> UndoStep | None:
        return self._steps.undone[-1].summary if self._steps.undone else None

    def undo(self) -> Changes:
        """Take the last step back. `skipped` tells how many values were left as somebody else has set them since."""
        return self._replay(self._steps.done, self._steps.undone, back=True)

    def redo(self) -> Changes:
        """Do again what was undone last."""
        return self._replay(self._steps.undone, self._steps.done, back=False)

    # What waits, and what needs a person

    def retry(self, todo_ids: Sequence[int]) -> Changes:
        """Send what was refused, or waits for its next try, as soon as it can be. What needs a decision stays."""
        return self._decide(todo_ids, decision.retried)

    def discard(self, todo_ids: Sequence[int]) -> Changes:
        """Give up what the server has not confirmed; a todo that only is here goes. Can be undone."""
        return self._decide(
            todo_ids,
            lambda held: decision.discarded(held, operation=self._editor.new_operation(), now=self._editor.tick()),
        )

    def resolve(self, todo_id: int, choices: Mapping[str, Choice]) -> Changes:
        """Decide fields that are in dispute, or that the server refused; the others stay as they are. Can be undone."""
        collection = self.list.collection
        return self._decide(
            [todo_id],
            lambda held: decision.resolved(
                held, choices, collection, operation=self._editor.new_operation(), now=self._editor.tick()
            ),
        )

    def keep_mine(self, todo_ids: Sequence[int]) -> Changes:
        """Insist on all that needs a person: values are sent again over the server's, a todo that is gone there is
        brought back under its old id, a delete is carried out, a create is sent again."""
        return self._decide(
            todo_ids,
            lambda held: decision.kept_mine(held, operation=self._editor.new_operation(), now=self._editor.tick()),
        )

    def take_theirs(self, todo_ids: Sequence[int]) -> Changes:
        """Give up all that needs a person; a todo that the server does not have goes here too. Can be undone."""
        return self._decide(todo_ids, decision.took_theirs)

    def _below(self, parent: int) -> dict[str, Json]:
        """The value that makes a todo a child of *parent*, which the server need not have yet."""
        field = self.list.collection.parent
        held = self._store.held([parent]).get(parent)
        if field is None or held is None or held.hidden or held.list_id != self.list.id:
            raise InvalidValue(field.name if field else "", "not-editable")
        self._demand(self.list.permissions.create.covers(field.name), Problem.MAY_NOT_CREATE)
        title = held.values.get(self.list.collection.roles.title)
        reference = LocalReference(parent, title if isinstance(title, str) else "")
        return {field.name: reference.to_json()}

    def _edit(self, todo_ids: Sequence[int], values: Mapping[str, Json], verb: str) -> Changes:
        for name, value in values.items():
            self._demand(self.list.permissions.update.covers(name), Problem.MAY_NOT_UPDATE)
            self._check(name, value)
        with self._store.transaction():
            edits = [e for held in self._store.held(todo_ids).values() for e in self._editor.set(held, values)]
        if not edits:
            return Changes(self.list.id)
        self._steps.add(Step(verb, edits=tuple(edits)))
        return self._tell(Changes(self.list.id, changed=frozenset(edit.todo_id for edit in edits)))

    def _decide(self, todo_ids: Sequence[int], decided: Callable[[Held], Held | None]) -> Changes:
        """Store what *decided* makes of each todo; None takes it away. One undo step where anything looks different."""
        pairs: list[tuple[Held, Held | None]] = []
        with self._store.transaction():
            for held in self._store.held(todo_ids).values():
                left = decided(held)
                if left is None:
                    self._store.remove(held.todo_id, self._editor.now())
                elif left != held:
                    self._store.put(left)
                pairs.append((held, left))
        shown = [left.todo_id for held, left in pairs if left is not None and held.hidden and not left.hidden]
        gone = [held for held, left in pairs if not held.hidden and (left is None or left.hidden)]
        edits = [edit for held, left in pairs if left is not None for edit in self._edits_between(held, left)]
        if shown or gone or edits:
            self._steps.add(Step("decide", tuple(edits), tuple(shown), tuple(gone)))
        changed = {left.todo_id for held, left in pairs if left is not None and left != held and not left.hidden}
        removed = frozenset(held.todo_id for held in gone)
        return self._tell(Changes(self.list.id, frozenset(shown), frozenset(changed - set(shown)), removed))

    def _edits_between(self, before: Held, after: Held) -> Sequence[Edit]:
        pairs = [(f, before.values.get(f.name), after.values.get(f.name)) for f in self.list.collection.fields]
        return [Edit(before.todo_id, f.name, a, b) for f, a, b in pairs if not f.system and not f.same(a, b)]

    def _restored(self, trash_id: int) -> int | None:
        try:
            return self._store.restore(trash_id, self._editor.back)
        except LookupError:
            return None  # another window was quicker

    def _replay(self, source: MutableSequence[Step], target: MutableSequence[Step], *, back: bool) -> Changes:
        """Take the last step of *source* back (or do it again) and put it on *target*."""
        self.skipped = 0
        if not source:
            return Changes(self.list.id)
        with self._store.transaction():
            outcome = replay(self._editor, source[-1], back=back)
        self.skipped = outcome.skipped
        step = source.pop()
        if outcome.done:
            target.append(step)  # else somebody else has changed all of it, and the step before is next
        shown, changed, removed = map(frozenset, (outcome.shown, outcome.changed, outcome.removed))
        return self._tell(Changes(self.list.id, shown, changed, removed))

    def _tell(self, changes: Changes) -> Changes:
        whole = replace(changes, outbox=self._editor.tracked)
        for listener in self._listeners:
            listener(whole)
        return whole

    def _check(self, name: str, value: Json) -> None:
        field = self.list.collection.field(name)
        if field is None:
            raise InvalidValue(name, "not-editable")
        validation.check(field, value)

    @staticmethod
    def _demand(allowed: bool, problem: Problem) -> None:
        if not allowed:
            raise Refused(problem)
