"""One look for the records that a relation may point to: who was asked, and what it says where nobody was."""

from collections.abc import Callable
from typing import cast

import pytest

from tests.support.gui_desk import FULL_COLLECTION, MakeDesk
from todo_desktop.app.related_finder import Known, RelatedLook
from todo_desktop.model.connection import Connection
from todo_desktop.model.errors import Problem, Unavailable
from todo_desktop.model.found import FoundRecords
from todo_desktop.model.schema import Field
from todo_desktop.model.values import Json
from todo_desktop.nocobase.related import RelatedRecords
from todo_desktop.replica.free_records import FreeRecords

ANA: dict[str, Json] = {"id": 1, "nickname": "Ana"}
BEN: dict[str, Json] = {"id": 2, "nickname": "Ben"}


class Server:
    """Answers *found*, or raises it."""

    def __init__(self, found: list[Json] | Unavailable | None) -> None:
        self._found = found

    def find(self, _field: Field, _text: str, _owners: object) -> list[Json] | None:
        if isinstance(self._found, Unavailable):
            raise self._found
        return self._found

    def close(self) -> None:
        pass


@pytest.fixture
def find(make_desk: MakeDesk) -> Callable[[Server | None], FoundRecords]:
    """Without a server, none is to be asked."""
    field = make_desk(FULL_COLLECTION).list.collection.fields[0]

    def find(server: Server | None) -> FoundRecords:
        way = Connection("http://localhost:1/api") if server is not None else None
        known = Known((ANA,), FreeRecords(field))
        return RelatedLook(lambda: known, lambda: way, lambda _: cast("RelatedRecords", server), field, "").find()

    return find


def test_what_the_server_has_comes_after_what_is_known_here(find: Callable[[Server | None], FoundRecords]) -> None:
    assert find(Server([BEN])) == FoundRecords((ANA, BEN), asked=True)


@pytest.mark.parametrize(
    ("server", "problem"),
    [
        (None, None),
        (Server(None), Problem.MAY_NOT_VIEW),
        (Server(Unavailable(Problem.CONNECTION_REFUSED)), Problem.CONNECTION_REFUSED),
    ],
    ids=["not to be asked", "may not be listed", "out of reach"],
)
def test_what_is_known_here_is_found_without_the_server(
    find: Callable[[Server | None], FoundRecords], server: Server | None, problem: Problem | None
) -> None:
    assert find(server) == FoundRecords((ANA,), problem)
