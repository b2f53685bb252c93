"""The list's name, how many of it are open and done, and whether it can only be read."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QProgressBar, QSizePolicy, QToolButton, QWidget

from todo_desktop.gui.plain_text import one_line, tooltip
from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.role import Role, set_role
from todo_desktop.gui.theme.theme import Theme
from todo_desktop.model.permissions import Grant
from todo_desktop.model.query import Counts

_COLORS = {"error": "danger", "warning": "warning"}


class ListHeading(QWidget):
    """One line above the table."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._title = _label(self, "listTitle", Role.TITLE)
        self._counts = _label(self, "listCounts", Role.SECONDARY)
        self._lock = QLabel(self)
        self._read_only = _label(self, "listReadOnly", Role.SECONDARY)
        self._progress = QProgressBar(self)
        self._progress.setObjectName("listProgress")
        self._progress.setFixedWidth(120)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(self.tr("Share that is done"))
        set_role(self._progress, Role.GOOD)
        self._title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._lists: QToolButton | None = None
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(20, metrics.LARGE, 20, 0)
        row.setSpacing(metrics.MEDIUM)
        row.addWidget(self._title)
        row.addWidget(self._counts)
        row.addWidget(self._lock)
        row.addWidget(self._read_only)
        row.addStretch(1)
        row.addWidget(self._progress)
        self._lock.hide()
        theme.changed.connect(self._restyle)

    def show_list(self, title: str, update: Grant) -> None:
        """*update*: which of its todos the user may change."""
        self._title.setText(one_line(title))
        self._title.setAccessibleName(one_line(title))
        self._read_only.setText(self._limits(update))
        limited = update.by_record or not update.allowed
        self._lock.setVisible(limited)
        self._restyle()
        self._read_only.setVisible(limited)

    def add(self, part: QWidget) -> None:
        """Give *part* the room between what the line says and its end."""
        self._row.insertWidget(self._row.count() - 2, part, 100)

    def _limits(self, update: Grant) -> str:
        if not update.allowed:
            return self.tr("Read only")
        return self.tr("Only your own can be changed") if update.own else self.tr("Only some can be changed")

    def take_lists(self, menu: QMenu) -> None:
        """What `offer_lists` shows: the lists to choose from."""
        self._lists = QToolButton(self)
        self._lists.setObjectName("listsButton")
        self._lists.setAccessibleName(self.tr("Lists"))
        self._lists.setToolTip(self.tr("Choose another list"))
        self._lists.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._lists.setMenu(menu)
        self._icons.show_on(self._lists, "menu", "secondary")
        self._row.insertWidget(0, self._lists)
        self._lists.hide()

    def mark_lists(self, icon: str, words: str) -> None:
        """Have the button tell that one of them needs somebody; an empty *icon*: none does."""
        if self._lists is not None:
            self._icons.show_on(self._lists, icon or "menu", _COLORS.get(icon, "secondary"))
            self._lists.setToolTip(tooltip(words) or self.tr("Choose another list"))
            self._lists.setAccessibleName(f"{self.tr('Lists')}: {one_line(words)}" if words else self.tr("Lists"))

    def offer_lists(self, offered: bool) -> None:
        """Whether they are chosen here, as there is no sidebar."""
        if self._lists is not None:
            self._lists.setVisible(offered)

    def show_counts(self, counts: Counts, *, searching: bool) -> None:
        """*counts* of the whole list, or of what a search found."""
        locale = self.locale()
        words = self.tr("{open} open, {done} done").format(
            open=locale.toString(counts.open), done=locale.toString(counts.done)
        )
        self._counts.setText(self.tr("{counts} found").format(counts=words) if searching else words)
        self._counts.setVisible(counts.total > 0)
        self._progress.setVisible(counts.total > 0)
        self._progress.setRange(0, max(1, counts.total))
        self._progress.setValue(counts.done)

    def _restyle(self) -> None:
        if not self._lock.isHidden():
            self._lock.setPixmap(self._icons.pixmap("lock", metrics.ICON_SMALL, "secondary"))


def _label(parent: QWidget, name: str, role: Role) -> QLabel:
    label = QLabel(parent)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    set_role(label, role)
    return label
