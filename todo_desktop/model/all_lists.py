"""Several lists looked at as one: what all of them can share, by what their fields are for."""

from collections.abc import Iterable, Mapping

from todo_desktop.model.lists import ALL_LISTS_ID, TodoList
from todo_desktop.model.query import Query, Show, SortKey, WhereOfAll
from todo_desktop.model.schema import Collection, Field, FieldKind, FieldRoles

SHARED = ("done", "title", "due", "priority")
"""Roles that are columns of all lists together; the names of its fields, beside LIST."""
LIST = "list"


class AllLists(TodoList, frozen=True):
    """Its fields are named by their roles; each todo has its values under the names of its own list, one of
    `members`."""

    members: tuple[TodoList, ...] = ()

    @property
    def parts(self) -> tuple[TodoList, ...]:
        return self.members


class QueryOfAll(Query, frozen=True):
    """Of several lists, in this order where no other is wanted. It is sorted by the names of `AllLists`' fields."""

    list_ids: tuple[int, ...] = ()

    @property
    def sorts_several(self) -> bool:
        return bool(self.sort)

    @property
    def parts(self) -> tuple[int, ...]:
        """Without those that its filter leaves out whole."""
        where = self.where
        if isinstance(where, WhereOfAll):
            return tuple(each for each in self.list_ids if where.of(each) is not None)
        return self.list_ids


def role_of(todo_list: TodoList, field: str) -> str | None:
    """The name of the shared field that *field* of that list is shown as; None where it is not."""
    return next((role for role in SHARED if getattr(todo_list.collection.roles, role) == field), None)


def query_of_all(together: TodoList, text: str, show: Show, sort: tuple[SortKey, ...]) -> QueryOfAll:
    return QueryOfAll(ALL_LISTS_ID, text, show, sort, list_ids=tuple(each.id for each in together.parts))


def all_lists(members: Iterable[TodoList], titles: Mapping[str, str]) -> AllLists:
    """*titles* are its own (under an empty name) and those of its fields, in the user's language."""
    fields = (
        Field("done", FieldKind.BOOLEAN, titles.get("done", "Done")),
        Field("title", FieldKind.TEXT, titles.get("title", "Title")),
        Field("due", FieldKind.DATE, titles.get("due", "Due")),
        Field("priority", FieldKind.SELECT, titles.get("priority", "Priority")),
        Field(LIST, FieldKind.SELECT, titles.get(LIST, "List"), required=True, system=True),
    )
    roles = FieldRoles(title="title", done="done", due="due", priority="priority")
    collection = Collection("", titles.get("", ""), fields, roles=roles)
    return AllLists(ALL_LISTS_ID, None, collection, members=tuple(members))
