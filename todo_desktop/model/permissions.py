"""What a key may do with one collection."""

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from todo_desktop.model.values import Json, Record

RIGHTS = "\N{HORIZONTAL ELLIPSIS}rights"
"""Stands among the values of a record where a field's name would (no field has this one): what the server said may be
done with it, read and kept with it."""


class Action(StrEnum):
    """What a role may be allowed to do with some records only."""

    UPDATE = "update"
    DESTROY = "destroy"


class Grant(Struct, frozen=True):
    """One action: forbidden, allowed on every field (`fields` is None), or on the named fields only; `own`: of the
    records alone that the user created; `some`: of those alone of which the server says so, one by one."""

    allowed: bool = True
    fields: frozenset[str] | None = None
    own: bool = False
    some: bool = False

    def covers(self, field: str) -> bool:
        return self.allowed and (self.fields is None or field in self.fields)

    @property
    def by_record(self) -> bool:
        """Whether it depends on the record what may be done."""
        return self.allowed and (self.own or self.some)


FORBIDDEN = Grant(allowed=False)


class Permissions(Struct, frozen=True):
    """The four calls, as `roles:check` tells them for the key's role. `scopes` tells the rules by which a grant is one
    on `some` records from the rules of another day; empty where there are none."""

    view: Grant = Grant()
    create: Grant = Grant()
    update: Grant = Grant()
    destroy: Grant = Grant()
    role: str = ""
    scopes: str = ""

    @property
    def complete(self) -> bool:
        """Whether all four calls may be made."""
        return all(grant.allowed for grant in (self.view, self.create, self.update, self.destroy))

    @property
    def by_record(self) -> bool:
        """Whether what may be done is not the same for each record."""
        return self.update.by_record or self.destroy.by_record

    def of(self, action: Action) -> Grant:
        return self.update if action is Action.UPDATE else self.destroy

    def told(self, actions: Iterable[str]) -> Json:
        """What is kept of a record with which *actions* are allowed, under RIGHTS."""
        return [self.scopes, *sorted(actions)]

    def forbids(self, action: Action, record: Record) -> bool:
        """Whether the server said of *record*, by the rules of today, that this may not be done with it."""
        told = record.get(RIGHTS)
        return isinstance(told, list) and self.scopes in told[:1] and action not in told
