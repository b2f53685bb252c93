"""Runs the test of a connection in the background and shows how it goes and what it found."""

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from todo_desktop.gui.background_job import BackgroundJob
from todo_desktop.gui.messages import host_of, problem_message
from todo_desktop.gui.settings_dialog.field_box import NoteLine
from todo_desktop.gui.settings_dialog.findings import Place, facts, limits, place_of, problem_text
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.metrics import MEDIUM, SMALL
from todo_desktop.gui.theme.role import Role, set_role
from todo_desktop.model.connection import ApiKey, Connection
from todo_desktop.model.diagnosis import Diagnosis
from todo_desktop.model.errors import Problem
from todo_desktop.service import ConnectionTester

LoadKey = Callable[[str], ApiKey]
"""The stored key of a base URL, empty where there is none. May block: called in the background."""
MakeTester = Callable[[], ConnectionTester]
"""A new tester for each test: one that was stopped may still be on its way out when the next begins."""


class TesterPanel(QWidget):
    """The button, the progress and the result. A problem that concerns a field is left for the page to show there."""

    asked = Signal()
    """The user wants a test."""
    found = Signal(object)
    """A `Diagnosis` of what was tested last; not after a test that was cancelled."""
    running_changed = Signal(bool)

    def __init__(self, make_tester: MakeTester, load_key: LoadKey, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make_tester = make_tester
        self._load_key = load_key
        self._icons = icons
        self._job: BackgroundJob[Diagnosis] | None = None
        self._tested: Connection | None = None
        self._button = self._build_button()
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setAccessibleName(self.tr("Testing the connection"))
        set_role(self._progress, Role.LOADING)
        self._headline = NoteLine(icons)
        self._headline.setObjectName("testResult")
        self._facts = QFrame()
        self._facts.setObjectName("testFacts")
        set_role(self._facts, Role.CARD)
        self._grid = QGridLayout(self._facts)
        self._grid.setContentsMargins(MEDIUM, SMALL, MEDIUM, SMALL)
        self._grid.setHorizontalSpacing(MEDIUM)
        self._grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SMALL)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._progress)
        column.addWidget(self._headline)
        column.addWidget(self._facts)
        self._show_running(False)
        self.clear()

    @property
    def running(self) -> bool:
        return self._job is not None

    def run(self, connection: Connection, *, use_stored_key: bool) -> None:
        """Test *connection*; where it has no key, with the stored one if that is wanted."""
        self.cancel()
        self.clear()
        self._tested = connection
        tester = self._make_tester()

        def work() -> Diagnosis:
            key = connection.api_key
            if use_stored_key and not key:
                key = self._load_key(connection.base_url)
            return tester.test(replace(connection, api_key=key))

        self._job = BackgroundJob(work, tester.cancel, self)
        self._job.succeeded.connect(self._on_found)
        self._job.failed.connect(self._on_failed)
        self._show_running(True)
        self._headline.say(self.tr("Asking {host}…").format(host=host_of(connection.base_url)))
        self._job.start()

    def cancel(self) -> None:
        """End a test under way; nothing is found then."""
        if self._job is not None:
            self._job.cancel()
            self._end()
            self._headline.say("")

    def clear(self) -> None:
        """Forget what was found: it is no longer about what is typed."""
        self._headline.say("")
        self._facts.setVisible(False)
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()

    def set_possible(self, possible: bool) -> None:
        """Whether there is anything to test."""
        self._button.setEnabled(possible)

    def _build_button(self) -> QPushButton:
        button = QPushButton()
        button.setObjectName("testConnectionButton")
        button.setAutoDefault(False)
        button.clicked.connect(self._on_clicked)
        return button

    def _on_clicked(self) -> None:
        if self.running:
            self.cancel()
        else:
            self.asked.emit()

    def _on_found(self, diagnosis: Diagnosis) -> None:
        tested = self._end()
        self._headline.say(*self._verdict(tested, diagnosis))
        self._fill(tested, diagnosis)
        self.found.emit(diagnosis)

    def _on_failed(self, _error: Exception) -> None:
        self._end()
        self._headline.say(problem_message(Problem.INTERNAL).text, Role.DANGER)

    def _end(self) -> Connection:
        job, self._job = self._job, None
        if job is not None:
            job.deleteLater()
        self._show_running(False)
        assert self._tested is not None  # noqa: S101  (set where the job is made)
        return self._tested

    def _show_running(self, running: bool) -> None:
        self._button.setText(self.tr("Stop the test") if running else self.tr("Test connection"))
        self._progress.setVisible(running)
        self.running_changed.emit(running)

    def _verdict(self, tested: Connection, found: Diagnosis) -> tuple[str, Role]:
        if found.problem is None:
            works = self.tr("The connection works, with limits.") if found.limits else self.tr("The connection works.")
            mended = "" if found.base_url == tested.base_url else self.tr("The address was completed.")
            return f"{works} {mended}".strip(), Role.WARNING if found.limits else Role.GOOD
        if place_of(found.problem) is Place.RESULT:
            return problem_text(found.problem, tested, found), Role.DANGER
        return self.tr("The connection does not work yet: see the marked field."), Role.DANGER

    def _fill(self, tested: Connection, found: Diagnosis) -> None:
        known = facts(found)
        for row, fact in enumerate(known):
            label = QLabel(fact.label)
            set_role(label, Role.SECONDARY)
            self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(_plain(fact.value), row, 1)
        said = limits(tested, found)
        for row, text in enumerate(said, len(known)):
            line = NoteLine(self._icons)
            line.say(text, Role.WARNING)
            self._grid.addWidget(line, row, 0, 1, 2)
        self._facts.setVisible(bool(known or said))


def _plain(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
