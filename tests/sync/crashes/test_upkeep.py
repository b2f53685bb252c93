"""A repair or a backup that is killed whenever it is about to touch a file: the next start makes it good."""

import shutil
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.contract.site import TodoList
from tests.sync.client import Client
from tests.sync.crashes.doomed import NOON, Job, Place
from tests.sync.crashes.kinds import PAGES
from tests.sync.crashes.prepared import Prepared
from tests.sync.crashes.stage import KeptRows
from tests.sync.crashes.steps import Step
from tests.sync.remote import Remote
from todo_desktop.model.errors import Problem, StorageError
from todo_desktop.replica.backups import Backups
from todo_desktop.replica.care import Care
from todo_desktop.replica.database import FILE_NAME, Purpose, open_database
from todo_desktop.replica.repair import finish_switch, repair

WANTED = ["edited", "second", "typed"]


@pytest.fixture
def died(tutorial: TodoList, tmp_path: Path) -> Path:
    """The folder of a computer that died with two unsent changes in the log of its replica, without any backup."""
    computer, died = tmp_path / "computer", tmp_path / "died"
    computer.mkdir(mode=0o700)
    with closing(Client(computer, tutorial, pages=PAGES)) as client:
        client.settle()
        client.add("first")
        client.add("second")
        client.settle()
        while client.store.maintain():
            pass
        client.edit("first", title="edited")
        client.add("typed")
        shutil.copytree(computer, died)
    return died


def _killed(prepared: Prepared, kind: str, place: Place, folder: Path) -> Iterator[tuple[Step, Path]]:
    """Copies of *folder*, each left by work that was killed when it was about to touch another file."""
    whole = prepared.run(Job(kind, str(shutil.copytree(folder, folder.with_name("whole"))), place))
    assert whole.status == 0
    assert "os.rename" in {step.name for step in whole.steps}
    for number, last in enumerate(whole.steps):
        copy = shutil.copytree(folder, folder.with_name(str(number)))
        assert prepared.run(Job(kind, str(copy), place, last)).status == -signal.SIGKILL
        yield last, copy


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
    prepared: Prepared, tutorial: TodoList, died: Path
) -> None:
    rows = KeptRows(tutorial, "damaged")
    assert Care(died).run(NOON, suspicious=False) is None
    content = (died / FILE_NAME).read_bytes()
    (died / FILE_NAME).write_bytes(b"\xa5" * 4096 + content[4096:])
    for last, folder in _killed(prepared, "repair", Place.of(tutorial), died):
        rows.restore()
        _start(folder)
        with closing(Client(folder, tutorial, pages=PAGES)) as client:
            assert client.titles() == WANTED, f"killed before {last}"
            client.settle()
            assert client.entries() == [], f"killed before {last}"
            assert Remote(tutorial).titles() == client.titles() == WANTED, f"killed before {last}"


def test_whenever_a_backup_is_killed_what_is_called_one_is_whole(
    prepared: Prepared, tutorial: TodoList, died: Path
) -> None:
    for last, folder in _killed(prepared, "backup", Place.of(tutorial), died):
        for _ in range(2):
            for _, backup in Backups(folder).newest_first():
                assert _titles(tutorial, backup) == WANTED, f"killed before {last}"
            assert Care(folder).run(NOON, suspicious=True) is None
        assert len(Backups(folder).newest_first()) == 1


def _titles(site: TodoList, backup: Path) -> list[str]:
    """What a computer would show that had *backup* as its replica."""
    folder = backup.with_suffix("")
    folder.mkdir(mode=0o700, exist_ok=True)
    shutil.copyfile(backup, folder / FILE_NAME)
    with closing(Client(folder, site, pages=PAGES)) as client:
        return client.titles()
