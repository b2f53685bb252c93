"""The bar between the list's heading and its table, where a filter is made."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from todo_desktop.gui.elided_label import ElidedLabel
from todo_desktop.gui.filter_bar.group import GroupEditor, adding
from todo_desktop.gui.filter_bar.row import Surroundings
from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.role import Role, set_role
from todo_desktop.model.filter import Group
from todo_desktop.model.query import Counts

_NARROW = 480
_HIGHEST, _LOWEST = 260, 84
"""More conditions than find room are scrolled."""


class FilterBar(QFrame):
    """`show_filter` must be called before it is seen."""

    changed = Signal(object)
    """The `Group` that is asked for now; one without parts asks for nothing."""
    clear_wanted = Signal()
    closed = Signal()
    left = Signal()
    """Esc: back to the list."""

    def __init__(self, views: QMenu, icons: Icons, following: Sequence[QWidget], parent: QWidget) -> None:
        """*following*: where the Tab key goes on after it."""
        super().__init__(parent)
        self.setObjectName("filterBar")
        self.setAccessibleName(self.tr("Filter"))
        set_role(self, Role.CARD)
        self._icons = icons
        self._following = following
        self._editor: GroupEditor | None = None
        self._count = ElidedLabel(self)
        self._count.setObjectName("filterCount")
        set_role(self._count, Role.SECONDARY)
        self._note = QLabel(self)
        self._note.setObjectName("filterNote")
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setWordWrap(True)
        set_role(self._note, Role.DANGER)
        self._note.hide()
        self._views = QPushButton(self.tr("Views"), self)
        self._views.setObjectName("filterViews")
        self._views.setMenu(views)
        self._clear = QPushButton(self.tr("Clear"), self)
        self._clear.setObjectName("filterClear")
        self._clear.setAccessibleName(self.tr("Clear filter"))
        set_role(self._clear, Role.QUIET)
        self._clear.clicked.connect(self.clear_wanted)
        self._area = _Conditions(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(metrics.MEDIUM, metrics.SMALL, metrics.SMALL, metrics.SMALL)
        column.setSpacing(metrics.SMALL)
        column.addWidget(self._area)
        column.addWidget(self._note)
        column.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        add = adding("filterAdd", self.tr("Condition"), self._icons, self)
        add.setAccessibleName(self.tr("Add a condition"))
        add.clicked.connect(self._begin)
        group = adding("filterAddGroup", self.tr("Group"), self._icons, self)
        group.setAccessibleName(self.tr("Add a group of conditions"))
        group.clicked.connect(self._begin_group)
        close = QToolButton(self)
        close.setObjectName("filterClose")
        close.setAccessibleName(self.tr("Close the filter bar"))
        close.setToolTip(self.tr("Close the bar. The filter stays in force."))
        self._icons.show_on(close, "chevron-up", "secondary")
        close.clicked.connect(self.closed)
        self._ends: list[QWidget] = [add, group, self._views, self._clear, close]
        foot = QHBoxLayout()
        foot.setSpacing(metrics.SMALL)
        foot.addWidget(add)
        foot.addWidget(group)
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(self._count, 1)
        for widget in (self._views, self._clear, close):
            foot.addWidget(widget)
        return foot

    @property
    def group(self) -> Group:
        """What is complete of what stands there."""
        return self._editor.group if self._editor is not None else Group()

    def show_filter(self, group: Group, around: Surroundings) -> None:
        """Instead of what stands there."""
        self.say("")
        self._editor = editor = GroupEditor(around, group, self)
        if editor.is_blank:
            editor.begin()
        editor.changed.connect(self._take)
        before = self._area.takeWidget()
        if before is not None:  # not at once: it may be what has just asked for this
            before.hide()
            before.deleteLater()
        self._area.setWidget(editor)
        editor.setAutoFillBackground(False)
        self._order_tabs()

    def _begin(self) -> None:
        if self._editor is not None:
            self._editor.begin()

    def _begin_group(self) -> None:
        if self._editor is not None:
            self._editor.begin_group()

    def show_counts(self, counts: Counts, *, filtered: bool) -> None:
        """Of what the filter lets through."""
        number = self.locale().toString(counts.total)
        words = self.tr("1 todo matches") if counts.total == 1 else self.tr("{count} todos match").format(count=number)
        self._count.setText(words if filtered else "")
        self._clear.setEnabled(filtered)

    def say(self, sentence: str) -> None:
        """Why what was pasted was not taken; an empty text takes it back."""
        self._note.setText(sentence)
        self._note.setAccessibleName(sentence)
        self._note.setVisible(bool(sentence))

    def take_focus(self) -> None:
        first = self.findChild(QWidget, "filterField")
        if first is not None:
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Where there is no room for it, the list's heading has the number, too."""
        super().resizeEvent(event)
        self._count.setVisible(self.width() >= _NARROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _take(self) -> None:
        self.say("")
        self._order_tabs()
        self.changed.emit(self.group)

    def _order_tabs(self) -> None:
        """From above to below, whatever was made first, and on to what follows the bar."""
        if self._editor is not None:
            for first, then in pairwise([*self._editor.stops, *self._ends, *self._following]):
                self.setTabOrder(first, then)


class _Conditions(QScrollArea):
    """As high as what is in it, up to a limit, and lower where the window is low."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.viewport().setAutoFillBackground(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:  # noqa: N802
        inner = self.widget()
        return QSize(0, min(_HIGHEST, inner.sizeHint().height()) if inner is not None else 0)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(0, min(_LOWEST, self.sizeHint().height()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Its widget tells when it wants another size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
