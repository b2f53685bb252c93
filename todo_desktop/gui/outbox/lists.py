"""The lists whose changes the outbox shows: that in sight, or all of them."""

from collections.abc import Callable, Sequence

from todo_desktop.gui.all_lists.names import names_of
from todo_desktop.model.lists import TodoList
from todo_desktop.model.status import Phase, SyncStatus
from todo_desktop.service import TodoService


class OutboxLists:
    """*others* are the ids of all lists there are; *status_of* tells how it stands with the sync of one of them."""

    def __init__(
        self,
        service: TodoService,
        others: Callable[[], Sequence[int]],
        status_of: Callable[[int], SyncStatus | None],
    ) -> None:
        self._service = service
        self._others = others
        self._status_of = status_of
        self._names: dict[int, str] = {}
        self.wants_all = False
        """Whether the user wants to see those of all lists, whatever is in sight."""
        self.in_sight = SyncStatus(Phase.LOCAL)
        """How it stands with the sync of the list in sight."""

    @property
    def has_others(self) -> bool:
        """Whether there are lists that are not in sight."""
        return not set(self._others()) <= {each.id for each in self._service.list.parts}

    @property
    def ids(self) -> tuple[int, ...]:
        """Of those that are shown."""
        return self.every if self.wants_all else tuple(each.id for each in self._service.list.parts)

    @property
    def every(self) -> tuple[int, ...]:
        """Of all there are."""
        return tuple(dict.fromkeys((*(each.id for each in self._service.list.parts), *self._others())))

    def list_of(self, list_id: int) -> TodoList:
        """As it is in sight, else as it is now."""
        todo_list = self._service.list.part(list_id)
        return todo_list if todo_list.id == list_id else self._service.list_of(list_id)

    def name_of(self, list_id: int) -> str:
        """To be told apart by; empty where there is only one."""
        return self._names.get(list_id, "")

    def status_of(self, list_id: int) -> SyncStatus:
        if list_id == self._service.list.id:
            return self.in_sight
        return self._status_of(list_id) or SyncStatus(Phase.CONNECTING)

    def look(self) -> None:
        """Which lists there are, and what they are called, may be different."""
        ids = self.ids
        self._names = names_of([self.list_of(list_id) for list_id in ids]) if len(ids) > 1 else {}
