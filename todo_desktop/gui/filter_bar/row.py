"""One condition in the bar: its field, its operator and its value, and the button that takes it away."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from todo_desktop.gui.filter_bar.dates import DateEntry
from todo_desktop.gui.filter_bar.related import RelatedEntry, SeveralRelatedEntry
from todo_desktop.gui.filter_bar.value import (
    ChoiceEntry,
    SeveralEntry,
    ValueEntry,
    key_entry,
    number_entry,
    options_of,
    text_entry,
    time_entry,
)
from todo_desktop.gui.filter_bar.words import flaw_sentence, operator_word
from todo_desktop.gui.plain_text import one_line
from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.role import Role, set_role
from todo_desktop.model.filter import Condition, Operator, Value
from todo_desktop.model.filter_dates import DATES
from todo_desktop.model.filter_operators import WITHOUT_VALUE, flaw_of, operators_of
from todo_desktop.model.schema import NUMBERS, Collection, Field, FieldKind

if TYPE_CHECKING:
    from todo_desktop.gui.todo_table.editors.related import Finder


class Surroundings(Struct, frozen=True):
    """What conditions can be about: the `fields` of a collection that can be asked for and seen."""

    collection: Collection
    fields: Sequence[Field]
    icons: Icons
    finder: "Finder | None" = None
    today: QDate = QDate()


class ConditionRow(QWidget):
    """`condition` is None until it is complete."""

    changed = Signal()
    removed = Signal()

    def __init__(self, around: Surroundings, condition: Condition | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._around = around
        self._given = condition
        """What cannot be asked any more stays as it is."""
        self._entry: ValueEntry | None = None
        self._operators: tuple[Operator, ...] = ()
        self._field_box = _box(self, "filterField", self.tr("Field"), 96)
        self._operator_box = _box(self, "filterOperator", self.tr("Operator"), 76)
        self._note = QLabel(self)
        self._note.setObjectName("filterFlaw")
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setWordWrap(True)
        set_role(self._note, Role.DANGER)
        self._remove = remove = QToolButton(self)
        remove.setObjectName("filterRemove")
        remove.setAccessibleName(self.tr("Remove the condition"))
        remove.setToolTip(self.tr("Remove the condition"))
        around.icons.show_on(remove, "close", "secondary")
        remove.clicked.connect(self.removed)
        self._line = QHBoxLayout()
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(8)
        self._line.addWidget(self._field_box)
        self._line.addWidget(self._operator_box)
        self._line.addStretch(1)
        self._line.addWidget(remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.TIGHT)
        column.addLayout(self._line)
        column.addWidget(self._note)
        self._fill(condition)
        self._field_box.activated.connect(self._choose_field)
        self._operator_box.activated.connect(self._choose_operator)

    @property
    def stops(self) -> list[QWidget]:
        """In the order of the Tab key."""
        entry = self._entry.parts if self._entry is not None else []
        return [self._field_box, self._operator_box, *entry, self._remove]

    def take_focus(self) -> None:
        self._field_box.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def condition(self) -> Condition | None:
        if self._given is not None:
            return self._given
        field = self._field
        if field is None or not self._operators:
            return None
        operator = self._operator
        value = self._entry.value() if self._entry is not None else None
        found = Condition(field.name, operator, value)
        return found if flaw_of(found, self._around.collection) is None else None

    @property
    def _field(self) -> Field | None:
        place = self._field_box.currentIndex()
        return self._around.fields[place] if 0 <= place < len(self._around.fields) else None

    @property
    def _operator(self) -> Operator:
        return self._operators[max(0, self._operator_box.currentIndex())]

    def _fill(self, condition: Condition | None) -> None:
        fields = self._around.fields
        self._field_box.addItems([one_line(field.label) for field in fields])
        flaw = flaw_of(condition, self._around.collection) if condition is not None else None
        place = next((n for n, f in enumerate(fields) if condition is not None and f.name == condition.field), -1)
        self._note.setVisible(flaw is not None)
        if condition is not None and (flaw is not None or place < 0):
            self._field_box.addItem(one_line(condition.field))
            self._field_box.setCurrentIndex(len(fields))
            self._operator_box.setEnabled(False)
            self._note.setText(flaw_sentence(flaw, condition.field) if flaw is not None else "")
            return
        self._given = None
        self._field_box.setCurrentIndex(max(0, place))
        self._offer_operators(condition.operator if condition is not None else None)
        self._offer_value(condition.value if condition is not None else None)

    def _choose_field(self) -> None:
        if self._field is None:
            return
        self._given = None
        self._note.hide()
        self._operator_box.setEnabled(True)
        self._offer_operators(None)
        self._offer_value(None)
        self.changed.emit()

    def _choose_operator(self) -> None:
        self._offer_value(self._entry.value() if self._entry is not None else None)
        self.changed.emit()

    def _offer_operators(self, chosen: Operator | None) -> None:
        field = self._field
        self._operators = operators_of(field, self._around.collection) if field is not None else ()
        self._operator_box.clear()
        self._operator_box.addItems([operator_word(each, field) for each in self._operators if field is not None])
        self._operator_box.setCurrentIndex(self._operators.index(chosen) if chosen in self._operators else 0)

    def _offer_value(self, value: Value) -> None:
        """With what was entered before, where it fits."""
        if self._entry is not None:
            self._line.removeWidget(self._entry)
            self._entry.setParent(None)
            self._entry.deleteLater()
            self._entry = None
        field = self._field
        if field is None or self._operator in WITHOUT_VALUE:
            return
        asked = Condition(field.name, self._operator, value)
        fitting = value if flaw_of(asked, self._around.collection) is None else None
        self._entry = self._entry_for(field, self._operator, fitting)
        self._line.insertWidget(2, self._entry)
        self._entry.show()
        self._entry.changed.connect(self.changed)

    def _entry_for(self, field: Field, operator: Operator, value: Value) -> ValueEntry:
        several = operator in (
            Operator.ANY_OF,
            Operator.ALL_OF,
            Operator.NONE_OF,
            Operator.EXACTLY,
            Operator.NOT_EXACTLY,
        )
        if field.kind in DATES:
            return DateEntry(value, self._around.today, self, ranges=operator is Operator.BETWEEN)
        if field.is_related and operator not in (Operator.NAME_CONTAINS, Operator.NAME_CONTAINS_NOT):
            made = SeveralRelatedEntry if several else RelatedEntry
            return made(field, value, self._around.finder, self)
        if several or field.kind is FieldKind.SELECT:
            return (SeveralEntry if several else ChoiceEntry)(options_of(field), value, self)
        if field.kind in NUMBERS:
            return number_entry(field, value, self.locale(), self)
        if field.kind is FieldKind.TIME:
            return time_entry(value, self)
        by_key = field.kind in (FieldKind.KEY, FieldKind.OTHER)
        return key_entry(value, self) if by_key else text_entry(value, self)


def _box(parent: QWidget, name: str, accessible_name: str, width: int) -> QComboBox:
    box = QComboBox(parent)
    box.setObjectName(name)
    box.setAccessibleName(accessible_name)
    box.setMinimumWidth(width)
    box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    box.setMaxVisibleItems(20)
    return box
