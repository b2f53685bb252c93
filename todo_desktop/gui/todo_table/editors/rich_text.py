"""Rich text: without marks it is edited as plain text; with marks it is shown, and nothing in it is loaded or run."""

from PySide6.QtCore import QSize, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QTextBrowser, QWidget

from todo_desktop.gui.theme.role import set_invalid
from todo_desktop.gui.todo_table.editors.long_text import LongTextEditor
from todo_desktop.gui.todo_table.texts_of_a_kind import address_of
from todo_desktop.model.rich_text import paragraphs, plain_text
from todo_desktop.model.schema import Field
from todo_desktop.model.values import Json

_SIZE = QSize(460, 220)


class ParagraphsEditor(LongTextEditor):
    """A line is a paragraph."""

    def __init__(self, field: Field, value: Json, parent: QWidget) -> None:
        super().__init__(field, plain_text(value) if isinstance(value, str) else None, parent)

    def value(self) -> Json:
        text = super().value()
        return paragraphs(text) if isinstance(text, str) else None


class RichTextReader(QTextBrowser):
    """To be read: the place of an editor, without being one. Links are opened outside, in the browser."""

    chosen = Signal()
    many_lines = True

    def __init__(self, value: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = value
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.anchorClicked.connect(self._open)
        self.setHtml(value)

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:  # noqa: N802
        """Nothing: what is shown must not tell anybody that it is read, nor read files of this computer."""
        return None

    def value(self) -> Json:
        return self._text

    def complaint(self) -> str:
        return ""

    def changed(self) -> bool:
        return False

    def typed(self) -> str:
        return self.toPlainText()

    def mark_invalid(self, invalid: bool) -> None:
        set_invalid(self, invalid)

    def has_popup(self) -> bool:
        return False

    def wanted_size(self, cell: QSize) -> QSize:
        return cell.expandedTo(_SIZE)

    def _open(self, target: QUrl) -> None:
        address = address_of(target.toString())
        if address:
            QDesktopServices.openUrl(QUrl(address))
