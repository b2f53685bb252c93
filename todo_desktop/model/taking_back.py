"""What undo and redo make of fields: plain values, or the question that was to be decided. Pure."""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from todo_desktop.model.change import ChangeKind, Entry, EntryState, FieldChange, Question
from todo_desktop.model.decision import Choice, asked_about, is_by_field, resolved, without
from todo_desktop.model.editing import edited, in_dispute, shown_over, with_changes
from todo_desktop.model.errors import Problem
from todo_desktop.model.held import Held
from todo_desktop.model.schema import Collection
from todo_desktop.model.values import Json, Milliseconds


class Goal(Struct, frozen=True):
    """`value` is to be shown: as our side of `question`, where that is to be open; or, where `answer` tells how the one
    that is open now is to be decided, as what that comes to."""

    value: Json
    question: Question | None = None
    answer: Choice | None = None


def set_back(
    held: Held,
    goals: Mapping[str, Goal],
    collection: Collection,
    *,
    tracked: bool,
    operation: str,
    now: Milliseconds,
) -> Held:
    """*held* with its goal for each field; *held* itself where nothing is different."""
    plain: dict[str, Json] = {}
    for name, goal in goals.items():
        open_now = asked_about(held, name)
        if goal.question is not None and open_now is None and not _is_gone(held):
            held = _asked_again(held, name, goal.value, goal.question, collection, operation, now)
        elif goal.answer is not None and open_now is not None:
            held = _answered(held, name, goal.value, goal.answer, collection, operation, now)
        elif goal.question is None and _takes_ours_back(held, name, goal.value, collection):
            held = _without_ours(held, name)
        else:
            plain[name] = goal.value
    return edited(held, plain, collection, tracked=tracked, operation=operation, now=now)


def _takes_ours_back(held: Held, name: str, value: Json, collection: Collection) -> bool:
    """Whether our side of what is in dispute, or was refused, began at *value*: without ours nothing is left of it."""
    return any(
        collection.same(name, entry.changes[name].old, value)
        for entry in held.entries
        if _needs_a_person(entry) and name in entry.changes
    )


def _needs_a_person(update: Entry) -> bool:
    parked = update.kind is ChangeKind.UPDATE and update.state is EntryState.PARKED
    return parked and update.problem is not Problem.GONE


def _without_ours(held: Held, name: str) -> Held:
    """The server's value is shown. What was refused as a whole is to be tried again without that field."""
    entries: list[Entry] = []
    for entry in held.entries:
        left = without(entry, {name}) if _needs_a_person(entry) else entry
        if left.changes != entry.changes and not is_by_field(entry):
            left = left.waiting()
        if left.changes or left.kind is not ChangeKind.UPDATE:
            entries.append(left)
    there = shown_over(held.base or {}, tuple(entries))
    return replace(held, values=there, base=held.base if entries else None, entries=tuple(entries))


def _is_gone(held: Held) -> bool:
    """There is another question then, and the server has no side in this one."""
    return any(entry.problem is Problem.GONE for entry in held.entries)


def _asked_again(
    held: Held, name: str, ours: Json, question: Question, collection: Collection, operation: str, now: Milliseconds
) -> Held:
    """The question is open as it was. An answer that was not sent is not sent any more; where one is on the server, or
    on its way there, the server is to get its own value back."""
    unsent = (EntryState.WAITING, EntryState.PARKED)
    held = replace(
        held,
        base=held.last_read,
        entries=tuple(
            without(e, {name}) if e.kind is ChangeKind.UPDATE and e.state in unsent else e for e in held.entries
        ),
    )
    there = shown_over(held.base or {}, held.entries).get(name)
    back = {} if collection.same(name, there, question.theirs) else {name: FieldChange(there, question.theirs)}
    entries = with_changes(held, back, operation, now)
    asked = in_dispute(
        replace(held, entries=entries), {name: FieldChange(question.common, ours)}, {name: question.theirs},
        question.writer, operation, now,
    )  # fmt: skip
    return replace(asked, values={**held.values, name: ours})


def _answered(
    held: Held, name: str, value: Json, answer: Choice, collection: Collection, operation: str, now: Milliseconds
) -> Held:
    """Decided: for *value*, or for whatever the server has now."""
    if answer is not Choice.THEIRS:
        held = edited(held, {name: value}, collection, tracked=True, operation=operation, now=now)
    return resolved(held, {name: answer}, collection, operation=operation, now=now)
