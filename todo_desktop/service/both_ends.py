"""What an edit at one end of a relation makes of an unsent one at the other end: the later one counts."""

from collections.abc import Mapping

from todo_desktop.model.change import Entry, EntryState
from todo_desktop.model.held import Held
from todo_desktop.model.other_ends import keys_of, two_ended
from todo_desktop.model.reference import LocalReference
from todo_desktop.model.schema import Field, FieldKind
from todo_desktop.model.values import Json
from todo_desktop.service.editor import Editor
from todo_desktop.service.steps import Edit


def edits_of_children(editor: Editor, held: Held, values: Mapping[str, Json]) -> list[Edit]:
    """Let those that come into a list of *held*, as it was before *values*, say so themselves where they were to tell
    the server otherwise; what is different now."""
    collection = editor.list.collection
    edits: list[Edit] = []
    for field in two_ended(collection):
        if field.kind is not FieldKind.RELATIONS or field.name not in values:
            continue
        came = keys_of(field, values[field.name]) - keys_of(field, held.values.get(field.name))
        for child in editor.store.held_by_server_id(editor.list.id, came).values():
            if any(_is_to_be_sent(entry, field.other_end) for entry in child.entries):
                edits += editor.set(child, {field.other_end: _record(editor, field, held)})
    return edits


def _is_to_be_sent(entry: Entry, name: str) -> bool:
    return name in entry.changes and entry.state is EntryState.WAITING and not entry.tries


def _record(editor: Editor, field: Field, held: Held) -> Json:
    title = editor.list.title_of(held.values)
    if held.server_id is None:
        return LocalReference(held.todo_id, title).to_json()
    name = field.target_title or editor.list.collection.roles.title
    return {field.target_key: held.server_id, name: title}
