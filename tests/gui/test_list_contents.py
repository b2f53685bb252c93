"""The newest question wins, and the thread that answers it can be stopped."""

from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Event

import pytest
from PySide6.QtCore import SignalInstance
from pytestqt.qtbot import QtBot

from todo_desktop.gui.list_contents import ListContents
from todo_desktop.gui.reader_thread import OutboxQuestion, ReaderThread
from todo_desktop.model.errors import Problem, StorageError
from todo_desktop.model.news import NewsOverview
from todo_desktop.model.query import Counts, Overview, Query, Show
from todo_desktop.model.todo import Todo
from todo_desktop.queries import ListQueries


class SlowQueries:
    """Answers with the length of the text, once it may."""

    def __init__(self) -> None:
        self.may_answer = Event()
        self.may_answer.set()
        self.asked: list[Query] = []
        self.prepared: list[Query] = []
        self.failing = False
        self.broken = False

    def ids(self, query: Query) -> "array[int]":
        self.asked.append(query)
        assert self.may_answer.wait(5)
        if self.failing:
            raise StorageError(Problem.DISK_FULL)
        if self.broken:
            raise ZeroDivisionError
        return array("q", range(len(query.text)))

    def first_ids(self, query: Query, count: int) -> "array[int]":
        return self.ids(query)[:count]

    def counts(self, query: Query) -> Counts:
        return Counts(len(query.text))

    def prepare_search(self, query: Query) -> None:
        self.prepared.append(query)
        if self.failing:
            raise StorageError(Problem.DISK_FULL)

    def rows(self, todo_ids: Sequence[int]) -> list[Todo]:
        return []

    def outbox_counts(self, *list_ids: int) -> tuple[int, int]:
        return sum(list_ids), 0

    def disputes(self, *list_ids: int) -> int:
        raise AssertionError(f"nobody asks how many of those there are in {list_ids}")

    def in_dispute(self, list_id: int, most: int = -1) -> list[int]:
        raise AssertionError(f"nobody asks for those of {list_id}")

    def outbox(self, *list_ids: int) -> list[tuple[int, int]]:
        return [(list_id, 1) for list_id in list_ids]

    def is_outbox_longer(self, list_id: int, than: int) -> bool:
        return list_id > than

    def overview(self, list_ids: Sequence[int]) -> dict[int, Overview]:
        return {list_id: Overview(open=list_id) for list_id in list_ids}

    def news(self, list_ids: Sequence[int]) -> NewsOverview:
        return NewsOverview(added=frozenset(list_ids))


@pytest.fixture
def slow() -> SlowQueries:
    return SlowQueries()


@pytest.fixture
def reader(slow: SlowQueries, qtbot: QtBot) -> Iterator[ReaderThread]:
    @contextmanager
    def opened() -> Iterator[ListQueries]:
        yield slow

    thread = ReaderThread(opened)
    thread.start()
    yield thread
    slow.may_answer.set()
    thread.stop()


@pytest.fixture
def contents(reader: ReaderThread, qtbot: QtBot) -> Iterator[ListContents]:
    made = ListContents(reader)
    made.begin(Query(1))
    qtbot.waitUntil(lambda: made.settled)
    yield made
    qtbot.waitUntil(lambda: made.settled and not made._rest.isActive())


def test_of_what_is_typed_quickly_only_the_last_is_shown(
    contents: ListContents, slow: SlowQueries, qtbot: QtBot
) -> None:
    shown: list[int] = []
    contents.arrived.connect(lambda ids, _: shown.append(len(ids)))
    slow.may_answer.clear()
    for text in ("r", "re", "ren", "rent"):
        contents.search(text)
    slow.may_answer.set()
    qtbot.waitUntil(lambda: contents.settled)
    assert shown == [4]
    assert len(slow.asked) <= 3, "what was overtaken before it was begun is not asked"


def test_an_answer_from_before_an_edit_is_not_shown(contents: ListContents, slow: SlowQueries, qtbot: QtBot) -> None:
    shown: list[int] = []
    contents.arrived.connect(lambda ids, _: shown.append(len(ids)))
    slow.may_answer.clear()
    contents.rows_changed()
    qtbot.waitUntil(lambda: len(slow.asked) == 2)
    contents.edited()
    slow.may_answer.set()
    qtbot.waitUntil(lambda: contents.settled)
    assert len(shown) == 1


def test_a_stream_of_changes_is_shown_as_it_goes_without_asking_for_each(
    contents: ListContents, slow: SlowQueries, qtbot: QtBot
) -> None:
    shown: list[int] = []
    contents.arrived.connect(lambda ids, _: shown.append(len(ids)))
    for _ in range(200):
        contents.rows_changed()
        qtbot.wait(0)
    qtbot.waitUntil(lambda: contents.settled)
    assert 0 < len(shown) < 100


def test_it_tells_whether_the_user_asked_or_rows_changed(contents: ListContents, qtbot: QtBot) -> None:
    with qtbot.waitSignal(contents.arrived) as told:
        contents.filter(Show.OPEN)
    assert told.args is not None
    assert told.args[1] is True
    with qtbot.waitSignal(contents.arrived) as told:
        contents.edited()
    assert told.args is not None
    assert told.args[1] is False


def test_a_long_list_begins_with_the_rows_of_a_screen_and_the_rest_follows(
    reader: ReaderThread, slow: SlowQueries, qtbot: QtBot
) -> None:
    contents = ListContents(reader)
    first = contents.read_now(Query(1, "x" * 300), slow)
    assert 100 < len(first) < 300
    with qtbot.waitSignal(contents.arrived) as told:
        assert not contents.settled
    assert told.args is not None
    ids, asked = told.args
    assert (len(ids), asked) == (300, False)
    qtbot.waitUntil(lambda: contents.settled and not contents._rest.isActive())
    assert contents.counts == Counts(300)


def test_the_same_question_is_not_asked_twice(contents: ListContents, slow: SlowQueries) -> None:
    contents.search("  ")
    assert contents.settled
    assert len(slow.asked) == 1


def test_a_replica_that_cannot_be_read_is_said(
    contents: ListContents, reader: ReaderThread, slow: SlowQueries, qtbot: QtBot
) -> None:
    slow.failing = True
    with qtbot.waitSignal(reader.failed):
        contents.search("rent")
    slow.failing = False
    with qtbot.waitSignal(contents.arrived):
        contents.rows_changed()
    qtbot.waitUntil(lambda: contents.settled)


@pytest.mark.expects_log("a query failed")
def test_a_fault_of_the_program_in_one_query_does_not_end_the_reading(
    contents: ListContents, reader: ReaderThread, slow: SlowQueries, qtbot: QtBot
) -> None:
    slow.broken = True
    with qtbot.waitSignal(reader.failed) as told:
        contents.search("rent")
    assert told.args[0].problem is Problem.INTERNAL
    slow.broken = False
    with qtbot.waitSignal(contents.arrived):
        contents.rows_changed()
    qtbot.waitUntil(lambda: contents.settled)


def test_the_first_letter_of_a_search_finds_everything_at_hand(
    contents: ListContents, slow: SlowQueries, qtbot: QtBot
) -> None:
    contents.expect_search(True)
    qtbot.waitUntil(lambda: slow.prepared == [Query(1)])
    contents.rows_changed()  # what was at hand is no longer true
    qtbot.waitUntil(lambda: slow.prepared == [Query(1)] * 2)


def test_nothing_is_kept_at_hand_for_somebody_who_does_not_search(
    contents: ListContents, slow: SlowQueries, qtbot: QtBot
) -> None:
    contents.expect_search(True)
    qtbot.waitUntil(lambda: len(slow.prepared) == 1)
    contents.expect_search(False)
    contents.edited()
    qtbot.waitUntil(lambda: contents.settled)
    assert len(slow.prepared) == 1


def test_a_failed_preparation_is_told_and_the_search_goes_on(
    contents: ListContents, reader: ReaderThread, slow: SlowQueries, qtbot: QtBot
) -> None:
    slow.failing = True
    with qtbot.waitSignal(reader.failed):
        contents.expect_search(True)
    slow.failing = False
    contents.search("rent")
    qtbot.waitUntil(lambda: contents.counts == Counts(4))


class Reluctant:
    """A replica that cannot be opened, with one problem after the other, until it `may_open`."""

    def __init__(self, slow: SlowQueries, *problems: Problem) -> None:
        self.may_open = Event()
        self._slow = slow
        self._problems = list(problems)
        self.opened = 0

    @contextmanager
    def __call__(self) -> Iterator[ListQueries]:
        self.opened += 1
        if not self.may_open.is_set():
            raise StorageError(self._problems.pop(0) if len(self._problems) > 1 else self._problems[0])
        yield self._slow


def told(signal: SignalInstance) -> list[Problem]:
    """The problems that it tells from now on."""
    heard: list[Problem] = []
    signal.connect(lambda error: heard.append(error.problem))
    return heard


def test_a_replica_that_cannot_be_opened_is_said_and_what_was_asked_is_answered_once_it_can(
    slow: SlowQueries, qtbot: QtBot
) -> None:
    replica = Reluctant(slow, Problem.DISK_ERROR)
    thread = ReaderThread(replica)
    failures, mended = told(thread.failed), told(thread.recovered)
    thread.start()
    made = ListContents(thread)
    arrived: list[int] = []
    made.arrived.connect(lambda ids, _: arrived.append(len(ids)))
    made.begin(Query(1, "four"))
    qtbot.waitUntil(lambda: replica.opened > 2)
    assert failures == [Problem.DISK_ERROR], "once, however often it is tried"
    replica.may_open.set()
    made.search("three")
    qtbot.waitUntil(lambda: arrived == [5])
    assert mended == [Problem.DISK_ERROR]
    qtbot.waitUntil(lambda: made.settled and not made._rest.isActive())
    thread.stop()


def test_another_problem_of_a_replica_that_cannot_be_opened_is_said_too(slow: SlowQueries, qtbot: QtBot) -> None:
    replica = Reluctant(slow, Problem.DISK_ERROR, Problem.FOLDER_READ_ONLY)
    thread = ReaderThread(replica)
    failures = told(thread.failed)
    thread.start()
    qtbot.waitUntil(lambda: failures == [Problem.DISK_ERROR, Problem.FOLDER_READ_ONLY])
    thread.stop()


def test_a_thread_that_waits_for_its_replica_ends_at_once(slow: SlowQueries, qtbot: QtBot) -> None:
    thread = ReaderThread(Reluctant(slow, Problem.DISK_ERROR))
    with qtbot.waitSignal(thread.failed):
        thread.start()
    thread.stop()
    assert thread.isFinished()


def test_a_file_that_was_written_back_is_opened_anew_and_the_question_answered(
    slow: SlowQueries, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    replica = Reluctant(slow, Problem.REPLICA_GONE)
    replica.may_open.set()
    thread = ReaderThread(replica)
    failures = told(thread.failed)
    thread.start()
    made = ListContents(thread)
    made.begin(Query(1))
    qtbot.waitUntil(lambda: made.settled)
    ids, gone = slow.ids, iter([True])

    def gone_once(query: Query) -> "array[int]":
        if next(gone, False):
            raise StorageError(Problem.REPLICA_REPLACED)
        return ids(query)

    monkeypatch.setattr(slow, "ids", gone_once)
    arrived: list[int] = []
    made.arrived.connect(lambda ids, _: arrived.append(len(ids)))
    made.search("four")
    qtbot.waitUntil(lambda: arrived == [4])
    assert (failures, replica.opened) == ([], 2)
    qtbot.waitUntil(lambda: made.settled and not made._rest.isActive())
    thread.stop()


def test_the_outbox_of_the_list_that_is_open_now_is_told_though_the_file_went_meanwhile(
    slow: SlowQueries, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    replica = Reluctant(slow, Problem.REPLICA_GONE)
    replica.may_open.set()
    thread = ReaderThread(replica)
    counts, gone = slow.outbox_counts, iter([True])

    def gone_once(list_id: int) -> tuple[int, int]:
        if next(gone, False):
            thread.ask_outbox(OutboxQuestion((2,), order=False))  # the window has opened another list by now
            raise StorageError(Problem.REPLICA_GONE)
        return counts(list_id)

    monkeypatch.setattr(slow, "outbox_counts", gone_once)
    told_of: list[tuple[int, ...]] = []
    thread.outbox_read.connect(lambda answer: told_of.append(answer.list_ids))
    thread.ask_outbox(OutboxQuestion((1,), order=True))
    with qtbot.waitSignal(thread.outbox_read):
        thread.start()
    thread.stop()
    assert told_of[0] == (2,)
