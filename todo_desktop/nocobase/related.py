"""Related records as they are kept: what tells them apart and what they are called by, and no more of them. Pure."""

from todo_desktop.model.schema import NAMES_OF_RELATED, Field, FieldKind
from todo_desktop.model.values import Json

_OF_FILES = ("extname", "size", "mimetype", "url", "preview")


def slimmed(field: Field, value: Json) -> Json:
    """*value* of the relation *field* without the rest of its records, which is others' and may be personal."""
    if isinstance(value, list):
        return [slimmed(field, item) for item in value]
    if not isinstance(value, dict):
        return value
    more = _OF_FILES if field.kind is FieldKind.FILES else ()
    wanted = dict.fromkeys((field.target_key, field.target_title, *NAMES_OF_RELATED, *more))
    return {name: value[name] for name in wanted if value.get(name) is not None}
