"""The editor of a relation: type some of a name, and pick from what is known here and what the server has."""

import re
from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QMoveEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from todo_desktop.gui.background_job import BackgroundJob
from todo_desktop.gui.plain_text import one_line
from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.role import set_invalid
from todo_desktop.gui.theme.theme import Theme
from todo_desktop.gui.todo_table.display import name_of
from todo_desktop.gui.todo_table.editor_note import CHOICES
from todo_desktop.model.errors import Problem
from todo_desktop.model.found import FoundRecords
from todo_desktop.model.reference import reference_of
from todo_desktop.model.schema import Field, FieldKind
from todo_desktop.model.values import Json

_KEY = Qt.ItemDataRole.UserRole
_ROW, _MOST_ROWS, _WIDTH = 28, 8, 240
_LARGEST = 2**53 - 1
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_TYPING_MS = 200
"""The server is asked when nothing was typed for so long."""


class Look(Protocol):
    """One look for records: `find` blocks, on a background thread, until `cancel`."""

    def find(self) -> FoundRecords: ...
    def cancel(self) -> None: ...


class Finder(Protocol):
    """Looks for the records that a relation may point to; `of` one todo (a local id), those that it may be given."""

    def look(self, field: Field, text: str) -> Look: ...
    def of(self, todo_id: int) -> "Finder": ...


class RelatedEditor(QLineEdit):
    """To one: Enter or a click takes the record. To many: a click, or Space on one that was gone to by Up and Down,
    ticks it, and Enter is done; it takes what was typed and not ticked, too. An empty field without a choice takes a
    relation to one away."""

    chosen = Signal()
    many_lines = False

    def __init__(self, field: Field, value: Json, theme: Theme, finder: Finder | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._field = field
        self._finder = finder
        self._several = field.kind is FieldKind.RELATIONS
        self._records: dict[str, Json] = {}
        """What may be picked, by key, in order."""
        self._job: BackgroundJob[FoundRecords] | None = None
        self.looking = True
        """Whether somebody is still asked, or about to be."""
        self._note = ""
        self._takes_ids = False
        """Whether an id may be typed: nobody can be asked for the records."""
        self._id = ""
        """The key of the record that is told by its id alone, where one is typed."""
        self._typing = False
        """Whether it is the text that says what is meant, and no choice."""
        self._went = False
        """Whether the choice was gone to by keys since something was typed."""
        first = value if isinstance(value, list) else [value] if value is not None else []
        self._first = [self._known(record) for record in first]
        self._picked = list(self._first)
        self._around = parent
        self._list = _Choices(theme, parent)
        # A click there leaves the keys with the field: else the table would take them, and end the editor.
        self._list.setFocusProxy(self)
        self._list.setAccessibleName(self.tr("What may be picked"))
        self._list.itemClicked.connect(self._click)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_MS)
        self._pause.timeout.connect(self._look)
        self.setFrame(False)
        self.setProperty(CHOICES, self._list)
        self.setPlaceholderText(self.tr("Type a name"))
        if self._first and not self._several:
            self.setText(self._name(self._first[0]))
            self.selectAll()
        self.textEdited.connect(self._typed_more)

    # What every editor has

    def value(self) -> Json:
        picked = [self._records[key] for key in self._taken()]
        if self._several:
            return picked
        return picked[0] if picked else None

    def complaint(self) -> str:
        if self._is_unfinished():
            return self._why_nothing()
        return self.tr("This field cannot be empty.") if self._field.required and not self._taken() else ""

    def _why_nothing(self) -> str:
        if self.looking:
            return self.tr("Still looking.")
        if self._matching():
            return self.tr("Several are called so. Pick one of them.")
        return self.tr("Nothing here is called so.")

    def changed(self) -> bool:
        return self._is_unfinished() or sorted(self._taken()) != sorted(self._first)

    def typed(self) -> str:
        return ", ".join(self._name(key) for key in self._taken()) or self.text()

    def _taken(self) -> list[str]:
        """The keys of what is ticked or picked, and of what the text means besides."""
        return [*self._picked, *(key for key in self._meant() if key not in self._picked)]

    def _is_unfinished(self) -> bool:
        """Whether something is typed that means no record."""
        if self._several:
            return self._typing and bool(self.text().strip()) and not self._meant()
        return not self._picked and bool(self.text().strip())

    def mark_invalid(self, invalid: bool) -> None:
        set_invalid(self, invalid)

    def has_popup(self) -> bool:
        return False

    def wanted_size(self, cell: QSize) -> QSize:
        return cell.expandedTo(QSize(_WIDTH, 0))

    # Hands

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._go(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() == Qt.Key.Key_Space and self._several and (self._went or not self.text()):
            self._tick(self._list.currentItem())
        else:
            super().keyPressEvent(event)

    def _go(self, by: int) -> None:
        row = max(0, min(self._list.currentRow() + by, self._list.choices - 1))
        self._list.setCurrentRow(row)
        self._went = True
        if not self._several:
            self._pick(self._list.currentItem())

    def _click(self, item: QListWidgetItem) -> None:
        if self._several:
            self._tick(item)
        elif item.data(_KEY) is not None:
            self._pick(item)
            self.chosen.emit()

    def _pick(self, item: QListWidgetItem | None) -> None:
        key = item.data(_KEY) if item is not None else None
        if isinstance(key, str):
            self._typing = False
            self._picked = [key] if key else []
            self.setText(self._name(key) if key else "")
            self.selectAll()

    def _tick(self, item: QListWidgetItem | None) -> None:
        key = item.data(_KEY) if item is not None else None
        if item is None or not isinstance(key, str):
            return
        self._typing = False
        self._picked = [k for k in self._picked if k != key] if key in self._picked else [*self._picked, key]
        item.setCheckState(Qt.CheckState.Checked if key in self._picked else Qt.CheckState.Unchecked)

    def _typed_more(self) -> None:
        self._went = False
        self.looking = True
        self._typing = True
        self._pause.start()
        self._read_id()
        self._guess()
        self._fill()

    def _guess(self) -> None:
        if not self._several and self._typing:
            self._picked = []
            self._picked = self._meant()

    def _meant(self) -> list[str]:
        """The key of what the text says: of the one that was gone to below it, else of the record of just that name,
        else of the only one that has it in its name, or that id."""
        typed = self.text().strip().casefold()
        if not self._typing or not typed:
            return []
        if gone_to := self._gone_to():
            return [gone_to]
        matches = self._matching()
        exact = [key for key in matches if key != self._id and self._name(key).casefold() == typed]
        return exact[:1] or (matches if len(matches) == 1 else [])

    def _gone_to(self) -> str:
        """The key of the record, of a relation to many, that was gone to since something was typed, or empty."""
        item = self._list.currentItem() if self._several and self._went else None
        return item.data(_KEY) or "" if item is not None else ""

    def _read_id(self) -> None:
        """Offer what has the typed id, whatever it is called, in the place of what was offered so before."""
        is_taken = self._id in self._picked and (self._several or not self._typing)
        if not is_taken:
            self._records.pop(self._id, None)
        self._id = ""
        found = id_typed(self.text(), [*self._records]) if self._takes_ids and self._typing else None
        if found is not None and str(found) not in self._records:
            self._id = self._known({self._field.target_key: found})

    # What may be picked

    def _known(self, record: Json) -> str:
        """Its key as a text, under which it is kept."""
        reference = reference_of(record)
        if reference is not None:
            key = f"todo {reference.todo_id}"
        else:
            key = str(record.get(self._field.target_key)) if isinstance(record, dict) else str(record)
        self._records.setdefault(key, record)
        return key

    def _name(self, key: str) -> str:
        record = self._records[key]
        reference = reference_of(record)
        return one_line(reference.title if reference is not None else name_of(self._field, record))

    def _matching(self) -> list[str]:
        wanted = self.text().strip().casefold()
        picked = self._picked[:1] if self._picked != [self._id] else []
        if not self._several and picked and wanted == self._name(picked[0]).casefold():
            wanted = ""  # it stands there because it was picked
        return [key for key in self._records if wanted in self._name(key).casefold() or self._is_id(key, wanted)]

    def _is_id(self, key: str, wanted: str) -> bool:
        return self._takes_ids and key.casefold() == wanted

    def _fill(self) -> None:
        gone_to = self._gone_to()
        self._list.clear()
        if not self._several and not self._field.required:
            self._list.add("", self.tr("None"))
        matching = self._matching()
        for key in matching:
            ticked = key in self._picked if self._several else None
            name = self.tr("Id {id}").format(id=key) if key == self._id else self._name(key)
            self._list.add(key, name, ticked=ticked, current=key == gone_to if self._several else key in self._picked)
        self._went = self._went and (not self._several or gone_to in matching)
        self._list.end(self._note)
        self._place()

    def _look(self) -> None:
        if self._finder is None:
            self._take(FoundRecords())
            return
        self._stop()
        look = self._finder.look(self._field, self.text().strip() if self._edited_text() else "")
        self._job = BackgroundJob(look.find, look.cancel, self)
        self._job.succeeded.connect(self._take)
        self._job.failed.connect(lambda _: self._take(FoundRecords()))
        self.looking, self._note = True, self.tr("Looking …")
        self._job.start()
        self._fill()

    def _edited_text(self) -> bool:
        return self._several or not self._picked or self.text() != self._name(self._picked[0])

    def _take(self, found: FoundRecords) -> None:
        self.looking = self._pause.isActive()
        self._note = "" if found.asked else self._why_only_known(found.problem)
        self._takes_ids = found.problem is Problem.MAY_NOT_VIEW
        for record in found.records:
            self._known(record)
        self._read_id()
        self._guess()
        self._fill()

    def _why_only_known(self, problem: Problem | None) -> str:
        if problem is Problem.MAY_NOT_VIEW:
            return self.tr("Your role may not list them. These are known here; of any other, type its id.")
        return self.tr("The server was not asked. These are known here.")

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None

    # Where the choices stand

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._fill()
        self._list.show()
        self._look()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        super().hideEvent(event)
        self._stop()
        self._list.hide()
        self._list.deleteLater()

    def moveEvent(self, event: QMoveEvent) -> None:  # noqa: N802
        super().moveEvent(event)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """Below the field, above it where there is more room."""
        field, room = self.geometry(), self._around.rect()
        height = self._list.wanted_height(field.width())
        below, above = room.bottom() - field.bottom() - metrics.TIGHT, field.top() - metrics.TIGHT
        if height <= below or below >= above:
            area = QRect(field.left(), field.bottom() + 1, field.width(), max(_ROW, min(height, below)))
        else:
            area = QRect(field.left(), field.top() - min(height, above), field.width(), min(height, above))
        self._list.setGeometry(area)
        self._list.raise_()


def id_typed(text: str, known: Sequence[str]) -> int | str | None:
    """The id that *text* can be, among records that have the ids *known*; None where it looks like a name. What is too
    long for a number of JSON goes as a text."""
    text = text.strip()
    if text.isascii() and text.isdecimal() and text == str(int(text)):
        return int(text) if int(text) <= _LARGEST else text
    alike = any(len(key) == len(text) and not key.isdecimal() and " " not in key for key in known)
    return text if _UUID.fullmatch(text) or (alike and " " not in text and not text.isdecimal()) else None


class _Choices(QListWidget):
    """Beside the field, which keeps the keys."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        palette = theme.palette
        self.choices = 0
        """Rows that may be picked; the note at the end may not."""
        self._note: QListWidgetItem | None = None
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setObjectName("relatedChoices")
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet(
            f"QListWidget {{ background: {palette.raised}; border: 1px solid {palette.edge}; border-radius: 5px; }}"
        )
        self.hide()

    def add(self, key: str, name: str, *, ticked: bool | None = None, current: bool = False) -> None:
        item = QListWidgetItem(name, self)
        item.setData(_KEY, key)
        item.setSizeHint(QSize(0, _ROW))
        if ticked is not None:
            item.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self.choices = self.count()
        if current or self.count() == 1:
            self.setCurrentItem(item)

    def clear(self) -> None:
        super().clear()
        self.choices = 0
        self._note = None

    def end(self, note: str) -> None:
        """The last row says *note*, where there is one."""
        if note:
            item = QListWidgetItem(note, self)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            item.setSizeHint(QSize(0, _ROW))
            self._note = item

    def wanted_height(self, width: int) -> int:
        """Where it is so wide; the note at the end gets as many lines as it needs."""
        frame = 2 * self.frameWidth() + 2
        rows = max(1, min(self.count(), _MOST_ROWS))
        height = rows * (_ROW + 2 * self.spacing()) + frame
        if self._note is None:
            return height
        room = QRect(0, 0, width - frame - 4 * metrics.SMALL, 10 * _ROW)
        lines = self.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, self._note.text()).height()
        self._note.setSizeHint(QSize(0, max(_ROW, lines + metrics.SMALL)))
        return height + self._note.sizeHint().height() - _ROW
