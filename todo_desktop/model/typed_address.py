"""A web address as people type and paste it, read as the base URL that it means. Pure."""

import re
import unicodedata
from itertools import takewhile
from urllib.parse import urlsplit

from todo_desktop.model.errors import Problem, TodoDesktopError

_BEGINNING = r"(?:(?P<scheme>https?)(?::/+|//+)|//+)"
"""Of an address, however often and with however many slashes it stands there."""
_AROUND = " \t\r\n\"'`<>“”‘’«»,;"
_PAGES = ("admin", "signin", "signup")
"""NocoBase's own, where the path of its web site begins."""
_VARIABLE = "TODO_DESKTOP_BASE_URL"


class InvalidAddress(TodoDesktopError):
    """What was typed is no web address."""

    def __init__(self, detail: str) -> None:
        super().__init__(Problem.ADDRESS_INVALID, detail)


def normal_base_url(typed: str) -> str:
    """The base URL meant by what was *typed*: scheme added, what stands around it, slashes, query and `todos:list` with
    what follows cut off.

    `/api` is not added here: only the server can tell (`nocobase.diagnosis`). Raises InvalidAddress.
    """
    text = _bare_address(typed)
    if not text:
        raise InvalidAddress("empty")
    if len(text.split()) > 1:
        raise InvalidAddress("blanks")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise InvalidAddress(str(error)) from error
    if parts.scheme not in ("http", "https"):
        raise InvalidAddress(f"scheme {parts.scheme}")
    if port == 0:
        raise InvalidAddress("port 0")
    if not _is_host(parts.hostname or "") or parts.username or parts.password:
        raise InvalidAddress("host")
    name = parts.hostname or ""
    host = f"[{name}]" if ":" in name else name
    path = "/".join(part for part in takewhile(lambda part: ":" not in part, parts.path.split("/")) if part)
    return f"{parts.scheme}://{host}{f':{port}' if port else ''}{f'/{path}' if path else ''}"


def _bare_address(typed: str) -> str:
    """*typed* with one scheme, and without the quotes, brackets and invisible signs that come along from elsewhere."""
    text = "".join(sign for sign in typed if unicodedata.category(sign) not in ("Cc", "Cf")).strip(_AROUND)
    text = text.removeprefix(f"{_VARIABLE}=").strip(_AROUND).replace("\\", "/")
    scheme = "http"
    while begun := re.match(_BEGINNING, text, re.IGNORECASE):
        scheme, text = (begun["scheme"] or scheme).lower(), text[begun.end() :]
    other, colon, _ = text.partition("://")
    if not text or (colon and other.isalnum()):  # a query may hold another address
        return text
    return f"{scheme}://[{text}]" if _is_bare_ipv6(text) else f"{scheme}://{text}"


def _is_bare_ipv6(text: str) -> bool:
    """By its signs alone: a wrong one is refused once it has its brackets."""
    return text.count(":") > 1 and re.fullmatch(r"[0-9a-f:.]+", text, re.IGNORECASE) is not None


def _is_host(name: str) -> bool:
    """A name, in any script, or the numbers of an address."""
    return bool(name) and all(letter.isalnum() or letter in "-._:%" for letter in name)


def likely_api_url(base_url: str) -> str:
    """*base_url* with `/api` where it names a server alone, or a page of its web site: for an address that no test has
    completed."""
    path = urlsplit(base_url).path
    site = base_url.removesuffix(path) if path else base_url
    folders = path.split("/")
    page = next((place for place, folder in enumerate(folders) if folder in _PAGES), None)
    if page is not None:
        return "/".join((site, *folders[1:page], "api"))
    return f"{base_url}/api" if base_url and not path else base_url
