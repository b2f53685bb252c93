"""What a set-up made is taken back, the latest first; what a silent server keeps is known."""

from functools import partial

from todo_desktop.model.errors import OutcomeUnknown, Problem, TodoDesktopError, Unavailable
from todo_desktop.model.setup import Part, SetupStep
from todo_desktop.nocobase.undoing import Undoing

MADE = tuple(SetupStep(part, part.value) for part in (Part.COLLECTION, Part.ROLE, Part.KEY))


class Server:
    """Takes back what it is asked to, unless it *fails*."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.fails: dict[str, TodoDesktopError] = {}

    def take_back(self, made: SetupStep) -> None:
        self.asked.append(made.name)
        if made.name in self.fails:
            raise self.fails[made.name]


def undoing(server: Server) -> Undoing:
    found = Undoing()
    for made in MADE:
        found.by(made, partial(server.take_back, made))
    return found


def test_the_latest_is_taken_back_first() -> None:
    server = Server()
    undo = undoing(server)
    assert undo.left == MADE
    assert undo.all()
    assert server.asked == ["key", "role", "collection"]
    assert undo.left == ()


def test_what_one_lost_answer_keeps_is_tried_again_later() -> None:
    server = Server()
    server.fails["role"] = OutcomeUnknown(Problem.CONNECTION_LOST)
    undo = undoing(server)
    assert not undo.all()
    assert [made.part for made in undo.left] == [Part.ROLE]
    server.fails.clear()
    assert undo.all()
    assert server.asked == ["key", "role", "collection", "role"]


def test_a_server_that_says_nothing_is_not_waited_for_once_for_each_step() -> None:
    server = Server()
    server.fails["key"] = Unavailable(Problem.TIMED_OUT)
    undo = undoing(server)
    assert not undo.all()
    assert undo.left == MADE
    assert server.asked == ["key"]
