"""A list: one collection of one connection as one user, or the list that lives on this computer alone."""

from msgspec import Struct, field

from todo_desktop.model.permissions import Action, Permissions
from todo_desktop.model.schema import Collection, Field, FieldKind, KeyKind, Option, guess_roles
from todo_desktop.model.values import Milliseconds, Record, ServerId


class ListIdentity(Struct, frozen=True):
    """What makes two lists the same. A new key of the same user goes on with the list; all else is another one."""

    base_url: str
    collection: str
    user_id: str


class ListAddress(Struct, frozen=True):
    """Where a list is, as the settings name it; without a `base_url`: on this computer alone. `login` tells connections
    to one server apart, which have keys of different users."""

    base_url: str = ""
    collection: str = ""
    login: int = 0

    @property
    def is_local(self) -> bool:
        return not self.base_url and not self.is_all

    @property
    def is_all(self) -> bool:
        """Whether it names no list, but all of them together."""
        return not self.base_url and self.collection == _ALL


_ALL = "*"
ALL_LISTS = ListAddress(collection=_ALL)
"""Of all lists together, as if they were one (`all_lists`)."""
ALL_LISTS_ID = -1


class TodoList(Struct, frozen=True):
    """`identity` is None for the local list. `last_sync` is None until the first load was complete. `user_since`: when
    the list's user was made on its server (an instant), empty until that was told."""

    id: int
    identity: ListIdentity | None
    collection: Collection
    permissions: Permissions = field(default_factory=Permissions)
    last_sync: Milliseconds | None = None
    user_since: str = ""

    @property
    def is_local(self) -> bool:
        return self.identity is None and not self.is_all

    @property
    def is_all(self) -> bool:
        """Whether it stands for several lists (`AllLists`), of which each todo has its own."""
        return self.id == ALL_LISTS_ID

    @property
    def key(self) -> str:
        """By which settings name it: the same after a restart and after a new key, another one for another user."""
        identity = self.identity
        return f"{identity.base_url} {identity.collection} {identity.user_id}" if identity else "local"

    @property
    def parts(self) -> "tuple[TodoList, ...]":
        """The lists whose todos it has: itself, or those that it stands for."""
        return (self,)

    def part(self, list_id: int) -> "TodoList":
        """The one of `parts` with that id; this list where there is none."""
        return next((each for each in self.parts if each.id == list_id), self)

    @property
    def in_sight(self) -> frozenset[tuple[str, FieldKind]]:
        """The fields that a read shows, and what they hold."""
        seen = [f for f in self.collection.fields if f.system or self.permissions.view.covers(f.name)]
        return frozenset((f.name, f.kind) for f in seen)

    @property
    def has_many_in_sight(self) -> bool:
        """Whether a read shows records that belong to a todo, of which there may be many."""
        return any(kind in (FieldKind.RELATIONS, FieldKind.FILES) for _, kind in self.in_sight)

    def title_of(self, values: Record) -> str:
        """What the todo of these values is called; empty where it has no name."""
        title = values.get(self.collection.roles.title)
        return str(title) if title is not None else ""

    def may(self, action: Action, values: Record) -> bool:
        """Whether the role may do that with the record of these *values*. Where these do not tell who created it, or
        what the server says of it, as those of a new one do not, the server decides."""
        grant = self.permissions.of(action)
        author = values.get(self.collection.created_by)
        if grant.own and author is not None and self.identity is not None:
            return grant.allowed and str(author) == self.identity.user_id
        return grant.allowed and not (grant.some and self.permissions.forbids(action, values))


class PullState(Struct, frozen=True):
    """How far this list has been read. `loaded_to` is the last id of an unfinished first load.

    `cursor` is server time, ms: rows changed before it have been read. `sweep_due` asks for a sweep at the
    next cycle.
    """

    loaded: bool = False
    loaded_to: ServerId | None = None
    cursor: Milliseconds | None = None
    swept_at: Milliseconds | None = None
    sweep_due: bool = False


def local_collection(titles: dict[str, str]) -> Collection:
    """The schema of the local list. *titles* are the field labels in the user's language, by field name."""
    priorities = tuple(
        Option(value, titles.get(value, value.capitalize()), color)
        for value, color in (("high", "red"), ("medium", "blue"), ("low", "default"))
    )
    fields = (
        Field("completed", FieldKind.BOOLEAN, titles.get("completed", "Done")),
        Field("title", FieldKind.TEXT, titles.get("title", "Title"), required=True),
        Field("due", FieldKind.DATE, titles.get("due", "Due")),
        Field("priority", FieldKind.SELECT, titles.get("priority", "Priority"), options=priorities),
        Field("notes", FieldKind.LONG_TEXT, titles.get("notes", "Notes")),
        Field("createdAt", FieldKind.DATETIME, titles.get("createdAt", "Created"), system=True),
        Field("updatedAt", FieldKind.DATETIME, titles.get("updatedAt", "Changed"), system=True),
    )
    return Collection(
        name="", fields=fields, key_kind=KeyKind.OTHER, created_at="createdAt", updated_at="updatedAt",
        roles=guess_roles(fields),
    )  # fmt: skip
