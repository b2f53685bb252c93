"""The thread that asks for ids and counts: the newest question wins, and the window never waits."""

import logging
import time
from array import array
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QMutex, QMutexLocker, QObject, QThread, QWaitCondition, Signal

from todo_desktop.model.errors import Problem, StorageError
from todo_desktop.model.query import Counts, Query
from todo_desktop.queries import ListQueries

if TYPE_CHECKING:
    from todo_desktop.model.news import NewsOverview

_log = logging.getLogger(__name__)

Read = TypeVar("Read")

RETRY_MS = 1_000
"""So soon a replica that cannot be opened is tried again, unless something is asked sooner."""
_OUT_OF_PLACE = (Problem.REPLICA_GONE, Problem.REPLICA_REPLACED)

OpenReader: TypeAlias = Callable[[], AbstractContextManager[ListQueries]]
"""Opens a connection for one thread's reads, and closes it at the end of the `with`, on that thread."""


class Request(Struct, frozen=True):
    """`serial` grows with each request."""

    serial: int
    query: Query


class Reply(Struct, frozen=True):
    """The order that was asked for."""

    request: Request
    ids: "array[int]"


class Tally(Struct, frozen=True):
    """The counts that belong to it. `took_ms` is how long the replica needed for both."""

    request: Request
    counts: Counts
    took_ms: float


class OutboxQuestion(Struct, frozen=True):
    """How many todos of these lists have unsent changes; and, where the *order* is wanted, which, one by one; and which
    were changed here and there, where these are."""

    list_ids: tuple[int, ...]
    order: bool = False
    disputed: bool = False


class OutboxAnswer(Struct, frozen=True):
    """`waiting` todos, `parked` ones. Where they were asked for, `order` holds each entry's todo by its place in the
    outbox, and `disputed` the todos that were changed here and there."""

    list_ids: tuple[int, ...]
    waiting: int
    parked: int
    order: dict[int, int] | None = None
    disputed: list[int] | None = None


class OverviewQuestion(Struct, frozen=True):
    """How it stands with these lists."""

    list_ids: tuple[int, ...]


class NewsQuestion(Struct, frozen=True):
    """What others did in these lists."""

    list_ids: tuple[int, ...]


class NewsAnswer(Struct, frozen=True):
    list_ids: tuple[int, ...]
    news: "NewsOverview"


class ReaderThread(QThread):
    """Runs from `start` until `stop`. *open_reader* is called there, and again until it succeeds: then what was asked
    last is answered."""

    replied = Signal(object)
    """A `Reply`: rows can be drawn."""
    counted = Signal(object)
    """A `Tally`, after the reply; none where a newer request is waiting by then."""
    outbox_read = Signal(object)
    """An `OutboxAnswer`."""
    overview_read = Signal(object)
    """A dict: the `Overview` of each list that was asked for, by its id."""
    news_read = Signal(object)
    """A `NewsAnswer`."""
    failed = Signal(object)
    """A `StorageError`: the request that met it is not answered, or nothing is while the replica cannot be opened."""
    recovered = Signal(object)
    """The replica is open (again) after this `StorageError`, which was told."""
    _faulted = Signal(object)

    def __init__(self, open_reader: OpenReader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("readerThread")
        self._open_reader = open_reader
        self._faulted.connect(self._log_fault)
        self._lock = QMutex()
        self._woken = QWaitCondition()
        self._request: Request | None = None
        self._outbox: dict[tuple[int, ...], OutboxQuestion] = {}
        """By the lists that they are about."""
        self._overview: OverviewQuestion | None = None
        self._news: NewsQuestion | None = None
        self._to_prepare: Query | None = None
        self._stopping = False
        self._lost: StorageError | None = None

    def ask(self, request: Request) -> None:
        """Answer *request* next, instead of one that is still waiting."""
        with QMutexLocker(self._lock):
            self._request = request
            self._woken.wakeOne()

    def ask_outbox(self, question: OutboxQuestion) -> None:
        """Answer it after the request that is waiting, together with a like one."""
        with QMutexLocker(self._lock):
            self._join_outbox(question)
            self._woken.wakeOne()

    def ask_overview(self, question: OverviewQuestion) -> None:
        """Answer it after all that is waiting, instead of an earlier one."""
        with QMutexLocker(self._lock):
            self._overview = question
            self._woken.wakeOne()

    def ask_news(self, question: NewsQuestion) -> None:
        """The same, after that."""
        with QMutexLocker(self._lock):
            self._news = question
            self._woken.wakeOne()

    def prepare_search(self, query: Query) -> None:
        """Make ready for a search in the list of *query*, once there is nothing to answer."""
        with QMutexLocker(self._lock):
            self._to_prepare = query
            self._woken.wakeOne()

    def stop(self) -> None:
        """End the thread and wait for it: at most for the query under way."""
        with QMutexLocker(self._lock):
            self._stopping = True
            self._woken.wakeOne()
        self.wait()

    def run(self) -> None:
        while not self._is_stopping():
            opened = False
            try:
                with self._open_reader() as queries:
                    opened = True
                    self._say_recovered()
                    self._serve(queries)
            except StorageError as error:
                # A file that is not where it was is opened anew at once: the window may have written it back.
                if not opened or error.problem not in _OUT_OF_PLACE:
                    self._say_lost(error)
            except Exception as error:  # noqa: BLE001  (as below)
                self._faulted.emit(error)
                self._say_lost(StorageError(Problem.INTERNAL))

    def _serve(self, queries: ListQueries) -> None:
        while (wanted := self._next()) is not None:
            if isinstance(wanted, Request):
                self._answer(queries, wanted)
            elif isinstance(wanted, OutboxQuestion):
                self._answer_outbox(queries, wanted)
            elif isinstance(wanted, OverviewQuestion):
                self._answer_overview(queries, wanted)
            elif isinstance(wanted, NewsQuestion):
                self._answer_news(queries, wanted)
            else:
                self._try(partial(queries.prepare_search, wanted))

    def _say_lost(self, error: StorageError) -> None:
        """Once for each problem; then wait."""
        if self._lost is None or self._lost.problem is not error.problem:
            self._lost = error
            self.failed.emit(error)
        with QMutexLocker(self._lock):
            if not self._stopping:
                self._woken.wait(self._lock, RETRY_MS)

    def _say_recovered(self) -> None:
        if self._lost is not None:
            self.recovered.emit(self._lost)
            self._lost = None

    def _is_stopping(self) -> bool:
        with QMutexLocker(self._lock):
            return self._stopping

    def _next(self) -> Request | OutboxQuestion | OverviewQuestion | NewsQuestion | Query | None:
        """What to answer, else the query to prepare for; None at the end."""
        with QMutexLocker(self._lock):
            while not (self._stopping or self._request or self._outbox or self._overview or self._is_idle_wanted):
                self._woken.wait(self._lock)
            if self._stopping:
                return None
            request, self._request = self._request, None
            if request is not None:
                return request
            if self._outbox:
                return self._outbox.pop(next(iter(self._outbox)))
            overview, self._overview = self._overview, None
            if overview is not None:
                return overview
            news, self._news = self._news, None
            if news is not None:
                return news
            query, self._to_prepare = self._to_prepare, None
            return query

    @property
    def _is_idle_wanted(self) -> bool:
        """Whether there is anything that nobody waits for."""
        return self._news is not None or self._to_prepare is not None

    def _answer(self, queries: ListQueries, request: Request) -> None:
        begun = time.perf_counter()
        try:
            ids = self._try(lambda: queries.ids(request.query))
        except StorageError:
            self._put_back(request)
            raise
        if ids is None:
            return
        self.replied.emit(Reply(request, ids))
        if self._overtaken():
            return
        counts = self._try(lambda: queries.counts(request.query))
        if counts is not None:
            self.counted.emit(Tally(request, counts, (time.perf_counter() - begun) * 1000))

    def _put_back(self, request: Request) -> None:
        """It is answered after all, unless something newer is asked."""
        with QMutexLocker(self._lock):
            self._request = self._request or request

    def _put_outbox_back(self, question: OutboxQuestion) -> None:
        """As above: together with a like one, after what was asked meanwhile."""
        with QMutexLocker(self._lock):
            self._join_outbox(question)

    def _join_outbox(self, question: OutboxQuestion) -> None:
        """With what is asked about the same lists already."""
        before = self._outbox.get(question.list_ids, question)
        joined = replace(question, order=question.order or before.order, disputed=question.disputed or before.disputed)
        self._outbox[question.list_ids] = joined

    def _answer_outbox(self, queries: ListQueries, question: OutboxQuestion) -> None:
        def read() -> OutboxAnswer:
            lists = question.list_ids
            waiting, parked = queries.outbox_counts(*lists)
            order = dict(queries.outbox(*lists)) if question.order else None
            disputed = (
                [todo_id for each in lists for todo_id in queries.in_dispute(each)] if question.disputed else None
            )
            return OutboxAnswer(lists, waiting, parked, order, disputed)

        try:
            answer = self._try(read)
        except StorageError:
            self._put_outbox_back(question)
            raise
        if answer is not None:
            self.outbox_read.emit(answer)

    def _answer_overview(self, queries: ListQueries, question: OverviewQuestion) -> None:
        try:
            answer = self._try(lambda: queries.overview(question.list_ids))
        except StorageError:
            with QMutexLocker(self._lock):
                self._overview = self._overview or question
            raise
        if answer is not None:
            self.overview_read.emit(answer)

    def _answer_news(self, queries: ListQueries, question: NewsQuestion) -> None:
        try:
            news = self._try(lambda: queries.news(question.list_ids))
        except StorageError:
            with QMutexLocker(self._lock):
                self._news = self._news or question
            raise
        if news is not None:
            self.news_read.emit(NewsAnswer(question.list_ids, news))

    def _try(self, read: Callable[[], Read]) -> Read | None:
        """None where it failed, which is told. Raises StorageError where the file is not where it was."""
        try:
            return read()
        except StorageError as error:
            if error.problem in _OUT_OF_PLACE:
                raise
            self.failed.emit(error)
        except Exception as error:  # noqa: BLE001  (a bug must not end the thread: nothing could be searched any more)
            self._faulted.emit(error)
            self.failed.emit(StorageError(Problem.INTERNAL))
        return None

    def _overtaken(self) -> bool:
        with QMutexLocker(self._lock):
            return self._request is not None or self._stopping

    def _log_fault(self, error: Exception) -> None:
        _log.error("a query failed because of a fault of this program", exc_info=error)
