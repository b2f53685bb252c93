"""The menu of views, and the question how one is to be called."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QMenu, QVBoxLayout, QWidget

from todo_desktop.gui.plain_text import one_line, shortened
from todo_desktop.gui.theme.role import Role, set_role

_LONGEST = 60


class ViewsMenu(QObject):
    """Fills *menu*, whose entries are there from the beginning, but for the views themselves."""

    about_to_show = Signal()
    """Time to `offer` what there is."""
    wanted = Signal(str)
    """The view of that name; an empty one: all todos."""
    save_wanted = Signal(str)
    rename_wanted = Signal(str)
    update_wanted = Signal()
    delete_wanted = Signal()
    copy_wanted = Signal()
    paste_wanted = Signal()
    clear_wanted = Signal()

    def __init__(self, menu: QMenu, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self.menu = menu
        self._names: list[str] = []
        self._shown = ""
        self._views: list[QAction] = []
        self._end_of_views = menu.addSeparator()
        self._save = self._entry("actionSaveView", _tr("&Save as view…"))
        self._update = self._entry("actionUpdateView", "")
        self._rename = self._entry("actionRenameView", "")
        self._delete = self._entry("actionDeleteView", "")
        menu.addSeparator()
        self._copy = self._entry("actionCopyFilter", _tr("&Copy as NocoBase filter"))
        self._paste = self._entry("actionPasteFilter", _tr("&Paste NocoBase filter"))
        self._clear = self._entry("actionClearFilter", _tr("C&lear filter"))
        self._save.triggered.connect(self._ask_name)
        self._update.triggered.connect(self.update_wanted)
        self._rename.triggered.connect(self._ask_new_name)
        self._delete.triggered.connect(self.delete_wanted)
        self._copy.triggered.connect(self.copy_wanted)
        self._paste.triggered.connect(self.paste_wanted)
        self._clear.triggered.connect(self.clear_wanted)
        menu.aboutToShow.connect(self.about_to_show)
        self.offer((), "", filtered=False, plain=True)

    def offer(self, names: Sequence[str], shown: str, *, filtered: bool, plain: bool, of_all: bool = False) -> None:
        """The views of the list, the one that is *shown* (or an empty name), and whether a filter is in force. *plain*:
        there is nothing to save. *of_all*: several lists are in sight, of whose filter NocoBase knows nothing."""
        self._names, self._shown = [*names], shown
        for action in self._views:
            self.menu.removeAction(action)
            action.deleteLater()
        self._views = [self._view("", _tr("All todos"), checked=not shown and not filtered)]
        self._views += [self._view(name, one_line(name).replace("&", "&&"), checked=name == shown) for name in names]
        called = shortened(shown, 30).replace("&", "&&")
        self._save.setEnabled(not plain)
        for action, words in (
            (self._update, _tr("&Update “{name}”")),
            (self._rename, _tr("&Rename “{name}”…")),
            (self._delete, _tr("&Delete “{name}”")),
        ):
            action.setText(words.format(name=called))
            action.setVisible(bool(shown))
        for action in (self._copy, self._paste):
            action.setVisible(not of_all)
        self._copy.setEnabled(filtered)
        self._clear.setEnabled(filtered)

    def _view(self, name: str, text: str, *, checked: bool) -> QAction:
        action = QAction(text, self.menu)
        action.setCheckable(True)
        action.setChecked(checked)
        action.triggered.connect(lambda _=False: self.wanted.emit(name))
        self.menu.insertAction(self._end_of_views, action)
        return action

    def _entry(self, name: str, text: str) -> QAction:
        action = self.menu.addAction(text)
        action.setObjectName(name)
        return action

    def _ask_name(self) -> None:
        said = _tr("With the filter, the sort and what is shown.")
        self._ask(_tr("Save as view"), said, "", self._names, self.save_wanted.emit)

    def _ask_new_name(self) -> None:
        others = [name for name in self._names if name != self._shown]
        self._ask(
            _tr("Rename view"), _tr("What it keeps stays as it is."), self._shown, others, self.rename_wanted.emit
        )

    def _ask(self, title: str, said: str, name: str, taken: Sequence[str], then: object) -> None:
        dialog = ViewNameDialog(title, said, name, taken, self._parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.named.connect(then)
        dialog.open()  # what it names is what is in sight


class ViewNameDialog(QDialog):
    """Enter saves. *said*: what becomes of the view. A name that another view has would take its place, which is said
    before."""

    named = Signal(str)

    def __init__(self, title: str, said: str, name: str, taken: Sequence[str], parent: QWidget) -> None:
        from todo_desktop.gui.dialog_parts import button_row, push_button  # noqa: PLC0415  (when it is wanted)

        super().__init__(parent)
        self._said = said
        self._taken = frozenset(taken)
        self.setObjectName("viewDialog")
        self.setWindowTitle(title)
        self._name = QLineEdit(name, self)
        self._name.setObjectName("viewName")
        self._name.setAccessibleName(_tr("Name"))
        self._name.setPlaceholderText(_tr("Name"))
        self._name.setMaxLength(_LONGEST)
        self._name.selectAll()
        self._name.textChanged.connect(self._look)
        self._note = QLabel(self)
        self._note.setObjectName("viewNote")
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setWordWrap(True)
        set_role(self._note, Role.HINT)
        self._save = push_button("viewSave", _tr("Save"), main=True)
        self._save.clicked.connect(self._end)
        cancel = push_button("viewCancel", _tr("Cancel"))
        cancel.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self._name)
        column.addWidget(self._note)
        column.addLayout(button_row([], [cancel, self._save]))
        self.setMinimumWidth(340)
        self._look()

    def _look(self) -> None:
        name = self._typed
        self._save.setEnabled(bool(name))
        taken = _tr("There is a view of that name: it would be replaced.")
        self._note.setText(taken if name in self._taken else self._said)

    @property
    def _typed(self) -> str:
        return " ".join(self._name.text().split())

    def _end(self) -> None:
        self.named.emit(self._typed)
        self.accept()


def _tr(text: str) -> str:
    return QCoreApplication.translate("Views", text)
