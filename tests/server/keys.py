"""API keys as the real server keeps them."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Key:
    """A key for *role*; *id* is its record on the server, which forgets the token itself."""

    token: str = field(repr=False)
    role: str
    id: int
