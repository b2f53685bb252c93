"""The connection meant by a command, as Postman, NocoBase's documentation or a browser's tools copy it: `curl` in any
shell, HTTPie, wget, JavaScript's `fetch`, PowerShell."""

import re
import shlex
from collections.abc import Iterator
from urllib.parse import urlsplit

from msgspec import Struct

from todo_desktop.model.connection import ApiKey
from todo_desktop.model.typed_address import InvalidAddress, normal_base_url
from todo_desktop.model.typed_key import typed_key

# At a line's end: of a shell, Windows' command line, PowerShell. A field of one line has made blanks of the breaks.
_GOES_ON = re.compile(r"[\\^`]\s+(?=-|'|\"|\^\"|http)")
_SHELL = re.compile(r"\s*(\$\s*)?(curl(\.exe)?|wget|https?|xh)\s")
_PROGRAM = re.compile(r"\s*(await\s+)?(fetch\(|Invoke-|\$\w+\s*=)")
_ESCAPED = re.compile(r"\$'((?:[^'\\]|\\.)*)'", re.DOTALL)
"""A word of a shell as Chrome writes it where there are quotes in it."""
_TYPOGRAPHIC = str.maketrans("‘’“”", "''\"\"")
_URL = re.compile(r"https?://[^\s'\"^`<>]+", re.IGNORECASE)
_HEADERS = ("-H", "--header")
_URLS = ("--url",)
_TOKENS = ("--oauth2-bearer", "--auth", "-a")
# Options whose value is a word of its own, so that it is not taken for the address.
_WITH_VALUE = frozenset(
    ("-X", "--request", "-d", "--data", "--data-raw", "--data-binary", "--data-urlencode", "--json", "-o", "--output",
     "-u", "--user", "-A", "--user-agent", "--auth-type", "-b", "--cookie", "-x", "--proxy", "-m", "--max-time",
     "--connect-timeout", "--cacert", "-e", "--referer", "-F", "--form", "-T", "--upload-file", "-w", "--write-out",
     "--resolve", "--connect-to", "--retry", "--retry-delay", "--retry-max-time", "--max-redirs", "-c", "--cookie-jar",
     "-E", "--cert", "--key", "-D", "--dump-header", "--limit-rate", "--interface", "--method", "--body-data",
     "--timeout", "--post-data")
)  # fmt: skip
_ACTIONS = ("list", "get", "create", "update", "destroy", "query", "move", "firstOrCreate", "updateOrCreate", "export")


class PastedCommand(Struct, frozen=True):
    """What it tells of a connection; empty where it tells nothing."""

    base_url: str = ""
    collection: str = ""
    api_key: ApiKey = ApiKey("")


def pasted_command(text: str) -> PastedCommand | None:
    """What the command in *text* is for; None where *text* is none."""
    if _PROGRAM.match(text):
        return _of_program(text)
    if not _SHELL.match(text):
        return None
    addresses: list[str] = []
    key = ApiKey("")
    for option, value in _options(_words(text)[1:]):
        name = value.partition(":")[0].strip().lower()
        if option in _TOKENS or (option in ("", *_HEADERS) and name == "authorization"):
            key = _key(value)
        elif option in _URLS or (not option and not value.isupper()):
            addresses.append(f"localhost{value}" if value.startswith(":") else value)
    address = next((each for each in addresses if "://" in each), addresses[0] if addresses else "")
    base_url, collection = _split(address)
    return PastedCommand(base_url, collection, key)


def _of_program(text: str) -> PastedCommand | None:
    """Of a line that is no shell's: where its address and its key are, none of its grammar says."""
    address = _URL.search(text)
    if address is None:
        return None
    base_url, collection = _split(address.group())
    bearer = re.search(r"bearer\s+([\w.-]+)", text, re.IGNORECASE)
    return PastedCommand(base_url, collection, _key(bearer.group(1)) if bearer else ApiKey(""))


def _key(text: str) -> ApiKey:
    """Empty where there is a variable or a placeholder in its place."""
    key = typed_key(text)
    return ApiKey("") if set("${}<>%") & set(key.reveal()) else key


def _words(text: str) -> list[str]:
    """As a shell would part them; a last quote may be missing."""
    line = _GOES_ON.sub(" ", text.replace("\u2028", " ").strip().removeprefix("$"))
    if '^"' in line:  # Windows' command line
        line = re.sub(r"\^(.)", r"\1", line, flags=re.DOTALL)
    if not set("'\"") & set(line):
        line = line.translate(_TYPOGRAPHIC)
    line = _ESCAPED.sub(lambda word: shlex.quote(word.group(1).replace("\\'", "'")), line)
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
        elif word in _HEADERS or word in _URLS or word in _TOKENS or word in _WITH_VALUE:
            yield word, next(rest, "")
        elif word.startswith("-H"):
            yield "-H", word[2:]
        elif not word.startswith("-"):
            yield "", word


def _split(address: str) -> tuple[str, str]:
    """Base URL and collection; a placeholder such as `{{baseUrl}}` is no address."""
    path = _path(address)
    collection = _collection(path)
    if not address or "{{" in address:
        return "", collection
    try:
        base_url = normal_base_url(address)
    except InvalidAddress:
        return "", ""
    if "api" in path:  # what follows is of one todo, or of what belongs to it: todos/1/tags:list
        site = base_url[: len(base_url) - len(urlsplit(base_url).path)]
        base_url = "/".join((site, *path[: _api_ends(path)]))
    return base_url, collection


def _path(address: str) -> list[str]:
    try:
        path = urlsplit(address if "://" in address else f"http://{address}").path
    except ValueError:  # such as a bracket that belongs to no IPv6 address
        return []
    return [part for part in path.split("/") if part]


def _api_ends(path: list[str]) -> int:
    """Where the API's address ends: an application beside the main one has its name in it."""
    after = path.index("api") + 1
    return after + 2 if path[after : after + 1] == ["__app"] else after


def _collection(path: list[str]) -> str:
    if "api" in path and len(path) > _api_ends(path):
        name, colon, action = path[_api_ends(path)].partition(":")
    else:
        name, colon, action = path[-1].partition(":") if path else ("", "", "")
        if not colon:
            return ""
    return "" if colon and action not in _ACTIONS else name
