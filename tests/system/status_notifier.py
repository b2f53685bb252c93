"""The tray of today's desktops, over D-Bus (StatusNotifier): as much of a panel as shows an icon and presses it."""

from dataclasses import dataclass
from typing import Any

from jeepney import (
    DBusAddress,
    DBusErrorResponse,
    HeaderFields,
    Message,
    MessageType,
    message_bus,
    new_method_call,
    new_method_return,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from tests.system.bus_service import PATIENCE_SECONDS, BusService

_WATCHER = "org.kde.StatusNotifierWatcher"
_ITEM = "org.kde.StatusNotifierItem"
_MENU = "com.canonical.dbusmenu"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_STATE: dict[str, tuple[str, object]] = {
    "IsStatusNotifierHostRegistered": ("b", True),
    "ProtocolVersion": ("i", 0),
    "RegisteredStatusNotifierItems": ("as", []),
}


@dataclass(frozen=True)
class Icon:
    """What a program shows in the panel, asked for anew each time."""

    connection: DBusConnection
    owner: str

    @property
    def pid(self) -> int:
        asked = message_bus.GetConnectionUnixProcessID(self.owner)
        return int(self.connection.send_and_get_reply(asked, timeout=PATIENCE_SECONDS).body[0])

    @property
    def tooltip(self) -> str:
        """Title and text."""
        _, _, title, text = self._property("ToolTip")
        return f"{title}\n{text}"

    @property
    def sizes(self) -> set[int]:
        """Of its pictures."""
        return {width for width, _, _ in self._property("IconPixmap")}

    def click(self) -> None:
        self._call("/StatusNotifierItem", _ITEM, "Activate", "ii", (10, 10))

    @property
    def menu(self) -> dict[str, int]:
        """The entries' numbers by what they say."""
        place = str(self._property("Menu"))
        _, (_, _, entries) = self._call(place, _MENU, "GetLayout", "iias", (0, -1, []))
        found = {}
        for _, (number, properties, _) in entries:
            if "label" in properties:
                found[str(properties["label"][1]).replace("_", "")] = int(number)
        return found

    def choose(self, label: str) -> None:
        """An entry of its menu."""
        place, number = str(self._property("Menu")), self.menu[label]
        self._call(place, _MENU, "Event", "isvu", (number, "clicked", ("i", 0), 0))

    def _property(self, name: str) -> Any:
        (value,) = self._call("/StatusNotifierItem", _PROPERTIES, "Get", "ss", (_ITEM, name))
        return value[1]

    def _call(self, path: str, interface: str, method: str, signature: str, body: tuple[object, ...]) -> Any:
        address = DBusAddress(path, bus_name=self.owner, interface=interface)
        asked = new_method_call(address, method, signature, body)
        answer = self.connection.send_and_get_reply(asked, timeout=PATIENCE_SECONDS)
        if answer.header.message_type is MessageType.error:
            raise DBusErrorResponse(answer)
        return answer.body


class Panel:
    """Programs find it on the bus, until `close`. It answers them while `icons_of` is asked."""

    def __init__(self) -> None:
        self._service = BusService(_WATCHER, self._answer)
        self._asking = open_dbus_connection("SESSION")
        self._owners: list[str] = []

    def close(self) -> None:
        self._service.close()
        self._asking.close()

    def icons_of(self, pid: int) -> list[Icon]:
        """Those that it shows by now."""
        self._service.serve()
        there = [Icon(self._asking, owner) for owner in self._owners if self._is_there(owner)]
        return [icon for icon in there if icon.pid == pid]

    def _is_there(self, owner: str) -> bool:
        asked = message_bus.NameHasOwner(owner)
        return bool(self._asking.send_and_get_reply(asked, timeout=PATIENCE_SECONDS).body[0])

    def _answer(self, call: Message) -> Message | None:
        fields = call.header.fields
        method = fields[HeaderFields.member]
        if method == "RegisterStatusNotifierItem":
            self._owners.append(fields[HeaderFields.sender])
            return new_method_return(call)
        if method == "Get" and call.body[1] in _STATE:
            return new_method_return(call, "v", (_STATE[call.body[1]],))
        if method == "GetAll":
            return new_method_return(call, "a{sv}", (_STATE,))
        return None
