"""What the user does to todos: each verb asks the service, and what went wrong is said instead of raised.

A verb on few todos is done when its method returns. One on many is queued and done in portions; what is asked for
meanwhile waits for it where it concerns the same todos, and so does every undo.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QDeadlineTimer, QObject, Signal
from PySide6.QtGui import QGuiApplication

from todo_desktop.gui import clipboard_text
from todo_desktop.gui.refusals import no_longer_there, refusal
from todo_desktop.gui.rights_words import passed_over_words
from todo_desktop.gui.todo_table.columns import Column
from todo_desktop.gui.todo_table.display import CellDisplay
from todo_desktop.gui.verb_queue import FEW, VerbQueue
from todo_desktop.gui.verb_words import stopped_words
from todo_desktop.model.changes import Changes
from todo_desktop.model.decision import Choice
from todo_desktop.model.errors import TodoDesktopError
from todo_desktop.model.lists import TodoList
from todo_desktop.model.todo import Todo
from todo_desktop.model.values import Json
from todo_desktop.queries import TodoQueries
from todo_desktop.service import ChooseRole, Looking, NewTodos, OfLastStep, OnTodos, TodoService, Toggle

if TYPE_CHECKING:
    from todo_desktop.model.misfits import Misfits

_AT_QUIT_MS = 700
"""What a long verb still gets when the window closes."""


class TodoCommands(QObject):
    """Verbs on the todos of the open list, by id."""

    failed = Signal(str)
    """Why the last verb was not carried out, as a sentence."""
    deleted = Signal(int)
    """So many todos, which can be brought back."""
    passed_over = Signal(str)
    """What the last verb left as it is, and why, as a sentence."""
    left_alone = Signal(object)
    """A `LeftAlone`: what an undo or a redo did not do."""
    replayed = Signal()
    """An undo or a redo has ended."""
    begun = Signal()
    """A verb takes long, or waits for one: it has only been asked for yet."""
    unstored = Signal(object, str)
    """Values, by field, that were to be written in their turn, and why that could not be done, as a sentence."""
    progressed = Signal(object)
    """A `VerbProgress` while a verb takes long, None when it has ended."""

    def __init__(self, service: TodoService, queries: TodoQueries, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._service = service
        self._queries = queries
        self.passed = 0
        """Todos that the last verb left as they are: the role may not do that with them."""
        self.reveals = True
        """Whether what comes into the list now is to be gone to."""
        self._queue = VerbQueue(service, self)
        self._queue.begun.connect(self.begun)
        self._queue.progressed.connect(self.progressed)
        self._queue.failed.connect(self._on_stopped)

    @property
    def busy(self) -> bool:
        """Whether a verb is still being carried out."""
        return self._queue.busy

    def finish(self) -> None:
        """The window closes: end what is going on, soon."""
        self._queue.finish(QDeadlineTimer(_AT_QUIT_MS))

    def leave_list(self) -> None:
        """Another list is about to be opened: what was asked for few todos is done, long verbs end where they are."""
        self._queue.leave()

    def add(
        self,
        titles: Sequence[str],
        give_back: Callable[[Sequence[str]], None],
        *,
        values: Mapping[str, Json] = MappingProxyType({}),
        elsewhere: bool = False,
    ) -> None:
        """One undo step, however many they are, each with *values* besides; *give_back* takes the titles that could not
        be added. *elsewhere*: not where the list is looked at, which shall not move."""
        field = self._service.target.collection.roles.title
        rows: list[Mapping[str, Json]] = []
        unfit, why_not = [], ""
        for title in titles:
            row = {**values, field: title}
            problem = self._why_not_new(row)
            why_not = why_not or problem
            if problem:
                unfit.append(title)
            else:
                rows.append(row)
        if unfit:
            self.failed.emit(why_not)
            give_back(unfit)

        def give_rest_back(added: int) -> None:
            if added < len(rows):
                give_back([str(row[field]) for row in rows[added:]])

        self.reveals = not elsewhere
        if len(rows) > FEW:
            self._queue.add(NewTodos(self._service, rows), give_rest_back)
        elif rows:
            changes = self._try(lambda: self._service.add_each(rows))
            give_rest_back(len(changes.added) if changes is not None else 0)
        self.reveals = True

    def _why_not_new(self, values: Mapping[str, Json]) -> str:
        """As a sentence; empty where they can be added."""
        try:
            self._service.check_new(values)
        except TodoDesktopError as error:
            return refusal(error, self._service.target)
        return ""

    def write(self, todo_ids: Sequence[int], values: Mapping[str, Json], seen: Mapping[str, Json] | None = None) -> str:
        """Store the same values for each, typed over what was *seen*; returns why not, or an empty text. Where the
        todos are being changed by a long verb, their turn comes after it."""
        if not self._queue.touches(todo_ids):
            return self._write_now(todo_ids, values, seen)[0]
        try:
            self._service.check(values, todo_ids)
        except TodoDesktopError as error:
            return refusal(error, self._list_of(todo_ids))
        self._wait_for("edit", todo_ids, lambda some: self._write_late(some, values, seen))
        return ""

    def _write_now(
        self, todo_ids: Sequence[int], values: Mapping[str, Json], seen: Mapping[str, Json] | None
    ) -> tuple[str, Changes]:
        """Why it could not be written, or an empty text; and what is different now."""
        nothing = Changes(self._service.list.id)
        try:
            if not any(self._service.is_there(todo_id) for todo_id in todo_ids):
                return no_longer_there(), nothing
            return "", self._service.edit(todo_ids, values, seen)
        except TodoDesktopError as error:
            return refusal(error, self._list_of(todo_ids)), nothing

    def _list_of(self, todo_ids: Sequence[int]) -> TodoList:
        """The first one's own, where several lists are open."""
        todo_list = self._service.list
        first = self._queries.rows(todo_ids[:1]) if todo_list.is_all else []
        return todo_list.part(first[0].list_id) if first else todo_list

    def _write_late(
        self, todo_ids: Sequence[int], values: Mapping[str, Json], seen: Mapping[str, Json] | None
    ) -> Changes:
        """In its turn: the verb before it may have deleted the todos."""
        problem, changes = self._write_now(todo_ids, values, seen)
        if problem:
            self.unstored.emit(values, problem)
        return changes

    def is_there(self, todo_id: int) -> bool:
        """Whether the list has that todo, shown or not; so it is as long as that cannot be read."""
        try:
            return self._service.is_there(todo_id)
        except TodoDesktopError:
            return True  # whoever reads the rows says what is wrong

    def choose_role(self, role: str, field: str) -> None:
        """Let *field* play *role* in the list, or none where it is empty: at once, or after what an earlier choice has
        left to do."""

        def choose() -> Changes:
            if not self._service.move_rows():
                return self._service.choose_role(role, field)
            self._queue.add(ChooseRole(self._service, role, field), lambda _count: None)
            return Changes(self._service.list.id)

        self._try(choose)

    def toggle_done(self, todo_ids: Sequence[int]) -> None:
        """All done, or, where all of them are, all open again."""
        if not self._service.list.collection.roles.done:
            return
        if self._is_long(todo_ids):
            self._queue.add(Toggle(self._service, todo_ids), lambda _count: self._tell_passed_over("done"))
        else:
            self._try(lambda: self._service.set_done(todo_ids, not self._service.all_done(todo_ids)))
            self._tell_passed_over("done")

    def toggle(self, todo: Todo, field: str) -> None:
        """Turn one checkbox of one todo."""
        ticked = todo.values.get(field) is not True
        if field == self._service.list.part(todo.list_id).collection.roles.done:
            self._do("done" if ticked else "open", [todo.id], lambda some: self._service.set_done(some, ticked))
        else:
            self._do("edit", [todo.id], lambda some: self._service.edit(some, {field: ticked}))

    def delete(self, todo_ids: Sequence[int]) -> None:
        self._do("delete", todo_ids, self._service.delete, self._offer_return)

    def carry(
        self,
        todo_ids: Sequence[int],
        there: TodoList,
        *,
        moves: bool,
        into_notes: bool,
        then: Callable[[int], None],
    ) -> None:
        """To another list; *then* hears how many were moved or copied."""
        copies = 0

        def carry(some: Sequence[int]) -> Changes:
            nonlocal copies
            changes = self._service.carry(some, there, moves=moves, into_notes=into_notes)
            copies += self._service.copies
            return changes

        self._do("move" if moves else "copy", todo_ids, carry, lambda _count: then(copies))

    def look_for_misfits(self, todo_ids: Sequence[int], there: TodoList, then: "Callable[[Misfits], None]") -> None:
        """*then* hears what of these todos has no place in that list."""
        from todo_desktop.model.misfits import Misfits  # noqa: PLC0415  (no start needs it)

        found: list[Misfits] = []

        def look(some: Sequence[int]) -> Changes:
            found.append(self._service.misfits(some, there))
            return Changes(self._service.list.id)

        self._look("look", todo_ids, look, lambda: then(sum(found, Misfits())))

    def undo(self) -> None:
        self._replay(back=True)

    def redo(self) -> None:
        self._replay(back=False)

    def keep_mine(self, todo_ids: Sequence[int]) -> None:
        self._do("decide", todo_ids, self._service.keep_mine)

    def take_theirs(self, todo_ids: Sequence[int]) -> None:
        self._do("decide", todo_ids, self._service.take_theirs)

    def resolve(self, todo_id: int, choices: Mapping[str, Choice]) -> None:
        self._do("decide", [todo_id], lambda _some: self._service.resolve(todo_id, choices))

    def retry(self, todo_ids: Sequence[int]) -> None:
        self._do("retry", todo_ids, self._service.retry)

    def discard(self, todo_ids: Sequence[int]) -> None:
        self._do("discard", todo_ids, self._service.discard)

    def restore(self, trash_ids: Sequence[int], then: Callable[[], None]) -> None:
        """*then* is called when they are back, or could not be brought back."""
        self._do("restore", trash_ids, self._service.restore, lambda _count: then())

    def copy_titles(self, todo_ids: Sequence[int]) -> None:
        todo_list = self._service.list
        self._copy(todo_ids, [], lambda t: clipboard_text.title(todo_list.part(t.list_id).title_of(t.values)))

    def copy_rows(self, todo_ids: Sequence[int], columns: Sequence[Column], display: CellDisplay) -> None:
        head = clipboard_text.head(columns)
        self._copy(todo_ids, [head], lambda todo: clipboard_text.row(todo, columns, display))

    def _copy(self, todo_ids: Sequence[int], head: list[str], line_of: Callable[[Todo], str]) -> None:
        """Lines of text onto the clipboard, once all of them are there."""
        lines: list[str] = list(head)

        def add_lines(some: Sequence[int]) -> Changes:
            lines.extend(line_of(todo) for todo in self._queries.rows(some))
            return Changes(self._service.list.id)

        def hand_out() -> None:
            if len(lines) > len(head):
                QGuiApplication.clipboard().setText("\n".join(lines))

        self._look("copy", todo_ids, add_lines, hand_out)

    def _look(
        self,
        name: str,
        todo_ids: Sequence[int],
        look: Callable[[Sequence[int]], Changes],
        then: Callable[[], None],
    ) -> None:
        """*look* at all of them, now or in portions; *then*, unless that was broken off."""
        looking = Looking(self._service, name, todo_ids, look)

        def end(_count: int) -> None:
            if looking.ended:
                then()

        if len(todo_ids) > FEW:
            self._queue.add(looking, end)
        elif self._try(lambda: looking.go_on(FEW)) is not None:
            end(0)

    def _do(
        self,
        name: str,
        todo_ids: Sequence[int],
        act: Callable[[Sequence[int]], Changes],
        then: Callable[[int], None] | None = None,
    ) -> None:
        """*act* on *todo_ids*, now or in its turn; *then* hears for how many anything is different."""
        if self._is_long(todo_ids):
            self._wait_for(name, todo_ids, act, then)
        elif todo_ids:
            changes = self._try(lambda: act(todo_ids))
            self._tell_passed_over(name)
            if then is not None:
                then(changes.count if changes is not None else 0)

    def _wait_for(
        self,
        name: str,
        todo_ids: Sequence[int],
        act: Callable[[Sequence[int]], Changes],
        then: Callable[[int], None] | None = None,
    ) -> None:
        def end(count: int) -> None:
            self._tell_passed_over(name)
            (then or _nothing)(count)

        self._queue.add(OnTodos(self._service, name, todo_ids, act), end)

    def _tell_passed_over(self, verb: str) -> None:
        self.passed = self._service.take_passed_over()
        if self.passed:
            self.passed_over.emit(passed_over_words(verb, self.passed))

    def _is_long(self, todo_ids: Sequence[int]) -> bool:
        return len(todo_ids) > FEW or self._queue.touches(todo_ids)

    def _replay(self, *, back: bool) -> None:
        step = self._service.undo_step if back else self._service.redo_step
        if self.busy or (step is not None and step.count > FEW):
            self._queue.add(OfLastStep(self._service, back=back), self._tell_replayed)
        else:
            self._try(self._service.undo if back else self._service.redo)
            self._tell_replayed()

    def _tell_replayed(self, _count: int = 0) -> None:
        self.replayed.emit()
        if self._service.left_alone:
            self.left_alone.emit(self._service.left_alone)

    def _offer_return(self, count: int) -> None:
        if count:
            self.deleted.emit(count)

    def _on_stopped(self, error: TodoDesktopError | None, done: int, total: int) -> None:
        """A long verb ended before its end."""
        sentences = [refusal(error, self._service.list)] if error is not None else []
        if error is None or done:
            sentences.append(stopped_words(done, total))
        self.failed.emit(" ".join(sentences))

    def _try(self, verb: Callable[[], Changes]) -> Changes | None:
        try:
            return verb()
        except TodoDesktopError as error:
            self.failed.emit(refusal(error, self._service.list))
            return None


def _nothing(_count: int) -> None:
    """Nobody waits for it."""
