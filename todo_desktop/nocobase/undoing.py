"""What is to be taken back where a later step fails."""

import logging
from collections.abc import Callable

from todo_desktop.model.errors import TodoDesktopError

log = logging.getLogger(__name__)


class Undoing:
    """Steps back, told before the steps themselves: a step whose answer is lost may have been carried out."""

    def __init__(self) -> None:
        self._steps: list[Callable[[], object]] = []

    def by(self, step: Callable[[], object]) -> None:
        """*step* takes back what comes next, and does no harm where that was not done."""
        self._steps.append(step)

    def all(self) -> None:
        """The latest first; what cannot be taken back stays, and is logged."""
        while self._steps:
            step = self._steps.pop()
            try:
                step()
            except TodoDesktopError as error:
                log.warning("a step of the set-up could not be taken back: %s", error)
