"""Edits of todos, inside a transaction of the caller's: of the open list, or each of its own where that is several."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from msgspec.structs import replace

from todo_desktop.model import decision, editing
from todo_desktop.model.change import LONGEST_DELAY, EntryState
from todo_desktop.model.held import Held
from todo_desktop.model.instants import to_instant
from todo_desktop.model.lists import TodoList
from todo_desktop.model.values import Json, Milliseconds
from todo_desktop.service.ports import EditStore
from todo_desktop.service.steps import Edit, edits_between

UNDO_MS = 8_000
"""How long the undo bar of a delete stays; the delete is not sent before."""
_PER_TODO_MS = 2
"""What a todo takes at most, on a slow computer, where many are deleted."""


class _Course:
    """What the editors of all lists share while one verb is carried out, and from one verb to the next."""

    def __init__(self) -> None:
        self.last_tick: Milliseconds = 0
        self.to_follow = 0


class Editor:
    """Stores what one verb does to one todo. `list` is the list that is open: its own, or, for `of`, one that stands
    for that of the todo and others."""

    def __init__(
        self,
        store: EditStore,
        todo_list: TodoList,
        now: Callable[[], Milliseconds],
        new_operation: Callable[[], str],
        course: _Course | None = None,
    ) -> None:
        self.store = store
        self.list = todo_list
        self.now = now
        self.new_operation = new_operation
        self._course = course or _Course()

    @property
    def tracked(self) -> bool:
        """Whether changes go to a server."""
        return not self.list.is_local

    def tick(self) -> Milliseconds:
        """Now, but never twice the same: the typing time of a create is its marker on the server. A clock that was
        ahead and is put right is followed."""
        now, last = self.now(), self._course.last_tick
        self._course.last_tick = now if now < last - LONGEST_DELAY else max(now, last + 1)
        return self._course.last_tick

    def add(self, values: Mapping[str, Json]) -> Held:
        """A new todo."""
        now = self.tick()
        shown = dict(values)
        if not self.tracked:
            shown |= self._local_times(now, created=True)
        held = editing.new_todo(self.list.id, shown, tracked=self.tracked, operation=self.new_operation(), now=now)
        return self._put(self._held_back(held))

    def set(self, held: Held, values: Mapping[str, Json], seen: Mapping[str, Json] | None = None) -> Sequence[Edit]:
        """Store *values*, typed over what was *seen*; what is different now."""
        now = self.tick()
        new = editing.edited(
            held, values, self.list.collection, tracked=self.tracked, operation=self.new_operation(), now=now, seen=seen
        )
        return self._put_edited(held, new, values, now)

    def set_back(self, held: Held, edits: Mapping[str, Edit]) -> Sequence[Edit]:
        """Take these edits back, by field; what is different now."""
        from todo_desktop.model.taking_back import Goal, set_back  # noqa: PLC0415  (no start needs it)

        now, collection = self.tick(), self.list.collection
        goals = {n: Goal(e.old, e.asked, e.answer(collection)) for n, e in edits.items()}
        new = set_back(held, goals, collection, tracked=self.tracked, operation=self.new_operation(), now=now)
        return self._put_edited(held, new, goals, now)

    @contextmanager
    def followed_by(self, to_follow: int) -> Iterator[None]:
        """So many todos are to be dealt with after those inside, before the verb is done and its undo bar comes."""
        self._course.to_follow = to_follow
        try:
            yield
        finally:
            self._course.to_follow = 0

    def of_list(self, todo_list: TodoList) -> "Editor":
        """The same for another list."""
        if todo_list.id == self.list.id:
            return self
        return Editor(self.store, todo_list, self.now, self.new_operation, self._course)

    def of(self, held: Held) -> "Editor":
        """The same for the list of *held*, as that is now."""
        return self if held.list_id == self.list.id else self.of_list(self.store.todo_list(held.list_id))

    def by_list(self, chosen: Iterable[Held]) -> "Sequence[tuple[Editor, Sequence[Held]]]":
        """Todos together with those of the same list, and who edits these. The open list is there where none is."""
        found: dict[int, list[Held]] = defaultdict(list)
        for held in chosen:
            found[held.list_id].append(held)
        if not found and not self.list.is_all:
            return [(self, [])]
        return [(self.of(some[0]), some) for some in found.values()]

    def has_in_sight(self, list_id: int) -> bool:
        """Whether the todos of that list are shown where the open list is."""
        return list_id == self.list.id or self.list.is_all

    def hide(self, held: Held, copy: Held | None = None) -> None:
        """Delete it: gone from the view at once, sent after the undo bar has gone, and not before *copy* has arrived
        on its server."""
        due = self.now() + min(self._course.to_follow * _PER_TODO_MS + UNDO_MS, LONGEST_DELAY)
        gone = editing.deleted(
            held, tracked=self.tracked, operation=self.new_operation(), now=self.tick(), not_before=due
        )
        if copy is not None and copy.entries:
            from todo_desktop.model.moved import bound_to  # noqa: PLC0415  (no start needs it)

            gone = bound_to(gone, copy.todo_id)
        self.store.put(gone)

    def back(self, held: Held) -> Held:
        """A todo that is gone, as it comes back: created on the server again, under its id where it had one."""
        if not self.tracked:
            return replace(held, entries=(), hidden=False)
        return editing.brought_back(held, operation=self.new_operation(), now=self.tick())

    def bring_back(self, held: Held) -> Held:
        """Store a todo that is gone, as it comes `back`, unless that was still to be decided, and is again."""
        return self._put(editing.asked_back(held) or self.back(held))

    def show(self, held: Held, before: Held) -> Held:
        """Bring a todo that was deleted, and is still here, into sight; its delete may be on the way to the server. If
        not, and whether to delete it was to be decided *before*, it is so again."""
        back = editing.undeleted(held, operation=self.new_operation(), now=self.tick())
        asked = editing.delete_in_dispute(before)
        return self._put(back if asked is None or back.delete_entry else editing.disputed_again(back, asked))

    def keep(self, held: Held) -> None:
        """Give up the delete that is in dispute."""
        self.store.put(editing.undeleted(held, operation=self.new_operation(), now=self.tick()))

    def dispute(self, held: Held, before: Held) -> bool:
        """Whether it could be made to be decided again whether to delete it: not once it is deleted anew."""
        asked = editing.delete_in_dispute(before)
        if asked is None or held.delete_entry is not None:
            return False
        self.store.put(editing.disputed_again(held, asked))
        return True

    def insist(self, held: Held) -> None:
        """Send what was to be decided."""
        self.store.put(decision.kept_mine(held, operation=self.new_operation(), now=self.tick()))

    def ask_again(self, held: Held, before: Held) -> bool:
        """Whether what was to be decided *before* could be made so again: not once it may have been sent."""
        create = held.create_entry
        if create is None or create.state is not EntryState.WAITING or create.tries:
            return False
        entries = tuple(replace(entry, seq=0) for entry in before.entries)
        self.store.put(replace(held, base=before.base, entries=entries))
        return True

    def _put_edited(self, held: Held, new: Held, names: Iterable[str], now: Milliseconds) -> Sequence[Edit]:
        if new is held:
            return []
        done = edits_between(held, new, [f for name in names if (f := self.list.collection.field(name)) is not None])
        if not self.tracked:
            new = replace(new, values={**new.values, **self._local_times(now, created=False)})
        self.store.put(self._held_back(new))
        return done

    def _held_back(self, held: Held) -> Held:
        """A new todo is not sent before it has all that the server demands."""
        if held.create_entry is None or not any(field.required for field in self.list.collection.fields):
            return held
        from todo_desktop.model.incomplete import held_back  # noqa: PLC0415  (no start needs it)

        return held_back(held, self.list)

    def _put(self, held: Held) -> Held:
        """Store it; as it is known from now on."""
        return replace(held, todo_id=self.store.put(held))

    def _local_times(self, now: Milliseconds, *, created: bool) -> dict[str, Json]:
        """The times that a server would set."""
        collection = self.list.collection
        names = [collection.updated_at, collection.created_at if created else ""]
        return {name: to_instant(now) for name in names if name}
