"""What tells a desktop about the program: its menu entry, its page in a software centre, its manual."""

import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from todo_desktop import __version__
from todo_desktop.settings.options import parse_options

ROOT = Path(__file__).parents[2]
DESKTOP = ROOT / "resources" / "desktop"
METAINFO = DESKTOP / "todo-desktop.metainfo.xml"
MANUAL = DESKTOP / "todo-desktop.1"
OPTION = re.compile(r"--[a-z-]+")


def approved(*command: str | Path) -> None:
    """*command* finds nothing wrong."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_menu_entry_is_valid() -> None:
    done = subprocess.run(
        ["desktop-file-validate", DESKTOP / "todo-desktop.desktop"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_the_page_for_software_centres_is_valid() -> None:
    approved("appstreamcli", "validate", "--no-net", "--pedantic", METAINFO)


def test_the_page_for_software_centres_knows_this_release_first() -> None:
    releases = ET.parse(METAINFO).getroot().findall("releases/release")  # noqa: S314 - our own file
    assert releases[0].get("version") == __version__


def test_every_screenshot_of_the_page_is_among_ours() -> None:
    images = ET.parse(METAINFO).getroot().findall("screenshots/screenshot/image")  # noqa: S314 - our own file
    names = [Path(image.text or "").name for image in images]
    assert names
    for name in names:
        assert (ROOT / "resources" / "screenshots" / name).is_file()


def test_the_manual_is_sound() -> None:
    approved("mandoc", "-T", "lint", "-W", "warning", MANUAL)


def test_the_manual_and_the_readme_tell_every_option_and_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse_options(["--help"])
    options = set(OPTION.findall(capsys.readouterr().out))
    manual = MANUAL.read_text(encoding="utf-8").replace("\\-", "-").split(".SH OPTIONS")[1].split(".SH ")[0]
    readme = (ROOT / "README.md").read_text(encoding="utf-8").split("| option | meaning |")[1].split("\n\n")[0]
    heads = [line for line in manual.splitlines() if line.startswith(".B")]
    first_cells = [row.split("|")[1] for row in readme.splitlines() if row.startswith("| `")]
    for told in (heads, first_cells):
        assert set(OPTION.findall("\n".join(told))) == options


def test_the_readme_names_every_library_that_a_bare_system_lacks() -> None:
    script = (ROOT / "resources" / "environment.sh").read_text(encoding="utf-8")
    needed = re.findall(r"^lib\S+:(\S+)$", script, re.MULTILINE)
    install = (ROOT / "README.md").read_text(encoding="utf-8").split("## Install")[1].split("\n## ")[0]
    assert needed
    assert [package for package in needed if package not in install.split()] == []


def test_the_readme_installs_the_packages_of_this_version() -> None:
    install = (ROOT / "README.md").read_text(encoding="utf-8").split("## Install")[1].split("\n## ")[0]
    assert set(re.findall(r"todo[-_]desktop[-_](\d+\.\d+\.\d+)", install)) == {__version__}
