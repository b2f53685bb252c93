"""The page that asks what the server is to be set up with, and says what will be done there."""

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QVBoxLayout, QWidget

from todo_desktop.gui.settings_dialog.form import align_labels, field_form
from todo_desktop.gui.setup.parts import Items, lifetime_box, lifetimes, line, words
from todo_desktop.gui.setup.words import column_words, sample_titles, will_do_words
from todo_desktop.gui.theme.metrics import LARGE, MEDIUM, SMALL, TIGHT
from todo_desktop.gui.theme.role import Role, set_invalid
from todo_desktop.model.errors import Problem, TodoDesktopError
from todo_desktop.model.setup import Column, Login, SetupWish, Site

_ALWAYS = (Column.TITLE, Column.COMPLETED)
_AT_FIRST = (Column.DUE, Column.PRIORITY, Column.NOTES)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
"""What NocoBase's own page takes."""


class WishPage(QWidget):
    """`show_site` first, then `read`."""

    resized = Signal()
    """It needs more room, or less."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._site = Site("", 0, "")
        self._signed_in = words("setupSignedIn", role=Role.SECONDARY)
        self._collection = self._build_collection()
        self._no_name = words("setupNoName", self._why_no_name(), role=Role.DANGER)
        self._columns = {column: self._build_column(column) for column in Column if column not in _ALWAYS}
        self._lifetime = lifetime_box("setupLifetime", self.tr("The key is valid for"), lifetimes())
        self._for_another = QCheckBox(self.tr("The key is for another user"))
        self._for_another.setObjectName("setupForAnother")
        self._for_another.toggled.connect(self._show_owner)
        self._owner = line("setupOwner", self.tr("Their e-mail or user name"), self._show_plan)
        self._owner.setPlaceholderText(self.tr("Their e-mail or user name"))
        self._owner_password = line("setupOwnerPassword", self.tr("Their password"), self._show_plan, is_password=True)
        self._owner_password.setPlaceholderText(self.tr("Their password, for one sign-in"))
        self._samples = QCheckBox(self.tr("Three todos to begin with"))
        self._samples.setObjectName("setupSamples")
        self._samples.toggled.connect(lambda _on: self._show_plan())
        self._heading = words("", self.tr("What it will do"), Role.HEADING)
        self._plan = Items("setupPlan")
        self._trouble = words("setupWishTrouble", role=Role.DANGER)
        self._lay_out()
        self._show_owner(False)

    def show_site(self, site: Site) -> None:
        """What is there decides what is offered."""
        self._site = site
        self._signed_in.setText(self.tr("Signed in as {name}.").format(name=site.user_name))
        names = [known.name for known in site.collections]
        wanted = self._collection.currentText() or "todos"
        self._collection.clear()
        self._collection.addItems([*names, *([] if "todos" in names else ["todos"])])
        self._collection.setCurrentText(wanted)
        self.say_trouble("")
        self._on_collection()

    def focus_first(self) -> None:
        self._collection.setFocus(Qt.FocusReason.OtherFocusReason)

    def read(self) -> tuple[SetupWish, Login | None] | None:
        """None where something is missing: that is said, and has the focus. The password is forgotten here."""
        wish = self._wish
        if not self._is_name(wish.collection):
            self._no_name.show()
            self._collection.setFocus(Qt.FocusReason.OtherFocusReason)
            self.resized.emit()
            return None
        if not self._for_another.isChecked():
            return wish, None
        for field in (self._owner, self._owner_password):
            if not field.text():
                self._ask_for(
                    field, self.tr("Only who it belongs to can make a key: type that account's name and password.")
                )
                return None
        owner = Login(self._account, self._owner_password.text())
        self._owner_password.clear()
        return wish, owner

    def say_trouble(self, text: str) -> None:
        self._trouble.setText(text)
        self._trouble.setVisible(bool(text))
        self.resized.emit()

    def say_refused(self, error: TodoDesktopError, text: str) -> None:
        """Another user's password is to be typed again, whatever it was."""
        self.say_trouble(text)
        if error.problem is Problem.SIGN_IN_REFUSED and self._for_another.isChecked():
            self._owner_password.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _wish(self) -> SetupWish:
        columns = (*_ALWAYS, *(column for column, box in self._columns.items() if box.isChecked()))
        samples = sample_titles() if self._samples.isEnabled() and self._samples.isChecked() else ()
        name, another = self._collection.currentText().strip(), self._for_another.isChecked()
        keeps = self._site.keeps_key(name, self._account if another else "") and bool(self._account or not another)
        return SetupWish(name, columns, str(self._lifetime.currentData()), samples, keeps)

    @property
    def _account(self) -> str:
        """Of another user, for whom the key is to be; may be empty yet."""
        return self._owner.text().strip()

    def _is_name(self, name: str) -> bool:
        """Of a collection that is there, or that can be made."""
        return self._site.collection(name) is not None or _NAME.fullmatch(name) is not None

    def _why_no_name(self) -> str:
        return self.tr(
            "A collection's name begins with one of the letters a to z, and has only such letters, digits, _ and -. "
            "Type one like todos."
        )

    def _ask_for(self, field: QWidget, trouble: str) -> None:
        self.say_trouble(trouble)
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_collection(self) -> None:
        """A column that is there stays, whatever is ticked."""
        known = self._site.collection(self._collection.currentText().strip())
        there = known.columns if known else frozenset[Column]()
        for column, box in self._columns.items():
            was_there = not box.isEnabled()
            box.setEnabled(column not in there)
            if column in there or was_there:
                box.setChecked(column in there or column in _AT_FIRST)
            box.setToolTip(self.tr("The collection has it already.") if column in there else "")
        has_todos = known is not None and known.has_todos is True
        self._samples.setEnabled(not has_todos)
        self._samples.setToolTip(self.tr("There are todos in it already.") if has_todos else "")
        self._show_plan()

    def _show_owner(self, wanted: bool) -> None:
        self._owner.setVisible(wanted)
        self._owner_password.setVisible(wanted)
        self._show_plan()

    def _show_plan(self) -> None:
        owner = self._account or "…" if self._for_another.isChecked() else ""
        wish = self._wish
        is_name = self._is_name(wish.collection)
        is_wrong = bool(wish.collection) and not is_name
        set_invalid(self._collection, is_wrong)
        self._no_name.setVisible(is_wrong)
        self._heading.setVisible(is_name)
        self._plan.say(("•", line) for line in (will_do_words(self._site, wish, owner) if is_name else ()))
        self._lifetime.setEnabled(not wish.keeps_key)
        self._lifetime.setToolTip(self.tr("The key at hand stays.") if wish.keeps_key else "")
        self.say_trouble("")

    def _build_collection(self) -> QComboBox:
        box = QComboBox()
        box.setObjectName("setupCollection")
        box.setAccessibleName(self.tr("Collection"))
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.setToolTip(self.tr("One that is there, or the name of a new one"))
        box.currentTextChanged.connect(lambda _text: self._on_collection())
        return box

    def _build_column(self, column: Column) -> QCheckBox:
        box = QCheckBox(column_words(column))
        box.setObjectName(f"setupColumn-{column.value}")
        box.setChecked(column in _AT_FIRST)
        box.toggled.connect(lambda _on: self._show_plan())
        return box

    def _lay_out(self) -> None:
        boxes = QGridLayout()
        boxes.setHorizontalSpacing(LARGE)
        boxes.setVerticalSpacing(SMALL)
        for place, box in enumerate(self._columns.values()):
            boxes.addWidget(box, place // 3, place % 3)
        whose = QVBoxLayout()
        whose.setSpacing(SMALL)
        whose.addWidget(self._for_another)
        whose.addWidget(self._owner)
        whose.addWidget(self._owner_password)
        name = QVBoxLayout()
        name.setSpacing(TIGHT)
        name.addWidget(self._collection)
        name.addWidget(self._no_name)
        form = field_form()
        form.addRow(self.tr("Collection"), name)
        form.addRow(self.tr("Columns"), boxes)
        form.addRow(self.tr("The key is valid for"), self._lifetime)
        form.addRow("", whose)
        form.addRow("", self._samples)
        align_labels(form)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(MEDIUM)
        column.addWidget(self._signed_in)
        column.addLayout(form)
        for widget in (self._heading, self._plan, self._trouble):
            column.addWidget(widget)
        column.addStretch(1)
