"""`python -m resources.packaging`: makes the packages that this system can make. See `build`, which sets it up."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from resources.packaging.components import components_of
from resources.packaging.debian import make_deb
from resources.packaging.notices import FILE_NAME, notices
from resources.packaging.release import ROOT, Release, newest_release
from resources.packaging.shared_files import settle, write_shared_files

QUICK, SMALL = 0, 6


def main() -> int:
    parser = argparse.ArgumentParser(prog="resources/packaging/build", description="Makes the packages.")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="the folder that they are put into")
    parser.add_argument("--quick", action="store_true", help="compress less")
    options = parser.parse_args()
    release = newest_release()
    level = QUICK if options.quick else SMALL
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="todo-desktop-packages-") as folder:
        scratch = Path(folder)
        make_wheel(options.out, release)
        bundle, report = make_bundle(scratch, release)
        shutil.rmtree(options.out / "todo-desktop", ignore_errors=True)
        shutil.copytree(bundle, options.out / "todo-desktop", symlinks=True)
        if sys.platform.startswith("linux"):
            make_archive(bundle, release, options.out, scratch, level)
            make_deb(bundle, report, release, options.out, scratch, level)
    return 0


def make_wheel(out: Path, release: Release) -> None:
    """The wheel, and the source that it is made from."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(release.epoch)}
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(command, env=environment, check=True)


def make_bundle(scratch: Path, release: Release) -> tuple[Path, str]:
    """The program in one folder that needs no Python, and the licence report, which lies in it."""
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "1",
        "SOURCE_DATE_EPOCH": str(release.epoch),
        "QT_QPA_PLATFORM": "offscreen",
        # Unpacking the modules would take a twelfth of each start. What the bundle is packed in makes them as small.
        "PYINSTALLER_ZLIB_COMPRESSION_LEVEL": "0",
    }
    work, out = scratch / "work", scratch / "bundle"
    specification = Path(__file__).with_name("todo-desktop.spec")
    subprocess.run(
        [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=WARN", f"--workpath={work}",
         f"--distpath={out}", str(specification)],
        env=environment, check=True,
    )  # fmt: skip
    entries = json.loads((work / "todo-desktop" / "contents.json").read_text())
    report = notices(components_of(tuple(entry) for entry in entries))
    bundle = out / "todo-desktop"
    keep_compiled(bundle, work)
    (bundle / FILE_NAME).write_text(report, encoding="utf-8")
    settle(bundle, release.epoch)
    return bundle, report


def keep_compiled(bundle: Path, work: Path) -> None:
    """What `todo_desktop.app.loading_qt` would compile at each start, where it looks for it: bundles write nothing."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(work / "compiled")
    subprocess.run([sys.executable, "-c", "import todo_desktop.app"], cwd=ROOT, env=environment, check=True)
    (made,) = (work / "compiled").rglob("pyside_parts.*.pyc")
    folder = bundle / "_internal" / "todo_desktop" / "app" / "__pycache__"
    folder.mkdir(parents=True)
    shutil.copy(made, folder)


def make_archive(bundle: Path, release: Release, out: Path, scratch: Path, level: int) -> None:
    """The bundle as one file, with what a menu needs in `share`."""
    name = f"todo-desktop-{release.version}"
    folder = scratch / "archive" / name
    shutil.copytree(bundle, folder, symlinks=True)
    write_shared_files(folder / "share", release)
    settle(folder, release.epoch)
    target = out / f"{name}-linux-{os.uname().machine}.tar.xz"
    subprocess.run(
        ["tar", "--create", "--file", target, f"--use-compress-program=xz -T2 -{level}", "--sort=name",
         "--owner=0", "--group=0", "--numeric-owner", f"--mtime=@{release.epoch}", "--format=gnu", name],
        cwd=folder.parent, check=True,
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
