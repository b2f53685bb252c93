"""The log tells what happened, to its owner alone and without secrets."""

import io
import logging
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from todo_desktop.model.connection import ApiKey
from todo_desktop.settings.log import FILE_NAME, ProgramLog

OpenLog = Callable[..., ProgramLog]


@pytest.fixture
def open_log(tmp_path: Path) -> Iterator[OpenLog]:
    opened: list[ProgramLog] = []

    def make(*, debug: bool = False, terminal: io.StringIO | None = None) -> ProgramLog:
        opened.append(ProgramLog(tmp_path, debug=debug, terminal=terminal))
        return opened[-1]

    yield make
    for log in opened:
        log.close()


def test_only_the_owner_may_read_the_log_also_after_it_rotated(open_log: OpenLog, tmp_path: Path) -> None:
    open_log().rotate()
    for _ in range(30):
        logging.getLogger("todo_desktop.test").info("x" * 50_000)
    files = sorted(tmp_path.iterdir())
    assert len(files) == 2
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_the_log_never_grows_beyond_four_files(open_log: OpenLog, tmp_path: Path) -> None:
    open_log().rotate()
    for _ in range(120):
        logging.getLogger("todo_desktop.test").info("x" * 50_000)
    assert len(list(tmp_path.iterdir())) == 4
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 4_100_000


def test_a_key_is_masked_in_messages_arguments_and_tracebacks_of_every_logger(open_log: OpenLog) -> None:
    log = open_log()
    log.hide(ApiKey("plain-key"))
    logging.getLogger("urllib3").info("header %s", {"Authorization": "Bearer other-key"})
    logging.getLogger("todo_desktop.x").info("key %s", "plain-key")
    failure = ValueError("refused plain-key")
    failure.__cause__ = KeyError("Bearer other-key")
    logging.getLogger("todo_desktop.x").info("failed", exc_info=failure)
    text = log.path.read_text()
    assert "plain-key" not in text
    assert "other-key" not in text
    assert text.count("[redacted]") >= 4
    assert "direct cause" in text


def test_details_are_logged_and_shown_on_demand_only(open_log: OpenLog) -> None:
    quiet = open_log()
    logging.getLogger("todo_desktop.x").debug("quiet detail")
    assert not quiet.path.exists()
    terminal = io.StringIO()
    open_log(debug=True, terminal=terminal)
    logging.getLogger("todo_desktop.x").debug("loud detail with Bearer other-key")
    assert "loud detail" in quiet.path.read_text()
    assert "loud detail" in terminal.getvalue()
    assert "other-key" not in terminal.getvalue()


def test_closing_leaves_the_logging_as_it_was(tmp_path: Path) -> None:
    root = logging.getLogger()
    before = (root.level, list(root.handlers))
    ProgramLog(tmp_path, debug=True, terminal=io.StringIO()).close()
    assert (root.level, list(root.handlers)) == before


@pytest.mark.expects_log("uncaught exception")
def test_what_nobody_caught_is_logged_and_still_shown(open_log: OpenLog, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda *failure: shown.append(failure[1]))
    hook_before = sys.excepthook
    log = open_log()
    restore = log.catch_uncaught()
    error = ValueError("a bug near Bearer other-key")
    sys.excepthook(ValueError, error, None)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    restore()
    text = log.path.read_text()
    assert "ValueError: a bug near" in text
    assert "other-key" not in text
    assert "KeyboardInterrupt" not in text
    assert shown[0] is error
    assert sys.excepthook is hook_before


@pytest.mark.expects_log("uncaught exception in a thread")
def test_an_exception_that_ended_a_thread_is_logged(open_log: OpenLog) -> None:
    log = open_log()
    log.thread_failed(SimpleNamespace(exc_type=ValueError, exc_value=ValueError("in a thread"), exc_traceback=None))
    assert "ValueError: in a thread" in log.path.read_text()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full")
def test_a_full_disk_costs_lines_and_nothing_else(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / FILE_NAME).symlink_to("/dev/full")
    log = ProgramLog(tmp_path)
    logging.getLogger("somewhere").info("has no room")
    log.close()
    assert capfd.readouterr().err == ""
