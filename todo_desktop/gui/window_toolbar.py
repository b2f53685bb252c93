"""The toolbar: search, the filter, and the button for a new todo."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolBar, QWidget

from todo_desktop.gui.theme import metrics
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.role import Role, set_role


class WindowToolbar(QToolBar):
    """Empty, but of its height, until it is filled."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Toolbar"))
        self.setObjectName("toolbar")
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setFixedHeight(metrics.TOOLBAR + 1)

    def fill(self, icons: Icons) -> None:
        """Bring what can be clicked and typed in. To be called once."""
        from todo_desktop.gui.search_field import SearchField  # noqa: PLC0415  (the first paint does without)
        from todo_desktop.gui.show_filter import ShowFilter  # noqa: PLC0415

        self.search = SearchField(icons, self)
        self.show_filter = ShowFilter(self)
        self.new_button = QPushButton(self.tr("New todo"), self)
        self.new_button.setObjectName("newButton")
        set_role(self.new_button, Role.PRIMARY)
        gap = QWidget(self)
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        for widget in (_edge(self), self.search, self.show_filter, gap, self.new_button, _edge(self)):
            self.addWidget(widget)


def _edge(parent: QWidget) -> QWidget:
    """What brings the toolbar's ends in line with the list below it."""
    edge = QWidget(parent)
    edge.setFixedWidth(metrics.TIGHT)
    return edge
