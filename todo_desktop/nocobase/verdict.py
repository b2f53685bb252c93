"""What an answer means: its data, or one of our errors. Pure; decided by status and code, never by the text."""

from enum import Enum

import msgspec
from msgspec import Struct

from todo_desktop.model.connection import ApiKey
from todo_desktop.model.errors import NeedsAttention, OutcomeUnknown, Problem, Refused, TodoDesktopError, Unavailable
from todo_desktop.model.redaction import redacted
from todo_desktop.model.values import Json, Milliseconds
from todo_desktop.nocobase.api_key import facts


class Intent(Enum):
    """What a call does. A read may be repeated at will, a write may have been carried out."""

    READ = "read"
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"

    @property
    def writes(self) -> bool:
        return self is not Intent.READ


class Reply(Struct, frozen=True):
    """One whole answer. `content_type` without parameters, lower case; `retry_after` in seconds; `server_time` from
    the `Date` header."""

    status: int
    content_type: str
    body: bytes
    server_time: Milliseconds | None = None
    retry_after: float | None = None


_KEY_PROBLEMS = {
    "EMPTY_TOKEN": Problem.KEY_MISSING,
    "INVALID_TOKEN": Problem.KEY_WRONG,
    "EXPIRED_TOKEN": Problem.KEY_EXPIRED,
    "BLOCKED_TOKEN": Problem.KEY_REVOKED,
    "ROLE_NOT_FOUND_FOR_USER": Problem.KEY_WITHOUT_ROLE,
    "ROLE_NOT_FOUND_ERR": Problem.KEY_WITHOUT_ROLE,
}
_FORBIDDEN = {
    Intent.CREATE: Problem.MAY_NOT_CREATE,
    Intent.UPDATE: Problem.MAY_NOT_UPDATE,
    Intent.DELETE: Problem.MAY_NOT_DELETE,
}
_GATEWAY_FAILED = (502, 520, 521, 522, 523)


def content_of(reply: Reply, intent: Intent, key: ApiKey) -> dict[str, Json]:
    """The answer to a call made with *key*, which no error will hold: a good one has `data`, and may have `meta`.

    Raises Unavailable, NeedsAttention; for writes also OutcomeUnknown, Refused.
    """
    body = _decoded(reply)
    # A malformed filter answers 200 with `{}`: a missing `data` is never an empty list.
    if 200 <= reply.status < 300 and isinstance(body, dict) and "data" in body:
        return body
    raise _error(reply, intent, body, key)


def _error(reply: Reply, intent: Intent, body: Json, key: ApiKey) -> TodoDesktopError:
    detail = redacted(_message(body), [key.reveal()]) or f"HTTP {reply.status}"
    if reply.status < 300:
        return _unusable(reply, intent, body)
    if reply.status < 400:
        # Whoever redirects has not carried it out, but for 303, which follows a finished POST.
        return _not_nocobase(reply, intent, f"{detail}, a redirect", outcome_known=reply.status != 303)
    if reply.status == 407:
        return Unavailable(Problem.PROXY, detail, status=407)
    if reply.status >= 500 or reply.status in (408, 425, 429):
        return _server_trouble(reply, intent, body, detail)
    return _own_trouble(reply, intent, body, key, detail)


def _own_trouble(reply: Reply, intent: Intent, body: Json, key: ApiKey, detail: str) -> TodoDesktopError:
    """What the statuses 400 to 499 find wrong with this request, its key or its address."""
    if reply.status in (413, 414, 431):
        return _client_error(reply, intent, Problem.TOO_LARGE, detail)
    if reply.status == 404 and reply.content_type == "text/plain":
        return NeedsAttention(Problem.COLLECTION_MISSING, detail, status=404)
    if not isinstance(body, dict) or "errors" not in body:
        return _not_nocobase(reply, intent, detail, outcome_known=True)
    if reply.status == 401:
        return NeedsAttention(_key_problem(reply, body, key), detail, status=401)
    if reply.status == 403 and not intent.writes:
        return NeedsAttention(Problem.MAY_NOT_VIEW, detail, status=403)
    return _client_error(reply, intent, _FORBIDDEN[intent] if reply.status == 403 else Problem.INVALID_INPUT, detail)


def _decoded(reply: Reply) -> Json:
    """The body as JSON; None for anything else (and for `null`, which NocoBase never sends)."""
    try:
        decoded: Json = msgspec.json.decode(reply.body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return decoded


def _unusable(reply: Reply, intent: Intent, body: Json) -> TodoDesktopError:
    """A success without data: nothing that NocoBase sends, or the beginning of it."""
    if body is None and reply.content_type == "application/json":
        kind = OutcomeUnknown if intent.writes else Unavailable
        return kind(Problem.CONNECTION_LOST, "the answer was cut", status=reply.status)
    return _not_nocobase(reply, intent, "an answer without data", outcome_known=False)


def _not_nocobase(reply: Reply, intent: Intent, detail: str, *, outcome_known: bool) -> TodoDesktopError:
    kind = OutcomeUnknown if intent.writes and not outcome_known else Unavailable
    return kind(Problem.NOT_NOCOBASE, detail, status=reply.status)


def _server_trouble(reply: Reply, intent: Intent, body: Json, detail: str) -> TodoDesktopError:
    if reply.status in (425, 429, 503):
        starting = isinstance(body, dict) and isinstance(body.get("error"), dict)
        problem = Problem.SERVER_STARTING if starting else Problem.SERVER_BUSY
        return Unavailable(problem, detail, status=reply.status, retry_after=reply.retry_after)
    if reply.status in (408, 504, 524):
        problem = Problem.TIMED_OUT
    else:
        problem = Problem.SERVER_BUSY if reply.status in _GATEWAY_FAILED else Problem.SERVER_ERROR
    if intent.writes:
        # A 500 can be the user's input as well: whoever sent it looks, and then decides by `status`.
        return OutcomeUnknown(problem, detail, status=reply.status)
    return Unavailable(problem, detail, status=reply.status, retry_after=reply.retry_after)


def _client_error(reply: Reply, intent: Intent, problem: Problem, detail: str) -> TodoDesktopError:
    if intent.writes:
        return Refused(problem, detail, status=reply.status)
    # A read that we worded is not the user's to mend: the schema has changed, and is read anew.
    return Unavailable(Problem.SERVER_ERROR, detail, status=reply.status)


def _key_problem(reply: Reply, body: Json, key: ApiKey) -> Problem:
    problem = _KEY_PROBLEMS.get(_code(body), Problem.KEY_WRONG)
    expired = problem is Problem.KEY_WRONG and _has_passed(facts(key).expires_at, reply.server_time)
    return Problem.KEY_EXPIRED if expired else problem


def _has_passed(instant: Milliseconds | None, now: Milliseconds | None) -> bool:
    return instant is not None and now is not None and instant <= now


def _first_error(body: Json) -> dict[str, Json]:
    if not isinstance(body, dict):
        return {}
    errors = body.get("errors")
    first = errors[0] if isinstance(errors, list) and errors else body.get("error")
    return first if isinstance(first, dict) else {}


def _code(body: Json) -> str:
    code = _first_error(body).get("code")
    return code if isinstance(code, str) else ""


def _message(body: Json) -> str:
    message = _first_error(body).get("message")
    return message[:500] if isinstance(message, str) else ""
