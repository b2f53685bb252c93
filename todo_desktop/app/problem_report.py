"""What a person may hand to the developers after a problem: shown whole before it is saved, and sent by nobody.

It says which versions run where, the settings without secrets, how many todos and changes there are, and the end of the
log. What stands in todos is in it only where the user wants that.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

import msgspec
from msgspec import Struct

from todo_desktop.app.versions import versions
from todo_desktop.model.change import Entry
from todo_desktop.model.errors import StorageError
from todo_desktop.model.instants import to_instant
from todo_desktop.model.lists import TodoList
from todo_desktop.model.query import Query
from todo_desktop.model.redaction import MASK
from todo_desktop.model.schema import FieldKind
from todo_desktop.model.values import Milliseconds
from todo_desktop.replica.database import Purpose, open_database
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.store import TodoStore
from todo_desktop.settings.preferences import Preferences

LONGEST_TAIL = 64_000
"""Bytes of the log's end."""
SHORTEST_TEXT = 4
"""Shorter texts of todos are words of the log as well."""
_AT_ONCE = 500
_HEAD = """\
Todo Desktop: a report of a problem
Made at {at}. It was sent nowhere: who made it chooses who gets it."""


class ReportSources(Struct, frozen=True):
    """Where a report takes what it tells. `screen`: what Qt says of itself and of the screen, line by line; `clean`
    takes secrets out of a text. `trace` may be empty."""

    replica: Path
    log_file: Path
    preferences: Preferences
    shown_list: int
    screen: tuple[tuple[str, str], ...]
    clean: Callable[[str], str]
    trace: str = ""


def problem_report(sources: ReportSources, at: Milliseconds, *, texts: bool) -> str:
    """The whole report; with *texts*, what stands in todos is not taken out. Reads the replica, which may take a
    second: not to be called on the window's thread."""
    lists, written = _of_replica(sources, texts=texts)
    parts = [
        _HEAD.format(at=to_instant(at)),
        _section("Versions", _pairs([*versions(), *sources.screen])),
        _section("Settings", _pairs(_settings(sources.preferences))),
        _section("Lists", lists),
    ]
    if sources.trace:
        parts.append(_section("What went wrong", sources.trace.splitlines()))
    parts.append(_section("The end of the log", _tail(sources.log_file)))
    report = sources.clean("\n\n".join(parts)).replace(str(Path.home()), "~") + "\n"
    return report if texts else _without(report, written)


def _section(title: str, lines: Iterable[str]) -> str:
    return "\n".join([title, *(f"  {line}" for line in lines)])


def _pairs(pairs: Iterable[tuple[str, str]]) -> list[str]:
    return [f"{name:<20}{value or '-'}" for name, value in pairs]


def _settings(preferences: Preferences) -> list[tuple[str, str]]:
    """All of them: none is a secret, and what an address may carry is taken out like everywhere."""
    return [(name, str(value)) for name, value in msgspec.to_builtins(preferences).items()]


def _of_replica(sources: ReportSources, *, texts: bool) -> tuple[list[str], set[str]]:
    """What is told of the lists, and the texts that stand in their todos."""
    lines: list[str] = []
    written: set[str] = set()
    try:
        with closing(open_database(sources.replica, Purpose.READER)) as database:
            reader = Reader(database)
            for each in TodoStore(database).lists():
                lines += _of_list(each, reader, shown=each.id == sources.shown_list, texts=texts)
                if not texts:
                    written.update(_texts_of(each, reader))
    except StorageError as error:
        lines.append(f"The replica cannot be read: {error}")
    return lines, written


def _of_list(each: TodoList, reader: Reader, *, shown: bool, texts: bool) -> list[str]:
    where = "the list of this computer"
    if each.identity is not None:
        where = f"{each.identity.collection} at {each.identity.base_url}, as user {each.identity.user_id}"
    counts = reader.counts(Query(each.id))
    waiting, parked = reader.outbox_counts(each.id)
    lines = [
        f"{where}{', which is shown' if shown else ''}",
        f"  todos: {counts.total}, open: {counts.open}; last sync: {_when(each.last_sync)}",
        f"  with changes on their way: {waiting}, in need of somebody: {parked}",
    ]
    order = dict(reader.outbox(each.id))
    for held in reader.held(list(dict.fromkeys(order.values()))[:_AT_ONCE]).values():
        title = f" “{held.values.get(each.collection.roles.title)}”" if texts else ""
        lines += [f"  {entry.kind.value}{title}: {_of_entry(entry)}" for entry in held.entries]
    return lines


def _when(at: Milliseconds | None) -> str:
    return "never" if at is None else to_instant(at)


def _of_entry(entry: Entry) -> str:
    fields = ", ".join(entry.changes) or "no fields"
    problem = f", {entry.problem.value}" if entry.problem else ""
    return f"{fields}; {entry.state.value}{problem}, tried {entry.tries} times"


def _texts_of(each: TodoList, reader: Reader) -> Iterator[str]:
    """Line by line, as far as they are long enough to be told from other words."""
    kinds = (FieldKind.TEXT, FieldKind.LONG_TEXT)
    names = [field.name for field in each.collection.fields if field.kind in kinds]
    ids = reader.ids(Query(each.id))
    for start in range(0, len(ids), _AT_ONCE):
        for todo in reader.rows(ids[start : start + _AT_ONCE]):
            for name in names:
                lines = str(todo.values.get(name) or "").splitlines()
                yield from (line.strip() for line in lines if len(line.strip()) >= SHORTEST_TEXT)


def _tail(path: Path) -> list[str]:
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - LONGEST_TAIL))
            text = file.read().decode("utf-8", errors="replace")
    except OSError as error:
        return [f"There is none: {error.strerror}"]
    lines = text.splitlines()
    return lines[1:] if len(text) >= LONGEST_TAIL else lines


def _without(report: str, texts: set[str]) -> str:
    """The longest first: one may be a part of another."""
    for text in sorted((text for text in texts if text in report), key=len, reverse=True):
        report = report.replace(text, MASK)
    return report
