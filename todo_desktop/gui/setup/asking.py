"""One question to a server at a time, off the window's thread: what it refuses is an answer, too."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject

from todo_desktop.gui.background_job import BackgroundJob
from todo_desktop.model.errors import Problem, TodoDesktopError

Answer = TypeVar("Answer")


class Asking(QObject):
    """Ends with its parent, who hears no answer after `forget`."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._drop: Callable[[], None] = lambda: None

    def ask(
        self,
        work: Callable[[], Answer],
        answered: Callable[[Answer], None],
        refused: Callable[[TodoDesktopError], None],
        cancel: Callable[[], None] = lambda: None,
    ) -> None:
        """Call *work* in the background, and then one of the others, here. *cancel* is called where the program ends
        meanwhile."""

        def tried() -> Answer | TodoDesktopError:
            try:
                return work()
            except TodoDesktopError as error:
                return error

        def on_ended(outcome: Answer | TodoDesktopError) -> None:
            if isinstance(outcome, TodoDesktopError):
                refused(outcome)
            else:
                answered(outcome)

        job = BackgroundJob(tried, cancel, self)
        self._drop = job.cancel
        job.succeeded.connect(on_ended)
        job.failed.connect(lambda _fault: refused(TodoDesktopError(Problem.INTERNAL)))
        job.start()

    def forget(self) -> None:
        """What is under way goes on, and nobody hears of it."""
        self._drop()
