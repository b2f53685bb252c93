"""What a person decides about a change: both values side by side, field by field, or one question for the todo."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from todo_desktop.gui.outbox.words import ChangeWords
from todo_desktop.gui.plain_text import tooltip
from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.role import Role, set_role
from todo_desktop.model.change import UNDECIDED, ChangeKind, Entry
from todo_desktop.model.decision import Choice, is_by_field
from todo_desktop.model.errors import Problem
from todo_desktop.model.held import Held
from todo_desktop.model.merge import both
from todo_desktop.model.schema import Collection

LONGEST = 2000
"""More of a value is in its tooltip."""


class ConflictChooser(QWidget):
    """For one parked *entry* of *held*; nothing is shown where it only needs another try."""

    chosen = Signal(object)
    """`Choice` by field."""
    mine_wanted = Signal()
    """Insist: bring back, delete anyway, send again."""
    theirs_wanted = Signal()
    """Let go, keep the todo, take what is there."""

    def __init__(
        self, held: Held, entry: Entry, collection: Collection, words: ChangeWords, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("conflictChooser")
        self._held = held
        self._entry = entry
        self._collection = collection
        self._words = words
        self.buttons: list[QPushButton] = []
        """In the order of reading."""
        self._told: list[tuple[QLabel, QLabel]] = []
        """Of each field, what says when either value was written."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.MEDIUM)
        if is_by_field(entry):
            for field in words.in_order(entry.changes):
                column.addWidget(self._field(field))
            if len(entry.changes) > 1:
                column.addLayout(self._all_fields())
        elif entry.problem in UNDECIDED:
            column.addLayout(self._question())

    def tell_time(self, words: ChangeWords) -> None:
        """Time passes: *words* are of this very moment."""
        for labels in self._told:
            for label, says in zip(labels, self._heads(words), strict=True):
                if label.text() != says:
                    label.setText(says)

    def _heads(self, words: ChangeWords) -> tuple[str, str]:
        """Whose the two values are, and since when."""
        typed, written = words.typed(self._entry), words.written(self._held, self._entry)
        return (
            self.tr("Yours, {when}").format(when=typed) if typed else self.tr("Yours"),
            self.tr("On the server: {who}").format(who=written) if written else self.tr("On the server"),
        )

    def _field(self, field: str) -> QWidget:
        """The two values of one field, each with its button."""
        label = self._words.label(field)
        refused = self._entry.problem is Problem.FIELD_REFUSED
        mine = self._entry.changes[field].new
        there = {**(self._held.base or {}), **self._entry.theirs}
        theirs = there.get(field)
        group = QWidget(self)
        group.setObjectName(f"choice-{field}")
        grid = QGridLayout(group)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(metrics.SMALL)
        heading = _label(label, Role.HEADING)
        grid.addWidget(heading, 0, 0, 1, 2)
        words, names = self._words, ("keepTrying", "takeServer") if refused else ("takeMine", "takeTheirs")
        known = self._collection.field(field)
        mine_says, theirs_says = (self.tr("Take mine"), self.tr("Take theirs"))
        if refused:
            mine_says = self.tr("Keep trying")
            theirs_says = self.tr("Take the server's value") if known else self.tr("Let mine go")
        left, right = (_label(text, Role.HINT) for text in self._heads(words))
        self._told.append((left, right))
        # What the role may not view, or has no column any more, is not empty.
        nothing = self.tr("Out of sight") if known else self.tr("The column is gone")
        shown = words.value(field, theirs) if field in there else nothing
        for place, (head, value, says, name, choice) in enumerate(
            (
                (left, words.value(field, mine), mine_says, names[0], Choice.MINE),
                (right, shown, theirs_says, names[1], Choice.THEIRS),
            )
        ):
            button = self._button(says, name, f"{says}: {label}", partial(self._choose, field, choice))
            grid.addWidget(_card(head, value, button), 1, place)
            grid.setColumnStretch(place, 1)
        merged = both(known, mine, theirs) if known is not None and not refused else None
        if merged is not None and merged not in (mine, theirs):
            says = self.tr("Keep both")
            button = self._button(says, "takeBoth", f"{says}: {label}", partial(self._choose, field, Choice.BOTH))
            grid.addWidget(_card(_label(self.tr("Both"), Role.HINT), words.value(field, merged), button), 2, 0, 1, 2)
        return group

    def _all_fields(self) -> QHBoxLayout:
        """One click for every field of the todo."""
        return self._pair(
            (self.tr("Take all mine"), "takeAllMine", partial(self._choose_all, Choice.MINE)),
            (self.tr("Take all of the server's"), "takeAllTheirs", partial(self._choose_all, Choice.THEIRS)),
        )

    def _question(self) -> QHBoxLayout:
        mine, theirs = _answers(self._entry)
        return self._pair((mine, "insist", self.mine_wanted.emit), (theirs, "giveIn", self.theirs_wanted.emit))

    def _pair(self, *answers: tuple[str, str, Callable[[], None]]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(metrics.SMALL)
        for says, name, act in answers:
            row.addWidget(self._button(says, name, f"{says}: {self._words.name(self._held)}", act))
        row.addStretch(1)
        return row

    def _button(self, says: str, name: str, accessible: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(says.replace("&", "&&"), self)
        button.setObjectName(name)
        button.setAccessibleName(accessible)
        button.clicked.connect(lambda _=False: act())
        # A long value must not push the panel wide.
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.buttons.append(button)
        return button

    def _choose(self, field: str, choice: Choice) -> None:
        self._tell({field: choice})

    def _choose_all(self, choice: Choice) -> None:
        self._tell(dict.fromkeys(self._entry.changes, choice))

    def _tell(self, choices: Mapping[str, Choice]) -> None:
        self.chosen.emit(dict(choices))


def _answers(entry: Entry) -> tuple[str, str]:
    """The words of the two answers: for our change, and against it."""
    if entry.problem is Problem.AMBIGUOUS_CREATE:
        return _tr("Send it again"), _tr("It is there already")
    if entry.kind is ChangeKind.DELETE:
        return _tr("Delete anyway"), _tr("Keep it")
    return _tr("Bring it back"), _tr("Let it go")


def _card(head: QLabel, value: str, button: QPushButton) -> QFrame:
    card = QFrame()
    set_role(card, Role.CARD)
    shown = value if len(value) <= LONGEST else f"{value[:LONGEST]}…"
    said = _label(shown or _tr("Empty"), None if shown else Role.SECONDARY)
    said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if shown != value:
        said.setToolTip(tooltip(value))
    column = QVBoxLayout(card)
    column.setContentsMargins(metrics.MEDIUM, metrics.SMALL, metrics.MEDIUM, metrics.SMALL)
    column.setSpacing(metrics.TIGHT)
    column.addWidget(head)
    column.addWidget(said, 1)
    column.addWidget(button)
    return card


def _label(text: str, role: Role | None) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setMinimumWidth(1)
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    if role is not None:
        set_role(label, role)
    return label


def _tr(text: str) -> str:
    return QCoreApplication.translate("ConflictChooser", text)
