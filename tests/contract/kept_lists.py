"""Lists on the real server, where making one takes a second: each is emptied and used again by the next test."""

from collections import Counter

from tests.server.lists import RemoteList
from tests.server.lists import open_list as open_new_list
from tests.server.server import Server
from todo_desktop.testing.shapes import Shape


class KeptLists:
    """`begin` starts a test; then each list of a shape is another one. A key is the same for all tests: take rights
    or the key away from `with_rights` only, and change the columns of `fresh` lists only."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._kept: dict[tuple[str, int], RemoteList] = {}
        self._used: Counter[str] = Counter()

    def begin(self) -> None:
        self._used.clear()

    def open_list(self, shape: Shape, *, fresh: bool = False) -> RemoteList:
        """An empty list of *shape*, numbering from 1; where *fresh* it is made for this test alone."""
        if fresh:
            return open_new_list(self._server, shape)
        name = repr(shape)
        self._used[name] += 1
        place = (name, self._used[name])
        if place not in self._kept:
            self._kept[place] = open_new_list(self._server, shape)
        kept = self._kept[place]
        kept.sql('TRUNCATE :"todos" RESTART IDENTITY;')
        return kept
