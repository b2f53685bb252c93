"""The page that tells each step, and the end."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from todo_desktop.gui.setup.parts import words
from todo_desktop.gui.setup.words import step_words
from todo_desktop.gui.theme.metrics import MEDIUM
from todo_desktop.gui.theme.role import Role
from todo_desktop.model.setup import SetupDone, SetupStep


class ProgressPage(QWidget):
    """One set-up at a time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[str] = []
        self._steps = words("setupProgress")
        self._steps.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._end = words("setupEnd", role=Role.HEADING)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(MEDIUM)
        column.addWidget(self._steps)
        column.addWidget(self._end)
        column.addStretch(1)

    def begin(self) -> None:
        self._lines.clear()
        self._steps.setText(self.tr("At it…"))
        self._end.clear()

    def say_taking_back(self) -> None:
        self._end.setText(self.tr("What was made is taken back…"))

    def show_step(self, step: SetupStep) -> None:
        self._lines.append(f"✓ {step_words(step)}")
        self._steps.setText("\n".join(self._lines))

    def show_done(self, done: SetupDone) -> None:
        """All its steps, whatever was shown before."""
        self._steps.setText("\n".join(f"✓ {step_words(step)}" for step in done.steps))
        self._end.setText(self.tr("Ready: your todos go there from now on."))
