"""What a call that got no whole answer means: an error of ours, by what broke and by whether anything was sent."""

import errno
import socket
import ssl
from collections.abc import Iterator

from requests import exceptions as http
from urllib3 import exceptions as transport

from todo_desktop.model.connection import Connection
from todo_desktop.model.errors import NeedsAttention, OutcomeUnknown, Problem, TodoDesktopError, Unavailable
from todo_desktop.model.redaction import redacted
from todo_desktop.nocobase.verdict import Intent

_TIMEOUTS = (TimeoutError, http.Timeout, transport.TimeoutError)
_PROXY = (http.ProxyError, transport.ProxyError, http.InvalidProxyURL, transport.ProxySchemeUnknown)
_ADDRESS = (http.InvalidURL, http.MissingSchema, http.InvalidSchema, transport.LocationValueError, UnicodeError)


def error_of(error: Exception, intent: Intent, connection: Connection, *, sent: bool) -> TodoDesktopError:
    """The error to raise for *error*; `sent` tells whether any of the request may have left."""
    causes = list(_chain(error))
    problem = _problem(causes)
    detail = redacted(_detail(causes), [connection.api_key.reveal()])
    if not sent and problem in (Problem.CERTIFICATE, Problem.CA_FILE, Problem.ADDRESS_INVALID):
        return NeedsAttention(problem, detail)
    if sent and intent.writes:
        return OutcomeUnknown(problem, detail)
    return Unavailable(problem, detail)


def _problem(causes: list[BaseException]) -> Problem:
    def any_of(*kinds: type[BaseException]) -> bool:
        return any(isinstance(cause, kinds) for cause in causes)

    ordered = (
        (_PROXY, Problem.PROXY),
        ((ssl.SSLCertVerificationError,), Problem.CERTIFICATE),
        (_ADDRESS, Problem.ADDRESS_INVALID),
        ((socket.gaierror, transport.NameResolutionError), Problem.ADDRESS_NOT_FOUND),
        ((ConnectionRefusedError,), Problem.CONNECTION_REFUSED),
        (_TIMEOUTS, Problem.TIMED_OUT),
    )
    for kinds, problem in ordered:
        if any_of(*kinds):
            return problem
    if any_of(ssl.SSLError) and not any_of(ssl.SSLEOFError):
        # Most often plain http answered to https.
        return Problem.NOT_NOCOBASE
    return Problem.CONNECTION_LOST


def _detail(causes: list[BaseException]) -> str:
    """The innermost reason, in the words of the system."""
    for cause in reversed(causes):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return cause.verify_message
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror
        if isinstance(cause, OSError) and cause.errno:
            return errno.errorcode.get(cause.errno, str(cause.errno))
    return str(causes[-1]) or type(causes[-1]).__name__


def _chain(error: BaseException) -> Iterator[BaseException]:
    """*error* and what caused it, outermost first: by cause, context, `reason` and arguments."""
    seen: set[int] = set()
    pending: list[object] = [error]
    while pending:
        one = pending.pop(0)
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        pending += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
