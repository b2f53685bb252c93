"""A repair that is killed whenever it is about to touch a file: the next start brings everything back all the same."""

import shutil
import signal
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.server.shapes import TUTORIAL
from tests.support.fake_nocobase import FakeList, FakeNocoBase
from tests.sync.client import Client
from tests.sync.crashes.doomed import REPAIR, Job, Place
from tests.sync.crashes.kinds import PAGES
from tests.sync.crashes.prepared import Prepared
from tests.sync.crashes.stage import KeptRows
from tests.sync.crashes.steps import Step
from tests.sync.remote import Remote
from todo_desktop.model.errors import Problem, StorageError
from todo_desktop.replica.backups import Backups
from todo_desktop.replica.database import FILE_NAME, Purpose, open_database
from todo_desktop.replica.repair import finish_switch, repair

NOON = 1_795_000_000_000
WANTED = ["edited before the damage", "second", "typed before the damage"]


@dataclass(frozen=True, slots=True)
class Damaged:
    """A computer that died with two unsent changes in the log of its replica, which has lost its head since; a backup
    is beside it."""

    site: FakeList
    rows: KeptRows
    folder: Path

    def again(self, folder: Path) -> None:
        shutil.copytree(self.folder, folder)
        self.rows.restore()


@pytest.fixture
def damaged(fake: FakeNocoBase, tmp_path: Path) -> Damaged:
    site = fake.open_list(TUTORIAL)
    computer, folder = tmp_path / "computer", tmp_path / "damaged"
    computer.mkdir(mode=0o700)
    with closing(Client(computer, site, pages=PAGES)) as client:
        client.settle()
        client.add("first")
        client.add("second")
        client.settle()
        with closing(open_database(computer, Purpose.READER)) as database:
            Backups(computer).make(database, NOON, lambda: True)
        while client.store.maintain():
            pass
        client.edit("first", title="edited before the damage")
        client.add("typed before the damage")
        shutil.copytree(computer, folder)  # as a crash leaves it
    content = (folder / FILE_NAME).read_bytes()
    (folder / FILE_NAME).write_bytes(b"\xa5" * 4096 + content[4096:])
    return Damaged(site, KeptRows(site, "damaged"), folder)


def _start(folder: Path) -> None:
    """As the program does before it opens its window."""
    finish_switch(folder)
    try:
        open_database(folder, Purpose.WINDOW).close()
    except StorageError as error:
        if error.problem is not Problem.DATABASE_DAMAGED:
            raise
        repair(folder)


def test_nothing_is_lost_or_doubled_whenever_a_repair_is_killed(
    prepared: Prepared, damaged: Damaged, tmp_path: Path
) -> None:
    folders = (tmp_path / str(number) for number in range(1000))
    for last in (*_steps(prepared, damaged, next(folders)), None):
        folder = next(folders)
        damaged.again(folder)
        run = prepared.run(Job(REPAIR, str(folder), Place.of(damaged.site), last))
        assert run.status == (-signal.SIGKILL if last else 0)
        _start(folder)
        with closing(Client(folder, damaged.site, pages=PAGES)) as client:
            assert client.titles() == WANTED, f"killed before {last}"
            client.settle()
            assert client.entries() == [], f"killed before {last}"
            assert Remote(damaged.site).titles() == client.titles() == WANTED, f"killed before {last}"


def _steps(prepared: Prepared, damaged: Damaged, folder: Path) -> Iterator[Step]:
    damaged.again(folder)
    run = prepared.run(Job(REPAIR, str(folder), Place.of(damaged.site)))
    assert {"os.rename", "shutil.copyfile", "shutil.rmtree"} <= {step.name for step in run.steps}
    return iter(run.steps)
