"""The Debian package: the bundle under `/usr/lib/todo-desktop`, and what tells the desktop of it."""

import hashlib
import re
import shutil
import subprocess
from pathlib import Path

from resources.packaging.notices import FILE_NAME
from resources.packaging.release import Release
from resources.packaging.shared_files import settle, write_compressed, write_shared_files

_CONTROL = """\
Package: todo-desktop
Version: {version}
Architecture: {architecture}
Maintainer: The authors of Todo Desktop
Installed-Size: {size}
Depends: {depends}
Recommends: dbus-user-session | dbus-x11, gnome-keyring | kwalletmanager | keepassxc
Section: utils
Priority: optional
Description: todo list at hand at once, online or not
 Todo Desktop keeps a todo list on your computer: it opens at once, every edit
 is on disk before anything is sent, and nothing is lost. Its server is
 NocoBase, where the todos live in a collection that you can shape as you like.
 Without a server it is a todo list on this computer alone.
"""
_COPYRIGHT = """\
Todo Desktop is the work of its authors, who have not chosen a licence for it yet.

It comes with the work of others: with Python, with Qt under the GNU Lesser General
Public License, version 3, and with more. All of it is listed in the file
/usr/share/doc/todo-desktop/{notices}.gz, with the terms that each part is given
under and with a word on how to exchange Qt's libraries. The texts of the GNU
licences are in /usr/share/common-licenses too.
"""


def make_deb(bundle: Path, notices: str, release: Release, out: Path, scratch: Path, level: int) -> Path:
    """The package in *out*, made from the folder *bundle*. *level*: 0 is quick, 9 is small.

    Raises CalledProcessError.
    """
    root = scratch / "deb"
    program = root / "usr" / "lib" / "todo-desktop"
    shutil.copytree(bundle, program, symlinks=True)
    (root / "usr" / "bin").mkdir()
    (root / "usr" / "bin" / "todo-desktop").symlink_to("../lib/todo-desktop/todo-desktop")
    share = root / "usr" / "share"
    write_shared_files(share, release)
    documents = share / "doc" / "todo-desktop"
    write_compressed(documents / f"{FILE_NAME}.gz", notices.encode())
    (documents / "copyright").write_text(_COPYRIGHT.format(notices=FILE_NAME), encoding="utf-8")
    architecture = _said("dpkg", "--print-architecture").strip()
    _write_control(root, release.version, architecture, depends(program, scratch))
    settle(root, release.epoch)
    target = out / f"todo-desktop_{release.version}_{architecture}.deb"
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zxz", f"-z{level}", "--build", root, target],
        env={"PATH": "/usr/bin:/bin", "SOURCE_DATE_EPOCH": str(release.epoch), "LC_ALL": "C.UTF-8"},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return target


def depends(program: Path, scratch: Path) -> str:
    """The packages that bring the libraries which *program* is linked to and does not bring itself."""
    binaries = [path for path in sorted(program.rglob("*")) if _is_binary(path)]
    folders = sorted({str(path.parent) for path in program.rglob("*.so*")})
    (scratch / "debian").mkdir(exist_ok=True)
    (scratch / "debian" / "control").write_text("Source: todo-desktop\n\nPackage: todo-desktop\nArchitecture: any\n")
    answer = _said(
        "dpkg-shlibdeps", "-O", "--ignore-missing-info", "--warnings=0", *(f"-l{folder}" for folder in folders),
        *map(str, binaries), cwd=scratch,
    )  # fmt: skip
    found = answer.partition("shlibs:Depends=")[2].strip()
    own = {library.name for library in program.rglob("lib*.so*")}
    return ", ".join(need for need in found.split(", ") if not _is_brought_along(need, own))


def _is_brought_along(need: str, own: set[str]) -> bool:
    """Whether the package *need*, such as `libssl3 (>= 3.0.0)`, stands for a library that is in the bundle."""
    package = re.split(r"[ :]", need)[0]
    files = _said("dpkg-query", "--listfiles", package).split()
    libraries = {Path(file).name for file in files if ".so." in file}
    return bool(libraries & own)


def _is_binary(path: Path) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def _write_control(root: Path, version: str, architecture: str, needs: str) -> None:
    files = [path for path in sorted(root.rglob("*")) if path.is_file() and not path.is_symlink()]
    size = sum(-(-path.stat().st_size // 1024) for path in files)
    sums = "".join(f"{hashlib.md5(f.read_bytes()).hexdigest()}  {f.relative_to(root)}\n" for f in files)  # noqa: S324
    control = root / "DEBIAN"
    control.mkdir()
    text = _CONTROL.format(version=version, architecture=architecture, size=size, depends=needs)
    (control / "control").write_text(text, encoding="utf-8")
    (control / "md5sums").write_text(sums, encoding="utf-8")


def _said(*command: str, cwd: Path | None = None) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=cwd).stdout
