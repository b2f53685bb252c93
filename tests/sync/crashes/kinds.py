"""What a user or the sync is about when it is killed: how it is prepared, done, and what it must have come to."""

import contextlib
import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from tests.sync.client import Client
from tests.sync.crashes.journeys import DELTA, FIRST_LOAD, FOUND, NOT_FOUND, SWEEP, decided, pivots, sent, stored
from tests.sync.crashes.steps import Step
from tests.sync.remote import Remote
from todo_desktop.model.errors import Unavailable
from todo_desktop.sync.pull import PageSizes
from todo_desktop.testing.fake_nocobase import FakeList, faults
from todo_desktop.testing.fake_nocobase.faults import Fault

PAGES = PageSizes(rows=3, stamps=4)
"""Small ones, so that there is something between two pages."""

Row: TypeAlias = tuple[str, bool]
"""Title, and whether it is done."""
Act: TypeAlias = Callable[[Client], object]

SUBJECT: Row = ("subject", False)
OTHER: Row = ("other", False)
ADDED: Row = ("added", True)
EDITED: Row = ("edited", False)
TICKED: Row = ("subject", True)
MINE: Row = ("mine", False)
THEIRS: Row = ("theirs", False)
NEW: tuple[Row, ...] = tuple((f"new {number}", False) for number in range(6))


def _nothing(_client: Client) -> None:
    """No edit: the sync alone is killed."""


def _settled(client: Client, _remote: Remote) -> None:
    client.settle()


@dataclass(frozen=True, slots=True)
class Kind:
    """`prepared` goes before, in peace; `before` is what the process itself does first, in peace too; then come `edit`
    and the sync. The replica shows `shown` until the edit is committed; in the end it and the server hold `wanted`.

    `steps` are those at which it is killed, on a list like the tutorial's; on the shapes `elsewhere`, at their pivots.
    `again` is how the user repeats an edit that was not committed.
    """

    shown: tuple[Row, ...]
    wanted: tuple[Row, ...]
    steps: tuple[Step, ...]
    edit_name: str = ""
    edit: Act = _nothing
    again: Act | None = None
    before: Act = _nothing
    prepared: Callable[[Client, Remote], object] = _settled
    elsewhere: tuple[str, ...] = ()

    @property
    def acts_before(self) -> bool:
        """Whether the process itself does something in peace first."""
        return self.before is not _nothing

    @property
    def keeps_subject(self) -> bool:
        """Whether the todo that it is about, under whatever title, is there in the end."""
        return not {title for title, _ in self.wanted}.isdisjoint(title for title, _ in (SUBJECT, EDITED, MINE, THEIRS))


def _deleted(client: Client, _remote: Remote) -> None:
    client.delete("subject")
    client.settle()


def _disputed(client: Client, remote: Remote) -> None:
    client.edit("subject", title="mine")
    remote.update(remote.row("subject")["id"], title="theirs")
    client.settle()


def _gone(client: Client, remote: Remote) -> None:
    client.edit("subject", completed=True)
    remote.delete(remote.row("subject")["id"])
    client.settle()


def _unanswered(client: Client, remote: Remote, fault: Fault) -> None:
    """The answer to a create was lost, on the fake server."""
    assert isinstance(remote.site, FakeList)
    client.add("added", completed=True)
    remote.site.server.faults.next("*:create", fault)
    with contextlib.suppress(Unavailable):
        client.sync()


def _grown(_client: Client, remote: Remote) -> None:
    """Seven changes for the next delta, more than two pages."""
    remote.update(remote.row("subject")["id"], completed=True)
    _with_new(_client, remote)


def _with_new(_client: Client, remote: Remote) -> None:
    for title, _ in NEW:
        remote.create(title=title)


def _shrunk(client: Client, remote: Remote) -> None:
    """What only a sweep can find."""
    _with_new(client, remote)
    client.settle()
    remote.erase("new 0", "new 5", "subject")


def _add(client: Client) -> None:
    client.add("added", completed=True)


def _edit(client: Client) -> None:
    client.edit("subject", title="edited")


def _edit_and_settle(client: Client) -> None:
    _edit(client)
    client.settle()


def _edit_back(client: Client) -> None:
    client.edit("edited", title="subject")


def _tick(client: Client) -> None:
    client.service.set_done([client.id_of("subject")], True)


def _delete(client: Client) -> None:
    client.delete("subject")


def _rename_added(client: Client) -> None:
    client.edit("added", title="renamed")


def _delete_added(client: Client) -> None:
    client.delete("added")


def _restore(client: Client) -> None:
    (trashed,) = client.store.trash(client.list_id)
    client.service.restore([trashed.id])


def _keep_mine(client: Client) -> None:
    client.service.keep_mine([entry.todo_id for entry in client.entries()])


def _take_theirs(client: Client) -> None:
    client.service.take_theirs([entry.todo_id for entry in client.entries()])


def _undo(client: Client) -> None:
    client.undo()


def _work(client: Client) -> None:
    """Until it is killed: whatever a user may do, with todos of one's own in disorder."""
    chance = random.Random(str(client.titles()))  # noqa: S311
    own: list[int] = []
    for number in itertools.count():
        own.append(client.add(f"{client.clock.now()}-{number}"))
        todo = chance.choice(client.todos())
        client.edit(todo.id, title=f"{todo.values['title']}+", completed=not todo.values.get("completed"))
        if chance.random() < 0.3:
            client.delete(own.pop(chance.randrange(len(own))))
        if chance.random() < 0.3:
            client.undo()
        if chance.random() < 0.6:
            client.sync()


OTHER_SHAPES = ("full", "plain")
UNANSWERED = (OTHER, SUBJECT, ADDED)

KINDS = {
    "add": Kind((OTHER, SUBJECT), (OTHER, SUBJECT, ADDED), sent("create"), "edit", _add, elsewhere=OTHER_SHAPES),
    "edit": Kind((OTHER, SUBJECT), (OTHER, EDITED), sent("update"), "edit", _edit, elsewhere=("plain",)),
    "tick": Kind((OTHER, SUBJECT), (OTHER, TICKED), sent("update"), "edit", _tick),
    "delete": Kind((OTHER, SUBJECT), (OTHER,), sent("destroy"), "edit", _delete, elsewhere=("plain",)),
    "bring back": Kind(
        (OTHER,), (OTHER, SUBJECT), sent("create"), "edit", _restore, prepared=_deleted, elsewhere=OTHER_SHAPES
    ),
    "bring back what others deleted": Kind(
        (OTHER, TICKED), (OTHER, TICKED), decided("create"), "decision", _keep_mine, prepared=_gone
    ),
    "keep mine": Kind((OTHER, MINE), (OTHER, MINE), decided("update"), "decision", _keep_mine, prepared=_disputed),
    "take theirs": Kind(
        (OTHER, MINE), (OTHER, THEIRS), stored("decision"), "decision", _take_theirs, prepared=_disputed
    ),
    "undo": Kind((OTHER, EDITED), (OTHER, SUBJECT), stored("undo"), "undo", _undo, _edit_back, _edit),
    "undo what has arrived": Kind(
        (OTHER, EDITED), (OTHER, SUBJECT), stored("undo"), "undo", _undo, _edit_back, _edit_and_settle
    ),
    "find an add that has arrived": Kind(
        UNANSWERED, UNANSWERED, FOUND, prepared=partial(_unanswered, fault=faults.CUT_AFTER), elsewhere=OTHER_SHAPES
    ),
    "send an add that has not arrived": Kind(
        UNANSWERED, UNANSWERED, NOT_FOUND, prepared=partial(_unanswered, fault=faults.CUT_BEFORE), elsewhere=("plain",)
    ),
    "edit an add that is unanswered": Kind(
        UNANSWERED,
        (OTHER, SUBJECT, ("renamed", True)),
        (*stored("edit"), *FOUND, *pivots(sent("update"))),
        "edit",
        _rename_added,
        prepared=partial(_unanswered, fault=faults.CUT_AFTER),
        elsewhere=("plain",),
    ),
    "delete an add that is unanswered": Kind(
        UNANSWERED,
        (OTHER, SUBJECT),
        (*stored("edit"), *FOUND[:4], *pivots(sent("destroy"))),
        "edit",
        _delete_added,
        prepared=partial(_unanswered, fault=faults.CUT_AFTER),
        elsewhere=("plain",),
    ),
    "first load": Kind((), (OTHER, SUBJECT, *NEW), FIRST_LOAD, prepared=_with_new, elsewhere=("plain",)),
    "delta": Kind((OTHER, SUBJECT), (OTHER, TICKED, *NEW), DELTA, prepared=_grown),
    "sweep": Kind((OTHER, SUBJECT, *NEW), (OTHER, *NEW[1:5]), SWEEP, prepared=_shrunk),
    "work": Kind((OTHER, SUBJECT), (), (), edit=_work),
}
