"""One session with one server: every call ends in a decoded answer or in one of our errors, in bounded time.

Up to four threads may call at once: each call borrows a connection of its own from the session's pool.
"""

import email.utils
import ssl
from collections.abc import Callable, Mapping
from http.cookiejar import DefaultCookiePolicy
from types import MappingProxyType
from urllib.parse import urljoin, urlsplit

import msgspec
import requests
import urllib3
from msgspec import Struct
from requests.auth import AuthBase
from requests.utils import get_environ_proxies

from todo_desktop import __version__
from todo_desktop.model.connection import ApiKey, Connection
from todo_desktop.model.errors import Cancelled, NeedsAttention, Problem
from todo_desktop.model.values import Json, Milliseconds
from todo_desktop.nocobase.exchanges import Watch, exchange_of
from todo_desktop.nocobase.failures import error_of
from todo_desktop.nocobase.sockets import Call, Lifelines, TrackedAdapter
from todo_desktop.nocobase.verdict import Intent, Reply, content_of

THREADS = 4
LARGEST_ANSWER = 64 * 1024 * 1024
_CHUNK = 256 * 1024
_SENDS = 3
_HEADERS = {
    "User-Agent": f"todo-desktop/{__version__}",
    "Accept": "application/json",
    "Accept-Encoding": "gzip, deflate",
}


class Timeouts(Struct, frozen=True):
    """Seconds: to connect, between two reads, and from the first to the last byte of one call."""

    connect: float = 10.0
    read: float = 30.0
    call: float = 120.0


class Answer(Struct, frozen=True):
    """The `data` of a good answer and what it says about it (`meta`), the server's clock, and the address that gave it
    (another after a redirect)."""

    data: Json
    server_time: Milliseconds | None
    url: str
    meta: Json = None


class HttpSession:
    """Calls to the base URL of *connection* with its key. Every method raises only the errors of `model.errors`.
    On the thread of the call, `on_silence` hears that the server has said nothing for some seconds, and `watch` is told
    of each call that has ended."""

    def __init__(
        self,
        connection: Connection,
        *,
        monotonic: Callable[[], float],
        timeouts: Timeouts | None = None,
        on_silence: Callable[[], None] = lambda: None,
        watch: Watch | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.connection = connection
        self._watch = watch
        self._headers = _HEADERS | dict(headers or {})
        self._timeouts = timeouts or Timeouts()
        self._monotonic = monotonic
        self._lifelines = Lifelines(monotonic, on_silence)
        self._session: requests.Session | None = None
        self.clock: Milliseconds | None = None
        """The server's time as the last answer told it."""

    def read(
        self,
        action: str,
        query: Mapping[str, str] | None = None,
        body: Json = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Ask for `action` (`todos:list`). With a *body* the request is a POST that changes nothing."""
        return self._call(action, Intent.READ, query or {}, body, headers or {})

    def write(self, action: str, intent: Intent, query: Mapping[str, str], body: Json = None) -> Answer:
        """Change something. Raises OutcomeUnknown where that may or may not have happened."""
        return self._call(action, intent, query, body)

    def cancel(self) -> None:
        """End every call under way, from any thread; each raises Cancelled, and so does every later one."""
        self._lifelines.cancel()

    def close(self) -> None:
        """Let go of the kept connections."""
        if self._session is not None:
            self._session.close()

    def _call(
        self,
        action: str,
        intent: Intent,
        query: Mapping[str, str],
        body: Json,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> Answer:
        key = self.connection.api_key
        request = requests.Request(
            "POST" if intent.writes or body is not None else "GET",
            f"{self.connection.base_url}/{action}",
            params=dict(query),
            data=b"" if body is None else msgspec.json.encode(body),
            headers={**self._headers, **headers, **({"Content-Type": "application/json"} if body is not None else {})},
            auth=_KeyAuth(key),
        )
        reply, url = self._exchange(request, intent)
        self.clock = reply.server_time
        content = content_of(reply, intent, key)
        return Answer(content["data"], reply.server_time, url, content.get("meta"))

    def _exchange(self, request: requests.Request, intent: Intent) -> tuple[Reply, str]:
        """Send it, after redirects within the same host only: the key goes nowhere else."""
        sends = 1
        while True:
            reply, target = self._send(request, intent)
            url = str(request.url)
            if target is None or sends == _SENDS or not _same_site(url, target):
                return reply, url
            if intent.writes and reply.status not in (307, 308):
                return reply, url
            request.url, request.params = target, {}
            sends += 1

    def _send(self, request: requests.Request, intent: Intent) -> tuple[Reply, str | None]:
        """One exchange: the reply, and where it redirects to."""
        if self._lifelines.cancelled:
            raise Cancelled
        session = self._session = self._session or self._opened()
        begun = self._monotonic()
        call = Call(begun + self._timeouts.call)
        token = self._lifelines.call.set(call)
        prepared = None
        try:
            prepared = request.prepare()
            response = session.send(
                prepared,
                stream=True,
                allow_redirects=False,
                timeout=(self._timeouts.connect, self._timeouts.read),
                verify=self.connection.verify_tls,
                proxies=self._proxies(str(prepared.url)),
            )
            with response:
                reply = _reply(response)
                self._tell(prepared, begun, reply=reply)
                return reply, _redirect_target(response)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            if self._lifelines.cancelled:
                raise Cancelled from error
            failure = error_of(error, intent, self.connection, sent=call.sent)
            self._tell(prepared, begun, failure=failure.detail or failure.problem.value)
            raise failure from error
        finally:
            self._lifelines.call.reset(token)

    def _tell(
        self, asked: requests.PreparedRequest | None, begun: float, *, reply: Reply | None = None, failure: str = ""
    ) -> None:
        if self._watch is not None and asked is not None:
            took = (self._monotonic() - begun) * 1000
            self._watch(exchange_of(asked, took, reply, failure, self.connection.api_key))

    def _opened(self) -> requests.Session:
        session = requests.Session()
        # No .netrc: it would replace our key. The environment's proxies are looked up by `_proxies`.
        session.trust_env = False
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        adapter = TrackedAdapter(self._lifelines, tls_context(self.connection), THREADS)
        session.mount("http://", adapter)
        session.mount("https://", adapter)
        return session

    def _proxies(self, url: str) -> dict[str, str]:
        proxy = self.connection.proxy
        if proxy:
            return {"http": proxy, "https": proxy}
        host = urlsplit(url).hostname or ""
        if host in ("localhost", "::1") or host.startswith("127."):
            return {}
        return get_environ_proxies(url)


class _KeyAuth(AuthBase):
    """Sends our key, and no other."""

    def __init__(self, key: ApiKey) -> None:
        self._key = key

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if not self._key:
            return request
        text = self._key.reveal()
        if not (text.isascii() and text.isprintable()):
            raise NeedsAttention(Problem.KEY_MALFORMED)
        request.headers["Authorization"] = f"Bearer {text}"
        return request


def tls_context(connection: Connection) -> ssl.SSLContext | None:
    """The system's, certifi's and the user's own authorities. None where https is not used.

    Raises NeedsAttention(CA_FILE).
    """
    if not connection.base_url.startswith("https:"):
        return None
    context = ssl.create_default_context()
    if not connection.verify_tls:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context
    context.load_verify_locations(requests.utils.DEFAULT_CA_BUNDLE_PATH)
    if connection.ca_file:
        try:
            context.load_verify_locations(connection.ca_file)
        except (OSError, ssl.SSLError) as error:
            raise NeedsAttention(Problem.CA_FILE, f"{connection.ca_file}: {error.strerror or error}") from error
    return context


def _reply(response: requests.Response) -> Reply:
    """The whole answer, within its bounds."""
    chunks, size = [], 0
    for chunk in response.raw.stream(_CHUNK, decode_content=True):
        chunks.append(chunk)
        size += len(chunk)
        if size > LARGEST_ANSWER:
            raise urllib3.exceptions.HTTPError(f"the answer is larger than {LARGEST_ANSWER} bytes")
    headers = response.headers
    return Reply(
        status=response.status_code,
        content_type=headers.get("Content-Type", "").partition(";")[0].strip().lower(),
        body=b"".join(chunks),
        server_time=_http_date(headers.get("Date", "")),
        retry_after=_retry_after(headers.get("Retry-After", ""), _http_date(headers.get("Date", ""))),
    )


def _http_date(text: str) -> Milliseconds | None:
    try:
        return round(email.utils.parsedate_to_datetime(text).timestamp() * 1000)
    except (ValueError, OverflowError):  # OverflowError: a zone that is years away
        return None


def _retry_after(text: str, now: Milliseconds | None) -> float | None:
    """Seconds, from a number of seconds or from a date by the server's own clock."""
    if text.isascii() and text.isdigit():
        return float(text)
    date = _http_date(text)
    return None if date is None or now is None else max((date - now) / 1000, 0.0)


def _redirect_target(response: requests.Response) -> str | None:
    location = response.headers.get("Location", "")
    return urljoin(response.url, location) if location and 300 <= response.status_code < 400 else None


def _same_site(url: str, target: str) -> bool:
    """The same host and port, or the same host's https instead of its http."""
    here, there = urlsplit(url), urlsplit(target)
    if here.hostname != there.hostname:
        return False
    upgraded = here.scheme == "http" and there.scheme == "https"
    return upgraded or (here.scheme, here.port) == (there.scheme, there.port)
