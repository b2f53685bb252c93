"""The connection meant by a `curl` command, as Postman, NocoBase's documentation or a browser's tools copy it."""

import re
import shlex
from collections.abc import Iterator
from urllib.parse import urlsplit

from msgspec import Struct

from todo_desktop.model.connection import ApiKey, InvalidAddress, normal_base_url
from todo_desktop.model.typed_key import typed_key

# At a line's end: of a shell, Windows' command line, PowerShell. A field of one line has made blanks of the breaks.
_GOES_ON = re.compile(r"[\\^`]\s+(?=-|'|\"|http)")
_CARET = re.compile(r"\^(.)")
_HEADERS = ("-H", "--header")
_URLS = ("--url",)
_KEYS = ("--oauth2-bearer",)
# Options whose value is a word of its own, so that it is not taken for the address.
_WITH_VALUE = frozenset(
    ("-X", "--request", "-d", "--data", "--data-raw", "--data-binary", "--data-urlencode", "--json", "-o", "--output",
     "-u", "--user", "-A", "--user-agent", "-b", "--cookie", "-x", "--proxy", "-m", "--max-time", "--connect-timeout",
     "--cacert", "-e", "--referer", "-F", "--form", "-T", "--upload-file")
)  # fmt: skip


class PastedCommand(Struct, frozen=True):
    """What it tells of a connection; empty where it tells nothing."""

    base_url: str = ""
    collection: str = ""
    api_key: ApiKey = ApiKey("")


def pasted_command(text: str) -> PastedCommand | None:
    """What the command in *text* is for; None where *text* is none."""
    if not re.match(r"\s*(\$\s*)?curl(\.exe)?\s", text):
        return None
    addresses, key = [], ApiKey("")
    for option, value in _options(_words(text)[1:]):
        is_authorization = value.partition(":")[0].strip().lower() == "authorization"
        if option in _KEYS or (option in _HEADERS and is_authorization):
            key = typed_key(value)
        elif option in _URLS or not option:
            addresses.append(value)
    base_url, collection = _split(_likeliest(addresses))
    return PastedCommand(base_url, collection, key)


def _words(text: str) -> list[str]:
    """As a shell would part them; a last quote may be missing."""
    line = _GOES_ON.sub(" ", text.replace("\u2028", " ").strip().removeprefix("$"))
    if '^"' in line:  # on Windows' command line a caret takes the next sign as it is
        line = _CARET.sub(r"\1", line)
    for closed in (line, f"{line}'", f'{line}"'):
        try:
            return shlex.split(closed)
        except ValueError:
            continue
    return line.split()


def _options(words: list[str]) -> Iterator[tuple[str, str]]:
    """(option, value) each; the option is empty for a word that stands alone."""
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        if word.startswith("--") and equals:
            yield name, value
        elif word in (*_HEADERS, *_URLS, *_KEYS) or word in _WITH_VALUE:
            yield word, next(rest, "")
        elif word.startswith("-H"):
            yield "-H", word[2:]
        elif not word.startswith("-"):
            yield "", word


def _likeliest(addresses: list[str]) -> str:
    """The first that says that it is one; else the first word that stands alone."""
    return next((each for each in addresses if "://" in each), next(iter(addresses), ""))


def _split(address: str) -> tuple[str, str]:
    """Base URL and collection; a placeholder such as `{{baseUrl}}` is no address."""
    if not address or "{{" in address:
        return "", _collection(address)
    try:
        return normal_base_url(address), _collection(address)
    except InvalidAddress:
        return "", ""


def _collection(address: str) -> str:
    try:
        path = urlsplit(address if "://" in address else f"http://{address}").path
    except ValueError:  # such as a bracket that belongs to no IPv6 address
        return ""
    name, colon, _action = path.rpartition("/")[2].partition(":")
    return name if colon else ""
