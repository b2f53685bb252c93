"""The toolbar: search, what is shown, the filter, and the button for a new todo."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolBar, QToolButton, QWidget

from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.role import Role, set_role

_NARROW, _TOO_NARROW = 620, 470


class WindowToolbar(QToolBar):
    """Empty, but of its height, until it is filled."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Toolbar"))
        self.setObjectName("toolbar")
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setFixedHeight(metrics.TOOLBAR + 1)
        self._is_filled = False

    def fill(self, icons: Icons) -> None:
        """Bring what can be clicked and typed in. To be called once."""
        from todo_desktop.gui.search_field import SearchField  # noqa: PLC0415  (the first paint does without)
        from todo_desktop.gui.show_filter import ShowFilter  # noqa: PLC0415

        self.search = SearchField(icons, self)
        self.show_filter = ShowFilter(self)
        self.filter_button = QToolButton(self)
        self.filter_button.setObjectName("filterButton")
        self.filter_button.setFixedHeight(metrics.CONTROL)
        icons.show_on(self.filter_button, "filter", "secondary")
        self.new_button = QPushButton(self.tr("New todo"), self)
        self.new_button.setObjectName("newButton")
        self.new_button.setAccessibleName(self.tr("New todo"))
        set_role(self.new_button, Role.PRIMARY)
        gap = QWidget(self)
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        parts = (_edge(self), self.search, self.show_filter, self.filter_button, gap, self.new_button, _edge(self))
        added = [self.addWidget(part) for part in parts]
        self._filter, self._gap = added[parts.index(self.filter_button)], added[parts.index(gap)]
        self._is_filled = True
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        """A toolbar has no second line: where it is narrow, signs have to do for words, and entries in the menus, so
        that what is searched for can be read."""
        if self._is_filled:
            wide = self.width() >= _NARROW
            style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if wide else Qt.ToolButtonStyle.ToolButtonIconOnly
            self.filter_button.setToolButtonStyle(style)
            self._filter.setVisible(self.width() >= _TOO_NARROW)
            self._gap.setVisible(wide)
            self.new_button.setText(self.tr("New todo") if wide else "+")
            self.new_button.setToolTip("" if wide else self.tr("New todo"))


def _edge(parent: QWidget) -> QWidget:
    """What brings the toolbar's ends in line with the list below it."""
    edge = QWidget(parent)
    edge.setFixedWidth(metrics.TIGHT)
    return edge
