"""*Lists and servers*: which collections of which servers are lists here. What is changed holds at once."""

from collections.abc import Callable, Sequence

from msgspec import Struct
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QDialog, QLabel, QMessageBox, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from todo_desktop.gui.background_job import BackgroundJob
from todo_desktop.gui.dialog_parts import button_row, push_button
from todo_desktop.gui.messages import host_of, problem_message
from todo_desktop.gui.theme.metrics import LARGE, MEDIUM
from todo_desktop.gui.theme.role import Role, set_role
from todo_desktop.model.diagnosis import Diagnosis
from todo_desktop.settings.preferences import ServerSettings

_NAME = int(Qt.ItemDataRole.UserRole)


class Asking(Struct, frozen=True):
    """`ask` is called in the background, and may take as long as the server does; `cancel` makes it end soon."""

    ask: Callable[[], Diagnosis]
    cancel: Callable[[], None]


class ListsDialog(QDialog):
    """Open it with `show`. *asking* makes one question to a server, which is cancelled where the dialog is closed
    meanwhile."""

    add_wanted = Signal()
    edit_wanted = Signal(object)
    """A `ListAddress` of the server."""
    removal_wanted = Signal(object)
    """The `ServerSettings`; the user has been asked."""
    lists_chosen = Signal(object, object)
    """The `ServerSettings`, and the names of the collections that are to be lists."""
    _ticked = Signal(object, object)
    """The same, while Qt is still at work on the item that was ticked: what follows makes the items anew."""

    def __init__(self, asking: Callable[[ServerSettings], Asking], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("listsDialog")
        self.setWindowTitle(self.tr("Lists and servers"))
        self._asking = asking
        self._servers: tuple[ServerSettings, ...] = ()
        self._jobs: dict[tuple[str, int], BackgroundJob[Diagnosis]] = {}
        self._found: dict[tuple[str, int], Diagnosis] = {}
        self._tree = self._build_tree()
        self._note = QLabel()
        self._note.setObjectName("listsNote")
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setWordWrap(True)
        set_role(self._note, Role.SECONDARY)
        self._edit = push_button("listsEdit", self.tr("Settings…"))
        self._remove = push_button("listsRemove", self.tr("Remove…"))
        add = push_button("listsAdd", self.tr("Add a server…"), main=True)
        close = push_button("listsClose", self.tr("Close"))
        self._edit.clicked.connect(lambda: self.edit_wanted.emit(self._server().addresses[0]))
        self._remove.clicked.connect(self._ask_about_removal)
        add.clicked.connect(self.add_wanted)
        close.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(LARGE, LARGE, LARGE, MEDIUM)
        column.setSpacing(MEDIUM)
        column.addWidget(self._words())
        column.addWidget(self._tree, 1)
        column.addWidget(self._note)
        column.addLayout(button_row([self._edit, self._remove], [close, add]))
        self.resize(560, 460)
        self._show_possible()

    def show_servers(self, servers: Sequence[ServerSettings]) -> None:
        """These are in the settings now. Each new one is asked for its collections."""
        self._servers = tuple(servers)
        self._fill()
        for server in servers:
            key = (server.base_url, server.login)
            if key not in self._found and key not in self._jobs:
                self._ask(server)

    def ask_again(self, base_url: str, login: int) -> None:
        """That server is reached otherwise now, or with another key: what it told before is no longer so."""
        key = (base_url, login)
        for server in self._servers:
            if (server.base_url, server.login) == key:
                if key in self._jobs:
                    self._jobs.pop(key).cancel()
                self._note.clear()
                self._ask(server)

    def done(self, result: int, /) -> None:
        for job in self._jobs.values():
            job.cancel()
        super().done(result)

    def _words(self) -> QLabel:
        words = QLabel(
            self.tr(
                "Ticked collections are lists here. One that is taken away stays on this computer, with its unsent "
                "changes, and goes on where it is ticked again."
            )
        )
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        return words

    def _build_tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setObjectName("listsTree")
        tree.setAccessibleName(self.tr("Servers and their collections"))
        tree.setHeaderHidden(True)
        tree.setUniformRowHeights(True)
        tree.itemChanged.connect(self._take_tick)
        self._ticked.connect(self.lists_chosen, Qt.ConnectionType.QueuedConnection)
        tree.currentItemChanged.connect(self._show_possible)
        return tree

    def _fill(self) -> None:
        with QSignalBlocker(self._tree):
            at, name = self._chosen(), self._chosen_collection()
            self._tree.clear()
            for server in self._servers:
                self._tree.addTopLevelItem(self._item(server))
            self._tree.expandAll()
            current = self._tree.topLevelItem(max(0, at)) or self._tree.topLevelItem(0)
            if current is not None:
                same = (child for child in _children(current) if child.data(0, _NAME) == name)
                self._tree.setCurrentItem(next(same, current))
        self._show_possible()

    def _item(self, server: ServerSettings) -> QTreeWidgetItem:
        name = host_of(server.base_url)
        item = QTreeWidgetItem([f"{name} ({server.login + 1})" if server.login else name])
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        found = self._found.get((server.base_url, server.login))
        titles = {choice.name: choice.title for choice in found.collections} if found is not None else {}
        # In the server's order, once it is known: what is ticked stays where it is.
        for name in dict.fromkeys((*titles, *server.collections)):
            title = titles.get(name, name)
            child = QTreeWidgetItem([title if title == name else f"{title} ({name})"])
            child.setData(0, _NAME, name)
            child.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            ticked = name in server.collections
            child.setCheckState(0, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            item.addChild(child)
        return item

    def _ask(self, server: ServerSettings) -> None:
        asking = self._asking(server)
        key = (server.base_url, server.login)
        job = self._jobs[key] = BackgroundJob(asking.ask, asking.cancel, self)
        job.succeeded.connect(lambda found: self._take_found(key, found))
        job.start()

    def _take_found(self, key: tuple[str, int], found: Diagnosis) -> None:
        del self._jobs[key]
        self._found[key] = found
        self._fill()
        if found.problem is not None and not found.collections:
            message = problem_message(found.problem, detail=found.detail, host=host_of(key[0]))
            self._note.setText(message.text)

    def _take_tick(self, item: QTreeWidgetItem, _column: int) -> None:
        top = item.parent() or item
        server = self._servers[self._tree.indexOfTopLevelItem(top)]
        ticked = [str(child.data(0, _NAME)) for child in _children(top) if child.checkState(0) is Qt.CheckState.Checked]
        # Those that were lists already stay first.
        names = [name for name in server.collections if name in ticked]
        names += [name for name in ticked if name not in names]
        if not names:
            self._note.setText(self.tr("A server has one list at least. Remove the server to take away its last one."))
            with QSignalBlocker(self._tree):
                item.setCheckState(0, Qt.CheckState.Checked)
            return
        self._note.clear()
        self._ticked.emit(server, tuple(names))

    def _server(self) -> ServerSettings:
        """The one that is selected, or one of whose collections is."""
        return self._servers[self._chosen()]

    def _chosen(self) -> int:
        """Its place; -1 where none is selected."""
        index = self._tree.currentIndex()
        return (index.parent() if index.parent().isValid() else index).row()

    def _chosen_collection(self) -> str | None:
        """Its name, where one is selected."""
        item = self._tree.currentItem()
        return None if item is None else item.data(0, _NAME)

    def _show_possible(self, *_items: QTreeWidgetItem) -> None:
        for button in (self._edit, self._remove):
            button.setEnabled(self._chosen() >= 0)

    def _ask_about_removal(self) -> None:
        server = self._server()
        box = QMessageBox(self)
        box.setObjectName("removeServerQuestion")
        box.setIcon(QMessageBox.Icon.Question)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self.tr("Remove {host}?").format(host=host_of(server.base_url)))
        box.setInformativeText(
            self.tr(
                "Its lists leave the sidebar, and its key is forgotten. Their todos stay on this computer, with what "
                "was not sent yet, until you connect again."
            )
        )
        remove = box.addButton(self.tr("Remove"), QMessageBox.ButtonRole.AcceptRole)
        remove.setObjectName("removeServerConfirm")
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        remove.clicked.connect(lambda: self.removal_wanted.emit(server))
        box.open()


def _children(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    return [child for row in range(item.childCount()) if (child := item.child(row)) is not None]
