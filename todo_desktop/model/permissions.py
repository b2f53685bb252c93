"""What a key may do with one collection."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Grant:
    """One action: forbidden, allowed on every field (`fields` is None), or on the named fields only."""

    allowed: bool = True
    fields: frozenset[str] | None = None

    def covers(self, field: str) -> bool:
        return self.allowed and (self.fields is None or field in self.fields)


FORBIDDEN = Grant(allowed=False)


@dataclass(frozen=True, slots=True)
class Permissions:
    """The four calls, as `roles:check` tells them for the key's role."""

    view: Grant = Grant()
    create: Grant = Grant()
    update: Grant = Grant()
    destroy: Grant = Grant()
    role: str = ""
