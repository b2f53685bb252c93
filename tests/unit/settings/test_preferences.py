"""What the user chose survives: restarts, newer versions, damage and full disks."""

import json
import os
import stat
from pathlib import Path

import pytest
from msgspec.structs import fields

from todo_desktop.model.connection import ApiKey
from todo_desktop.model.errors import Problem, StorageError
from todo_desktop.model.lists import ListAddress
from todo_desktop.settings.preferences import Preferences, PreferencesFile, ServerSettings, ThemeChoice
from todo_desktop.settings.window_layouts import WindowLayoutsFile

CHOSEN = Preferences(
    base_url="https://demo.example/api",
    collection="tasks",
    sync_interval=60,
    verify_tls=False,
    ca_file="/etc/ca.pem",
    proxy="http://proxy.example:3128",
    login=1,
    user_id="7",
    more_collections=("groceries",),
    more_servers=(
        ServerSettings("https://other.example/api", ("jobs", "ideas"), 90, False, "/etc/b.pem", "http://p:1", 2, "9"),
    ),
    shown=ListAddress("https://other.example/api", "ideas", 2),
    work_offline=True,
    theme=ThemeChoice.DARK,
    compact_rows=True,
    tray_icon=False,
    close_to_tray=True,
    told_of_tray=True,
    notify=False,
    notify_added=True,
    upload="upload",
    hints_dismissed=True,
    states_told=(3, 1_795_000_000_000),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def test_without_a_file_there_are_defaults_and_none_is_made(path: Path) -> None:
    loaded = PreferencesFile(path).load()
    assert loaded.preferences == Preferences()
    assert loaded.set_aside is None
    assert not path.exists()


def test_every_preference_survives_a_restart(path: Path) -> None:
    assert all(getattr(CHOSEN, f.name) != f.default for f in fields(CHOSEN))
    PreferencesFile(path).save(CHOSEN)
    assert PreferencesFile(path).load().preferences == CHOSEN


def test_only_the_owner_may_read_the_file_also_after_it_was_written_again(path: Path) -> None:
    path.write_text("{}")
    path.chmod(0o644)
    PreferencesFile(path).save(CHOSEN)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in path.parent.iterdir()] == ["settings.json"]


def test_what_a_newer_version_wrote_stays_in_the_file(path: Path) -> None:
    path.write_text('{"collection": "tasks", "holidays": ["2026-12-24"]}')
    PreferencesFile(path).save(CHOSEN)
    assert json.loads(path.read_text())["holidays"] == ["2026-12-24"]


@pytest.mark.parametrize("content", [b'{"base_url": "http', b"", b"[]", b"\xff\xfe{}", b"null"])
def test_a_damaged_file_is_set_aside_and_said(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    loaded = PreferencesFile(path).load()
    assert loaded.preferences == Preferences()
    assert loaded.set_aside == path.with_name("settings.json.damaged-1")
    assert loaded.set_aside.read_bytes() == content
    assert not path.exists()


def test_a_second_damaged_file_does_not_replace_the_first(path: Path) -> None:
    for content in (b"one", b"two"):
        path.write_bytes(content)
        PreferencesFile(path).load()
    assert path.with_name("settings.json.damaged-1").read_bytes() == b"one"
    assert path.with_name("settings.json.damaged-2").read_bytes() == b"two"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sync_interval", 0),
        ("sync_interval", 3601),
        ("sync_interval", "30"),
        ("sync_interval", True),
        ("collection", ""),
        ("theme", "pink"),
        ("verify_tls", 0),
        ("base_url", None),
    ],
)
def test_a_value_that_makes_no_sense_costs_only_itself(path: Path, name: str, value: object) -> None:
    path.write_text(json.dumps({"proxy": "http://proxy.example:3128", name: value}))
    loaded = PreferencesFile(path).load()
    assert loaded.ignored == (name,)
    assert loaded.preferences == Preferences(proxy="http://proxy.example:3128")


def test_a_write_that_fails_leaves_the_old_file_and_no_litter(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    PreferencesFile(path).save(CHOSEN)

    def full(descriptor: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError) as caught:
        PreferencesFile(path).save(Preferences())
    assert caught.value.problem is Problem.DISK_FULL
    assert PreferencesFile(path).load().preferences == CHOSEN
    assert [p.name for p in path.parent.iterdir()] == ["settings.json"]


def test_the_connection_has_all_that_reaches_the_server() -> None:
    connection = CHOSEN.connection(ApiKey("k"))
    assert connection.base_url == CHOSEN.base_url
    assert (connection.collection, connection.verify_tls) == ("tasks", False)
    assert (connection.ca_file, connection.proxy) == (CHOSEN.ca_file, CHOSEN.proxy)
    assert connection.api_key == ApiKey("k")


def test_window_layouts_survive_a_restart(tmp_path: Path) -> None:
    layouts = WindowLayoutsFile(tmp_path / "window.json")
    assert layouts.load() == {}
    layouts.save({"main": {"columns": [1, 2]}})
    assert WindowLayoutsFile(tmp_path / "window.json").load() == {"main": {"columns": [1, 2]}}


@pytest.mark.parametrize("content", [b"{", b"[1]", b"\xff"])
def test_a_damaged_window_layout_costs_no_start(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "window.json"
    path.write_bytes(content)
    assert WindowLayoutsFile(path).load() == {}


def test_a_window_layout_that_cannot_be_kept_costs_no_quit(tmp_path: Path) -> None:
    WindowLayoutsFile(tmp_path / "missing" / "window.json").save({"main": 1})
