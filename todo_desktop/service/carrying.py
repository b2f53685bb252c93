"""Todos that go to another list: what that has no place for, and their copies."""

from collections.abc import Iterable

from msgspec import Struct, field

from todo_desktop.model.fitting import Fitting
from todo_desktop.model.held import Held
from todo_desktop.model.lists import TodoList
from todo_desktop.model.misfits import Misfits
from todo_desktop.service.editor import Editor


class Carried(Struct):
    """`came` are the copies; of a move, `gone` the originals, each in the place of its copy."""

    came: list[Held] = field(default_factory=list)
    gone: list[Held] = field(default_factory=list)


def misfits(here: TodoList, chosen: Iterable[Held], there: TodoList) -> Misfits:
    """What of *chosen*, todos of *here*, has no place *there*."""
    return Fitting(here, there).misfits(chosen)


def carry(
    here: Editor, chosen: Iterable[Held], there: TodoList, *, moves: bool, into_notes: bool, carried: Carried
) -> None:
    """Todos of one list, inside a transaction; see `TodoService.carry`."""
    fitting, editor = Fitting(here.list, there), here.of_list(there)
    for held in chosen:
        values = None if held.hidden else fitting.whole(held, into_notes=into_notes)
        if values is None and (moves or held.hidden):
            continue
        copy = editor.add(fitting.part(held) if values is None else values)
        carried.came.append(copy)
        if moves:
            here.hide(held, copy)
            carried.gone.append(held)
