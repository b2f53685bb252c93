"""What is told of a call that has ended: everything but what is secret."""

from collections.abc import Callable
from typing import TypeAlias

import requests

from todo_desktop.model.connection import ApiKey
from todo_desktop.model.exchange import Exchange
from todo_desktop.model.redaction import MASK, redacted
from todo_desktop.nocobase.verdict import Reply

LONGEST_BODY = 16 * 1024
"""So many bytes of an answer are kept; a page of a first sync has a hundred times as many."""

Watch: TypeAlias = Callable[[Exchange], None]


def exchange_of(
    asked: requests.PreparedRequest, took_ms: float, reply: Reply | None, failure: str, key: ApiKey
) -> Exchange:
    """The call *asked* made with *key*, and its *reply*, or (None) why there is none.

    Both bodies are told as they are, but for the key, so that they can be copied: a session that sends a password or
    asks for a key is not to be watched.
    """
    sent = asked.body.decode(errors="replace") if isinstance(asked.body, bytes) else asked.body or ""
    # The key goes first: a half of one would not be known.
    body = _without(key, reply.body.decode(errors="replace")).encode()[:LONGEST_BODY] if reply else b""
    return Exchange(
        method=str(asked.method),
        url=_without(key, str(asked.url)),
        took_ms=took_ms,
        sent=_without(key, sent),
        status=reply.status if reply else None,
        received=body.decode(errors="replace"),
        is_cut=reply is not None and len(reply.body) > LONGEST_BODY,
        size=len(reply.body) if reply else 0,
        failure=redacted(failure, [key.reveal()]),
        asking=tuple((name, str(value)) for name, value in asked.headers.items() if name.startswith("X-")),
    )


def _without(key: ApiKey, text: str) -> str:
    return text.replace(key.reveal(), MASK) if key else text
