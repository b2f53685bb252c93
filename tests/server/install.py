"""NocoBase's packages and a database that is set up already, both made once and kept."""

import hashlib
import os
import shutil
import subprocess
from functools import partial
from pathlib import Path

from tests.server.account import Account
from tests.server.binaries import Binaries
from tests.server.cache import made_once
from tests.server.errors import ServerUnavailable
from tests.server.nocobase import RUN_SCRIPT, NocoBase, free_port
from tests.server.postgres import Cluster
from tests.server.session_folder import session_folder

NOCOBASE_VERSION = "2.2.15"
HERE = Path(__file__).parent
NPM_FILES = ("package.json", "package-lock.json")
NPM_ARGUMENTS = ("ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--legacy-peer-deps")


def installed_packages(binaries: Binaries, cache: Path) -> Path:
    """The folder whose `node_modules` hold NocoBase; the first time this takes some minutes and a gigabyte.

    Raises ServerUnavailable.
    """
    content = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in NPM_FILES)).hexdigest()[:12]
    return made_once(cache / f"nocobase-{NOCOBASE_VERSION}-{content}", partial(_install_packages, binaries))


def database_template(binaries: Binaries, account: Account, cache: Path, packages: Path) -> Path:
    """The folder with `data` and `storage` of a NocoBase that was just set up and stopped.

    Raises ServerUnavailable.
    """
    name = f"{packages.name}-postgres-{binaries.postgres_version}-{account.uid}"
    return made_once(cache / name, partial(_set_up, binaries, account, packages))


def app_folder(account: Account, packages: Path, folder: Path) -> Path:
    """Make *folder*, in which NocoBase can run: its packages are shared, its storage is its own."""
    account.takes(folder)
    account.takes(folder / "storage")
    (folder / "node_modules").symlink_to(packages / "node_modules")
    shutil.copy(HERE / RUN_SCRIPT, folder)
    # NocoBase's command line reads this file when it is imported.
    (folder / ".env.e2e.example").touch()
    return folder


def copy_tree(source: Path, target: Path) -> None:
    """Copy with owners and rights, without copying blocks where the file system can share them."""
    subprocess.run(["cp", "-a", "--reflink=auto", "-T", source, target], check=True)


def _install_packages(binaries: Binaries, folder: Path) -> None:
    for name in NPM_FILES:
        shutil.copy(HERE / name, folder)
    environment = {**os.environ, "PATH": f"{binaries.node.parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        [*binaries.npm, *NPM_ARGUMENTS],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        umask=0o022,
    )
    if done.returncode != 0:
        raise ServerUnavailable(
            f"NocoBase {NOCOBASE_VERSION} could not be installed with npm. Is there a network?\n{done.stderr[-3000:]}"
        )


def _set_up(binaries: Binaries, account: Account, packages: Path, folder: Path) -> None:
    with session_folder(account) as session:
        cluster = Cluster(binaries, account, session)
        cluster.create()
        cluster.start()
        try:
            cluster.create_database()
            app = app_folder(account, packages, session / "app")
            NocoBase(binaries, account, app, cluster.socket, free_port()).install()
        finally:
            cluster.stop()
        copy_tree(cluster.data, folder / "data")
        copy_tree(app / "storage", folder / "storage")
