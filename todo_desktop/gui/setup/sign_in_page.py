"""The page that asks for the server and an account, once."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from todo_desktop.gui.dialog_parts import button_row, push_button
from todo_desktop.gui.messages import host_of, problem_message
from todo_desktop.gui.settings_dialog.form import align_labels, field_form
from todo_desktop.gui.setup.parts import Items, line, words
from todo_desktop.gui.setup.words import by_hand_words
from todo_desktop.gui.theme.metrics import MEDIUM, SMALL
from todo_desktop.gui.theme.role import Role, set_role
from todo_desktop.model.connection import is_plain_http_elsewhere
from todo_desktop.model.errors import Problem, TodoDesktopError
from todo_desktop.model.pasted_command import pasted_command
from todo_desktop.model.setup import Login
from todo_desktop.model.typed_address import InvalidAddress, normal_base_url

_BY_HAND = (Problem.NO_PASSWORD_SIGN_IN, Problem.MORE_THAN_A_PASSWORD)


class SignInPage(QWidget):
    """`read` it; a refusal is shown with `say_refused`."""

    edited = Signal()
    key_wanted = Signal()
    """It is done by hand: the key is to be entered."""

    def __init__(self, base_url: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._address = line("setupAddress", self.tr("Server address"), self._on_edited)
        self._address.setText(base_url)
        self._address.setPlaceholderText("localhost:13000")
        self._account = line("setupAccount", self.tr("E-mail or user name"), self._on_edited)
        self._password = line("setupPassword", self.tr("Password"), self._on_edited, is_password=True)
        self._open_way = words("setupOpenWay", role=Role.WARNING)
        self._trouble = words("setupTrouble", role=Role.DANGER)
        self._by_hand = Items("setupByHand")
        self._enter_key = push_button("setupEnterKey", self.tr("Connect with an API key"))
        self._enter_key.clicked.connect(self.key_wanted)
        self._card = self._build_card()
        self._lay_out()
        self._address.textChanged.connect(self._show_way)
        self._show_way()
        self.say_trouble("")

    def read(self) -> tuple[str, Login] | None:
        """The base URL and the account; None where something is missing: that is said, and has the focus. The password
        is forgotten here."""
        try:
            base_url = normal_base_url(self._address.text())
        except InvalidAddress:
            self._ask_for(self._address, problem_message(Problem.ADDRESS_INVALID).text)
            return None
        for field in (self._account, self._password):
            if not field.text():
                self._ask_for(field, self.tr("Type the account's name and its password."))
                return None
        login = Login(self._account.text().strip(), self._password.text())
        self._password.clear()
        return base_url, login

    def focus_first(self) -> None:
        """The first field that is empty."""
        fields = (self._address, self._account, self._password)
        next((field for field in fields if not field.text()), self._address).setFocus(Qt.FocusReason.OtherFocusReason)

    def say_refused(self, error: TodoDesktopError, base_url: str) -> None:
        host = host_of(base_url)
        self.say_trouble(problem_message(error.problem, detail=error.detail, host=host).text)
        self._by_hand.say((f"{number}.", step) for number, step in enumerate(by_hand_words(host), start=1))
        self._card.setVisible(error.problem in _BY_HAND)
        self._wrong(error.problem).setFocus(Qt.FocusReason.OtherFocusReason)

    def _wrong(self, problem: Problem) -> QLineEdit:
        match problem:
            case Problem.ADDRESS_NOT_FOUND | Problem.NOT_NOCOBASE | Problem.CERTIFICATE:
                return self._address
            case Problem.MAY_NOT_MANAGE:
                return self._account
            case _:
                return self._password

    def say_trouble(self, text: str) -> None:
        self._trouble.setText(text)
        self._trouble.setVisible(bool(text))
        self._card.hide()

    def _on_edited(self) -> None:
        command = pasted_command(self._address.text())
        if command is not None:  # what else it tells is not asked for here
            self._address.setText(command.base_url)
        self.say_trouble("")
        self.edited.emit()

    def _ask_for(self, field: QLineEdit, trouble: str) -> None:
        self.say_trouble(trouble)
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_way(self) -> None:
        """A password is not sent through a network in the open without a word."""
        try:
            open_way = is_plain_http_elsewhere(normal_base_url(self._address.text()))
        except InvalidAddress:
            open_way = False
        text = self.tr(
            "The password goes over this network unencrypted: others there could read it. Use https:// if you can."
        )
        self._open_way.setText(text)
        self._open_way.setVisible(open_way)

    def _build_card(self) -> QFrame:
        card = QFrame()
        set_role(card, Role.CARD)
        column = QVBoxLayout(card)
        column.setContentsMargins(MEDIUM, SMALL, MEDIUM, MEDIUM)
        column.setSpacing(SMALL)
        column.addWidget(self._by_hand)
        column.addLayout(button_row([self._enter_key], []))
        return card

    def _lay_out(self) -> None:
        form = field_form()
        form.addRow(self.tr("Server address"), self._address)
        form.addRow(self.tr("E-mail or user name"), self._account)
        form.addRow(self.tr("Password"), self._password)
        align_labels(form)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(MEDIUM)
        column.addWidget(
            words(
                "setupWords",
                self.tr(
                    "Sign in once with an account that may manage the server. The password is used for that alone and "
                    "kept nowhere. Nothing is changed before you have seen what it will be."
                ),
            )
        )
        column.addLayout(form)
        for widget in (self._open_way, self._trouble, self._card):
            column.addWidget(widget)
        column.addStretch(1)
