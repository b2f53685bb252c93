"""The wheel, installed as pipx would, is the whole program."""

import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests.package.built import ROOT
from todo_desktop import __version__


@pytest.fixture(scope="session")
def environment(packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with the wheel and what it asks for, and nothing of this checkout."""
    folder = tmp_path_factory.mktemp("wheel") / "environment"
    (wheel,) = packages.glob("*.whl")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    install = [sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python"), "install", "--quiet"]
    subprocess.run(
        [*install, "--disable-pip-version-check", "-c", ROOT / "tests" / "constraints.txt", wheel],
        check=True, cwd="/", env=_without_ours(),
    )  # fmt: skip
    return folder


def _without_ours(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHONPATH", "COVERAGE"))}
    return kept | {"QT_QPA_PLATFORM": "xcb"} | more


def test_the_installed_wheel_proves_itself(environment: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [environment / "bin" / "todo-desktop", "--self-test"],
        cwd="/", env=_without_ours(HOME=str(tmp_path)), stdin=subprocess.DEVNULL, capture_output=True, text=True,
        check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    icons = len(list((ROOT / "resources" / "icons").rglob("*.svg")))
    assert f"{icons} found" in done.stdout


def test_the_installed_wheel_brings_menu_entry_icon_and_manual(environment: Path) -> None:
    for name in (
        "applications/todo-desktop.desktop", "icons/hicolor/scalable/apps/todo-desktop.svg", "man/man1/todo-desktop.1",
    ):  # fmt: skip
        assert (environment / "share" / name).is_file()


def test_the_wheel_holds_no_more_than_the_program(environment: Path) -> None:
    (site,) = environment.glob("lib/*/site-packages")
    assert sorted(path.name for path in (site / "todo_desktop" / "resources").iterdir()) == ["icons"]


def test_the_wheel_brings_the_plugin_for_harnesses_and_no_pytest_without_its_extra(environment: Path) -> None:
    (site,) = environment.glob("lib/*/site-packages")
    assert (site / "todo_desktop" / "testing" / "fake_nocobase" / "server.py").is_file()
    assert not (site / "pytest").exists()
    (metadata,) = site.glob("todo_desktop-*.dist-info/METADATA")
    assert "Provides-Extra: testing" in metadata.read_text(encoding="utf-8")


def test_the_source_that_is_given_out_holds_what_a_package_is_made_from(packages: Path) -> None:
    (path,) = packages.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert path.name == f"todo_desktop-{__version__}.tar.gz"
    assert {
        "pyproject.toml",
        "README.md",
        "todo_desktop/__main__.py",
        "resources/packaging/build",
        "tests/run",
    } <= names
