"""The executable needs no Python, proves itself, and says whose work it carries."""

import os
import re
import subprocess
import sys
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from resources.packaging.components import NoLicence, components_of
from resources.packaging.contents import linked_libraries, wanted
from resources.packaging.notices import FILE_NAME
from resources.packaging.release import newest_release
from tests.support.waiting import wait_until
from tests.system.accessibility import ENVIRONMENT, AccessibilityBus
from tests.system.program import PATIENCE_SECONDS, ProgramProcess
from todo_desktop import __version__

ENTRY = re.compile(r"^(\S+) (\S+).*\n    Licence: (.+)\n    Parts: (.+)$", re.MULTILINE)
# Of PyInstaller itself: what starts the program, and the archive of its modules.
OURS = ("todo_desktop", "plain_environment", "__main__", "struct", "pyimod", "pyiboot", "PYZ")


@pytest.fixture(scope="session")
def bundle(packages: Path) -> Path:
    return packages / "todo-desktop"


class BundledProgram(ProgramProcess):
    def __init__(self, bundle: Path, data_dir: Path, environment: dict[str, str]) -> None:
        self._bundle = bundle
        super().__init__(data_dir, environment=environment)

    def _command(self) -> list[str]:
        return [str(self._bundle / "todo-desktop"), "--data-dir", str(self.data_dir)]


@contextmanager
def running(program: ProgramProcess) -> Iterator[ProgramProcess]:
    try:
        yield program
    finally:
        program.end()


@pytest.fixture(scope="session")
def noted(bundle: Path) -> dict[str, str]:
    """The licence of each part of the bundle, as the report tells it."""
    report = (bundle / FILE_NAME).read_text(encoding="utf-8")
    return {part: licence for _, _, licence, parts in ENTRY.findall(report) for part in parts.split()}


def in_the_bundle(bundle: Path, *options: str, home: Path) -> subprocess.CompletedProcess[str]:
    """The executable, without any Python to be found."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COVERAGE"))}
    environment |= {"PATH": "/nowhere", "HOME": str(home), "XDG_DATA_HOME": str(home), "QT_QPA_PLATFORM": "xcb"}
    return subprocess.run(
        [str(bundle / "todo-desktop"), *options], cwd="/", env=environment, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def test_the_bundle_proves_itself(bundle: Path, tmp_path: Path) -> None:
    done = in_the_bundle(bundle, "--self-test", home=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "SecretService Keyring" in done.stdout
    assert done.stdout.endswith(" passed, 0 failed\n")
    assert list(tmp_path.iterdir()) == []


def test_the_bundle_tells_its_version(bundle: Path, tmp_path: Path) -> None:
    assert in_the_bundle(bundle, "--version", home=tmp_path).stdout == f"Todo Desktop {__version__}\n"


SET_BY_SHELLS = {"PWD", "OLDPWD", "SHLVL", "_"}
BROWSER = """#!/bin/sh
env -0 >"$0.saw.new" && mv "$0.saw.new" "$0.saw"
"""


@pytest.mark.parametrize("given", [{}, {"LD_LIBRARY_PATH": "/nowhere"}], ids=["none", "one"])
def test_programs_that_it_starts_get_the_environment_that_it_was_given(
    bundle: Path, tmp_path: Path, given: dict[str, str]
) -> None:
    browser = tmp_path / "bin" / "xdg-open"
    browser.parent.mkdir()
    browser.write_text(BROWSER, encoding="utf-8")
    browser.chmod(0o755)
    surroundings = ENVIRONMENT | {"PATH": f"{browser.parent}:{os.environ['PATH']}"} | given
    with running(BundledProgram(bundle, tmp_path / "data", surroundings)) as program:
        bus = AccessibilityBus()
        window = bus.application(program.pid)
        window.find("menu item", "About Todo Desktop").do("Press")
        window.find("push button", "Open the data folder").do("Press")
        saw = Path(f"{browser}.saw")
        wait_until(saw.exists, PATIENCE_SECONDS)
        bus.close()
    seen = dict(entry.split("=", 1) for entry in saw.read_text(encoding="utf-8").split("\0") if entry)
    expected = {**os.environ, **surroundings, "QT_QPA_PLATFORM": "xcb"}
    assert _without(seen, SET_BY_SHELLS) == _without(expected, SET_BY_SHELLS)


def _without(environment: Mapping[str, str], names: set[str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name not in names}


def test_the_bundle_is_trimmed(bundle: Path) -> None:
    size = sum(path.stat().st_size for path in bundle.rglob("*") if path.is_file() and not path.is_symlink())
    assert size < 140_000_000
    assert all(path.exists() for path in bundle.rglob("*")), "a link leads nowhere"


def test_nothing_is_bundled_of_which_the_report_does_not_tell(bundle: Path, noted: dict[str, str]) -> None:
    internal = bundle / "_internal"
    files = [str(path.relative_to(internal)) for path in internal.rglob("*") if not path.is_dir()]
    real = [name for name in files if not (internal / name).is_symlink() and not name.startswith("todo_desktop/")]
    assert real
    tops = [part for part in noted if part.endswith("/")]
    assert [name for name in real if name not in noted and not name.startswith(tuple(tops))] == []


def modules_in(bundle: Path) -> list[str]:
    viewer = [sys.executable, "-m", "PyInstaller.utils.cliutils.archive_viewer", "--list", "--recursive", "--brief"]
    done = subprocess.run([*viewer, bundle / "todo-desktop"], capture_output=True, text=True, check=True)
    return re.findall(r"^ ([\w.]+)$", done.stdout, re.MULTILINE)


def test_nothing_loads_qt_before_the_program_does(bundle: Path) -> None:
    assert [name for name in modules_in(bundle) if name.startswith("pyi_rth")] == []


def test_what_tests_are_made_with_is_not_bundled(bundle: Path) -> None:
    modules = modules_in(bundle)
    assert "todo_desktop.service" in modules
    assert [name for name in modules if name.startswith(("todo_desktop.testing", "pytest"))] == []


def test_no_module_is_bundled_of_which_the_report_does_not_tell(bundle: Path, noted: dict[str, str]) -> None:
    packages = {name.partition(".")[0] for name in modules_in(bundle)}
    assert {"requests", "keyring", "json"} <= packages
    assert sorted(name for name in packages if name not in noted and not name.startswith(OURS)) == []


def test_the_report_gives_the_terms_of_qt_and_says_how_to_exchange_it(bundle: Path, noted: dict[str, str]) -> None:
    report = (bundle / FILE_NAME).read_text(encoding="utf-8")
    assert noted["PySide6/Qt/"] == "LGPL-3.0-only"
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in report
    assert "GNU GENERAL PUBLIC LICENSE" in report
    assert "Put your files in the place of those of the same names" in report


def test_the_archive_holds_the_bundle_and_what_a_menu_needs(packages: Path, bundle: Path) -> None:
    (path,) = packages.glob("*.tar.xz")
    release = newest_release()
    folder = f"todo-desktop-{release.version}"
    assert path.name.startswith(f"{folder}-linux-")
    with tarfile.open(path) as archive:
        members = {member.name: member for member in archive}
    files = {str(found.relative_to(bundle)) for found in bundle.rglob("*") if not found.is_dir() or found.is_symlink()}
    packed = {name.removeprefix(f"{folder}/") for name, member in members.items() if not member.isdir()}
    assert files <= packed
    assert {"share/applications/todo-desktop.desktop", "share/icons/hicolor/512x512/apps/todo-desktop.png"} <= packed
    assert all(name.startswith("share/") for name in packed - files)
    assert {(member.mtime, member.uid) for member in members.values()} == {(release.epoch, 0)}


def test_a_file_of_which_nobody_can_tell_the_terms_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "libfound.so").touch()
    with pytest.raises(NoLicence, match="belongs to no package"):
        components_of([("libfound.so", str(tmp_path / "libfound.so"), "BINARY")])


def test_a_library_that_only_an_unused_plugin_needs_stays_away() -> None:
    linked = {
        "/qt/libqxcb.so": {"libQt6Gui.so.6", "libX11.so.6"},
        "/qt/libqeglfs.so": {"libQt6EglFS.so.6"},
        "/qt/libQt6Gui.so.6": {"libicuuc.so.73"},
        "/qt/libQt6EglFS.so.6": set(),
        "/qt/libicuuc.so.73": set(),
    }
    entries = [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "/qt/libqxcb.so", "BINARY"),
        ("PySide6/Qt/plugins/platforms/libqeglfs.so", "/qt/libqeglfs.so", "BINARY"),
        ("PySide6/Qt/lib/libQt6Gui.so.6", "/qt/libQt6Gui.so.6", "BINARY"),
        ("PySide6/Qt/lib/libQt6EglFS.so.6", "/qt/libQt6EglFS.so.6", "BINARY"),
        ("PySide6/Qt/lib/libicuuc.so.73", "/qt/libicuuc.so.73", "BINARY"),
        ("libQt6EglFS.so.6", "PySide6/Qt/lib/libQt6EglFS.so.6", "SYMLINK"),
        ("libQt6Gui.so.6", "PySide6/Qt/lib/libQt6Gui.so.6", "SYMLINK"),
        ("libX11.so.6", "/usr/lib/libX11.so.6", "BINARY"),
        ("certifi/cacert.pem", "/certifi/cacert.pem", "DATA"),
    ]
    assert [name for name, _, _ in wanted(entries, linked.__getitem__)] == [
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/lib/libQt6Gui.so.6",
        "PySide6/Qt/lib/libicuuc.so.73",
        "libQt6Gui.so.6",
        "certifi/cacert.pem",
    ]


def test_what_a_binary_is_linked_to_is_read_from_it(bundle: Path) -> None:
    plugin = bundle / "_internal" / "PySide6" / "Qt" / "plugins" / "platforms" / "libqxcb.so"
    assert {"libQt6Gui.so.6", "libc.so.6"} <= linked_libraries(str(plugin))
