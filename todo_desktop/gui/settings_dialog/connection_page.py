"""The page that says which server and collection the todos live in."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from todo_desktop.gui.messages import problem_message
from todo_desktop.gui.settings_dialog.collection_field import CollectionField
from todo_desktop.gui.settings_dialog.field_box import FieldBox, NoteLine
from todo_desktop.gui.settings_dialog.findings import Place, place_of, problem_text
from todo_desktop.gui.settings_dialog.form import align_labels, field_form
from todo_desktop.gui.settings_dialog.key_field import NOTHING_KNOWN, ApiKeyField
from todo_desktop.gui.settings_dialog.result import ConnectionDraft, same_server
from todo_desktop.gui.settings_dialog.tester_panel import TesterPanel
from todo_desktop.gui.settings_dialog.transport_fields import TransportFields
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.metrics import LARGE, MEDIUM
from todo_desktop.gui.theme.role import Role, set_role
from todo_desktop.model.connection import Connection, is_plain_http_elsewhere
from todo_desktop.model.diagnosis import Diagnosis, KeyFacts
from todo_desktop.model.errors import Problem
from todo_desktop.model.pasted_command import PastedCommand, pasted_command
from todo_desktop.model.typed_address import InvalidAddress, normal_base_url
from todo_desktop.settings.api_keys import Stored
from todo_desktop.settings.preferences import Preferences


class ConnectionPage(QWidget):
    """Fields in reading order, each with what is wrong with it below."""

    edited = Signal()

    def __init__(
        self,
        preferences: Preferences,
        stored: Stored | None,
        user_id: str,
        panel: TesterPanel,
        icons: Icons,
        parent: QWidget | None = None,
        *,
        known: KeyFacts = NOTHING_KNOWN,
    ) -> None:
        """*user_id* is the user of the present list, empty where it is not known; *known* what the stored key tells."""
        super().__init__(parent)
        self._before = preferences
        self._user_id = user_id
        self._panel = panel
        self._icons = icons
        self._address = self._build_address(preferences.base_url)
        self._address_box = FieldBox(self._address, icons, keeps_room=True)
        self._key = ApiKeyField(stored, icons, self, known)
        self._collection = CollectionField(preferences.collection, icons, self)
        self._transport = TransportFields(preferences, icons, self)
        self._other_list = NoteLine(icons)
        self._other_list.setObjectName("otherListNote")
        self._overruled = NoteLine(icons)
        self._overruled.setObjectName("overruledNote")
        self._overruled.hide()
        self._without_server = self._build_without_server()
        self._scroll = self._lay_out()
        for field in (self._key, self._collection, self._transport):
            field.edited.connect(self._on_edited)
        self._key.command_pasted.connect(self._take_address)
        self._follow_address()

    def read(self) -> ConnectionDraft | None:
        """What is on the page; None where something cannot be used: that is said, and has the focus."""
        for box in self._boxes:
            box.clear_error()
        address = self._read_address()
        key = self._key.read()
        # Without a server its collection does not matter.
        collection = self._collection.read() if address else self._before.collection
        connection = Connection(
            base_url=address,
            collection=collection,
            api_key=key,
            verify_tls=self._transport.verify_tls,
            ca_file=self._transport.read_ca_file(),
            proxy=self._transport.read_proxy(),
        )
        if self._focus_first_error():
            return None
        return ConnectionDraft(connection, self._transport.sync_interval, self._key.remove_key)

    def show_found(self, tested: Connection, found: Diagnosis) -> None:
        """Offer the collections, mend the address, and put a problem below the field that it concerns."""
        self._collection.offer(found.collections)
        self._key.show_hint()
        if found.server_version and found.base_url != tested.base_url:
            self._address.setText(found.base_url)
            if not is_plain_http_elsewhere(found.base_url):
                self._address_box.set_hint(self.tr("Completed: this is where the server answers."), Role.GOOD)
        if found.problem is not None:
            box = self._box_at(place_of(found.problem))
            if box is not None:
                box.show_error(problem_text(found.problem, tested, found))
                self._focus_first_error()
        elif self._is_another_user(tested, found):
            self._key.box.set_hint(problem_message(Problem.ANOTHER_USER, user=found.user_name).text, Role.WARNING)

    def say_overruled(self, host: str) -> None:
        """The environment leads to *host*, whatever is chosen here."""
        text = self.tr(
            "This start goes to {host}, as TODO_DESKTOP_BASE_URL says. What is chosen here counts for others."
        )
        self._overruled.say(text.format(host=host), Role.WARNING)
        self._overruled.show()

    def focus_first(self) -> None:
        self._address.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_key(self) -> None:
        self._key.box.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_collection(self) -> None:
        self._collection.box.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build_address(self, base_url: str) -> QLineEdit:
        field = QLineEdit(base_url)
        field.setObjectName("baseUrlField")
        field.setAccessibleName(self.tr("Server address"))
        field.setPlaceholderText(self.tr("https://demo.example/api"))
        field.textChanged.connect(self._on_address_edited)
        return field

    def _build_without_server(self) -> QPushButton:
        button = QPushButton(self.tr("Use without a server"))
        button.setObjectName("useWithoutServerButton")
        set_role(button, Role.LINK)
        button.setAutoDefault(False)
        button.clicked.connect(self.leave_server)
        return button

    def _lay_out(self) -> QScrollArea:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        column.setSpacing(MEDIUM)
        column.addWidget(self._overruled)
        server = field_form()
        server.addRow(self.tr("Server address"), self._address_box)
        server.addRow(self.tr("API key"), self._key.box)
        server.addRow(self.tr("Collection"), self._collection.box)
        column.addLayout(server)
        column.addWidget(self._other_list)
        column.addWidget(self._panel)
        line = QFrame()
        set_role(line, Role.LINE)
        column.addWidget(line)
        transport = field_form()
        self._transport.add_to(transport)
        column.addLayout(transport)
        column.addWidget(self._without_server, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        align_labels(server, transport)
        scroll = QScrollArea()
        scroll.setWidget(content)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        set_role(scroll, Role.LIST)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        return scroll

    def _read_address(self) -> str:
        text = self._address.text()
        if not text.strip():
            return ""
        try:
            return normal_base_url(text)
        except InvalidAddress:
            self._address_box.show_error(problem_message(Problem.ADDRESS_INVALID).text)
            return text

    @property
    def _boxes(self) -> tuple[FieldBox, ...]:
        return (self._address_box, self._key.box, self._collection.box, *self._transport.boxes)

    def _box_at(self, place: Place) -> FieldBox | None:
        return {
            Place.ADDRESS: self._address_box,
            Place.KEY: self._key.box,
            Place.COLLECTION: self._collection.box,
            Place.CA_FILE: self._transport.ca_file_box,
            Place.PROXY: self._transport.proxy_box,
        }.get(place)

    def _focus_first_error(self) -> bool:
        wrong = next((box for box in self._boxes if box.has_error), None)
        if wrong is not None:
            wrong.control.setFocus(Qt.FocusReason.OtherFocusReason)
            # Once the page is laid out with what was found.
            QTimer.singleShot(0, wrong, lambda: self._scroll.ensureWidgetVisible(wrong))
        return wrong is not None

    def _is_another_user(self, tested: Connection, found: Diagnosis) -> bool:
        same_list = same_server(tested.base_url, self._before.base_url) and tested.collection == self._before.collection
        return same_list and bool(self._user_id) and found.user_id is not None and str(found.user_id) != self._user_id

    def leave_server(self) -> None:
        self._address.clear()
        self._key.forget()
        self._address.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_command(self, command: PastedCommand) -> None:
        """Fill in what a pasted command tells; what it does not tell stays."""
        self._take_address(command)
        if command.api_key:
            self._key.fill(command.api_key)

    def _take_address(self, command: PastedCommand) -> None:
        """All of it but the key."""
        if command.base_url:
            self._address.setText(command.base_url)
        if command.collection:
            self._collection.fill(command.collection)

    def _on_address_edited(self, text: str) -> None:
        command = pasted_command(text)
        if command is not None:
            self._address.setText(self._before.base_url)  # the key in a command is not to be read here
            self._take_command(command)
            return
        self._address_box.clear_error()
        self._follow_address()
        self._on_edited()

    def _on_edited(self) -> None:
        self._follow_list()
        self.edited.emit()

    def _follow_address(self) -> None:
        url = self._typed_url()
        self._key.server_changed(not url or same_server(url, self._before.base_url))
        if is_plain_http_elsewhere(url):
            warning = self.tr("Without https, the key and your todos can be read by others on the way.")
            self._address_box.set_hint(warning, Role.WARNING)
        elif url:
            self._address_box.set_hint("")
        else:
            self._address_box.set_hint(self.tr("Left empty, your todos stay on this computer alone."))
        self._panel.set_possible(bool(self._address.text().strip()))
        self._without_server.setVisible(bool(self._before.base_url) and bool(url))
        self._follow_list()

    def _follow_list(self) -> None:
        """Say it when what is typed would open another list than the present one."""
        url = self._typed_url()
        combo = self._collection.box.control
        collection = str(combo.property("currentText")).strip()
        text = ""
        if self._before.base_url and not self._address.text().strip():
            text = self.tr("The present list stays on this computer, with its unsent changes, until you connect again.")
        elif (
            self._before.base_url
            and url
            and (not same_server(url, self._before.base_url) or collection != self._before.collection)
        ):
            text = self.tr("This opens another list. The present one stays on this computer, with its unsent changes.")
        self._other_list.say(text, Role.WARNING if text else Role.HINT)

    def _typed_url(self) -> str:
        try:
            return normal_base_url(self._address.text())
        except InvalidAddress:
            return ""
