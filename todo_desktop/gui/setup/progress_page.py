"""The page that tells each step, and the end."""

from collections.abc import Iterable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from todo_desktop.gui.setup.parts import Items, words
from todo_desktop.gui.setup.words import step_words
from todo_desktop.gui.theme.metrics import MEDIUM
from todo_desktop.gui.theme.role import Role
from todo_desktop.model.setup import SetupDone, SetupStep


class ProgressPage(QWidget):
    """One set-up at a time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told: list[SetupStep] = []
        self._steps = Items("setupProgress")
        self._end = words("setupEnd", role=Role.HEADING)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(MEDIUM)
        column.addWidget(self._steps)
        column.addWidget(self._end)
        column.addStretch(1)

    def begin(self) -> None:
        self._told.clear()
        self._steps.say(())
        self._end.setText(self.tr("At it…"))

    def say_taking_back(self) -> None:
        self._end.setText(self.tr("What was made is taken back…"))

    def show_step(self, step: SetupStep) -> None:
        self._told.append(step)
        self._say(self._told)

    def show_done(self, done: SetupDone) -> None:
        """All its steps, whatever was shown before."""
        self._say(done.steps)
        self._end.setText(self.tr("Ready: your todos go there from now on."))

    def _say(self, steps: Iterable[SetupStep]) -> None:
        self._steps.say(("✓", step_words(step)) for step in steps)
