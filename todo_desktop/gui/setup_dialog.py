"""*Set up my NocoBase*: one sign-in, and the server has a place for todos and a key for it."""

from collections.abc import Callable, Iterable

from msgspec import Struct
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QGridLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from todo_desktop.gui.background_job import BackgroundJob
from todo_desktop.gui.dialog_parts import button_row, push_button
from todo_desktop.gui.messages import host_of, problem_message
from todo_desktop.gui.settings_dialog.form import align_labels, field_form
from todo_desktop.gui.setup_words import column_words, step_words, will_do_words
from todo_desktop.gui.theme.metrics import LARGE, MEDIUM, SMALL
from todo_desktop.gui.theme.role import Role, set_role
from todo_desktop.model.connection import InvalidAddress, normal_base_url
from todo_desktop.model.errors import Problem, TodoDesktopError
from todo_desktop.model.setup import Column, SetupDone, SetupStep, SetupWish

_ALWAYS = (Column.TITLE, Column.COMPLETED)
_WIDTH = 560
_AT_FIRST = (Column.DUE, Column.PRIORITY, Column.NOTES)


class SetupOrder(Struct, frozen=True):
    """What was typed. The password is for one sign-in, and is kept nowhere."""

    base_url: str
    account: str
    password: str
    wish: SetupWish

    def __repr__(self) -> str:
        return f"SetupOrder({self.base_url})"


Run = Callable[[SetupOrder, Callable[[SetupStep], None]], SetupDone]
"""Called in the background. Raises TodoDesktopError; the server is then as it was."""


class SetupDialog(QDialog):
    """Open it with `show`."""

    finished_setup = Signal(object)
    """A `SetupDone`."""
    _stepped = Signal(object)

    def __init__(self, base_url: str, run: Run, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run = run
        self._job: BackgroundJob[SetupDone | TodoDesktopError] | None = None
        self._done: SetupDone | None = None
        self.setObjectName("setupDialog")
        self.setWindowTitle(self.tr("Set up NocoBase"))
        self._address = self._line("setupAddress", self.tr("Server address"), base_url)
        self._address.setPlaceholderText("localhost:13000")
        self._account = self._line("setupAccount", self.tr("E-mail or user name"))
        self._password = self._line("setupPassword", self.tr("Password"))
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._lifetime = self._build_lifetime()
        self._columns = {column: self._build_column(column) for column in Column if column not in _ALWAYS}
        self._plan = _text("setupPlan")
        self._progress = _text("setupProgress")
        self._trouble = _text("setupTrouble")
        self._trouble.hide()
        set_role(self._trouble, Role.DANGER)
        self._begin = push_button("setupBegin", self.tr("Set up"), main=True)
        self._begin.clicked.connect(self._on_begin)
        self._close = push_button("setupClose", self.tr("Cancel"))
        self._close.clicked.connect(self.reject)
        self._lay_out()
        self._stepped.connect(self._show_step)
        self._show_plan()
        self._fit()

    def _fit(self) -> None:
        """Be as high as the words need."""
        layout = self.layout()
        assert layout is not None  # noqa: S101  (_lay_out has made it)
        self.resize(_WIDTH, max(self.height(), layout.heightForWidth(_WIDTH)))

    def done(self, result: int, /) -> None:
        """What is under way ends by itself: it takes seconds, and leaves nothing half made."""
        if self._job is not None:
            self._job.cancel()
        super().done(result)

    def _lay_out(self) -> None:
        words = _text("setupWords")
        words.setText(
            self.tr(
                "Sign in once with an account that may manage the server. The password is used for that alone and "
                "kept nowhere."
            )
        )
        form = field_form()
        form.addRow(self.tr("Server address"), self._address)
        form.addRow(self.tr("E-mail or user name"), self._account)
        form.addRow(self.tr("Password"), self._password)
        form.addRow(self.tr("The key is valid for"), self._lifetime)
        align_labels(form)
        boxes = QGridLayout()
        boxes.setHorizontalSpacing(LARGE)
        boxes.setVerticalSpacing(SMALL)
        for place, box in enumerate(self._columns.values()):
            boxes.addWidget(box, place // 3, place % 3)
        heading = QLabel(self.tr("Columns beside title and completed"))
        set_role(self._plan, Role.SECONDARY)
        column = QVBoxLayout(self)
        column.setContentsMargins(LARGE, LARGE, LARGE, MEDIUM)
        column.setSpacing(MEDIUM)
        column.addWidget(words)
        column.addLayout(form)
        column.addWidget(heading)
        column.addLayout(boxes)
        column.addWidget(self._plan)
        column.addWidget(self._progress)
        column.addWidget(self._trouble)
        column.addStretch(1)
        column.addLayout(button_row([], [self._close, self._begin]))

    def _line(self, name: str, accessible_name: str, text: str = "") -> QLineEdit:
        line = QLineEdit(text)
        line.setObjectName(name)
        line.setAccessibleName(accessible_name)
        line.textEdited.connect(lambda _text: self._say_trouble(""))
        return line

    def _build_lifetime(self) -> QComboBox:
        box = QComboBox()
        box.setObjectName("setupLifetime")
        box.setAccessibleName(self.tr("The key is valid for"))
        for text, lifetime in (
            (self.tr("30 days"), "30d"),
            (self.tr("90 days"), "90d"),
            (self.tr("1 year"), "365d"),
            (self.tr("ever"), "never"),
        ):
            box.addItem(text, lifetime)
        box.setCurrentIndex(2)
        return box

    def _build_column(self, column: Column) -> QCheckBox:
        box = QCheckBox(column_words(column))
        box.setObjectName(f"setupColumn-{column.value}")
        box.setChecked(column in _AT_FIRST)
        box.toggled.connect(lambda _on: self._show_plan())
        return box

    def _chosen(self) -> tuple[Column, ...]:
        return (*_ALWAYS, *(column for column, box in self._columns.items() if box.isChecked()))

    def _show_plan(self) -> None:
        self._plan.setText(will_do_words(self._chosen()))

    def _on_begin(self) -> None:
        if self._done is not None:
            self.accept()
            return
        order = self._order()
        if order is None:
            return
        self._password.clear()
        self._set_open(False)
        self._say_trouble("")
        self._progress.setText(self.tr("Signing in…"))
        self._job = BackgroundJob(lambda: self._tried(order), lambda: None, self)
        self._job.succeeded.connect(lambda outcome: self._on_ended(outcome, host_of(order.base_url)))
        self._job.failed.connect(lambda _fault: self._on_failed(problem_message(Problem.INTERNAL).text))
        self._job.start()

    def _tried(self, order: SetupOrder) -> SetupDone | TodoDesktopError:
        """In the background. What the server refuses is no fault of this program."""
        try:
            return self._run(order, self._stepped.emit)
        except TodoDesktopError as error:
            return error

    def _on_ended(self, outcome: SetupDone | TodoDesktopError, host: str) -> None:
        if isinstance(outcome, TodoDesktopError):
            self._on_failed(problem_message(outcome.problem, detail=outcome.detail, host=host).text)
        else:
            self._on_done(outcome)

    def _order(self) -> SetupOrder | None:
        """None where something is missing: that is said, and has the focus."""
        try:
            base_url = normal_base_url(self._address.text())
        except InvalidAddress:
            self._ask_for(self._address, problem_message(Problem.ADDRESS_INVALID).text)
            return None
        for line in (self._account, self._password):
            if not line.text():
                self._ask_for(line, self.tr("Type the account's name and its password."))
                return None
        wish = SetupWish(columns=self._chosen(), lifetime=str(self._lifetime.currentData()))
        return SetupOrder(base_url, self._account.text().strip(), self._password.text(), wish)

    def _ask_for(self, line: QLineEdit, trouble: str) -> None:
        self._say_trouble(trouble)
        line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_step(self, step: SetupStep) -> None:
        before = self._progress.text() if self._done is None and "✓" in self._progress.text() else ""
        self._progress.setText("\n".join(filter(None, [before, f"✓ {step_words(step)}"])))
        self._fit()

    def _on_done(self, done: SetupDone) -> None:
        self._done = done
        ready = self.tr("Ready: your todos go there from now on.")
        self._progress.setText("\n".join([*(f"✓ {step_words(step)}" for step in done.steps), ready]))
        self._begin.setText(self.tr("Close"))
        self._begin.setEnabled(True)
        self._close.hide()
        self.finished_setup.emit(done)

    def _on_failed(self, trouble: str) -> None:
        self._set_open(True)
        self._progress.clear()
        self._say_trouble(trouble)
        self._password.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_open(self, is_open: bool) -> None:
        for widget in self._inputs():
            widget.setEnabled(is_open)

    def _inputs(self) -> Iterable[QWidget]:
        yield from (self._address, self._account, self._password, self._lifetime, self._begin)
        yield from self._columns.values()

    def _say_trouble(self, text: str) -> None:
        self._trouble.setText(text)
        self._trouble.setVisible(bool(text))
        self._fit()


def _text(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
