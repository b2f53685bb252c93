"""The doctor says whether the four calls would work, and names what stands in the way; it changes nothing."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from todo_desktop.app.clock import new_operation, now
from todo_desktop.app.list_choice import local_list
from todo_desktop.doctor import run_doctor, there
from todo_desktop.model.connection import ApiKey, Connection
from todo_desktop.model.diagnosis import Diagnosis
from todo_desktop.replica.database import FILE_NAME, Purpose, open_database
from todo_desktop.replica.store import TodoStore
from todo_desktop.service import TodoService
from todo_desktop.settings.api_keys import ApiKeyStore
from todo_desktop.settings.folders import folders_of
from todo_desktop.settings.options import Options
from todo_desktop.settings.preferences import Preferences, PreferencesFile, ServerSettings
from todo_desktop.testing.fake_nocobase import FakeList, FakeNocoBase
from todo_desktop.testing.rights import READ_ONLY
from todo_desktop.testing.shapes import TUTORIAL
from todo_desktop.testing.trusted_keyring import TrustedKeyring


class Told:
    """What one run said."""

    def __init__(self, status: int, text: str) -> None:
        self.status = status
        self.text = text
        self.findings: list[dict[str, Any]] = json.loads(text)["findings"] if text.startswith("{") else []

    def of(self, topic: str) -> dict[str, Any]:
        return next(finding for finding in self.findings if finding["topic"] == topic)


Ask = Callable[..., Told]


class Finds:
    """A `ConnectionTester` that knows the answer."""

    def __init__(self, found: Diagnosis) -> None:
        self._found = found

    def test(self, _connection: Connection) -> Diagnosis:
        return self._found

    def cancel(self) -> None:
        raise AssertionError


@pytest.fixture
def ask(tmp_path: Path, todo_desktop_keyring: TrustedKeyring) -> Ask:
    def asked(todos: FakeList | None = None, *, key: str = "", base_url: str = "", as_json: bool = True) -> Told:
        environ = {}
        if todos is not None:
            environ["TODO_DESKTOP_BASE_URL"] = base_url or todos.base_url
            environ["TODO_DESKTOP_API_KEY"] = key or todos.key
            environ["TODO_DESKTOP_COLLECTION"] = todos.collection
        terminal = io.StringIO()
        status = run_doctor(Options(data_dir=tmp_path / "data", doctor=True, json=as_json), environ, terminal)
        return Told(status, terminal.getvalue())

    return asked


@pytest.fixture
def todos(fake: FakeNocoBase) -> FakeList:
    return fake.open_list(TUTORIAL)


def changing(fake: FakeNocoBase) -> list[str]:
    return [r.path for r in fake.requests if any(f":{verb}" in r.path for verb in ("create", "update", "destroy"))]


def test_a_connection_that_works_is_told_with_all_that_is_known(fake: FakeNocoBase, todos: FakeList, ask: Ask) -> None:
    told = ask(todos)
    assert told.status == 0
    assert json.loads(told.text)["well"] is True
    assert told.of("server")["facts"]["version"] == "2.2.15"
    assert told.of("rights")["verdict"] == "good"
    assert told.of("clock")["verdict"] == "good"
    assert told.of("collection")["facts"]["collection"] == todos.collection
    assert told.of("key")["facts"]["user"] == str(todos.user_id)
    assert changing(fake) == []


@pytest.mark.usefixtures("todo_desktop_keyring")
def test_a_data_folder_that_cannot_be_opened_is_a_finding(tmp_path: Path) -> None:
    terminal = io.StringIO()
    options = Options(data_dir=tmp_path / ("a" * 300), doctor=True, json=True)
    told = Told(run_doctor(options, {}, terminal), terminal.getvalue())
    assert told.status == 1
    assert [told.of(topic)["verdict"] for topic in ("settings", "data folder", "todos here")] == ["bad"] * 3
    assert "File name too long" in told.of("data folder")["text"]


def test_the_lines_for_people_say_the_same(todos: FakeList, ask: Ask) -> None:
    text = ask(todos, as_json=False).text
    assert text.splitlines()[-1] == "All four calls work."
    assert f"NocoBase 2.2.15 at {todos.base_url}" in text


@pytest.mark.parametrize("as_json", [True, False])
def test_the_key_is_in_no_report(todos: FakeList, ask: Ask, as_json: bool) -> None:
    assert todos.key not in ask(todos, as_json=as_json).text


def test_what_the_key_may_not_do_is_named(todos: FakeList, ask: Ask) -> None:
    told = ask(todos.with_rights(READ_ONLY))
    assert told.status == 1
    problems = [f["facts"]["problem"] for f in told.findings if f["topic"] == "problem"]
    assert problems == ["may-not-create", "may-not-update", "may-not-delete"]


def test_a_wrong_key_and_a_server_that_is_not_there_are_named(fake: FakeNocoBase, todos: FakeList, ask: Ask) -> None:
    wrong = ask(todos, key="eyJhbGciOiJIUzI1NiJ9.eyJ1c2VySWQiOjd9.c2lnbmF0dXJl")
    assert (wrong.status, wrong.of("problem")["facts"]["problem"]) == (1, "key-wrong")
    fake.stop()
    gone = ask(todos)
    assert (gone.status, gone.of("problem")["facts"]["problem"]) == (1, "connection-refused")


def test_without_a_server_the_calls_would_not_work(ask: Ask, tmp_path: Path) -> None:
    told = ask()
    assert told.status == 1
    assert told.of("server")["verdict"] == "note"
    assert told.of("todos here")["text"] == "There are none yet."
    end = "No server is set up, so none of the four calls can be made: the list is on this computer only."
    assert ask(as_json=False).text.splitlines()[-1] == end
    assert not (tmp_path / "data").exists()


def test_an_address_that_leads_there_only_by_a_guess_is_no_good(ask: Ask, todos: FakeList) -> None:
    told = ask(todos, base_url=todos.base_url.removesuffix("/api") + "/some/page")
    assert told.status == 1, "the list is not looked for elsewhere"
    assert f"Write {todos.base_url} in its place" in told.of("address")["text"]


def test_a_key_that_is_over_is_told_with_its_role_and_its_end(todos: FakeList, ask: Ask) -> None:
    told = ask(todos, key=todos.expired_key())
    assert (told.status, told.of("problem")["facts"]["problem"]) == (1, "key-expired")
    assert told.of("key")["text"].startswith(f"Role {todos.role}, was valid until ")


@pytest.mark.parametrize(
    ("ahead", "said"),
    [(90_500, "90 seconds ahead of"), (-600_000, "10 minutes behind"), (-3 * 86_400_000, "3 days behind")],
)
def test_a_clock_that_is_wrong_is_told_in_words(ahead: int, said: str) -> None:
    server = Preferences(base_url="http://localhost:13000/api")
    found = Diagnosis(server.base_url, clock_ahead=ahead)
    (clock,) = there.server(server, ApiKey(""), Finds(found), 0)
    assert clock.text == f"This computer's clock is {said} the server's. Set it right."


def test_whoever_listens_to_its_first_line_alone_is_no_fault_of_its(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    folder = str(tmp_path / "data")
    with os.fdopen(writing, "w") as gone:
        command = [sys.executable, "-m", "todo_desktop", "--data-dir", folder, "doctor"]
        ended = subprocess.run(command, stdout=gone, stderr=subprocess.PIPE, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (1, "")


def test_the_todos_here_are_counted_and_a_damaged_file_is_named(ask: Ask, tmp_path: Path) -> None:
    folders = folders_of(data_dir=tmp_path / "data")
    folders.make()
    database = open_database(folders.replica, Purpose.WINDOW)
    store = TodoStore(database)
    TodoService(store, local_list(store), now=now, new_operation=new_operation).add({"title": "Not to be told"})
    database.close()
    told = ask()
    assert told.of("list")["facts"]["todos"] == 1
    assert "Not to be told" not in told.text
    file = folders.replica / FILE_NAME
    file.write_bytes(b"nonsense" * 1000)
    damaged = ask()
    assert damaged.of("todos here")["verdict"] == "bad"
    assert file.read_bytes() == b"nonsense" * 1000


def test_settings_that_make_no_sense_are_told(ask: Ask, tmp_path: Path) -> None:
    folders = folders_of(data_dir=tmp_path / "data")
    folders.make()
    folders.settings_file.write_text("{nonsense")
    assert "made no sense" in ask().of("settings")["text"]


def test_every_list_is_asked_about_with_its_own_key_and_one_that_fails_is_enough(
    ask: Ask, todos: FakeList, other_fake: FakeNocoBase, tmp_path: Path
) -> None:
    elsewhere = other_fake.open_list(TUTORIAL)
    folders = folders_of(data_dir=tmp_path / "data")
    folders.make()
    servers = [ServerSettings(each.base_url, (each.collection,)) for each in (todos, elsewhere)]
    PreferencesFile(folders.settings_file).save(Preferences().with_servers(servers))
    keys = ApiKeyStore(folders.key_scope)
    keys.store(todos.base_url, ApiKey(todos.key))
    keys.store(elsewhere.base_url, ApiKey(elsewhere.key))
    told = ask()
    assert told.status == 0
    asked = [finding["facts"]["address"] for finding in told.findings if finding["topic"] == "asked about"]
    assert asked == [todos.base_url, elsewhere.base_url]
    elsewhere.revoke_key()
    assert ask().status == 1
    text = ask(as_json=False).text
    assert elsewhere.key not in text
    assert elsewhere.base_url in text
