"""What a second start asks of the first: one line of JSON there, one back."""

from enum import StrEnum

import msgspec
from msgspec import Struct

VERSION = 1
ACTIVATION = "XDG_ACTIVATION_TOKEN"
"""The variable in which a desktop hands over its leave to take the focus; Qt looks there, too."""
LONGEST = 64 * 1024
"""Bytes of a line."""


class Verb(StrEnum):
    """show: the window comes forward. capture: the capture window does. stay: nothing but an answer is wanted."""

    SHOW = "show"
    CAPTURE = "capture"
    STAY = "stay"


class Request(Struct, frozen=True):
    """`text` is to stand in the capture window. `token` is the desktop's leave to take the focus, where it gave one."""

    verb: Verb = Verb.SHOW
    text: str = ""
    token: str = ""
    version: int = VERSION


class Reply(Struct, frozen=True):
    """`done`: the request was understood and carried out."""

    done: bool
    version: int = VERSION


def to_line(message: Request | Reply) -> bytes:
    return msgspec.json.encode(message) + b"\n"


def read_request(line: bytes) -> Request | None:
    """None for what another version asks, or nobody of ours."""
    try:
        request = msgspec.json.decode(line, type=Request)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return request if request.version == VERSION else None


def read_reply(line: bytes) -> Reply | None:
    """None for what is no answer of ours."""
    try:
        return msgspec.json.decode(line, type=Reply)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
