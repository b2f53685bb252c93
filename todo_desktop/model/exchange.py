"""One call to the server and what came back, as the request log shows it: never with the key."""

import re
from urllib.parse import parse_qsl, unquote_plus

from msgspec import Struct

from todo_desktop.model.values import Milliseconds


class Exchange(Struct, frozen=True):
    """`sent` and `received` are the bodies as text, without anything secret; `received` is cut where it is `is_cut`.

    `status` is None where no answer came, for the reason in `failure`. `size` is the answer's, in bytes. `asking`: the
    headers that make another call of it, such as `X-With-ACL-Meta`.
    """

    method: str
    url: str
    took_ms: float
    sent: str = ""
    status: int | None = None
    received: str = ""
    is_cut: bool = False
    size: int = 0
    failure: str = ""
    at: Milliseconds = 0
    asking: tuple[tuple[str, str], ...] = ()

    @property
    def path(self) -> str:
        """Of its address, all below `/api`, to be read: `/todos:list?filter={"id":7}`; without such a part, all but the
        host."""
        below = re.split(r"/api(?=/)", self.url, maxsplit=1)
        return unquote_plus(below[1] if len(below) == 2 else re.sub(r"^\w+://[^/]*", "", self.url) or "/")

    @property
    def host(self) -> str:
        """With its port."""
        return re.sub(r"^\w+://([^/]*).*", r"\1", self.url, flags=re.DOTALL)

    @property
    def address(self) -> str:
        """Without the parameters."""
        return self.url.partition("?")[0]

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """Name and value as they are meant, in order."""
        return parse_qsl(self.url.partition("?")[2], keep_blank_values=True)

    @property
    def folded(self) -> str:
        """All that a search looks into, whatever its case: a part a line. Takes a while where the bodies are long."""
        parts = (self.method, self.url, self.path, str(self.status or ""), self.failure, self.sent, self.received)
        return "\n".join(part.casefold() for part in parts)
