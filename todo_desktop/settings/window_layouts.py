"""Remembers sizes, positions and columns of windows: nice to have, never worth an error."""

import logging
from pathlib import Path
from typing import Any

import msgspec

from todo_desktop.model.errors import StorageError
from todo_desktop.model.values import Json
from todo_desktop.settings.files import write_private

_log = logging.getLogger(__name__)


class WindowLayoutsFile:
    """One JSON object by the name of a window or table; what is in it is the window's affair."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> dict[str, Json]:
        """All layouts; none where the file is missing or damaged."""
        try:
            layouts: dict[str, Json] = msgspec.json.decode(self._path.read_bytes(), type=dict[str, Any])
        except FileNotFoundError:
            return {}
        except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
            _log.info("starting with a fresh window layout: %s", error)
            return {}
        return layouts

    def save(self, layouts: dict[str, Json]) -> None:
        try:
            write_private(self._path, msgspec.json.encode(layouts))
        except StorageError as error:
            _log.info("the window layout was not kept: %s", error)
