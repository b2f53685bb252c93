"""A damaged replica is set aside, and a new one takes its place that holds all that could be saved.

Crash-safe: the new file is complete before the old one is moved, and a switch that was begun is finished by the next
start. Nothing of the damaged file is ever changed or thrown away.
"""

import os
import shutil
import sqlite3
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from todo_desktop.model.change import EntryState
from todo_desktop.model.errors import StorageError
from todo_desktop.model.repaired import Repaired
from todo_desktop.replica.backups import Backups
from todo_desktop.replica.care import forget_repair
from todo_desktop.replica.database import FILE_NAME, Database, Purpose, create_private_folder, open_database
from todo_desktop.replica.failures import translated
from todo_desktop.replica.file_place import free_name
from todo_desktop.replica.migrations import APPLICATION_ID
from todo_desktop.replica.rebuild import Rebuild
from todo_desktop.replica.salvage import Salvage, has_columns, open_damaged
from todo_desktop.replica.store import TodoStore

_WORKSHOP = "repairing"
_SWITCH = "switch"
_WAL, _SHM = f"{FILE_NAME}-wal", f"{FILE_NAME}-shm"


def finish_switch(folder: Path) -> None:
    """Go on with a repair that was interrupted between its two files. Raises StorageError."""
    with translated():
        order = folder / _WORKSHOP / _SWITCH
        if order.exists():
            _switch(folder, order.read_text(encoding="utf-8"))


def repair(folder: Path) -> Repaired:
    """Nobody else may have the replica open (`FolderUse.alone`). Seconds where it is large. Raises StorageError, and
    then everything is as it was."""
    workshop = folder / _WORKSHOP
    with translated():
        if workshop.exists():
            shutil.rmtree(workshop)
        create_private_folder(workshop)
        repaired = _build(folder, workshop, free_name(folder, "replica.damaged"))
        written = workshop / f"{_SWITCH}.part"
        written.write_text(repaired.set_aside, encoding="utf-8")
        written.replace(workshop / _SWITCH)
        _sync(workshop)
        _switch(folder, repaired.set_aside)
        forget_repair(folder)
    return repaired


def _build(folder: Path, workshop: Path, set_aside: str) -> Repaired:
    with ExitStack() as stack:
        target = open_database(workshop, Purpose.WINDOW)
        stack.callback(target.close)
        backup, day = _newest_backup(folder, workshop, stack)
        target.checkpoint()
        damaged = _damaged(folder, workshop, stack)
        Rebuild(target, damaged, backup).run()
        target.check()
        complete = damaged is not None and not damaged.incomplete
        return Repaired(set_aside, *_counts(target), complete, None if complete else day)


def _damaged(folder: Path, workshop: Path, stack: ExitStack) -> Salvage | None:
    copied = workshop / "damaged.sqlite3"
    for name, target in ((FILE_NAME, copied.name), (_WAL, f"{copied.name}-wal")):
        if (folder / name).exists():
            shutil.copyfile(folder / name, workshop / target)
    if not copied.exists():
        return None
    connection = open_damaged(copied, workshop / FILE_NAME, APPLICATION_ID)
    if connection is None:
        return None
    stack.callback(connection.close)
    return Salvage(connection) if has_columns(connection) else None


def _newest_backup(folder: Path, workshop: Path, stack: ExitStack) -> tuple[Salvage | None, date | None]:
    """The newest that is sound, opened as a copy that is brought to this version; and its day."""
    for number, (day, path) in enumerate(Backups(folder).newest_first()):
        place = workshop / f"backup-{number}"
        create_private_folder(place)
        shutil.copyfile(path, place / FILE_NAME)
        try:
            database = open_database(place, Purpose.WORKER)
            stack.callback(database.close)
            database.check()
        except StorageError:
            continue  # damaged too, or of a newer version: an older one may do
        connection = sqlite3.connect(place / FILE_NAME, isolation_level=None)
        stack.callback(connection.close)
        return Salvage(connection), day
    return None, None


def _counts(target: Database) -> tuple[int, int]:
    """(todos in sight, changes that have not reached the server)."""
    store = TodoStore(target)
    unsent = sum(len(store.entries(todo_list.id, set(EntryState))) for todo_list in store.lists())
    return target.value("SELECT count(*) FROM todo WHERE hidden = 0"), unsent


def _switch(folder: Path, set_aside: str) -> None:
    """Every step may be the last one before a crash: then this runs again."""
    workshop = folder / _WORKSHOP
    if not (folder / set_aside).exists():
        # The log first: with the wrong file beside it, it would be played into that one.
        if (folder / _WAL).exists():
            (folder / _WAL).replace(folder / f"{set_aside}-wal")
        if (folder / FILE_NAME).exists():
            (folder / FILE_NAME).replace(folder / set_aside)
    (folder / _SHM).unlink(missing_ok=True)
    if (workshop / FILE_NAME).exists():
        (workshop / FILE_NAME).replace(folder / FILE_NAME)
    _sync(folder)
    shutil.rmtree(workshop)


def _sync(folder: Path) -> None:
    if os.name == "nt":  # folders cannot be opened there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
