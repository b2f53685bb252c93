"""Which field plays which role where the user has a say: their choice goes before what types and names tell. Pure."""

from collections.abc import Mapping

from msgspec.structs import asdict, replace

from todo_desktop.model.schema import ROLE_KINDS, Collection, Field, FieldRoles, guess_roles

CHOOSABLE = ("title", "done", "due", "priority", "tags", "notes")
"""The roles that a user may give. That of the order belongs to the server, which counts by it."""


def roles_for(field: Field) -> tuple[str, ...]:
    """The roles that *field* can play."""
    return () if field.system else tuple(role for role in CHOOSABLE if field.kind in ROLE_KINDS[role])


def with_chosen(collection: Collection, chosen: Mapping[str, str]) -> Collection:
    """*collection* with the roles that were *chosen*: the field's name by role, empty where none shall play it; as it
    is where nothing was. A choice that does not fit its collection now is kept, and holds again when it does."""
    if not chosen:
        return collection
    guessed = asdict(guess_roles(collection.fields))
    fields = {field.name: field for field in collection.fields}
    held = {role: name for role, name in chosen.items() if _holds(role, name, fields)}
    taken = {name for name in held.values() if name}
    roles = {role: held.get(role, "" if name in taken else name) for role, name in guessed.items()}
    return replace(collection, roles=FieldRoles(**roles), chosen=dict(chosen))


def chosen_with(collection: Collection, role: str, name: str) -> dict[str, str]:
    """The choices of *collection* and one more; a field plays one role at a time."""
    others = {other: field for other, field in collection.chosen.items() if not name or field != name}
    return {**others, role: name}


def _holds(role: str, name: str, fields: Mapping[str, Field]) -> bool:
    if role not in CHOOSABLE:
        return False
    return role != "title" if not name else name in fields and role in roles_for(fields[name])
