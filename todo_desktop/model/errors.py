"""Every error that this program raises on purpose, and the problems that it can put into words.

    TodoDesktopError
    +-- Unavailable      not now: no network, server down, busy, starting, or something answered that is
    |                    not NocoBase. Nothing was carried out; try again later.
    +-- OutcomeUnknown   a write was sent and no usable answer came: look before sending anything again.
    +-- Refused          the server refused this one request and would refuse it again.
    +-- NeedsAttention   every request fails until a person mends something: key, role, collection, certificate.
    +-- Cancelled        we ended the request ourselves.
    +-- InvalidValue     what was typed does not fit the field; nothing was stored.
    +-- StorageError     the replica cannot be opened, read or written.

Callers branch on the class and on `problem`, never on the text. `gui.messages` turns them into sentences.
"""

from enum import StrEnum


class Problem(StrEnum):
    """What is wrong, as precisely as it can be told apart. Stored in the outbox, so values never change."""

    ADDRESS_INVALID = "address-invalid"
    ADDRESS_NOT_FOUND = "address-not-found"
    CONNECTION_REFUSED = "connection-refused"
    CONNECTION_LOST = "connection-lost"
    TIMED_OUT = "timed-out"
    CERTIFICATE = "certificate"
    CA_FILE = "ca-file"
    PROXY = "proxy"
    NOT_NOCOBASE = "not-nocobase"
    SERVER_STARTING = "server-starting"
    SERVER_BUSY = "server-busy"
    SERVER_ERROR = "server-error"
    KEY_MISSING = "key-missing"
    KEY_NOT_KEPT = "key-not-kept"
    """There is no keyring that could have kept it."""
    KEYRING_LOCKED = "keyring-locked"
    KEYRING_FAILED = "keyring-failed"
    KEY_MALFORMED = "key-malformed"
    KEY_WRONG = "key-wrong"
    KEY_EXPIRED = "key-expired"
    KEY_REVOKED = "key-revoked"
    KEY_WITHOUT_ROLE = "key-without-role"
    COLLECTION_MISSING = "collection-missing"
    COLLECTION_WITHOUT_KEY = "collection-without-key"
    MAY_NOT_VIEW = "may-not-view"
    MAY_NOT_CREATE = "may-not-create"
    MAY_NOT_UPDATE = "may-not-update"
    MAY_NOT_DELETE = "may-not-delete"
    NOT_OWN = "not-own"
    """The role may do that to the user's own todos alone."""
    NOT_IN_SCOPE = "not-in-scope"
    """The role may do that to some todos alone, by a rule on the server."""
    SIGN_IN_REFUSED = "sign-in-refused"
    NO_PASSWORD_SIGN_IN = "no-password-sign-in"  # noqa: S105 (a problem's name)
    MORE_THAN_A_PASSWORD = "more-than-a-password"  # noqa: S105 (a problem's name)
    MAY_NOT_MANAGE = "may-not-manage"
    """Who signed in may not make collections, roles or keys."""
    SETUP_REFUSED = "setup-refused"
    SETUP_CUT_OFF = "setup-cut-off"
    """The server fell silent in a step; what was made is taken back."""
    SETUP_LEFT_OVER = "setup-left-over"
    """The same, and what was made could not be taken back either."""
    ANOTHER_USER = "another-user"
    ANOTHER_SERVER = "another-server"
    """Where the list's server was, another one answers, or the collection was made anew."""
    TOO_LARGE = "too-large"
    INVALID_INPUT = "invalid-input"
    INCOMPLETE = "incomplete"
    """A new todo lacks what is required: it has not been sent."""
    FIELD_REFUSED = "field-refused"
    CONFLICT = "conflict"
    GONE = "gone"
    AMBIGUOUS_CREATE = "ambiguous-create"
    MASS_REMOVAL = "mass-removal"
    LIST_IN_USE = "list-in-use"
    """Another process on this computer syncs this list already."""
    DATABASE_NEWER = "database-newer"
    DATABASE_DAMAGED = "database-damaged"
    REPLICA_GONE = "replica-gone"
    """The file of the replica was deleted while it was open, and could not be written back yet."""
    REPLICA_REPLACED = "replica-replaced"
    """Another file has taken its place."""
    REPAIR_BLOCKED = "repair-blocked"
    """The database is damaged, and another process has it open."""
    DISK_FULL = "disk-full"
    DISK_ERROR = "disk-error"
    FOLDER_READ_ONLY = "folder-read-only"
    SYNC_FAULT = "sync-fault"
    """A fault of this program interrupted the sync."""
    INTERNAL = "internal"


class TodoDesktopError(Exception):
    """Root. `detail` is the other side's own words, for the log and for a tooltip; never a secret."""

    def __init__(self, problem: Problem, detail: str = "", *, status: int | None = None) -> None:
        super().__init__(f"{problem.value}: {detail}" if detail else problem.value)
        self.problem = problem
        self.detail = detail
        self.status = status


class Unavailable(TodoDesktopError):
    """Not now. `retry_after` is the server's own wish in seconds, where it named one."""

    def __init__(
        self, problem: Problem, detail: str = "", *, status: int | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(problem, detail, status=status)
        self.retry_after = retry_after


class OutcomeUnknown(TodoDesktopError):
    """A write was sent; whether it was carried out is not known."""


class Refused(TodoDesktopError):
    """The server answered this one request with a clear no."""


class NeedsAttention(TodoDesktopError):
    """Nothing will work until a person mends `problem`."""


class Cancelled(TodoDesktopError):
    """The request was ended by us, on the way out or on the user's wish."""

    def __init__(self) -> None:
        super().__init__(Problem.CONNECTION_LOST, "cancelled")


class InvalidValue(TodoDesktopError):
    """`field` cannot hold what was typed."""

    def __init__(self, field: str, detail: str = "") -> None:
        super().__init__(Problem.INVALID_INPUT, detail)
        self.field = field


class StorageError(TodoDesktopError):
    """The replica cannot be opened, read or written."""
