"""A connection from the environment works without settings, and its key goes nowhere."""

import os
import subprocess
import sys

import pytest

from todo_desktop.model.connection import ApiKey
from todo_desktop.settings.environment import Environment, take_environment
from todo_desktop.settings.preferences import Preferences


def test_the_environment_connects_without_settings() -> None:
    environ = {"TODO_DESKTOP_BASE_URL": "localhost:13000/api/", "TODO_DESKTOP_API_KEY": " k\n"}
    taken = take_environment(environ)
    assert taken.api_key == ApiKey("k")
    assert taken.over(Preferences(collection="old")) == Preferences("http://localhost:13000/api", "todos")


def test_api_is_added_to_a_server_without_a_path() -> None:
    assert take_environment({"TODO_DESKTOP_BASE_URL": "localhost:13000"}).base_url == "http://localhost:13000/api"
    assert take_environment({"TODO_DESKTOP_BASE_URL": "http://a/apps/b/api"}).base_url == "http://a/apps/b/api"


def test_a_collection_can_be_named() -> None:
    taken = take_environment({"TODO_DESKTOP_BASE_URL": "http://a/api", "TODO_DESKTOP_COLLECTION": "tasks"})
    assert taken.over(Preferences()).collection == "tasks"


def test_an_empty_environment_changes_nothing() -> None:
    assert take_environment({}) == Environment()
    preferences = Preferences("http://a/api", "tasks")
    assert take_environment({"TODO_DESKTOP_COLLECTION": "x"}).over(preferences) == preferences


def test_no_child_process_inherits_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TODO_DESKTOP_API_KEY", "very-secret")
    assert take_environment(os.environ).api_key.reveal() == "very-secret"
    child = "import os; print('TODO_DESKTOP_API_KEY' in os.environ)"
    shown = subprocess.run([sys.executable, "-c", child], check=True, capture_output=True, text=True)
    assert shown.stdout.strip() == "False"


def test_a_key_cannot_be_printed_by_accident() -> None:
    assert "very-secret" not in repr(take_environment({"TODO_DESKTOP_API_KEY": "very-secret"}))


def test_an_address_that_is_none_is_left_for_the_connection_to_complain_about() -> None:
    assert take_environment({"TODO_DESKTOP_BASE_URL": "ftp://x "}).base_url == "ftp://x"
