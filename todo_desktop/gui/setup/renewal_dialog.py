"""A new key in the place of one that ends: one sign-in, and the same role."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QVBoxLayout, QWidget

from todo_desktop.gui.dialog_parts import button_row, push_button
from todo_desktop.gui.messages import problem_message
from todo_desktop.gui.settings_dialog.form import align_labels, field_form
from todo_desktop.gui.setup.asking import Asking
from todo_desktop.gui.setup.parts import lifetime_box, lifetimes, line, words
from todo_desktop.gui.theme.metrics import LARGE, MEDIUM
from todo_desktop.gui.theme.role import Role
from todo_desktop.model.connection import ApiKey
from todo_desktop.model.errors import Cancelled, Problem, TodoDesktopError
from todo_desktop.model.setup import Login

_WIDTH = 560

Renew = Callable[[Login, Login | None, str, Callable[[], None]], ApiKey]
"""Signs in as who the key belongs to and, where they may not make keys, as who may manage the server; the lifetime, and
what raises Cancelled where the key is not wanted any more. The new key was tried. Called in the background; raises
TodoDesktopError, and the server is then as it was."""


class RenewalDialog(QDialog):
    """Open it with `show`. The key that is in use stays until the new one was tried."""

    renewed = Signal(object)
    """An `ApiKey`."""

    def __init__(
        self, host: str, present: str, renew: Renew, parent: QWidget | None = None, *, refused: bool = False
    ) -> None:
        """*present* tells of the present key; *refused*: the server takes it no more."""
        super().__init__(parent)
        self._host = host
        self._renew = renew
        self._asking = Asking(self)
        self._is_at_work = False
        self._is_wanted = True
        self.setObjectName("renewalDialog")
        self.setWindowTitle(self.tr("Make a new key"))
        self._words = words("renewalWords", self._text(refused=refused).format(host=host, present=present))
        self._account = line("renewalAccount", self.tr("E-mail or user name"), self._clear)
        self._password = line("renewalPassword", self.tr("Password"), self._clear, is_password=True)
        self._lifetime = lifetime_box("renewalLifetime", self.tr("The key is valid for"), lifetimes())
        self._helped = QCheckBox(self.tr("Somebody who manages the server signs in, too"))
        self._helped.setObjectName("renewalHelped")
        self._helped.setToolTip(self.tr("This account may then make keys until this one is made."))
        self._manager = line("renewalManager", self.tr("Their e-mail or user name"), self._clear)
        self._manager.setPlaceholderText(self.tr("Their e-mail or user name"))
        self._manager_password = line(
            "renewalManagerPassword", self.tr("Their password"), self._clear, is_password=True
        )
        self._manager_password.setPlaceholderText(self.tr("Their password"))
        self._trouble = words("renewalTrouble", role=Role.DANGER)
        self._begin = push_button("renewalBegin", self.tr("Make a new key"), main=True)
        self._close = push_button("renewalClose", self.tr("Cancel"))
        self._lay_out()
        self._helped.toggled.connect(self._show_helped)
        self._begin.clicked.connect(self._on_begin)
        self._close.clicked.connect(self.reject)
        self._show_helped(False)
        self._account.setFocus()

    def _text(self, *, refused: bool) -> str:
        if refused:
            return self.tr(
                "The key for {host} is refused there. {present} A new one with the same role takes its place here once "
                "it was tried. Sign in as who it belongs to; the password is kept nowhere."
            )
        return self.tr(
            "The key for {host}: {present} A new one with the same role takes its place here once it was tried. The "
            "old one stays on the server until it ends or is deleted there. Sign in as who it belongs to; the password "
            "is kept nowhere."
        )

    def reject(self) -> None:
        """While the key is made, it is taken back first: else the server would keep one that nobody knows."""
        if not self._is_at_work:
            super().reject()
            return
        self._is_wanted = False
        self._close.setEnabled(False)

    def done(self, result: int, /) -> None:
        self._asking.forget()
        super().done(result)

    def _lay_out(self) -> None:
        form = field_form()
        form.addRow(self.tr("E-mail or user name"), self._account)
        form.addRow(self.tr("Password"), self._password)
        form.addRow(self.tr("The key is valid for"), self._lifetime)
        form.addRow("", self._helped)
        form.addRow("", self._manager)
        form.addRow("", self._manager_password)
        align_labels(form)
        column = QVBoxLayout(self)
        column.setContentsMargins(LARGE, LARGE, LARGE, MEDIUM)
        column.setSpacing(MEDIUM)
        column.addWidget(self._words)
        column.addLayout(form)
        column.addWidget(self._trouble)
        column.addStretch(1)
        column.addLayout(button_row([], [self._close, self._begin]))

    def _show_helped(self, helped: bool) -> None:
        self._manager.setVisible(helped)
        self._manager_password.setVisible(helped)
        self._clear()

    def _clear(self) -> None:
        self._say("")

    def _say(self, trouble: str) -> None:
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(_WIDTH, layout.totalHeightForWidth(_WIDTH))

    def _on_begin(self) -> None:
        owner = self._read(self._account, self._password)
        manager = self._read(self._manager, self._manager_password) if self._helped.isChecked() else None
        if owner is None or (self._helped.isChecked() and manager is None):
            return
        lifetime = str(self._lifetime.currentData())
        self._password.clear()
        self._manager_password.clear()
        self._set_open(False)
        self._is_at_work = True
        self._asking.ask(
            lambda: self._renew(owner, manager, lifetime, self._demand_wanted),
            self._on_renewed,
            self._on_refused,
            self._give_up,
        )

    def _demand_wanted(self) -> None:
        """In the background."""
        if not self._is_wanted:
            raise Cancelled

    def _give_up(self) -> None:
        """The program ends."""
        self._is_wanted = False

    def _read(self, account: QLineEdit, password: QLineEdit) -> Login | None:
        for field in (account, password):
            if not field.text():
                self._say(self.tr("Type the account's name and its password."))
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                return None
        return Login(account.text().strip(), password.text())

    def _on_renewed(self, key: ApiKey) -> None:
        """Also where it was not wanted any more too late."""
        self._is_at_work = False
        self.renewed.emit(key)
        self.accept()

    def _on_refused(self, error: TodoDesktopError) -> None:
        self._is_at_work = False
        if not self._is_wanted:
            self.reject()
            return
        self._set_open(True)
        wrong = self._password
        if error.problem is Problem.MAY_NOT_MANAGE and not self._helped.isChecked():
            self._helped.setChecked(True)
            self._say(
                self.tr("This account may not make keys by itself: somebody who manages the server signs in, too.")
            )
            wrong = self._manager
        elif error.problem is Problem.ANOTHER_USER:
            self._say(self.tr("The key belongs to another account: sign in with that one. Nothing was changed."))
            wrong = self._account
        else:
            self._say(problem_message(error.problem, detail=error.detail, host=self._host).text)
        wrong.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_open(self, is_open: bool) -> None:
        fields = (self._account, self._password, self._lifetime, self._helped, self._manager, self._manager_password)
        for widget in (*fields, self._begin):
            widget.setEnabled(is_open)
