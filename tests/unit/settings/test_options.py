"""Every way to start the program understands the same options."""

import subprocess
import sys
from pathlib import Path

import pytest

from todo_desktop import __version__
from todo_desktop.settings.options import EVERY_CHECK, Options, parse_options


def test_without_options_there_are_defaults() -> None:
    assert parse_options([]) == Options(profile="default", data_dir=None, offline=False, debug=False)


def test_all_options_are_understood(tmp_path: Path) -> None:
    arguments = ["--debug", "--profile", "work", "--offline", "--data-dir", str(tmp_path)]
    assert parse_options(arguments) == Options("work", tmp_path, offline=True, debug=True)


def test_the_self_test_is_asked_for_whole_or_by_one_check() -> None:
    assert parse_options(["--self-test"]) == Options(self_test=EVERY_CHECK)
    assert parse_options(["--self-test=tls"]) == Options(self_test="tls")


def test_capture_takes_the_words_that_follow() -> None:
    assert parse_options([]).capture is None
    assert parse_options(["capture"]) == Options(capture="")
    assert parse_options(["capture", "Buy", "milk", "--offline"]) == Options(offline=True, capture="Buy milk")


def test_it_can_be_started_hidden() -> None:
    assert parse_options(["--hidden"]) == Options(hidden=True)


def test_a_session_manager_may_start_it_again_in_its_own_way() -> None:
    assert parse_options(["-session", "10123_456"]) == Options()


def test_the_doctor_answers_people_or_programs() -> None:
    assert parse_options(["doctor"]) == Options(doctor=True)
    assert parse_options(["doctor", "--json", "--profile", "work"]) == Options("work", doctor=True, json=True)


@pytest.mark.parametrize("arguments", [["--json"], ["capture", "--json"], ["doctor", "who"]])
def test_what_the_doctor_does_not_understand_is_refused(arguments: list[str]) -> None:
    with pytest.raises(SystemExit):
        parse_options(arguments)


@pytest.mark.parametrize("arguments", [["list"], ["--offline", "list"], ["list", "--data-dir", "x"]])
def test_an_unknown_command_is_named(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parse_options(arguments)
    assert ended.value.code == 2
    assert "there is no command 'list'" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["", "..", "a/b", "a b"])
def test_a_profile_name_that_would_leave_its_folder_is_refused(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse_options(["--profile", name])
    assert "no profile name" in capsys.readouterr().err


def test_a_file_is_no_data_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SystemExit):
        parse_options(["--data-dir", str(tmp_path / "file")])
    assert "is a file" in capsys.readouterr().err


def test_options_are_not_abbreviated() -> None:
    with pytest.raises(SystemExit):
        parse_options(["--off"])


def run_python(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout


def test_the_version_is_told_without_loading_qt_or_the_network() -> None:
    code = (
        "import sys\nfrom todo_desktop.__main__ import main\n"
        "try: main(['--version'])\n"
        "except SystemExit as end: print(end.code)\n"
        "print([m for m in ('PySide6', 'requests', 'keyring', 'todo_desktop.app') if m in sys.modules])"
    )
    assert run_python(code).splitlines() == [f"Todo Desktop {__version__}", "0", "[]"]


def test_the_help_names_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parse_options(["--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in ("--profile", "--data-dir", "--offline", "--debug", "--version", "--help"))
