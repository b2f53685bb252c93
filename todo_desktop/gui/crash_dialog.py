"""What a person reads after a fault of the program: that nothing is lost, what can be done, and the trace."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from todo_desktop.gui.dialog_parts import button_row, copy_text, push_button, text_box
from todo_desktop.gui.theme.metrics import LARGE, MEDIUM
from todo_desktop.gui.theme.role import Role, set_role


class CrashDialog(QDialog):
    """Open it with `show`: the window can be used, and keeps the keys, meanwhile. *trace* is free of secrets. *ended*:
    the program did not survive it. *reports*: somebody makes a report where one is wanted."""

    report_wanted = Signal()
    restart_wanted = Signal()

    def __init__(self, trace: str, *, ended: bool = False, reports: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trace = trace
        self._count = 1
        self.setObjectName("crashDialog")
        self.setWindowTitle(self.tr("Todo Desktop"))
        title = QLabel(self._title(ended=ended))
        title.setObjectName("crashTitle")
        title.setTextFormat(Qt.TextFormat.PlainText)
        set_role(title, Role.HEADING)
        text = QLabel(self._words(ended=ended))
        text.setObjectName("crashText")
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        self._again = QLabel()
        self._again.setObjectName("crashAgain")
        self._again.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self._again, Role.SECONDARY)
        self._again.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(LARGE, LARGE, LARGE, MEDIUM)
        column.setSpacing(MEDIUM)
        column.addWidget(title)
        column.addWidget(text)
        column.addWidget(self._again)
        column.addWidget(text_box("crashTrace", self.tr("What went wrong, for its developers"), trace), 1)
        column.addLayout(self._build_buttons(ended=ended, reports=reports))
        # It may come in the middle of a word.
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, not ended)
        self.resize(640, 420)

    def count_another(self) -> None:
        """It, or something else, went wrong once more."""
        self._count += 1
        self._again.setText(self.tr("It happened %Ln times.", "", self._count))
        self._again.show()

    def _title(self, *, ended: bool) -> str:
        if ended:
            return self.tr("Todo Desktop ended unexpectedly")
        return self.tr("Something went wrong inside Todo Desktop")

    def _words(self, *, ended: bool) -> str:
        if ended:
            return self.tr(
                "Every edit that was shown is on the disk, and goes to the server as ever. "
                "What is below tells the developers where it happened; nothing of it is sent anywhere."
            )
        return self.tr(
            "Every edit is on the disk, and what you are typing stays where it is. You can go on working; if something "
            "does not react any more, restart. What is below tells the developers where it happened; nothing of it is "
            "sent anywhere."
        )

    def _build_buttons(self, *, ended: bool, reports: bool) -> QHBoxLayout:
        copy = push_button("crashCopy", self.tr("Copy"))
        copy.clicked.connect(lambda: copy_text(self._trace))
        report = push_button("crashReport", self.tr("Report a problem…"))
        report.clicked.connect(self.report_wanted)
        report.setVisible(reports)
        restart = push_button("crashRestart", self.tr("Restart"))
        restart.clicked.connect(self.restart_wanted)
        restart.clicked.connect(self.accept)
        go_on = push_button("crashClose", self.tr("Close") if ended else self.tr("Go on"), main=True)
        go_on.clicked.connect(self.reject)
        return button_row([copy, report], [restart, go_on])
