"""A group of conditions in the bar: all or any of them, and groups within it.

Groups within groups are shown where they were pasted, and not offered to be made.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from todo_desktop.gui.filter_bar.row import ConditionRow, Surroundings
from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.role import Role, set_role
from todo_desktop.model.filter import Group, Part


class GroupEditor(QFrame):
    """The outermost has its buttons in the bar."""

    changed = Signal()
    removed = Signal()

    def __init__(self, around: Surroundings, group: Group, parent: QWidget, depth: int = 0) -> None:
        super().__init__(parent)
        self._around = around
        self._depth = depth
        self._parts: list[ConditionRow | GroupEditor] = []
        self._ends: list[QWidget] = []
        self.setObjectName("filterGroup")
        self._match = QComboBox(self)
        self._match.setObjectName("filterMatch")
        self._match.setAccessibleName(self.tr("How many of the conditions must be met"))
        self._match.addItems([self.tr("all of these"), self.tr("any of these")])
        self._match.setCurrentIndex(0 if group.every else 1)
        self._match.activated.connect(self.changed)
        self._rows = QVBoxLayout()
        self._lay_out()
        for part in group.parts:
            self._add(part)

    def _lay_out(self) -> None:
        inner = bool(self._depth)
        if inner:
            set_role(self, Role.CARD)
        words = QLabel(self.tr("Meets") if inner else self.tr("Show what meets"), self)
        words.setBuddy(self._match)
        head = QHBoxLayout()
        head.setSpacing(metrics.SMALL)
        head.addWidget(words)
        head.addWidget(self._match)
        head.addStretch(1)
        self._rows.setSpacing(metrics.SMALL)
        column = QVBoxLayout(self)
        edge = metrics.SMALL if inner else 0
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(metrics.SMALL)
        column.addLayout(head)
        column.addLayout(self._rows)
        if inner:
            remove = self._removing()
            head.addWidget(remove)
            add = adding("filterAddInside", self.tr("Condition"), self._around.icons, self)
            add.clicked.connect(self.begin)
            column.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
            self._ends = [add, remove]

    @property
    def stops(self) -> list[QWidget]:
        """In the order of the Tab key."""
        return [self._match, *(stop for part in self._parts for stop in part.stops), *self._ends]

    def _removing(self) -> QToolButton:
        remove = QToolButton(self)
        remove.setObjectName("filterRemoveGroup")
        remove.setAccessibleName(self.tr("Remove the group"))
        remove.setToolTip(self.tr("Remove the group"))
        self._around.icons.show_on(remove, "close", "secondary")
        remove.clicked.connect(self.removed)
        return remove

    @property
    def group(self) -> Group:
        """What is complete of it."""
        found: list[Part] = []
        for part in self._parts:
            made = part.condition if isinstance(part, ConditionRow) else part.group
            if made is not None and made != Group(True) and made != Group(False):
                found.append(made)
        return Group(self._match.currentIndex() == 0, tuple(found))

    @property
    def is_blank(self) -> bool:
        return not self._parts

    def begin(self) -> None:
        """A condition to be filled in."""
        row = self._add(None)
        if isinstance(row, ConditionRow):
            row.take_focus()
        self.changed.emit()

    def begin_group(self) -> None:
        inner = self._add(Group(every=False))
        if isinstance(inner, GroupEditor):
            inner.begin()

    def _add(self, part: Part | None) -> "ConditionRow | GroupEditor":
        made: ConditionRow | GroupEditor
        if isinstance(part, Group):
            made = GroupEditor(self._around, part, self, self._depth + 1)
        else:
            made = ConditionRow(self._around, part, self)
        made.changed.connect(self.changed)
        made.removed.connect(lambda made=made: self._remove(made))
        self._parts.append(made)
        self._rows.addWidget(made)
        made.setVisible(True)  # at once: a layout shows it later, and it could not be given the focus
        return made

    def _remove(self, part: "ConditionRow | GroupEditor") -> None:
        place = self._parts.index(part)
        self._parts.remove(part)
        self._rows.removeWidget(part)
        part.hide()
        part.deleteLater()
        if self._parts:
            beside = self._parts[min(place, len(self._parts) - 1)]
            beside.setFocus(Qt.FocusReason.OtherFocusReason)
            if isinstance(beside, ConditionRow):
                beside.take_focus()
        self.changed.emit()


def adding(name: str, text: str, icons: Icons, parent: QWidget) -> QPushButton:
    button = QPushButton(text, parent)
    button.setObjectName(name)
    icons.show_on(button, "add", "secondary")
    set_role(button, Role.QUIET)
    return button
