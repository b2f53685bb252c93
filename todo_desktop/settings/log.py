"""The program's log: a file that rotates, readable by its owner alone, without secrets."""

import contextlib
import logging
import os
import sys
from collections.abc import Callable
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType
from typing import IO, Protocol

from todo_desktop.model.connection import ApiKey
from todo_desktop.model.redaction import redacted

FILE_NAME = "todo-desktop.log"

_FORMAT = "%(asctime)s %(levelname)-7s %(threadName)s %(name)s: %(message)s"
_log = logging.getLogger(__name__)


class FailedThread(Protocol):
    """What `threading.excepthook` is given."""

    @property
    def exc_type(self) -> type[BaseException]: ...
    @property
    def exc_value(self) -> BaseException | None: ...
    @property
    def exc_traceback(self) -> TracebackType | None: ...


class ProgramLog:
    """Logs everything that the program and its libraries say, from its making until `close`."""

    def __init__(self, folder: Path, *, debug: bool = False, terminal: IO[str] | None = None) -> None:
        """*folder* exists. With *debug*, everything is logged, and to *terminal* (standard error) as well."""
        self.path = folder / FILE_NAME
        self._formatter = _RedactingFormatter(_FORMAT)
        self._handlers: list[logging.Handler] = [PrivateFile(self.path, encoding="utf-8", delay=True)]
        if debug and (terminal or sys.stderr) is not None:  # a windowed launcher may have no standard error
            self._handlers.append(logging.StreamHandler(terminal))
        self._root = logging.getLogger()
        self._level_before = self._root.level
        self._root.setLevel(logging.DEBUG if debug else logging.INFO)
        for handler in self._handlers:
            self._begin(handler)

    def rotate(self) -> None:
        """Rotate the file from now on. Not before the first paint: the library's way to do it loads much."""
        from todo_desktop.settings.rotating_file import RotatingFile  # noqa: PLC0415

        self._end(self._handlers[0])
        self._handlers[0] = RotatingFile(self.path)
        self._begin(self._handlers[0])

    def hide(self, key: ApiKey) -> None:
        """Never write *key*, whatever it looks like, from now on."""
        if key and key.reveal() not in self._formatter.secrets:
            self._formatter.secrets = (*self._formatter.secrets, key.reveal())

    def without_secrets(self, text: str) -> str:
        """*text* as the log would have it."""
        return self._formatter.cleaned(text)

    def catch_uncaught(self, tell: Callable[[BaseException], None] = lambda _error: None) -> Callable[[], None]:
        """Log what nobody caught, and *tell* of it, as well as what already happens then; returns the way back.

        Threads: give `thread_failed` to `threading.excepthook`.
        """
        before, before_unraisable = sys.excepthook, sys.unraisablehook

        def failed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
            if not issubclass(kind, KeyboardInterrupt):
                _log.critical("uncaught exception", exc_info=(kind, error, trace))
            before(kind, error, trace)
            if not issubclass(kind, KeyboardInterrupt):
                tell(error)

        def unraisable(failure: "sys.UnraisableHookArgs") -> None:
            if failure.exc_value is not None:
                _log.error("exception that could not be raised in %r", failure.object, exc_info=failure.exc_value)
            before_unraisable(failure)

        def restore() -> None:
            sys.excepthook, sys.unraisablehook = before, before_unraisable

        sys.excepthook, sys.unraisablehook = failed, unraisable
        return restore

    @staticmethod
    def thread_failed(failure: FailedThread) -> None:
        """Log an exception that ended a thread."""
        if failure.exc_value is not None:
            _log.critical("uncaught exception in a thread", exc_info=failure.exc_value)

    def close(self) -> None:
        self._root.setLevel(self._level_before)
        for handler in self._handlers:
            self._end(handler)

    def _begin(self, handler: logging.Handler) -> None:
        handler.setFormatter(self._formatter)
        self._root.addHandler(handler)

    def _end(self, handler: logging.Handler) -> None:
        self._root.removeHandler(handler)
        handler.close()


class _RedactingFormatter(logging.Formatter):
    """The last step before the file, so that message, arguments and traceback all pass it."""

    secrets: tuple[str, ...] = ()

    def format(self, record: logging.LogRecord) -> str:
        return self.cleaned(super().format(record))

    def cleaned(self, text: str) -> str:
        return redacted(text, self.secrets)


class PrivateFile(logging.FileHandler):
    """Lines for which a full disk has no room are lost: nothing better can be done with them."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        if not isinstance(sys.exc_info()[1], OSError):
            super().handleError(record)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            super().close()

    def _open(self) -> TextIOWrapper:
        return open(self.baseFilename, "a", encoding=self.encoding, opener=_open_private)


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
