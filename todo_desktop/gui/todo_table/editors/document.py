"""The editor of a JSON value: laid out to be read, stored as what it means."""

import json

import msgspec
from PySide6.QtCore import QSize
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QWidget

from todo_desktop.gui.todo_table.editors.long_text import LongTextEditor
from todo_desktop.model.schema import Field
from todo_desktop.model.values import Json

_SIZE = QSize(420, 200)


class DocumentEditor(LongTextEditor):
    """Empty for none. Objects and lists over several lines, indented by two blanks."""

    def __init__(self, field: Field, value: Json, parent: QWidget) -> None:
        written = msgspec.json.format(msgspec.json.encode(value), indent=2).decode() if value is not None else None
        super().__init__(field, written, parent)
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))

    def value(self) -> Json:
        try:
            found: Json = msgspec.json.decode(self.toPlainText()) if self.toPlainText().strip() else None
        except msgspec.DecodeError:
            return None
        return found

    def complaint(self) -> str:
        text = self.toPlainText()
        if not text.strip():
            return self.tr("This field cannot be empty.") if self._field.required else ""
        try:
            msgspec.json.decode(text)
        except msgspec.DecodeError:
            words = self.tr("This is not JSON; look at line {line}. Type for example {example}.")
            return words.format(line=_wrong_line(text), example='{"name": "value"}')
        return ""

    def wanted_size(self, cell: QSize) -> QSize:
        return cell.expandedTo(_SIZE)


def _wrong_line(text: str) -> int:
    """Where a reader stops that tells lines. It reads a little more than JSON, such as NaN: then the last one."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return error.lineno
    return len(text.splitlines())
