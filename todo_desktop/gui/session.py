"""What the window was left with and begins with the next time: its place, its view, and words that were only typed."""

from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QByteArray, QObject, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow

from todo_desktop.gui.column_layout import LayoutBook, name_of
from todo_desktop.gui.list_pane import ListPane
from todo_desktop.model.lists import TodoList

if TYPE_CHECKING:
    from todo_desktop.gui.search_field import SearchField

_WRITE_MS = 800
_SIZE = (1080, 720)
QUICK_ADD = "quickAdd"
CAPTURE = "capture"
UNSTORED = "unstored"
UNSTORED_SENTENCE = "unstoredSentence"
"""Where words may be left: names in the kept layout. The last two are of a cell that did not take them."""


class Session(QObject):
    """Of *window*. `restore` it before the first list is shown, and `furnish` it once there is more than that; what
    changes from then on is on the disk within a second."""

    def __init__(self, window: QMainWindow, pane: ListPane, book: LayoutBook) -> None:
        super().__init__(window)
        self._window = window
        self._pane = pane
        self._book = book
        self._compact = book.window.compact
        self._has_told = False
        """Whether what the session before could not store was taken: it stays on the disk until then."""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_WRITE_MS)
        self._soon.timeout.connect(self._keep_behind)

    def restore(self, todo_list: TodoList) -> None:
        """*todo_list* is the first to be shown: a search, a selection and a place of another one are left alone."""
        layout = self._book.window
        self._window.resize(*_SIZE)
        if layout.geometry:
            self._window.restoreGeometry(QByteArray.fromBase64(layout.geometry.encode()))
        # The screen may be another one, or its scale: what is kept is in pixels of the scale that was.
        self._window.resize(self._window.size().boundedTo(self._window.screen().availableSize()))
        self._pane.view.set_compact(layout.compact)
        self._pane.quick_add.put(layout.drafts.get(QUICK_ADD, ""))
        if layout.place.list == name_of(todo_list):
            self._pane.resume(layout.place)

    def furnish(self, search: "SearchField", compact: QAction) -> None:
        """Neither is connected to anything yet."""
        search.setText(self._pane.contents.query.text)
        compact.setChecked(self._compact)
        compact.toggled.connect(self._take_compact)
        self._pane.layout_changed.connect(self.keep_soon)
        self._pane.quick_add.textChanged.connect(self.keep_soon)
        self._pane.view.delegate.began.connect(self.keep_soon)
        self._pane.view.delegate.ended.connect(self._keep_behind)
        search.textChanged.connect(self.keep_soon)

    def draft(self, name: str) -> str:
        return self._book.window.drafts.get(name, "")

    def keep_draft(self, name: str, text: str) -> None:
        layout = self._book.window
        self._book.keep_window(replace(layout, drafts={**layout.drafts, name: text}))
        self.keep_soon()

    def take_unstored(self) -> tuple[str, str]:
        """What was typed in a cell when the last session ended, and was not stored, and a sentence about it. Empty
        where there is nothing."""
        self._has_told = True
        return self.draft(UNSTORED), self.draft(UNSTORED_SENTENCE)

    def keep_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def keep(self) -> None:
        """Put on disk how everything is now."""
        self._soon.stop()
        self._gather()
        self._book.write()

    def _keep_behind(self) -> None:
        """The same on another thread: the disk can take longer than a frame, and somebody is typing."""
        from todo_desktop.gui.background_job import BackgroundJob  # noqa: PLC0415  (the first paint does not need it)

        self._gather()
        if self._pane.view.delegate.editor is not None:
            self.keep_soon()  # of all kinds of editors, none tells of each key
        work = self._book.writing()
        if work is not None:
            BackgroundJob(work, _is_short, self).start_alone()

    def _gather(self) -> None:
        layout = self._book.window
        was_shown = self._window.windowHandle() is not None
        geometry = bytes(self._window.saveGeometry().toBase64().data()).decode()
        self._book.keep_window(
            replace(
                layout,
                geometry=geometry if was_shown else layout.geometry,
                compact=self._compact,
                drafts={**layout.drafts, QUICK_ADD: self._pane.quick_add.text(), **self._unstored()},
                place=self._pane.place,
            )
        )

    def _unstored(self) -> dict[str, str]:
        if not self._has_told:
            return {}
        typed = self._pane.view.delegate.unstored()
        if typed is None:
            return {UNSTORED: "", UNSTORED_SENTENCE: ""}
        from todo_desktop.gui.typed_words import typed_message  # noqa: PLC0415  (hardly ever)

        why = typed.complaint or self.tr("The program ended before it was entered.")
        return {UNSTORED: typed.text, UNSTORED_SENTENCE: typed_message(typed, why).text.strip()}

    def _take_compact(self, compact: bool) -> None:
        self._compact = compact
        self.keep_soon()


def _is_short() -> None:
    """It need not be ended."""
