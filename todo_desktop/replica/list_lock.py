"""The lock of a list: one process on this computer syncs it."""

from pathlib import Path

from todo_desktop.replica.process_lock import ProcessLock


class ListLock(ProcessLock):
    """*folder* holds the replica."""

    def __init__(self, folder: Path, list_id: int) -> None:
        super().__init__(folder / f"list-{list_id}.lock")
