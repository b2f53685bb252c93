"""A todo list on the real server, made for one test, with a role and a key of its own."""

import time
from dataclasses import dataclass, field, replace

from tests.server.admin import USER_PASSWORD, Admin
from tests.server.keys import Key
from tests.server.seed import seed
from tests.server.server import Server
from todo_desktop.testing.rights import ALL_RIGHTS, Rights
from todo_desktop.testing.shapes import Shape
from todo_desktop.testing.signed_key import sign_key

DAY = 24 * 60 * 60
KEY_MAKER = "admin"


@dataclass(frozen=True, slots=True)
class RemoteList:
    """What a client needs (`base_url`, `key`, `collection`), and the administrator behind its back."""

    server: Server
    shape: Shape
    collection: str
    role: str
    user_id: int
    key: str = field(repr=False)
    key_record: Key

    @property
    def base_url(self) -> str:
        return self.server.base_url

    @property
    def admin(self) -> Admin:
        return self.server.admin

    def with_rights(self, rights: Rights) -> "RemoteList":
        """The same list through another role and key of the same user."""
        return open_list(self.server, self.shape, rights, self.collection)

    def another_collection(self) -> "RemoteList":
        """A new list of the same shape, for the same key."""
        collection = self.admin.create_collection(self.shape)
        self.admin.allow(self.role, collection, self.shape, ALL_RIGHTS)
        return replace(self, collection=collection)

    def of_another_user(self, rights: Rights = ALL_RIGHTS) -> "RemoteList":
        """The same list through the key of a new user."""
        role = self.admin.create_role(self.collection, self.shape, rights)
        user = self.admin.create_user(role)
        # A plain role may not make keys; a key can only be made by its user.
        self.admin.give_role(KEY_MAKER, user.id)
        key = Admin.sign_in(self.base_url, user.name, USER_PASSWORD, KEY_MAKER).create_key(role)
        self.admin.take_role(KEY_MAKER, user.id)
        return RemoteList(self.server, self.shape, self.collection, role, user.id, key.token, key)

    def signed_key(self, *, valid_for: int, user_id: int | None = None, role: str = "") -> str:
        """A key that nobody made on the server, good for *valid_for* seconds from now; this list's by default."""
        now = int(time.time())
        user = self.user_id if user_id is None else user_id
        return sign_key(
            self.server.app.app_key, user_id=user, role=role or self.role, issued=now - DAY, expires=now + valid_for
        )

    def expired_key(self) -> str:
        """A key of this list that was right until a minute ago."""
        return self.signed_key(valid_for=-60)

    def revoke_key(self) -> None:
        """From now on the key answers 401 BLOCKED_TOKEN."""
        self.admin.revoke_key(self.key_record)

    def take_role_away(self) -> None:
        """From now on the key answers 401 ROLE_NOT_FOUND_FOR_USER."""
        self.admin.take_role(self.role, self.user_id)

    def sql(self, statements: str, **variables: str) -> str:
        """Run SQL in which `:"todos"` is the list's table; see `Cluster.sql`."""
        return self.server.cluster.sql(statements, todos=self.collection, **variables)

    def seed(self, count: int) -> None:
        """Write *count* todos by SQL into the empty list."""
        seed(self.server.cluster, self.collection, self.shape, count)


def open_list(
    server: Server, shape: Shape, rights: Rights = ALL_RIGHTS, collection: str | None = None, expires_in: str = "30d"
) -> RemoteList:
    """A list of *shape* with *rights* for its key: a new one, unless the name of an existing *collection* is given."""
    admin = server.admin
    collection = collection or admin.create_collection(shape)
    role = admin.create_role(collection, shape, rights)
    key = admin.create_key(role, expires_in)
    return RemoteList(server, shape, collection, role, admin.user_id, key.token, key)
