"""What a test of the connection found, in words: the place of a problem, and the facts of a success."""

from enum import StrEnum

from msgspec import Struct
from PySide6.QtCore import QCoreApplication

from todo_desktop.gui.key_words import expiry_words
from todo_desktop.gui.messages import host_of, problem_message
from todo_desktop.model.connection import Connection
from todo_desktop.model.diagnosis import Diagnosis
from todo_desktop.model.errors import Problem

translate = QCoreApplication.translate


class Place(StrEnum):
    """The field that a problem concerns; RESULT where none of them does."""

    ADDRESS = "address"
    KEY = "key"
    COLLECTION = "collection"
    CA_FILE = "ca-file"
    PROXY = "proxy"
    RESULT = "result"


_ADDRESS = frozenset({
    Problem.ADDRESS_INVALID, Problem.ADDRESS_NOT_FOUND, Problem.CONNECTION_REFUSED, Problem.CONNECTION_LOST,
    Problem.TIMED_OUT, Problem.NOT_NOCOBASE, Problem.SERVER_STARTING, Problem.SERVER_BUSY, Problem.SERVER_ERROR,
    Problem.ANOTHER_SERVER,
})  # fmt: skip
_KEY = frozenset({
    Problem.KEY_MISSING, Problem.KEY_NOT_KEPT, Problem.KEYRING_LOCKED, Problem.KEYRING_FAILED,
    Problem.KEY_MALFORMED, Problem.KEY_WRONG, Problem.KEY_EXPIRED, Problem.KEY_REVOKED,
    Problem.KEY_WITHOUT_ROLE, Problem.ANOTHER_USER,
})  # fmt: skip
_COLLECTION = frozenset({
    Problem.COLLECTION_MISSING, Problem.COLLECTION_WITHOUT_KEY, Problem.MAY_NOT_VIEW, Problem.MAY_NOT_CREATE,
    Problem.MAY_NOT_UPDATE, Problem.MAY_NOT_DELETE,
})  # fmt: skip

_NO_CHANGES = frozenset({Problem.MAY_NOT_CREATE, Problem.MAY_NOT_UPDATE, Problem.MAY_NOT_DELETE})


def place_of(problem: Problem) -> Place:
    if problem in _ADDRESS:
        return Place.ADDRESS
    if problem in _KEY:
        return Place.KEY
    if problem in _COLLECTION:
        return Place.COLLECTION
    return {Problem.CERTIFICATE: Place.CA_FILE, Problem.CA_FILE: Place.CA_FILE, Problem.PROXY: Place.PROXY}.get(
        problem, Place.RESULT
    )


class Fact(Struct, frozen=True):
    """One line of the result: what it is, and what was found."""

    label: str
    value: str


def problem_text(problem: Problem, tested: Connection, found: Diagnosis) -> str:
    """*problem* of what was *tested*, with what to do."""
    return problem_message(
        problem,
        detail=found.detail,
        host=host_of(found.base_url or tested.base_url),
        collection=tested.collection,
        user=found.user_name,
    ).text


def facts(found: Diagnosis) -> list[Fact]:
    """What is known so far, in the order in which it was found out."""
    known = [
        Fact(translate("findings", "Server"), _server(found)),
        Fact(translate("findings", "User"), found.user_name),
        Fact(translate("findings", "Role"), found.key.role),
        Fact(translate("findings", "Key"), expiry_words(found.key)),
        Fact(translate("findings", "Collection"), _collection(found)),
    ]
    return [fact for fact in known if fact.value]


def limits(tested: Connection, found: Diagnosis) -> list[str]:
    """What works only in part."""
    if set(found.limits) >= _NO_CHANGES:
        return [translate("findings", "This key may only read the todos. To change them, ask for a role that may.")]
    return [problem_text(problem, tested, found) for problem in found.limits]


def _server(found: Diagnosis) -> str:
    if not found.server_version:
        return ""
    text = translate("findings", "NocoBase {version}").format(version=found.server_version)
    if found.latency_ms is None:
        return text
    return translate("findings", "{server}, answered in {ms} ms").format(server=text, ms=round(found.latency_ms))


def _collection(found: Diagnosis) -> str:
    if found.collection is None:
        return ""
    count = len(found.collection.fields)
    if count == 1:
        return translate("findings", "{name}, 1 column").format(name=found.collection.label)
    return translate("findings", "{name}, %n columns", None, count).format(name=found.collection.label)
