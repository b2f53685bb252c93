"""The `.deb` installs on a bare Debian, works there from its menu entry, and goes again."""

import gzip
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from configparser import ConfigParser
from pathlib import Path

import pytest

from resources.packaging.contents import linked_libraries
from resources.packaging.debian import make_deb
from resources.packaging.release import Release
from tests.package.bare_system import BareSystem
from tests.package.built import ROOT
from tests.package.debian_package import DebianPackage
from tests.server.lists import RemoteList
from tests.support.waiting import wait_until
from tests.sync.remote import Remote
from tests.system.program import PATIENCE_SECONDS, ProgramProcess, connection_to, titles_in, wait_for_titles
from todo_desktop import __version__

SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)


class InstalledProgram(ProgramProcess):
    """Started in *system* by the command of its menu entry; its data lies where the system's user has it."""

    def __init__(self, system: BareSystem, home: Path, environment: Mapping[str, str] | None = None) -> None:
        self._system = system
        super().__init__(home / "todo-desktop" / "default", environment={**_home(home), **(environment or {})})

    def _command(self) -> list[str]:
        return self._system.command(*menu_command(self._system))


def menu_command(system: BareSystem) -> list[str]:
    """What a desktop runs when the menu entry is chosen."""
    entry = ConfigParser(interpolation=None)
    entry.read(system.root / "usr" / "share" / "applications" / "todo-desktop.desktop", encoding="utf-8")
    return [word for word in entry["Desktop Entry"]["Exec"].split() if not word.startswith("%")]


def _home(folder: Path) -> dict[str, str]:
    return {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}


StartInstalled = Callable[..., InstalledProgram]


@pytest.fixture
def start_installed(installed: BareSystem, tmp_path: Path) -> Iterator[StartInstalled]:
    """`start_installed()` chooses the menu entry, as a user whose home is empty at first."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    started: list[InstalledProgram] = []

    def start(environment: Mapping[str, str] | None = None) -> InstalledProgram:
        started.append(InstalledProgram(installed, home, environment))
        return started[-1]

    yield start
    for program in started:
        program.end()


def test_it_tells_the_version_of_the_program(deb: DebianPackage) -> None:
    assert deb.field("Version") == __version__
    assert deb.path.name == f"todo-desktop_{__version__}_{deb.field('Architecture')}.deb"


def test_it_holds_what_the_desktop_looks_for(deb: DebianPackage) -> None:
    share = {path.removeprefix("/usr/share/") for path in deb.members if path.startswith("/usr/share/")}
    assert {f"icons/hicolor/{size}x{size}/apps/todo-desktop.png" for size in SIZES} <= share
    assert {
        "applications/todo-desktop.desktop",
        "metainfo/example.todo_desktop.app.metainfo.xml",
        "icons/hicolor/scalable/apps/todo-desktop.svg",
        "man/man1/todo-desktop.1.gz",
        "doc/todo-desktop/copyright",
        "doc/todo-desktop/THIRD-PARTY-NOTICES.txt.gz",
    } <= share
    assert deb.members["/usr/bin/todo-desktop"].linkname == "../lib/todo-desktop/todo-desktop"


def test_everything_in_it_belongs_to_root_and_can_be_read_by_all(deb: DebianPackage) -> None:
    assert {(member.uname, member.gname) for member in deb.members.values()} == {("root", "root")}
    modes = {member.mode for member in deb.members.values() if not member.issym()}
    assert modes <= {0o644, 0o755}
    assert len({member.mtime for member in deb.members.values()}) == 1


def test_the_same_bundle_makes_the_same_package(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        bundle, scratch, out = (tmp_path / name / part for part in ("bundle", "scratch", "out"))
        for folder in (bundle, scratch, out):
            folder.mkdir(parents=True)
        shutil.copy("/bin/true", bundle / "todo-desktop")
        made.append(make_deb(bundle, "notices", Release("1.2.3", 1_000_000_000, "example.x"), out, scratch, 1))
    assert made[0].read_bytes() == made[1].read_bytes()
    assert DebianPackage(made[0]).field("Depends").startswith("libc6 (>= ")


def test_it_asks_for_nothing_that_it_is_not_linked_to(installed: BareSystem, deb: DebianPackage) -> None:
    program = installed.root / "usr" / "lib" / "todo-desktop"
    binaries = [path for path in program.rglob("*") if ".so" in path.name and not path.is_symlink()]
    linked = {name for path in (*binaries, program / "todo-desktop") for name in linked_libraries(str(path))}
    for need in deb.field("Depends").split(", "):
        package = need.split()[0]
        brought = {Path(file).name for file in installed.files_of(package)}
        assert brought & linked, f"nothing is linked to a library of {package}"


def test_the_readme_names_libraries_enough_for_a_bare_system(pristine: BareSystem, deb: DebianPackage) -> None:
    script = (ROOT / "resources" / "environment.sh").read_text(encoding="utf-8")
    named = re.findall(r"^lib\S+:(\S+)$", script, re.MULTILINE)  # the README names the same
    said = pristine.run("apt-get", "--simulate", "--no-install-recommends", "install", *named)
    brought = set(re.findall(r"^Inst (\S+)", said.stdout, re.MULTILINE))
    assert brought, said.stderr
    needed = [need.split()[0] for need in deb.field("Depends").split(", ")]
    assert [package for package in needed if package not in brought and not pristine.files_of(package)] == []


def test_it_proves_itself_when_it_is_started_as_from_the_menu(installed: BareSystem, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    surroundings = {**_home(home), "QT_QPA_PLATFORM": "xcb"}
    done = installed.run(*menu_command(installed), "--self-test", environment=surroundings)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "SecretService Keyring" in done.stdout
    assert " on xcb, " in done.stdout
    assert list(home.iterdir()) == []


def test_its_manual_and_its_report_can_be_read(installed: BareSystem) -> None:
    share = installed.root / "usr" / "share"
    # A bare system leaves manuals out; the package has one.
    report = gzip.decompress((share / "doc/todo-desktop/THIRD-PARTY-NOTICES.txt.gz").read_bytes()).decode()
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in report
    assert "have not chosen a licence" in (share / "doc/todo-desktop/copyright").read_text(encoding="utf-8")


def test_from_its_menu_entry_to_the_server_through_a_crash_and_out_again(
    installed: BareSystem, start_installed: StartInstalled, tutorial_list: RemoteList
) -> None:
    remote = Remote(tutorial_list)
    remote.create(title="Answer the mail")
    connection = connection_to(tutorial_list)
    program = start_installed(connection)
    wait_for_titles(program.data_dir, "Answer the mail")
    program.add("Typed in the package")
    wait_until(lambda: "Typed in the package" in remote.titles(), PATIENCE_SECONDS)
    program.kill()

    again = start_installed()  # without its server: what it shows is its own
    assert again.window
    assert titles_in(again.data_dir) == ["Answer the mail", "Typed in the package"]
    again.kill()
    third = start_installed(connection)
    third.add("Typed after the crash")
    wait_until(lambda: "Typed after the crash" in remote.titles(), PATIENCE_SECONDS)
    assert third.close() == 0

    files = installed.files_of("todo-desktop")
    installed.apt_get("purge", "todo-desktop")
    ours = [file for file in files if "todo-desktop" in Path(file).name or "/todo-desktop/" in file]
    assert ours
    assert [file for file in ours if os.path.lexists(installed.root / file.lstrip("/"))] == []
    assert len(titles_in(third.data_dir)) == 3, "the user's data stays"
