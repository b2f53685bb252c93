"""The desktop's session ends: nothing is lost, and nothing holds it up."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from jeepney import DBusAddress, HeaderFields, Message, new_method_return, new_signal

from tests.support.waiting import wait_until
from tests.system.bus_service import BusService
from tests.system.program import PATIENCE_SECONDS, ProgramProcess, titles_in, wait_for_titles

NAME = "org.gnome.SessionManager"
PLACE = "/org/gnome/SessionManager/Client7"


class Session:
    """As GNOME, Cinnamon and MATE end theirs. It knows one program."""

    def __init__(self) -> None:
        self._service = BusService(NAME, self._answer)
        self._is_registered = False
        self._agreed: list[bool] = []

    def close(self) -> None:
        self._service.close()

    def wait_for_program(self) -> None:
        self._wait_until(lambda: self._is_registered)

    def tell(self, signal: str) -> None:
        """Send it one of the signals that say something of the end, and wait until it agrees."""
        before = len(self._agreed)
        place = DBusAddress(PLACE, interface=f"{NAME}.ClientPrivate")
        self._service.connection.send(new_signal(place, signal, "u", (0,)))
        self._wait_until(lambda: self._agreed[before:] == [True])

    def _wait_until(self, condition) -> None:  # type: ignore[no-untyped-def]
        def holds() -> bool:
            self._service.serve()
            return bool(condition())

        wait_until(holds, PATIENCE_SECONDS)

    def _answer(self, call: Message) -> Message | None:
        method = call.header.fields[HeaderFields.member]
        if method == "RegisterClient" and call.body[0] == "todo-desktop":  # the accessibility bus tries as well
            self._is_registered = True
            return new_method_return(call, "o", (PLACE,))
        if method == "EndSessionResponse":
            self._agreed.append(call.body[0])
            return new_method_return(call)
        return None


@pytest.fixture
def session() -> Iterator[Session]:
    made = Session()
    yield made
    made.close()


@pytest.fixture
def typing(session: Session, editing: ProgramProcess) -> ProgramProcess:
    """Somebody edits a title."""
    session.wait_for_program()
    editing.write("Pay the rent")
    return editing


def test_the_text_of_an_open_editor_is_stored_and_the_program_ends(
    session: Session, typing: ProgramProcess, data_dir: Path
) -> None:
    session.tell("QueryEndSession")
    assert titles_in(data_dir) == ["Pay the rent"], "who asks may not wait for more"
    session.tell("EndSession")
    assert typing.wait() == 0
    assert typing.said() == ""


def test_a_logout_that_is_called_off_lets_the_program_go_on(
    session: Session, typing: ProgramProcess, data_dir: Path
) -> None:
    session.tell("QueryEndSession")
    typing.press("Escape")
    typing.add("Still here")
    wait_for_titles(data_dir, "Pay the rent", "Still here")
    assert typing.close() == 0
    assert typing.said() == ""
