"""Tells exactly what is wrong with a connection, in the order in which a person can mend it. Never writes."""

from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urlsplit

from msgspec.structs import replace

from todo_desktop.model.connection import ApiKey, Connection
from todo_desktop.model.diagnosis import CollectionChoice, Diagnosis
from todo_desktop.model.errors import Cancelled, NeedsAttention, Problem, TodoDesktopError, Unavailable
from todo_desktop.model.permissions import Permissions
from todo_desktop.model.typed_address import InvalidAddress, normal_base_url
from todo_desktop.model.values import Json, Milliseconds
from todo_desktop.nocobase import api_key
from todo_desktop.nocobase.acl import permissions_of
from todo_desktop.nocobase.api import CHECK_ACCOUNT, CHECK_ROLE, GET_INFO, LIST_META, account_of
from todo_desktop.nocobase.exchanges import Watch
from todo_desktop.nocobase.http import Answer, HttpSession, Timeouts
from todo_desktop.nocobase.schema import collection_of, collections_of, is_system, title_of

# Shorter than the sync's: a person waits.
_PATIENCE = Timeouts(connect=8.0, read=15.0, call=30.0)


class Diagnostician:
    """Tests one connection, once (`service.ConnectionTester`)."""

    def __init__(
        self,
        *,
        monotonic: Callable[[], float],
        timeouts: Timeouts = _PATIENCE,
        watch: Watch | None = None,
        now: Callable[[], Milliseconds] | None = None,
    ) -> None:
        """With *now* (milliseconds since 1970) the clocks are compared."""
        self._monotonic = monotonic
        self._now = now
        self._watch = watch
        self._timeouts = timeouts
        self._session: HttpSession | None = None
        self._cancelled = False

    def test(self, connection: Connection) -> Diagnosis:
        """Everything about *connection*, up to the first problem. Blocks for seconds; raises only Cancelled."""
        if self._cancelled:
            raise Cancelled
        found = Diagnosis(connection.base_url)
        try:
            for step in self._steps(connection):
                found = step
        except InvalidAddress as error:
            return replace(found, problem=Problem.ADDRESS_INVALID, detail=error.detail)
        except Cancelled:
            raise
        except TodoDesktopError as error:
            # `step` was kept in `found`: what was learned before the problem stays.
            return replace(found, problem=error.problem, detail=error.detail)
        return found

    def cancel(self) -> None:
        """End the test, also one that has not begun; from any thread."""
        self._cancelled = True
        session = self._session
        if session is not None:
            session.cancel()

    def _steps(self, typed: Connection) -> Iterator[Diagnosis]:
        """What is known after each step. Raises the first problem."""
        found = Diagnosis(normal_base_url(typed.base_url), key=api_key.facts(typed.api_key))
        yield found
        # The key is not shown to anything that has not proven to be NocoBase.
        nobody = replace(typed, base_url=found.base_url, api_key=ApiKey(""))
        try:
            found = self._located(nobody, found)
        except Unavailable as error:
            if not _may_want_tls(found.base_url, error):
                raise
            encrypted = replace(found, base_url=f"https{found.base_url.removeprefix('http')}", is_mended=True)
            try:
                found = self._located(replace(nobody, base_url=encrypted.base_url), encrypted)
            except Unavailable:
                raise error from None
            except NeedsAttention:  # such as its certificate
                yield encrypted
                raise
        yield found
        if not typed.api_key:
            raise NeedsAttention(Problem.KEY_MISSING)
        if not api_key.is_well_formed(typed.api_key):
            raise NeedsAttention(Problem.KEY_MALFORMED)
        session = self._open(replace(typed, base_url=found.base_url))
        try:
            yield from self._with_key(session, found)
        finally:
            session.close()

    def _with_key(self, session: HttpSession, found: Diagnosis) -> Iterator[Diagnosis]:
        started = self._monotonic()
        answer = session.read(CHECK_ACCOUNT)
        latency = (self._monotonic() - started) * 1000
        account = account_of(answer)
        found = replace(
            found,
            user_id=account.user_id,
            user_name=account.name,
            latency_ms=latency,
            clock_ahead=self._clock_ahead(answer),
        )
        yield found
        rights = session.read(CHECK_ROLE).data
        metas = collections_of(session.read(LIST_META).data)
        found = replace(found, collections=_choices(metas, rights))
        yield found
        name = session.connection.collection
        if name not in metas:
            raise NeedsAttention(Problem.COLLECTION_MISSING, name)
        collection, permissions = collection_of(metas[name]), permissions_of(rights, name)
        yield replace(found, collection=collection, permissions=permissions, limits=_limits(permissions))
        if not collection.primary_key:
            raise NeedsAttention(Problem.COLLECTION_WITHOUT_KEY, name)
        if not permissions.view.allowed:
            raise NeedsAttention(Problem.MAY_NOT_VIEW)
        session.read(f"{name}:list", {"pageSize": "1", "fields": collection.primary_key})

    def _clock_ahead(self, answer: Answer) -> Milliseconds | None:
        if self._now is None or answer.server_time is None:
            return None
        return self._now() - answer.server_time

    def _located(self, connection: Connection, found: Diagnosis) -> Diagnosis:
        """Where NocoBase's API is: at the address, or near it. Raises what is wrong with the address itself."""
        first: Unavailable | None = None
        for address in _candidates(connection.base_url):
            session = self._open(replace(connection, base_url=address))
            try:
                answer = session.read(GET_INFO)
            except (Unavailable, NeedsAttention) as error:
                elsewhere = error.problem in (Problem.NOT_NOCOBASE, Problem.COLLECTION_MISSING)
                if not elsewhere or (urlsplit(address).scheme == "https" and error.status is None):
                    raise
                first = first or Unavailable(Problem.NOT_NOCOBASE, error.detail, status=error.status)
                continue
            finally:
                session.close()
            version = _version(answer)
            if version is not None:
                url = answer.url.removesuffix(f"/{GET_INFO}")
                is_mended = found.is_mended or address != connection.base_url
                return replace(found, base_url=url, server_version=version, is_mended=is_mended)
        raise first or Unavailable(Problem.NOT_NOCOBASE)

    def _open(self, connection: Connection) -> HttpSession:
        session = HttpSession(connection, monotonic=self._monotonic, timeouts=self._timeouts, watch=self._watch)
        self._session = session
        if self._cancelled:
            session.cancel()
        return session


def _may_want_tls(base_url: str, error: Unavailable) -> bool:
    """Whether the server may speak https alone there: who types no scheme means whichever it speaks."""
    parts = urlsplit(base_url)
    lost = error.problem in (Problem.CONNECTION_LOST, Problem.NOT_NOCOBASE)
    return parts.scheme == "http" and (lost or (error.problem is Problem.CONNECTION_REFUSED and parts.port is None))


def _candidates(base_url: str) -> Iterator[str]:
    """The address itself, then `/api` below it and below each folder above it: people paste a page's address."""
    yield base_url
    parts = urlsplit(base_url)
    origin = f"{parts.scheme}://{parts.netloc}"
    folders = [part for part in parts.path.split("/") if part]
    for depth in range(len(folders), -1, -1):
        candidate = "/".join([origin, *folders[:depth], "api"])
        if candidate != base_url:
            yield candidate


def _version(answer: Answer) -> str | None:
    """The version that NocoBase tells, None where the answer is not its."""
    if not isinstance(answer.data, dict) or not isinstance(answer.data.get("version"), str):
        return None
    return str(answer.data["version"])


def _choices(metas: Mapping[str, Mapping[str, Json]], rights: Json) -> tuple[CollectionChoice, ...]:
    """The user's own collections that the key may list."""
    return tuple(
        CollectionChoice(name, title_of(meta))
        for name, meta in metas.items()
        if not is_system(meta) and permissions_of(rights, name).view.allowed
    )


def _limits(permissions: Permissions) -> tuple[Problem, ...]:
    granted = (
        (permissions.create, Problem.MAY_NOT_CREATE),
        (permissions.update, Problem.MAY_NOT_UPDATE),
        (permissions.destroy, Problem.MAY_NOT_DELETE),
    )
    return tuple(problem for grant, problem in granted if not grant.allowed)
