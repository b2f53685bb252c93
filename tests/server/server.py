"""A whole server for one test session: a database, NocoBase on it, and an administrator signed in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.server.account import server_account
from tests.server.admin import Admin
from tests.server.binaries import find_binaries
from tests.server.cache import cache_folder
from tests.server.install import app_folder, copy_tree, database_template, installed_packages
from tests.server.nocobase import ROOT_EMAIL, ROOT_PASSWORD, NocoBase, free_port
from tests.server.postgres import Cluster
from tests.server.session_folder import session_folder


@dataclass(frozen=True, slots=True)
class Server:
    """A running server. It can be stopped and started again on the same port, keeping its data and keys."""

    cluster: Cluster
    app: NocoBase
    admin: Admin

    @property
    def base_url(self) -> str:
        """Its address with `/api`."""
        return self.app.base_url

    def stop_app(self) -> None:
        """From now on connections are refused."""
        self.app.stop()

    def start_app(self) -> None:
        """Come back, about 6 s later. Raises ServerUnavailable."""
        self.app.start()


@contextmanager
def running_server(port: int | None = None) -> Iterator[Server]:
    """A server of its own on a free loopback port, or on *port*; gone without a trace afterwards.

    The first one on a machine takes some minutes, a later one some seconds. Raises ServerUnavailable.
    Call it from a thread that lives as long as the server: the kernel stops it when that thread ends.
    """
    account = server_account()
    cache = cache_folder(account)
    binaries = find_binaries(cache)
    packages = installed_packages(binaries, cache)
    template = database_template(binaries, account, cache, packages)
    with session_folder(account) as folder:
        app = app_folder(account, packages, folder / "app")
        cluster = Cluster(binaries, account, folder)
        copy_tree(template / "data", cluster.data)
        copy_tree(template / "storage", app / "storage")
        nocobase = NocoBase(binaries, account, app, cluster.socket, port or free_port())
        with _started(cluster), _started(nocobase):
            yield Server(cluster, nocobase, Admin.sign_in(nocobase.base_url, ROOT_EMAIL, ROOT_PASSWORD))


@contextmanager
def _started(part: Cluster | NocoBase) -> Iterator[None]:
    try:
        part.start()
        yield
    finally:
        part.stop()
