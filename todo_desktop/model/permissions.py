"""What a key may do with one collection."""

from msgspec import Struct


class Grant(Struct, frozen=True):
    """One action: forbidden, allowed on every field (`fields` is None), or on the named fields only; `own`: of the
    records alone that the user created."""

    allowed: bool = True
    fields: frozenset[str] | None = None
    own: bool = False

    def covers(self, field: str) -> bool:
        return self.allowed and (self.fields is None or field in self.fields)


FORBIDDEN = Grant(allowed=False)


class Permissions(Struct, frozen=True):
    """The four calls, as `roles:check` tells them for the key's role."""

    view: Grant = Grant()
    create: Grant = Grant()
    update: Grant = Grant()
    destroy: Grant = Grant()
    role: str = ""
