"""Shows the calls to the server, and copies them for other programs."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from todo_desktop import __version__
from todo_desktop.gui.background_job import BackgroundJob
from todo_desktop.gui.dialog_parts import copy_text, prepare_rows, push_button, text_box
from todo_desktop.gui.request_log.log import RequestLog
from todo_desktop.gui.request_log.model import ExchangeModel
from todo_desktop.gui.request_log.words import exchange_words
from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.role import Role, set_role
from todo_desktop.model.connection import ApiKey
from todo_desktop.model.copied_request import as_archive, as_curl, as_python
from todo_desktop.model.errors import StorageError
from todo_desktop.model.exchange import Exchange
from todo_desktop.settings.files import write_private


class RequestLogDialog(QDialog):
    """Open it with `show`: the list can be used meanwhile. *find_key* is asked, in the background, for the key of a
    call's address when somebody copies with the key."""

    def __init__(self, log: RequestLog, find_key: Callable[[str], ApiKey], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("requestLogDialog")
        self.setWindowTitle(self.tr("Request log"))
        self._log = log
        self._find_key = find_key
        self._job: BackgroundJob[ApiKey] | None = None
        self._model = ExchangeModel(log, self)
        self._search = QLineEdit(self)
        self._view = QTableView(self)
        self._detail = text_box("requestLogDetail", self.tr("Call and answer"))
        self._note = QLabel(self)
        self._copy = push_button("requestLogCopy", self.tr("Copy"))
        self._export = self._button("requestLogExport", self.tr("Export…"), self._write_archive)
        self._clear = self._button("requestLogClear", self.tr("Clear"), log.clear)
        self._prepare_view()
        self._prepare_rest()
        self._lay_out()
        self._model.rowsInserted.connect(self._take_new_call)
        self._model.modelReset.connect(self._show_state)
        self._show_state()
        self.resize(860, 560)

    @property
    def exchange(self) -> Exchange | None:
        """The one that is selected."""
        rows = self._view.selectionModel().selectedRows()
        return self._model.exchange(rows[0].row()) if rows else None

    def _prepare_view(self) -> None:
        view = self._view
        prepare_rows(view, self._model, "requestLogList", self.tr("Calls to the server"))
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = view.horizontalHeader()
        for column, width in ((0, 116), (1, 84), (3, 72), (4, 88), (5, 100)):
            header.resizeSection(column, width)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        view.selectionModel().selectionChanged.connect(self._show_chosen)

    def _prepare_rest(self) -> None:
        self._search.setObjectName("requestLogSearch")
        self._search.setAccessibleName(self.tr("Search in the calls"))
        self._search.setPlaceholderText(self.tr("Search in paths and bodies"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._model.search)
        self._detail.setPlaceholderText(self.tr("Select a call to see it whole."))
        self._note.setObjectName("requestLogNote")
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setWordWrap(True)
        set_role(self._note, Role.SECONDARY)
        menu = QMenu(self._copy)
        for name, text, act in (
            ("copyAsCurl", self.tr("As &cURL"), lambda: self._put(as_curl)),
            ("copyAsPython", self.tr("As &Python"), lambda: self._put(as_python)),
            ("copyAsCurlWithKey", self.tr("As cURL with your &key"), self._put_with_key),
        ):
            action = menu.addAction(text)
            action.setObjectName(name)
            action.triggered.connect(lambda _=False, act=act: act())
        self._copy.setMenu(menu)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(metrics.SMALL)
        top.addWidget(self._search, 1)
        top.addWidget(self._copy)
        top.addWidget(self._export)
        top.addWidget(self._clear)
        parts = QSplitter(Qt.Orientation.Vertical, self)
        parts.addWidget(self._view)
        parts.addWidget(self._detail)
        parts.setChildrenCollapsible(False)
        parts.setSizes([300, 220])
        column = QVBoxLayout(self)
        column.setContentsMargins(metrics.LARGE, metrics.LARGE, metrics.LARGE, metrics.MEDIUM)
        column.setSpacing(metrics.MEDIUM)
        column.addLayout(top)
        column.addWidget(parts, 1)
        column.addWidget(self._note)

    def _button(self, name: str, text: str, act: Callable[[], object]) -> QPushButton:
        button = push_button(name, text)
        button.clicked.connect(lambda _=False: act())
        return button

    def _take_new_call(self) -> None:
        """What was said of a copy or an export stays: calls come every few seconds."""
        if self._model.rowCount() == 1:
            self._show_state()
        self._show_possible()

    def _show_chosen(self) -> None:
        """A row that comes above the chosen one changes the selection, too, and nothing in it."""
        if self._words() != self._detail.toPlainText():
            self._show_state()
        self._show_possible()

    def _words(self) -> str:
        exchange = self.exchange
        return exchange_words(exchange) if exchange else ""

    def _show_possible(self) -> None:
        self._copy.setEnabled(self.exchange is not None)
        self._export.setEnabled(bool(self._model.rowCount()))
        self._clear.setEnabled(bool(self._log.exchanges))

    def _show_state(self, *_: QModelIndex | int) -> None:
        self._show_possible()
        text = self._words()
        if text != self._detail.toPlainText():
            self._detail.setPlainText(text)
        self._say(
            self.tr("Kept in memory until you quit, without your key.")
            if self._log.exchanges
            else self.tr("Nothing was said to a server yet.")
        )

    def _say(self, text: str) -> None:
        self._note.setText(text)

    def done(self, result: int, /) -> None:
        if self._job is not None:
            self._job.cancel()
        super().done(result)

    def _put(self, words: Callable[[Exchange], str]) -> None:
        exchange = self.exchange
        if exchange is not None:
            copy_text(words(exchange))
            self._say(self.tr("Copied. The key is read from $TODO_DESKTOP_API_KEY where it is run."))

    def _put_with_key(self) -> None:
        """The keyring may ask its user first."""
        exchange = self.exchange
        if exchange is None:
            return

        def put(key: ApiKey) -> None:
            if key:
                copy_text(as_curl(exchange, key))
                self._say(self.tr("Copied with your key: whoever gets that text can read and change your todos."))
            else:
                self._say(self.tr("There is no key at hand."))

        self._job = BackgroundJob(lambda: self._find_key(exchange.url), lambda: None, self)
        self._job.succeeded.connect(put)
        self._job.failed.connect(lambda _error: self._say(self.tr("The keyring did not give the key.")))
        self._job.start()

    def _write_archive(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export the calls"), "todo-desktop.har", self.tr("HTTP archive (*.har)")
        )
        if not name:
            return
        try:
            write_private(Path(name), as_archive(reversed(self._model.shown), __version__).encode())
        except StorageError as error:
            self._say(self.tr("The file could not be written: {0}").format(error.detail))
        else:
            self._say(self.tr("Written to {0}").format(name))
