"""Two values of one field made into one that keeps both, where the field's kind can hold that. Pure."""

from todo_desktop.model.schema import Field, FieldKind
from todo_desktop.model.values import Json


def both(field: Field, mine: Json, theirs: Json) -> Json:
    """Texts one after the other (long ones line by line, what they share once), choices together; the server's first.
    None where there is no such value, or it does not fit."""
    if field.kind is FieldKind.MULTI_SELECT and isinstance(mine, list) and isinstance(theirs, list):
        return [*theirs, *(item for item in mine if item not in theirs)]
    if field.kind is FieldKind.RELATIONS and isinstance(mine, list) and isinstance(theirs, list):
        return _followed_by(field, theirs, mine)
    if not isinstance(mine, str) or not isinstance(theirs, str):
        return None
    if field.kind is FieldKind.LONG_TEXT:
        return _lines(mine, theirs)
    if field.kind is FieldKind.TEXT:
        text = _side_by_side(mine, theirs)
        return text if field.max_length is None or len(text) <= field.max_length else None
    return None


def one_by_one(field: Field, old: Json, mine: Json, theirs: Json) -> Json:
    """*theirs*, a list of records, with what was added to and taken away from *old* in *mine*."""
    before, wanted, there = (each if isinstance(each, list) else [] for each in (old, mine, theirs))
    known, kept = _forms(field, before), _forms(field, wanted)
    left = [item for item in there if field.normal(item) not in known - kept]
    return _followed_by(field, left, [item for item in wanted if field.normal(item) not in known])


def _followed_by(field: Field, records: list[Json], more: list[Json]) -> list[Json]:
    there = _forms(field, records)
    return [*records, *(item for item in more if field.normal(item) not in there)]


def _forms(field: Field, records: list[Json]) -> set[object]:
    """By which records are told apart."""
    return {field.normal(record) for record in records}


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
