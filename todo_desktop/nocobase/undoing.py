"""What is to be taken back where a later step fails."""

import logging
from collections.abc import Callable

from todo_desktop.model.errors import OutcomeUnknown, Problem, TodoDesktopError, Unavailable
from todo_desktop.model.setup import SetupStep

log = logging.getLogger(__name__)


class Undoing:
    """Steps back, told before the steps themselves: a step whose answer is lost may have been carried out."""

    def __init__(self) -> None:
        self._steps: list[tuple[SetupStep, Callable[[], object]]] = []

    def __bool__(self) -> bool:
        """Whether anything is to be taken back."""
        return bool(self._steps)

    @property
    def left(self) -> tuple[SetupStep, ...]:
        """What is to be taken back, in the order in which it was made; the latest may not have been."""
        return tuple(made for made, _step in self._steps)

    def by(self, made: SetupStep, step: Callable[[], object]) -> None:
        """*step* takes back what comes next, *made*, and does no harm where that was not done."""
        self._steps.append((made, step))

    def all(self) -> bool:
        """The latest first. False where the server did not answer: those steps are kept, for another call. What it
        refuses stays there, and is logged."""
        left: list[tuple[SetupStep, Callable[[], object]]] = []
        while self._steps:
            made, step = self._steps.pop()
            try:
                step()
            except (Unavailable, OutcomeUnknown) as error:
                log.info("a step of the set-up is to be taken back later: %s", error)
                left.insert(0, (made, step))
                if error.problem is Problem.TIMED_OUT:  # so would each other step, after half a minute
                    left[:0] = self._steps
                    break
            except TodoDesktopError as error:
                log.warning("a step of the set-up could not be taken back: %s", error)
        self._steps = left
        return not left
