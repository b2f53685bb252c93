"""A replica on a disk that is full for a while."""

from todo_desktop.model.errors import Problem, StorageError
from todo_desktop.model.held import Held
from todo_desktop.replica.store import TodoStore


class FullDisk(TodoStore):
    """Takes nothing while `is_full`."""

    is_full = False

    def put(self, held: Held) -> int:
        if self.is_full:
            raise StorageError(Problem.DISK_FULL)
        return super().put(held)
