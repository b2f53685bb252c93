"""Two values of one field made into one that keeps both, where the field's kind can hold that. Pure."""

from todo_desktop.model.schema import Field, FieldKind
from todo_desktop.model.values import Json


def both(field: Field, mine: Json, theirs: Json) -> Json:
    """Texts one after the other (long ones line by line, what they share once), choices together; the server's first.
    None where there is no such value, or it does not fit."""
    if field.kind is FieldKind.MULTI_SELECT and isinstance(mine, list) and isinstance(theirs, list):
        return [*theirs, *(item for item in mine if item not in theirs)]
    if field.kind is FieldKind.RELATIONS and isinstance(mine, list) and isinstance(theirs, list):
        return [*theirs, *(item for item in mine if not any(field.same([item], [other]) for other in theirs))]
    if not isinstance(mine, str) or not isinstance(theirs, str):
        return None
    if field.kind is FieldKind.LONG_TEXT:
        return _lines(mine, theirs)
    if field.kind is FieldKind.TEXT:
        text = _side_by_side(mine, theirs)
        return text if field.max_length is None or len(text) <= field.max_length else None
    return None


def lies_between(field: Field, old: Json, value: Json, new: Json) -> bool:
    """Whether all that *value* of a relation to many has more or less than *old*, *new* has, too."""
    if field.kind is not FieldKind.RELATIONS or not all(
        each is None or isinstance(each, list) for each in (old, value)
    ):
        return False
    before, now, wanted = ({*_keys(field, each)} for each in (old, value, new))
    return before ^ now <= before ^ wanted


def _keys(field: Field, value: Json) -> tuple[object, ...]:
    found = field.normal(value)
    return found if isinstance(found, tuple) else ()


def _side_by_side(mine: str, theirs: str) -> str:
    if mine.strip() in theirs or theirs.strip() in mine:
        return max(mine, theirs, key=len)
    return f"{theirs} / {mine}"


def _lines(mine: str, theirs: str) -> str:
    from difflib import SequenceMatcher  # noqa: PLC0415  (no start needs it)

    ours, others = mine.splitlines(), theirs.splitlines()
    merged: list[str] = []
    for _, start, end, first, last in SequenceMatcher(None, others, ours, autojunk=False).get_opcodes():
        merged += others[start:end]
        merged += [line for line in ours[first:last] if line not in others[start:end]]
    return "\n".join(merged)
