"""What lies in a system's `share`: menu entry, icons, metainfo and manual, and how files of packages are written."""

import gzip
import os
import shutil
from pathlib import Path

from resources.packaging.icons import write_theme
from resources.packaging.release import DESKTOP, METAINFO, Release


def write_shared_files(share: Path, release: Release) -> None:
    """Fill the folder *share*."""
    _copy(DESKTOP / "todo-desktop.desktop", share / "applications" / "todo-desktop.desktop")
    _copy(METAINFO, share / "metainfo" / f"{release.component}.metainfo.xml")
    write_theme(share / "icons" / "hicolor")
    write_compressed(share / "man" / "man1" / "todo-desktop.1.gz", (DESKTOP / "todo-desktop.1").read_bytes())


def write_compressed(path: Path, content: bytes) -> None:
    """As gzip, the same for the same content."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(content, mtime=0))


def settle(folder: Path, epoch: int) -> None:
    """Give everything in *folder* the same time and the modes of a package, whoever made it, and whenever."""
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    for path in [*folder.rglob("*"), folder]:
        os.utime(path, (epoch, epoch), follow_symlinks=False)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
