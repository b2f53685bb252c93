"""Two computers, one server, and everything that can happen to them: in the end all three hold the same list."""

import contextlib
import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.server.shapes import FULL, NO_TIMESTAMPS, TUTORIAL, Shape
from tests.support.fake_nocobase import FakeList, FakeNocoBase, faults
from tests.support.fake_nocobase.faults import Fault
from tests.sync.client import IMPATIENT, Client
from tests.sync.remote import Remote
from todo_desktop.model.change import EntryState
from todo_desktop.model.errors import InvalidValue, NeedsAttention, Problem, Unavailable
from todo_desktop.sync.pull import PageSizes
from todo_desktop.sync.schedule import SWEEP_EVERY

VERBS = ("add", "edit", "tick", "delete", "undo", "redo", "sync", "sync", "crash", "wait", "decide")
FAULTS: dict[str, Fault] = {
    "cut before": faults.CUT_BEFORE,
    "cut after": faults.CUT_AFTER,
    "html after": faults.HTML_AFTER,
    "empty object": faults.EMPTY_OBJECT,
    "500 after": faults.STATUS_500_AFTER,
    "503": faults.STATUS_503,
    "truncated": faults.TRUNCATED,
}
STEP = st.one_of(
    st.tuples(st.integers(0, 1), st.sampled_from(VERBS), st.integers(0, 5)),
    st.tuples(st.just(2), st.sampled_from(sorted(FAULTS)), st.integers(0, 3)),
)
ACTIONS = ("*:create", "*:update", "*:destroy", "*:list")


class Story:
    """What happens, and what must be true of its end. Titles begin with a name that no other todo has."""

    def __init__(self, folder: Path, site: FakeList) -> None:
        self.site = site
        self.clients = []
        self.names = 0
        self.deleted: set[str] = set()
        for number in range(2):
            computer = folder / f"computer-{number}"
            computer.mkdir()
            self.clients.append(Client(computer, site, pages=PageSizes(3, 4), timeouts=IMPATIENT))

    def close(self) -> None:
        for client in self.clients:
            client.close()

    def step(self, who: int, what: str, which: int) -> None:
        if who == 2:
            self.site.server.faults.next(ACTIONS[which], FAULTS[what])
        elif what == "add":
            self.names += 1
            self.clients[who].add(f"{self.names} new")
        elif what in ("edit", "tick", "delete"):
            self._change(self.clients[who], what, which)
        elif what in ("undo", "redo"):
            self._replay(self.clients[who], what)
        elif what == "sync":
            _try(self.clients[who])
        elif what == "crash":
            self.clients[who].restart()
        elif what == "wait":
            self.clients[who].clock.forward(10_000)
        else:
            _decide(self.clients[who], keep=bool(which % 2))

    def _change(self, client: Client, what: str, which: int) -> None:
        todos = client.todos()
        if not todos:
            return
        todo = todos[which % len(todos)]
        name = str(todo.values["title"]).partition(" ")[0]
        if what == "edit":
            client.edit(todo.id, title=f"{name} edited {which} on {client.folder.name}")
        elif what == "tick":
            client.edit(todo.id, completed=not todo.values.get("completed"))
        else:
            self.deleted.add(name)
            client.delete(todo.id, for_good=False)

    def _replay(self, client: Client, what: str) -> None:
        step = client.service.undo_step if what == "undo" else client.service.redo_step
        if step is not None and step.verb == "add":
            self.deleted |= {str(todo.values["title"]).partition(" ")[0] for todo in client.todos()}
        with contextlib.suppress(InvalidValue):
            getattr(client.service, what)()

    def end(self) -> None:
        """The network is back, and the users decide what they are asked."""
        self.site.server.faults.clear()
        for _ in range(12):
            for number, client in enumerate(self.clients):
                client.clock.forward(SWEEP_EVERY)
                _try(client)
                _decide(client, keep=number == 0)
            if not any(client.entries() for client in self.clients):
                break
        for client in self.clients:
            client.clock.forward(SWEEP_EVERY)
            _try(client)

    def check(self) -> None:
        there = {row["id"]: (row["title"], bool(row["completed"])) for row in Remote(self.site).rows()}
        for client in self.clients:
            assert client.entries() == []
            assert {k: (v["title"], bool(v.get("completed"))) for k, v in client.values().items()} == there
        names = [str(title).partition(" ")[0] for title, _ in there.values()]
        assert len(names) == len(set(names)), f"doubled: {sorted(names)}"
        missing = {str(number + 1) for number in range(self.names)} - set(names) - self.deleted
        assert not missing, f"lost: {missing}"


def _try(client: Client) -> None:
    try:
        client.sync()
    except Unavailable:
        return
    except NeedsAttention as asked:
        if asked.problem is not Problem.MASS_REMOVAL:
            raise
        client.engine.allow_mass_removal()
        with contextlib.suppress(Unavailable):
            client.sync()


def _decide(client: Client, *, keep: bool) -> None:
    parked = [entry.todo_id for entry in client.entries() if entry.state is EntryState.PARKED]
    if keep:
        client.service.keep_mine(parked)
    else:
        client.service.take_theirs(parked)


@pytest.mark.parametrize("shape", [TUTORIAL, FULL, NO_TIMESTAMPS], ids=["tutorial", "full", "plain"])
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), print_blob=False)
@given(steps=st.lists(STEP, min_size=5, max_size=40))
def test_two_computers_and_the_server_agree_in_the_end(shape: Shape, steps: list[tuple[int, str, int]]) -> None:
    with FakeNocoBase() as server, tempfile.TemporaryDirectory() as folder:
        story = Story(Path(folder), server.open_list(shape))
        with contextlib.closing(story):
            for step in steps:
                story.step(*step)
            story.end()
            story.check()


def test_two_computers_that_edit_all_day_agree_in_the_evening() -> None:
    """One long story, always the same."""
    chance = random.Random(20)  # noqa: S311
    with FakeNocoBase() as server, tempfile.TemporaryDirectory() as folder:
        story = Story(Path(folder), server.open_list(TUTORIAL))
        with contextlib.closing(story):
            for _ in range(400):
                if chance.random() < 0.15:
                    story.step(2, chance.choice(sorted(FAULTS)), chance.randrange(4))
                story.step(chance.randrange(2), chance.choice(VERBS), chance.randrange(6))
            story.end()
            story.check()
