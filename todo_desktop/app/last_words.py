"""What a process that is ended from below leaves behind, for the next start to tell: a file that is empty else.

Python's fault handler writes the stacks of all threads into it on a segmentation fault or an abort; what Qt says
before it aborts stands above them.
"""

import contextlib
import faulthandler
import logging
import os
import sys
from pathlib import Path
from typing import TextIO

from PySide6.QtCore import QMessageLogContext, QtMsgType, qFormatLogMessage, qInstallMessageHandler

FILE_NAME = "last-words.txt"
LONGEST = 20_000
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

_log = logging.getLogger(__name__)


class LastWords:
    """From `begin` until `end`, in the folder of the logs. A folder that cannot be written to is left alone."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME
        self._file: TextIO | None = None

    def begin(self) -> str:
        """What the run before left, empty where it ended by itself; and listen from now on."""
        try:
            said = self._path.read_text(encoding="utf-8", errors="replace")[:LONGEST] if self._path.exists() else ""
            self._file = open(self._path, "w", encoding="utf-8", opener=_open_private)  # noqa: SIM115 (until `end`)
        except OSError as error:
            _log.info("last words cannot be kept: %s", error)
            return ""
        faulthandler.enable(self._file)
        qInstallMessageHandler(self._hear)
        return said

    def end(self) -> None:
        """Nothing went wrong."""
        if self._file is None:
            return
        qInstallMessageHandler(None)
        faulthandler.disable()
        self._file.close()
        self._file = None
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:  # it is empty, and says nothing to the next start
            _log.info("the file for last words stays behind: %s", error)

    def _hear(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        """To the terminal as ever, and to the log. After a fatal message Qt aborts."""
        said = qFormatLogMessage(kind, context, message)
        _log.log(_LEVELS[kind], "Qt: %s", said)
        if sys.stderr is not None:  # a windowed launcher may have none
            with contextlib.suppress(OSError):  # the terminal was closed: whoever called Qt has nothing to do with that
                sys.stderr.write(f"{said}\n")
                sys.stderr.flush()
        if kind is QtMsgType.QtFatalMsg and self._file is not None:
            self._file.write(f"{said}\n\n")
            self._file.flush()


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
