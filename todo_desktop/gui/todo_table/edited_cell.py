"""The cell whose editor is open, and what was typed there where the cell has gone."""

from msgspec import Struct

from todo_desktop.model.schema import Field
from todo_desktop.model.values import Json


class EditedCell(Struct, frozen=True):
    """Known by its todo and field: rows and columns come and go meanwhile. `title` is the todo's, as it was; `seen` is
    what stood in the cell when its editor was opened."""

    todo_id: int
    field: Field
    title: str
    seen: Json = None


class TypedText(Struct, frozen=True):
    """`text` stood in the editor of `cell`; `value` is what would be stored, unless `complaint` says why it is none."""

    cell: EditedCell
    text: str
    value: Json
    complaint: str
