"""How the server is reached: interval, certificates, proxy."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QFormLayout, QLineEdit, QPushButton, QSpinBox, QWidget

from todo_desktop.gui.settings_dialog.field_box import FieldBox
from todo_desktop.gui.theme.icons import Icons
from todo_desktop.gui.theme.role import Role
from todo_desktop.model.typed_address import InvalidAddress, normal_base_url
from todo_desktop.settings.preferences import LONGEST_INTERVAL, SHORTEST_INTERVAL, Preferences

INTERVAL_WIDTH = 160


class TransportFields(QWidget):
    """Not a widget to show: it adds its rows to a form."""

    edited = Signal()

    def __init__(self, preferences: Preferences, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self.setVisible(False)
        self._interval = self._build_interval(preferences.sync_interval)
        self._verify = self._build_verify(preferences.verify_tls)
        self._ca_file = self._build_line("caFileField", self.tr("Certificate authority file"), preferences.ca_file)
        self._ca_file.setPlaceholderText(self.tr("Only for a certificate authority of your own"))
        self._browse = QPushButton(self.tr("Browse…"))
        self._browse.setObjectName("caFileBrowse")
        self._browse.setAccessibleName(self.tr("Browse for a certificate authority file"))
        self._browse.setAutoDefault(False)
        self._browse.clicked.connect(self._choose_ca_file)
        self._proxy = self._build_line("proxyField", self.tr("Proxy"), preferences.proxy)
        self._proxy.setPlaceholderText(self.tr("As this system is set up"))
        self.interval_box = FieldBox(self._interval, icons)
        self.verify_box = FieldBox(self._verify, icons)
        self.ca_file_box = FieldBox(self._ca_file, icons, self._browse)
        self.proxy_box = FieldBox(self._proxy, icons)
        self._verify.toggled.connect(self._follow_verify)
        self._follow_verify(self._verify.isChecked())

    def add_to(self, form: QFormLayout) -> None:
        form.addRow(self.tr("Look for changes every"), self.interval_box)
        form.addRow(self.tr("Certificates"), self.verify_box)
        form.addRow(self.tr("CA file"), self.ca_file_box)
        form.addRow(self.tr("Proxy"), self.proxy_box)

    @property
    def boxes(self) -> tuple[FieldBox, ...]:
        return (self.interval_box, self.verify_box, self.ca_file_box, self.proxy_box)

    @property
    def sync_interval(self) -> int:
        """Seconds."""
        return self._interval.value()

    @property
    def verify_tls(self) -> bool:
        return self._verify.isChecked()

    def read_ca_file(self) -> str:
        """Empty for the system's authorities; with an error below the field where there is no such file."""
        text = self._ca_file.text().strip()
        path = Path(text).expanduser()
        if not text:
            return ""
        if self.verify_tls and not path.is_file():
            self.ca_file_box.show_error(
                self.tr("There is no such file. Choose one in PEM format, or leave this empty.")
            )
        return str(path.absolute())

    def read_proxy(self) -> str:
        """Empty for the system's own; with an error below the field where it is no address."""
        text = self._proxy.text().strip()
        if not text:
            return ""
        try:
            return normal_base_url(text)
        except InvalidAddress:
            self.proxy_box.show_error(
                self.tr("Write it like http://proxy.example:3128, without user name and password, or leave it empty.")
            )
            return text

    def _build_interval(self, seconds: int) -> QSpinBox:
        field = QSpinBox()
        field.setObjectName("syncIntervalField")
        field.setAccessibleName(self.tr("Seconds between two looks for changes"))
        field.setRange(SHORTEST_INTERVAL, LONGEST_INTERVAL)
        field.setSuffix(self.tr(" seconds"))
        field.setFixedWidth(INTERVAL_WIDTH)
        field.setValue(seconds)
        field.valueChanged.connect(lambda _value: self.edited.emit())
        return field

    def _build_verify(self, verify: bool) -> QCheckBox:
        field = QCheckBox(self.tr("Verify the server's certificate"))
        field.setObjectName("verifyTlsField")
        field.setChecked(verify)
        return field

    def _build_line(self, name: str, accessible_name: str, text: str) -> QLineEdit:
        field = QLineEdit(text)
        field.setObjectName(name)
        field.setAccessibleName(accessible_name)
        field.textChanged.connect(self._on_line_edited)
        return field

    def _on_line_edited(self) -> None:
        for box in (self.ca_file_box, self.proxy_box):
            if box.control is self.sender():
                box.clear_error()
        self.edited.emit()

    def _follow_verify(self, verify: bool) -> None:
        self._ca_file.setEnabled(verify)
        self._browse.setEnabled(verify)
        self.ca_file_box.clear_error()
        warning = self.tr(
            "Anybody on the way could pose as the server and read the key. Better choose its authority's file."
        )
        self.verify_box.set_hint("" if verify else warning, Role.WARNING)
        self.edited.emit()

    def _choose_ca_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self.window(),
            self.tr("Choose a certificate authority file"),
            self._ca_file.text(),
            self.tr("Certificates (*.pem *.crt *.cer);;All files (*)"),
        )
        if name:
            self._ca_file.setText(name)
