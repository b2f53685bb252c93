"""Whose work runs here is told by the packages themselves, and by the report of a bundle."""

import sys
from importlib.metadata import distribution
from pathlib import Path

import msgspec
import pytest

from todo_desktop.settings.licences import REPORT_NAME, licences_text, running


def test_each_package_of_which_a_module_is_loaded_is_listed_with_its_terms() -> None:
    found = {each.name: each for each in running()}
    assert found["msgspec"].version == msgspec.__version__
    assert {found["Python"].licence, found["msgspec"].licence} == {"Python Software Foundation License", "BSD-3-Clause"}
    assert found["msgspec"].texts
    assert "todo-desktop" not in found


def test_a_package_that_is_only_installed_is_not_listed() -> None:
    assert distribution("keyring").version
    loaded = "keyring" in sys.modules
    assert ("keyring" in {each.name for each in running()}) is loaded


def test_the_texts_of_the_licences_stand_there_once() -> None:
    text = licences_text()
    assert f"msgspec {msgspec.__version__}: BSD-3-Clause" in text
    assert text.count("Redistribution and use in source and binary forms, with or without") < len(running())
    (path,) = next(each for each in running() if each.name == "msgspec").texts
    assert path.read_text(encoding="utf-8").strip() in text


def test_a_bundle_shows_the_report_that_lies_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / REPORT_NAME).write_text("All of it", encoding="utf-8")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "todo-desktop"))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert licences_text() == "All of it"
