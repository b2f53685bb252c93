"""About one todo: who created and changed it and when, what others did, and how it stands against its server."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from todo_desktop.gui.dialog_parts import button_row, copy_text, push_button
from todo_desktop.gui.theme.metrics import LARGE, MEDIUM, SMALL
from todo_desktop.gui.theme.role import Role, set_role
from todo_desktop.gui.todo_facts import TodoFacts
from todo_desktop.model.errors import StorageError

_WIDTH = 440


class TodoDetails(QDialog):
    """Of the todo that `show_todo` names last. It is brought up to date by `refresh_soon`. *find* gives what is known,
    None where the todo has gone."""

    open_wanted = Signal(int)
    """The server's own web page is wanted, on this todo."""
    authors_wanted = Signal(int)
    """The server may know who created and changed this todo."""

    def __init__(self, find: Callable[[int], TodoFacts | None], parent: QWidget) -> None:
        super().__init__(parent)
        self._find = find
        self._todo_id = 0
        self.setObjectName("todoDetails")
        self.setWindowTitle(self.tr("About this todo"))
        self.setMinimumWidth(_WIDTH)
        self._title = _label("detailsTitle")
        set_role(self._title, Role.HEADING)
        self._rows: dict[str, tuple[QLabel, QLabel]] = {}
        self._copy = push_button("detailsCopy", self.tr("Copy"))
        self._open = push_button("detailsOpen", self.tr("Open in NocoBase"))
        self._close = push_button("detailsClose", self.tr("Close"), main=True)
        self._copy.clicked.connect(lambda: copy_text(self.text))
        self._open.clicked.connect(lambda: self.open_wanted.emit(self._todo_id))
        self._close.clicked.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(LARGE, LARGE, LARGE, MEDIUM)
        column.setSpacing(LARGE)
        column.addWidget(self._title)
        column.addLayout(self._build_rows())
        column.addStretch(1)
        column.addLayout(button_row([self._copy, self._open], [self._close]))
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.refresh)

    def _build_rows(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(LARGE)
        grid.setVerticalSpacing(SMALL)
        grid.setColumnStretch(1, 1)
        for row, (fact, label) in enumerate((
            ("created", self.tr("Created")),
            ("changed", self.tr("Changed")),
            ("news", self.tr("New to you")),
            ("state", self.tr("State")),
            ("list", self.tr("List")),
            ("server", self.tr("Server")),
            ("number", self.tr("ID there")),
        )):  # fmt: skip
            name = QLabel(label, self)
            set_role(name, Role.SECONDARY)
            value = _label(f"details{fact.capitalize()}")
            name.setBuddy(value)
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
            self._rows[fact] = name, value
        return grid

    def show_todo(self, todo_id: int) -> None:
        """Come forward with that one."""
        self._todo_id = todo_id
        facts = self.refresh()
        if facts is not None and facts.wanted:
            self.authors_wanted.emit(todo_id)
        self.show()
        self.raise_()
        self.activateWindow()
        self._close.setFocus()

    def refresh_soon(self) -> None:
        """Something may have changed, among it this todo."""
        if self.isVisible():
            self._soon.start(0)

    def refresh(self) -> TodoFacts | None:
        try:
            facts = self._find(self._todo_id)
        except StorageError:
            return None  # the window says what is the matter; what is shown was true
        self._open.setEnabled(facts is not None and bool(facts.server))
        if facts is None:
            self._say("state", self.tr("It is not in the list any more."))
            return None
        title = facts.title or self.tr("(no title)")
        self._title.setText(title)
        for fact in self._rows:
            self._say(fact, getattr(facts, fact))
        return facts

    def _say(self, fact: str, words: str) -> None:
        name, value = self._rows[fact]
        value.setText(words)
        value.setAccessibleName(f"{name.text()}: {words}")
        name.setVisible(bool(words))
        value.setVisible(bool(words))

    @property
    def text(self) -> str:
        """All that it says, line by line."""
        rows = [(name.text(), value.text()) for name, value in self._rows.values()]
        return "\n".join([self._title.text(), *(f"{name}: {words}" for name, words in rows if words)])


def _label(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label
