"""Related records: what is kept of them, which tells them apart and says their names, and how they are looked for."""

from collections.abc import Callable, Sequence

from todo_desktop.model.connection import Connection
from todo_desktop.model.errors import NeedsAttention
from todo_desktop.model.filter_json import pattern
from todo_desktop.model.schema import NAMES_OF_RELATED, Field, FieldKind
from todo_desktop.model.values import Json, ServerId
from todo_desktop.nocobase.exchanges import Watch
from todo_desktop.nocobase.filters import Filter, as_text
from todo_desktop.nocobase.http import HttpSession

MOST = 50
"""Records of one look: more than these are found by typing more of a name."""

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


class RelatedRecords:
    """Looks for records that a relation may point to; one short job of its own. Errors as `sync.ports.Server` tells."""

    def __init__(self, connection: Connection, *, monotonic: Callable[[], float], watch: Watch | None = None) -> None:
        self._http = HttpSession(connection, monotonic=monotonic, watch=watch)

    def find(self, field: Field, text: str, owners: Sequence[ServerId] | None = None) -> list[Json] | None:
        """Those whose name holds *text*, at most MOST; None where this role may not list them. Blocks. Of records that
        belong to one alone, where *owners* are given, those that belong to one of these, or to nobody yet."""
        query = {"pageSize": str(MOST)}
        condition: Filter = {}
        if field.target_title:
            query |= {"fields": f"{field.target_key},{field.target_title}", "sort": field.target_title}
            condition |= {field.target_title: {"$includes": pattern(text)}} if text else {}
        if field.foreign_key and owners is not None:
            condition |= {"$or": [{field.foreign_key: owner} for owner in (None, *owners)]}
        if condition:
            query["filter"] = as_text(condition)
        try:
            data = self._http.read(f"{field.target}:list", query).data
        except NeedsAttention as error:
            if error.status in (403, 404):
                return None
            raise
        return [slimmed(field, item) for item in data] if isinstance(data, list) else None

    def cancel(self) -> None:
        """End the call under way, from any thread."""
        self._http.cancel()

    def close(self) -> None:
        self._http.close()
