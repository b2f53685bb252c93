"""The verbs on the list that is open now. What was done to a todo, or is still to be decided, is of its own list: that
may be another one, and is where the open list stands for several."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from typing import TYPE_CHECKING

from msgspec.structs import replace

from todo_desktop.model import decision, validation
from todo_desktop.model.changes import Changes
from todo_desktop.model.decision import Choice
from todo_desktop.model.errors import InvalidValue, Problem, Refused
from todo_desktop.model.held import Held
from todo_desktop.model.lists import TodoList
from todo_desktop.model.permissions import Action, Permissions
from todo_desktop.model.role_choice import chosen_with
from todo_desktop.model.values import Json, Milliseconds
from todo_desktop.service.editor import Editor
from todo_desktop.service.ports import EditStore
from todo_desktop.service.replay import LeftAlone, Replay
from todo_desktop.service.steps import COPY, MOVE, Edit, Step, Steps, UndoStep

if TYPE_CHECKING:
    from todo_desktop.model.misfits import Misfits


class TodoService:
    """Called on the window's thread; each verb is one transaction. On many todos it takes longer than a frame: see
    `long_verbs`. Each raises StorageError."""

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
        self._steps_in: dict[tuple[int, ...], Steps] = {}
        self._growing: Step | None = None
        self._target = 0
        self._listeners: list[Callable[[Changes], None]] = []
        self._leaving: list[Callable[[], None]] = []
        self.left_alone = LeftAlone()
        """What the last undo or redo did not do."""
        self.copies = 0
        """How many todos the last `carry` made copies of; those of a move, too."""
        self._passed_over = 0

    @property
    def list(self) -> TodoList:
        return self._editor.list

    def open_list(self, todo_list: TodoList) -> None:
        """Go on with another list. What was done in the one before can be undone once that is open again. Where all of
        them are open, and one came or went, everything goes on."""
        if self.list.is_all and todo_list.is_all:
            steps = self._steps
            self._editor.list = todo_list
            self._steps_in[self._place_of_steps] = steps
            return
        for listener in self._leaving:
            listener()
        self._editor.list = todo_list

    @property
    def target(self) -> TodoList:
        """The list that new todos go to: the open one, or, where that is several, the one chosen last with `add_to`,
        else the first of them that takes any."""
        if not self.list.is_all:
            return self.list
        parts = self.list.parts
        takes = next((each for each in parts if each.permissions.create.allowed), parts[0])
        return next((each for each in parts if each.id == self._target), takes)

    def add_to(self, list_id: int) -> None:
        """Choose the list that new todos go to, where several are open."""
        self._target = list_id

    def reload_list(self) -> None:
        """Read the schema and the permissions of the open list anew."""
        now = [self._store.todo_list(each.id) for each in self.list.parts]
        self._editor.list = replace(self.list, members=tuple(now)) if self.list.is_all else now[0]

    def choose_role(self, role: str, field: str) -> Changes:
        """Let *field* play *role* in the open list, or none where it is empty. Takes longer than a frame unless
        `move_rows` finds nothing to do. Raises StorageError."""
        todo_list = self.list
        self._store.choose_roles(todo_list.id, chosen_with(todo_list.collection, role, field))
        self.reload_list()
        return self._tell(Changes(todo_list.id, schema=True))

    def move_rows(self) -> bool:
        """A few of the rows that an earlier choice of roles has left where they were. Whether anything was left."""
        return self._store.move_rows(self.list.id)

    def take_passed_over(self) -> int:
        """How many todos the verbs since the last call left as they are: the role may not do that with them, but may
        with others."""
        count, self._passed_over = self._passed_over, 0
        return count

    def subscribe(self, listener: Callable[[Changes], None]) -> None:
        """*listener* hears of every change made by any verb, on the caller's thread."""
        self._listeners.append(listener)

    def on_leaving(self, listener: Callable[[], None]) -> None:
        """*listener* is called before another list is opened: the last moment for what belongs to this one."""
        self._leaving.append(listener)

    def forget(self, listener: Callable[[], None]) -> None:
        """*listener* has ended, and is not called on leaving any more."""
        self._leaving = [each for each in self._leaving if each != listener]

    def see(self, todo_ids: Iterable[int]) -> None:
        """The user has looked at these todos: what others did with them is no news any more. Raises StorageError."""
        with self._store.unflushed():  # a loss of power may tell it once more
            self._store.forget_news(todo_ids)

    def see_all(self) -> None:
        """The same of all todos of the open list."""
        with self._store.unflushed():
            self._store.forget_all_news([part.id for part in self.list.parts])

    def look(self, at: Milliseconds) -> None:
        """The user looked at the open list then, and had seen everything in it. Raises StorageError."""
        with self._store.unflushed():
            self._store.look([part.id for part in self.list.parts], at)

    def flush(self) -> None:
        """What was done in portions is on the disk when this returns. Raises StorageError."""
        self._store.flush()

    def tell(self, changes: Changes) -> None:
        """Have everybody hear of *changes*, made in portions, which are on the disk by then. Raises StorageError, after
        everybody has heard of them, where that cannot be made sure of."""
        try:
            self._store.flush()
        finally:
            self._tell(changes)

    @contextmanager
    def portion(self, step: Step, *, to_follow: int) -> Iterator[None]:
        """The verb inside is a portion of a long one, with *to_follow* todos after it: what it does goes into *step*,
        empty at first, which one undo takes back. Nobody hears of it before `tell`."""
        self._growing = step
        try:
            with self._editor.followed_by(to_follow), self._store.unflushed():
                yield
        finally:
            self._growing = None

    # Editing

    def add(self, values: Mapping[str, Json], *, parent: int | None = None) -> Changes:
        """A new todo, below the todo *parent* (a local id) where one is given; `added` holds its id. Raises
        InvalidValue, Refused."""
        from todo_desktop.service.new_values import below, defaults  # noqa: PLC0415  (no start needs it)

        self.check_new(values)
        with self._store.transaction():
            above = below(self._store, self.target, parent) if parent is not None else {}
            held = self._editor.of_list(self.target).add({**defaults(self.target), **values, **above})
        return self._done(Step("add", added=[held]), Changes(self.list.id, added=frozenset({held.todo_id})))

    def add_each(self, rows: Sequence[Mapping[str, Json]]) -> Changes:
        """A new todo of the values of each row: one undo step. Raises InvalidValue, Refused: then none is added."""
        from todo_desktop.service.new_values import defaults  # noqa: PLC0415  (as above)

        for values in rows:
            self.check_new(values)
        with self._store.transaction():
            editor, begins_with = self._editor.of_list(self.target), defaults(self.target)
            added = [editor.add({**begins_with, **values}) for values in rows]
        return self._done(Step("add", added=added), Changes(self.list.id, added=frozenset(h.todo_id for h in added)))

    def check_new(self, values: Mapping[str, Json]) -> None:
        """Raises InvalidValue or Refused where `add` would."""
        self._demand(self.target.permissions.create.allowed, Problem.MAY_NOT_CREATE)
        for name, value in values.items():
            self._check(self.target, name, value)

    def edit(
        self, todo_ids: Sequence[int], values: Mapping[str, Json], seen: Mapping[str, Json] | None = None
    ) -> Changes:
        """The same values for each todo; one undo step. A value that the server has shown since the user *saw* another
        one there is not overwritten: both are kept, to be decided. Todos that the role may not change are passed over
        (`take_passed_over`). Raises InvalidValue, Refused."""
        return self._edit(todo_ids, lambda _list: values, "edit", seen)

    def check(self, values: Mapping[str, Json], todo_ids: Sequence[int]) -> None:
        """Raises InvalidValue or Refused where `edit` would, as far as it depends on the lists of these todos alone."""
        for editor, _ in self._editor.by_list(self._store.held(todo_ids).values()):
            self._check_edit(editor.list, values)

    def is_there(self, todo_id: int) -> bool:
        """Whether the open list has that todo, and it is not deleted."""
        held = self._store.held([todo_id]).get(todo_id)
        return held is not None and not held.hidden and self._editor.has_in_sight(held.list_id)

    def all_done(self, todo_ids: Sequence[int]) -> bool:
        """Whether each of them that exists, and can be, is ticked."""
        return all(
            held.values.get(editor.list.collection.roles.done) is True
            for editor, some in self._editor.by_list(self._store.held(todo_ids).values())
            for held in some
            if editor.list.collection.roles.done
        )

    def set_done(self, todo_ids: Sequence[int], done: bool) -> Changes:
        """Tick or untick. A value that is null already means not done. Of several lists, one without a checkbox for
        that is passed over."""
        if not any(each.collection.roles.done for each in self.list.parts):
            raise InvalidValue("", "not-editable")

        def ticked(todo_list: TodoList) -> Mapping[str, Json]:
            name = todo_list.collection.roles.done
            return {name: done} if name else {}

        return self._edit(todo_ids, ticked, "done" if done else "open")

    def delete(self, todo_ids: Sequence[int]) -> Changes:
        """Gone from the view at once; sent after the undo bar has gone (UNDO_MS). What the role may not delete is
        passed over, as in `edit`. Raises Refused."""
        with self._store.transaction():
            before = [held for held in self._store.held(todo_ids).values() if not held.hidden]
            before = [held for editor, some in self._permitted(Action.DESTROY, before) for held in some]
            for held in before:
                self._editor.of(held).hide(held)
        removed = frozenset(held.todo_id for held in before)
        return self._done(Step("delete", deleted=before), Changes(self.list.id, removed=removed))

    def restore(self, trash_ids: Sequence[int]) -> Changes:
        """Bring removed todos back, to the server too: under their original ids; and what todos held before they went
        back to an older state. Those that have gone from the trash meanwhile are left out; those that are there again
        stay as they are, also where this is undone. Raises Refused."""
        from todo_desktop.service.restoring import restore  # noqa: PLC0415  (no start needs it)

        return self._done(*restore(self._editor, trash_ids, self._permitted))

    # Other lists

    def list_of(self, list_id: int) -> TodoList:
        """As it is now."""
        return self._store.todo_list(list_id)

    def misfits(self, todo_ids: Sequence[int], there: TodoList) -> "Misfits":
        """What of these todos has no place *there*."""
        from todo_desktop.model.misfits import Misfits  # noqa: PLC0415  (no start needs it)
        from todo_desktop.service.carrying import misfits  # noqa: PLC0415  (as above)

        parts = self._editor.by_list(self._store.held(todo_ids).values())
        elsewhere = ((editor.list, some) for editor, some in parts if editor.list.id != there.id)
        return sum((misfits(here, some, there) for here, some in elsewhere), Misfits())

    def carry(self, todo_ids: Sequence[int], there: TodoList, *, moves: bool, into_notes: bool) -> Changes:
        """Copy todos to another list, or move them: then the originals go from view at once, and from their server once
        their copies have arrived on theirs. One undo step. Those that are *there* stay. Where a value has no place, it
        goes *into_notes*; without that, such a todo is copied without it, and not moved. What the role may not
        delete is passed over by a move. Raises Refused."""
        from todo_desktop.service.carrying import Carried, carry  # noqa: PLC0415  (as above)

        self._demand(there.permissions.create.allowed, Problem.MAY_NOT_CREATE)
        carried = Carried()
        with self._store.transaction():
            chosen = [held for held in self._store.held(todo_ids).values() if held.list_id != there.id]
            for editor, some in self._permitted(Action.DESTROY, chosen) if moves else self._editor.by_list(chosen):
                carry(editor, some, there, moves=moves, into_notes=into_notes, carried=carried)
        self.copies = len(carried.came)
        new, old = (frozenset(held.todo_id for held in part) for part in (carried.came, carried.gone))
        if new and not self._editor.has_in_sight(there.id):
            self._tell_elsewhere(Changes(there.id, added=new))
            new = frozenset()
        step = Step(MOVE if moves else COPY, added=carried.came, deleted=carried.gone)
        return self._done(step, Changes(self.list.id, new, removed=old))

    # Undo

    @property
    def _steps(self) -> Steps:
        """Those that were taken in the open list. Several lists are others than the same without one of them."""
        return self._steps_in.setdefault(self._place_of_steps, Steps())

    @property
    def _place_of_steps(self) -> tuple[int, ...]:
        return (self.list.id, *(each.id for each in self.list.parts))

    @property
    def undo_step(self) -> UndoStep | None:
        return self._steps.done[-1].summary if self._steps.done else None

    @property
    def redo_step(self) -> UndoStep | None:
        return self._steps.undone[-1].summary if self._steps.undone else None

    def undo(self) -> Changes:
        """Take the last step back. `left_alone` tells what of it was not, as somebody else has been there since."""
        return self._replay_whole(back=True)

    def redo(self) -> Changes:
        """Do again what was undone last."""
        return self._replay_whole(back=False)

    def begin_replay(self, *, back: bool) -> Replay | None:
        """The last step is about to be taken back, or done again; None where there is none."""
        source = self._steps.done if back else self._steps.undone
        return Replay(self._editor, self._steps, back=back, tell=self._tell_elsewhere) if source else None

    def forget_steps_of(self, todo_ids: AbstractSet[int]) -> None:
        """These todos are in another list now, under other ids, and no verb of this service took them there: what was
        done to them before cannot be undone."""
        for steps in self._steps_in.values():
            steps.leave_out(todo_ids)

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
        return self._decide(
            [todo_id],
            lambda held: decision.resolved(
                held,
                choices,
                self._editor.of(held).list.collection,
                operation=self._editor.new_operation(),
                now=self._editor.tick(),
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

    def _edit(
        self,
        todo_ids: Sequence[int],
        values_in: Callable[[TodoList], Mapping[str, Json]],
        verb: str,
        seen: Mapping[str, Json] | None = None,
    ) -> Changes:
        """*values_in* each list, by the names of its fields. Of what may be edited all, or nothing is done."""
        edits: list[Edit] = []
        with self._store.transaction():
            parts = self._permitted(Action.UPDATE, self._store.held(todo_ids).values())
            for editor, _ in parts:
                self._check_edit(editor.list, values_in(editor.list))
            for editor, some in parts:
                for held in some:
                    edits += self._edited(editor, held, values_in(editor.list), seen)
        if not edits:
            return Changes(self.list.id)
        changes = Changes(self.list.id, changed=frozenset(edit.todo_id for edit in edits))
        return self._done(Step(verb, edits), changes)

    def _edited(
        self, editor: Editor, held: Held, values: Mapping[str, Json], seen: Mapping[str, Json] | None
    ) -> Sequence[Edit]:
        edits = [*editor.set(held, values, seen)]
        if editor.tracked and any(field.other_end and field.name in values for field in editor.list.collection.fields):
            from todo_desktop.service.both_ends import edits_of_children  # noqa: PLC0415  (no start needs it)

            edits += edits_of_children(editor, held, values)
        return edits

    def _decide(self, todo_ids: Sequence[int], decided: Callable[[Held], Held | None]) -> Changes:
        """Store what *decided* makes of each todo; None takes it away. One undo step where anything looks different."""
        from todo_desktop.service.deciding import decide  # noqa: PLC0415  (no start needs it)

        outcome = decide(self._editor, todo_ids, decided)
        for changes in outcome.elsewhere(self._editor):
            self._tell_elsewhere(changes)
        return self._done(outcome.inverse, outcome.changes(self._editor))

    def _replay_whole(self, *, back: bool) -> Changes:
        self.left_alone = LeftAlone()
        replay = self.begin_replay(back=back)
        if replay is None:
            return Changes(self.list.id)
        try:
            changes = replay.go_on()
        finally:
            replay.end()
        self.left_alone = replay.left_alone
        return self._tell(changes)

    def _done(self, step: Step, changes: Changes) -> Changes:
        """*step* was done, for itself or as a portion; it can be undone where it is not empty."""
        growing = self._growing
        if not step.is_empty and (growing is None or growing.is_empty):
            self._steps.add(growing or step)
        if growing is None:
            return self._tell(changes)
        growing.extend(step)
        return changes

    def _tell(self, changes: Changes) -> Changes:
        whole = replace(changes, outbox=self._editor.tracked)
        for listener in self._listeners:
            listener(whole)
        return whole

    def _tell_elsewhere(self, changes: Changes) -> None:
        """Of another list."""
        whole = replace(changes, outbox=not self._store.todo_list(changes.list_id).is_local)
        for listener in self._listeners:
            listener(whole)

    def _check_edit(self, todo_list: TodoList, values: Mapping[str, Json]) -> None:
        for name, value in values.items():
            self._demand(todo_list.permissions.update.covers(name), Problem.MAY_NOT_UPDATE)
            self._check(todo_list, name, value)

    @staticmethod
    def _check(todo_list: TodoList, name: str, value: Json) -> None:
        field = todo_list.collection.field(name)
        if field is None:
            raise InvalidValue(name, "not-editable")
        validation.check(field, value)

    def _permitted(self, action: Action, chosen: Iterable[Held]) -> Sequence[tuple[Editor, Sequence[Held]]]:
        """As `Editor.by_list`, those of *chosen* with which the role may do that; the others are passed over. Raises
        Refused where it is none of them, and no more are to come."""
        asked = self._editor.by_list(chosen)
        left = [(editor, _allowed(editor.list, action, some)) for editor, some in asked]
        passed_over = sum(len(some) for _, some in asked) - sum(len(some) for _, some in left)
        none_to_come = self._growing is None or (not self.list.is_all and not self.list.permissions.of(action).allowed)
        if passed_over and none_to_come and not any(some for _, some in left):
            raise Refused(_why_none(asked[0][0].list.permissions, action))
        self._passed_over += passed_over
        return [(editor, some) for editor, some in left if some or not passed_over]

    @staticmethod
    def _demand(allowed: bool, problem: Problem) -> None:
        if not allowed:
            raise Refused(problem)


def _allowed(todo_list: TodoList, action: Action, chosen: Sequence[Held]) -> Sequence[Held]:
    grant = todo_list.permissions.of(action)
    if grant.allowed and not grant.by_record:
        return chosen
    return [held for held in chosen if todo_list.may(action, held.values)]


def _why_none(permissions: Permissions, action: Action) -> Problem:
    grant = permissions.of(action)
    if not grant.allowed:
        return Problem.MAY_NOT_UPDATE if action is Action.UPDATE else Problem.MAY_NOT_DELETE
    return Problem.NOT_OWN if grant.own else Problem.NOT_IN_SCOPE
