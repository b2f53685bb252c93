"""Whether a server can have made one value of another, beyond what its fields tell of it. Pure."""

from todo_desktop.model.decimals import exact
from todo_desktop.model.schema import Field
from todo_desktop.model.values import Json

_DAY = len("2026-12-01")


def can_come_of(field: Field | None, sent: Json, stored: Json) -> bool:
    """Whether *stored* can be *sent*, trimmed, in another case, rounded, or without what does not fit. What nobody can
    type is the server's to make of what it likes, such as the order of a row."""
    if field is None or not field.editable:
        return True
    if field.is_related:
        return not stored or _is_part(field, sent, stored)  # records that it pointed to are gone
    if isinstance(sent, list) and isinstance(stored, list):
        return all(item in sent for item in stored)
    numbers = exact(sent), exact(stored)
    if numbers[0] is not None and numbers[1] is not None:
        return abs(numbers[0] - numbers[1]) < 1
    if not isinstance(sent, str) or not isinstance(stored, str):
        return sent == "" and stored is None
    ours, theirs = _bare(sent), _bare(stored)
    return ours == theirs or (len(theirs) >= _DAY and ours.startswith(theirs))


def _is_part(field: Field, sent: Json, stored: Json) -> bool:
    """Whether all records *stored* are among those *sent*."""
    if not isinstance(sent, list) or not isinstance(stored, list):
        return False
    return all(any(field.same([one], [other]) for other in sent) for one in stored)


def _bare(text: str) -> str:
    return "".join(text.split()).casefold()
