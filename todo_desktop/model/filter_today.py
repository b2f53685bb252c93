"""A filter as it is at one moment: its dates made into spans of time."""

from todo_desktop.model.filter import Condition, Group, Part, Value
from todo_desktop.model.filter_dates import DATES, Clock, span_of
from todo_desktop.model.filter_operators import WITHOUT_VALUE, askable
from todo_desktop.model.schema import Collection


def at(group: Group | None, collection: Collection, clock: Clock) -> Group | None:
    """What is to be asked of the replica at that time; None where that is nothing. What cannot be asked is left out."""
    asked = _at(askable(group, collection), collection, clock) if group is not None else Group()
    return asked or None


def _at(group: Group, collection: Collection, clock: Clock) -> Group:
    parts: list[Part] = []
    for part in group.parts:
        if isinstance(part, Group):
            parts.append(_at(part, collection, clock))
            continue
        field = collection.field(part.field)
        if field is not None and field.kind in DATES and part.operator not in WITHOUT_VALUE:
            span: Value = span_of(part.value, field.kind, clock)
            if span is not None:
                parts.append(Condition(part.field, part.operator, span))
        else:
            parts.append(part)
    return Group(group.every, tuple(parts))
