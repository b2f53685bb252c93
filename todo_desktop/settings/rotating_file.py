"""The log's file once it may rotate: a megabyte each, and the three before it."""

from logging.handlers import RotatingFileHandler
from pathlib import Path

from todo_desktop.settings.log import PrivateFile

_BYTES = 1_000_000
_OLDER_FILES = 3


class RotatingFile(PrivateFile, RotatingFileHandler):
    """As private as before, and the older ones too."""

    def __init__(self, path: Path) -> None:
        RotatingFileHandler.__init__(
            self, path, maxBytes=_BYTES, backupCount=_OLDER_FILES, encoding="utf-8", delay=True
        )
