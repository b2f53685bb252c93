"""How to reach one collection of one server."""

from urllib.parse import urlsplit

from msgspec import Struct, field
from msgspec.structs import replace


class ApiKey:
    """A secret that cannot be printed by accident: `reveal()` is the only way to its text."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ApiKey) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __repr__(self) -> str:
        return "ApiKey(…)" if self._text else "ApiKey(none)"

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("an API key is not to be written anywhere")


class Connection(Struct, frozen=True):
    """`base_url` ends in the API path: `http://localhost:13000/api`. `ca_file` and `proxy` may be empty."""

    base_url: str
    collection: str = "todos"
    api_key: ApiKey = field(default_factory=lambda: ApiKey(""))
    verify_tls: bool = True
    ca_file: str = ""
    proxy: str = ""

    def with_key(self, api_key: ApiKey) -> "Connection":
        return replace(self, api_key=api_key)


def home_page(base_url: str) -> str:
    """The web page of the NocoBase whose API is at *base_url*; it opens with the menu."""
    return f"{base_url.rstrip('/').removesuffix('/api')}/admin"


def is_plain_http_elsewhere(base_url: str) -> bool:
    """Whether a key sent to *base_url* could be read on the way: http, and not this machine."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    here = host in ("localhost", "::1") or host.startswith("127.") or host.endswith(".localhost")
    return parts.scheme == "http" and not here
