"""Keeps the table on what is asked for: one query, its ids and counts, brought up to date after every change."""

from array import array
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal

from todo_desktop.gui.reader_thread import ReaderThread, Reply, Request, Tally
from todo_desktop.model.query import Counts, Query, Show, SortKey
from todo_desktop.queries import ListQueries

if TYPE_CHECKING:
    from todo_desktop.model.filter import Group
    from todo_desktop.model.query import WhereOfAll

_SHARE = 10
"""While changes stream in, the reader rests so many times as long as its last answer took."""
_LONGEST_REST_MS = 2000
_FIRST = 200
"""So many rows more than fill any screen; they are there in a millisecond, however long the list."""
_AFTER_PAINT_MS = 50
"""When the rest of a long list is asked for: the first paint has the processor for itself."""


class ListContents(QObject):
    """Owns the query and asks *reader* for it."""

    arrived = Signal(object, bool)
    """The order (an array of ids); and whether the user asked for something else (search, filter, sort), or only
    rows changed."""
    counts_changed = Signal(object)
    """`Counts` of what matches the search and the filter, done or not."""

    def __init__(self, reader: ReaderThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        reader.replied.connect(self._take)
        reader.counted.connect(self._take_counts)
        reader.failed.connect(self._give_up)
        self._query = Query(0)
        self._shown: Query | None = None
        self._counts = Counts()
        self._serial = 0
        self._valid_from = 0
        self._answered = 0
        self._due = False
        self._searching = False
        self._only: frozenset[int] | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._ask_if_due)

    @property
    def query(self) -> Query:
        return self._query

    @property
    def counts(self) -> Counts:
        return self._counts

    @property
    def settled(self) -> bool:
        """Whether what was asked last has been answered."""
        return self._answered == self._serial and not self._due

    def read_now(self, query: Query, queries: ListQueries) -> "array[int]":
        """Begin with *query* on the caller's thread: enough for the first paint, the rest of a long list follows
        with `arrived`."""
        self._query = self._shown = query
        ids = queries.first_ids(query, _FIRST)
        if len(ids) < _FIRST:
            self._set_counts(queries.counts(query))
        else:
            self._due = True
            self._rest.start(_AFTER_PAINT_MS)
        return ids

    def begin(self, query: Query) -> None:
        """Begin with *query*; `arrived` follows."""
        self._ask(query)

    def expect_search(self, expected: bool) -> None:
        """Whether somebody is about to type into the search field: what is needed for it is kept at hand meanwhile."""
        self._searching = expected
        self._prepare()

    def search(self, text: str) -> None:
        self._ask(replace(self._query, text=" ".join(text.split())))

    def filter(self, show: Show) -> None:
        self._ask(replace(self._query, show=show))

    def narrow(self, where: "Group | WhereOfAll | None") -> None:
        """To what meets a filter, whose dates are spans."""
        self._ask(replace(self._query, where=where))

    def look(self, show: Show, keys: tuple[SortKey, ...], where: "Group | WhereOfAll | None") -> None:
        """At all of that at once."""
        self._ask(replace(self._query, show=show, sort=keys, where=where))

    def sort(self, keys: tuple[SortKey, ...]) -> None:
        self._ask(replace(self._query, sort=keys))

    def restrict(self, todo_ids: frozenset[int] | None) -> None:
        """Of what the query finds, show these alone; None: all of it."""
        self._only = todo_ids
        self._shown = None  # the user asked for something else
        self._send()

    def edited(self, *, more_to_come: bool = False) -> None:
        """The user changed rows here: answers to earlier questions no longer count."""
        self._valid_from = self._serial + 1
        if more_to_come:
            self.rows_changed()
        else:
            self._send()

    def rows_changed(self) -> None:
        """Rows changed elsewhere: ask again, but leave the processor to others meanwhile."""
        self._due = True
        if not self._rest.isActive() and self._answered == self._serial:
            self._ask_if_due()

    def _ask(self, query: Query) -> None:
        if query != self._query:
            self._query = query
            self._send()

    def _ask_if_due(self) -> None:
        if self._due:
            self._send()

    def _send(self) -> None:
        self._due = False
        self._serial += 1
        self._reader.ask(Request(self._serial, self._query))

    def _take(self, reply: Reply) -> None:
        if self._is_stale(reply.request):
            return
        asked = self._shown != self._query
        self._shown = self._query
        only = self._only
        ids = reply.ids if only is None else array("q", (todo_id for todo_id in reply.ids if todo_id in only))
        self.arrived.emit(ids, asked)

    def _take_counts(self, tally: Tally) -> None:
        self._answered = tally.request.serial
        self._rest.start(min(_LONGEST_REST_MS, max(1, round(_SHARE * tally.took_ms))))
        if not self._is_stale(tally.request):
            self._set_counts(tally.counts)
        self._prepare()

    def _prepare(self) -> None:
        if self._searching and not self._query.text:
            self._reader.prepare_search(self._query)

    def _is_stale(self, request: Request) -> bool:
        """Whether the user has asked for something else, or edited, since."""
        return request.query != self._query or request.serial < self._valid_from

    def _give_up(self) -> None:
        """The replica could not be read; the next change asks again."""
        self._answered = self._serial

    def _set_counts(self, counts: Counts) -> None:
        self._counts = counts
        self.counts_changed.emit(counts)
