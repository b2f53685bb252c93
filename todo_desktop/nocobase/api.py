"""One collection of one server: what the sync asks of it (`sync.ports.Server`)."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec
from msgspec import Struct

from todo_desktop.model.answers import Account, Authors, Guard, Person, RecordPage, Stamp, Totals
from todo_desktop.model.change import Writer
from todo_desktop.model.connection import Connection
from todo_desktop.model.errors import NeedsAttention, OutcomeUnknown, Problem, Refused, Unavailable
from todo_desktop.model.instants import from_instant, to_instant
from todo_desktop.model.permissions import RIGHTS, Permissions
from todo_desktop.model.schema import Collection, Field, KeyKind
from todo_desktop.model.values import Json, Milliseconds, Record, ServerId
from todo_desktop.nocobase import filters
from todo_desktop.nocobase.acl import ALWAYS_READABLE, mark_rights, permissions_of
from todo_desktop.nocobase.exchanges import Watch
from todo_desktop.nocobase.filters import Filter
from todo_desktop.nocobase.http import Answer, HttpSession, Timeouts
from todo_desktop.nocobase.related import slimmed
from todo_desktop.nocobase.schema import collection_of, collections_of
from todo_desktop.nocobase.verdict import Intent

GET_INFO = "app:getInfo"
LIST_META = "collections:listMeta"
CHECK_ROLE = "roles:check"
CHECK_ACCOUNT = "auth:check"
CREATED_BY, UPDATED_BY = "createdBy", "updatedBy"

# Rows that one look by values brings at most: more of the same cannot be told apart anyway.
_MATCHES = 100
_LARGEST_SAFE = 2**53 - 1


class _View(Struct, frozen=True):
    """What is read of each row, settled once by `describe`."""

    collection: Collection
    fields: str
    appends: str
    stamp_fields: str
    authors: tuple[str, ...]
    """The relations to whoever created and changed a row that this role may see."""
    related: tuple[Field, ...]
    permissions: Permissions

    @property
    def numeric_key(self) -> bool:
        return self.collection.key_kind in (KeyKind.AUTOINCREMENT, KeyKind.SNOWFLAKE)


class NocoBase:
    """Calls for the collection that *connection* names. Up to four threads may call at once.

    `on_silence` hears, on the thread of the call, that the server has said nothing for some seconds.
    Errors as `sync.ports.Server` tells. A read that the server refuses because a field has gone since `describe`
    raises Unavailable(SERVER_ERROR) with status 400: describe again.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        monotonic: Callable[[], float],
        timeouts: Timeouts | None = None,
        on_silence: Callable[[], None] = lambda: None,
        watch: Watch | None = None,
    ) -> None:
        self._http = HttpSession(connection, monotonic=monotonic, timeouts=timeouts, on_silence=on_silence, watch=watch)
        self._name = connection.collection
        self._described: _View | None = None

    def clock(self) -> Milliseconds | None:
        """The server's time as its last answer told it; None where it does not tell."""
        return self._http.clock

    def account(self) -> Account:
        """Whom the key belongs to."""
        return account_of(self._http.read(CHECK_ACCOUNT))

    def describe(self) -> tuple[Collection, Permissions]:
        """The collection and what the key may do with it, read anew.

        Raises NeedsAttention: COLLECTION_MISSING, or COLLECTION_WITHOUT_KEY where rows have no id.
        """
        metas = collections_of(self._http.read(LIST_META).data)
        if self._name not in metas:
            raise NeedsAttention(Problem.COLLECTION_MISSING, self._name)
        collection = collection_of(metas[self._name], metas)
        if not collection.primary_key:
            raise NeedsAttention(Problem.COLLECTION_WITHOUT_KEY, self._name)
        permissions = permissions_of(self._http.read(CHECK_ROLE).data, self._name)
        self._described = _view(collection, permissions)
        return collection, permissions

    def totals(self) -> Totals | None:
        """The aggregate over every row in sight; None where this server or role does not answer it."""
        view = self._view
        key, updated_at, order = view.collection.primary_key, view.collection.updated_at, view.collection.roles.order
        measures: list[Json] = [_measure(key, "count", "count")]
        measures += [_measure(updated_at, "max", "newest")] if updated_at else []
        measures += [_measure(order, "sum", "order")] if order else []
        try:
            answer = self._http.read(f"{self._name}:query", body={"measures": measures})
        except (NeedsAttention, Unavailable) as error:
            if error.status in (400, 403, 404):
                return None
            raise
        row = answer.data[0] if isinstance(answer.data, list) and answer.data else None
        count = _number(row.get("count")) if isinstance(row, dict) else None
        if not isinstance(row, dict) or count is None:
            return None
        newest = row.get("newest")
        if updated_at and "newest" not in row:
            # Change times that are an option of the collection, not a field, are left out of aggregates in silence.
            newest = self._newest(updated_at)
        return Totals(
            int(count), newest if isinstance(newest, str) else None, _number(row.get("order")), answer.server_time
        )

    def page_by_id(self, after: ServerId | None, limit: int) -> RecordPage:
        """Rows with an id above *after*, lowest first."""
        key = self._view.collection.primary_key
        return self._page(filters.above(key, after), key, limit)

    def page_by_change(self, since: Milliseconds, limit: int) -> RecordPage:
        """Rows changed at or after *since*, oldest change first. Only for collections with a change time."""
        collection = self._view.collection
        changed: Filter = {collection.updated_at: {"$gte": to_instant(since)}}
        return self._page(changed, f"{collection.updated_at},{collection.primary_key}", limit)

    def page_in_millisecond(self, at: Milliseconds, after: ServerId | None, limit: int) -> RecordPage:
        """Rows changed within the one millisecond *at*, by id above *after*."""
        collection = self._view.collection
        condition: Filter = {collection.updated_at: filters.within_millisecond(at)}
        key = collection.primary_key
        return self._page(condition | filters.above(key, after), key, limit)

    def stamps(self, after: ServerId | None, limit: int) -> tuple[list[Stamp], bool]:
        """Id, change time and order of rows above *after*, lowest first; and whether the page was full."""
        view = self._view
        collection = view.collection
        query = {"sort": collection.primary_key, "pageSize": str(limit), "fields": view.stamp_fields}
        if after is not None:
            query["filter"] = filters.as_text(filters.above(collection.primary_key, after))
        records = self._records(self._read_list(query, self._asking_for_rights))
        stamps = [
            Stamp(
                _server_id(record[collection.primary_key]),
                _text(record.get(collection.updated_at)),
                _number(record.get(collection.roles.order)),
                record.get(RIGHTS),
            )
            for record in records
        ]
        return stamps, len(records) >= limit

    def by_ids(self, ids: Sequence[ServerId]) -> list[dict[str, Json]]:
        """Those of the rows that exist and are in the role's sight; any number of ids."""
        key = self._view.collection.primary_key
        return [
            record
            for some in _batches(ids)
            for record in self._page({key: {"$in": list(some)}}, key, len(some)).records
        ]

    def created_at(self, instants: Sequence[str]) -> list[dict[str, Json]]:
        """Rows whose creation time is one of *instants* (to the millisecond)."""
        collection = self._view.collection
        times = [at for at in map(from_instant, instants) if at is not None]
        if not collection.created_at:
            return []
        conditions: list[Json] = [{collection.created_at: filters.within_millisecond(at)} for at in times]
        key = collection.primary_key
        return [
            record
            for some in _batches(conditions)
            for record in self._page({"$or": list(some)}, key, _MATCHES * len(some)).records
        ]

    def matching(self, values: Mapping[str, Json]) -> list[dict[str, Json]]:
        """Rows that have all these values, newest id first; a hundred at most."""
        collection = self._view.collection
        page = self._page(filters.all_equal(collection, values), f"-{collection.primary_key}", _MATCHES)
        return [record for record in page.records if _has(collection, record, values)]

    def writers(self, ids: Sequence[ServerId]) -> dict[ServerId, Writer]:
        """Who changed these rows last, and when; nothing where the collection does not keep that, or the role may not
        see it: such a role is told neither the user nor his id."""
        if not self._view.collection.updated_at or UPDATED_BY not in self._view.authors:
            return {}
        found = self.authors(ids).items()
        return {row: Writer(a.at, a.writer.user_id, a.writer.name) for row, a in found if a.writer is not None}

    def authors(self, ids: Sequence[ServerId]) -> dict[ServerId, Authors]:
        """Who created and who changed these rows, as far as the collection keeps it and the role may see it."""
        view = self._view
        key, updated_at = view.collection.primary_key, view.collection.updated_at
        if not view.authors:
            return {}
        found = {}
        for some in _batches(ids):
            condition = filters.as_text({key: {"$in": list(some)}})
            fields = ",".join(name for name in (key, updated_at) if name)
            query = {"filter": condition, "pageSize": str(len(some)), "fields": fields}
            for record in self._records(self._read_list(query | {"appends": ",".join(view.authors)})):
                at = _text(record.get(updated_at)) or ""
                people = _person(record.get(CREATED_BY)), _person(record.get(UPDATED_BY))
                found[_server_id(record[key])] = Authors(at, *people)
        return found

    def create(self, values: Mapping[str, Json]) -> Record:
        """The reply: it echoes what was sent, and is good for the new id only."""
        answer = self._write("create", Intent.CREATE, {}, dict(values))
        if not isinstance(answer.data, dict) or answer.data.get(self._view.collection.primary_key) is None:
            raise OutcomeUnknown(Problem.NOT_NOCOBASE, "a reply without the new row")
        return self._normal(answer.data)

    def update(self, server_id: ServerId, values: Mapping[str, Json], guard: Guard) -> Record | None:
        """The reply, or None where the guard missed (changed, gone, or out of sight)."""
        if not self._holds(server_id, guard):
            return None
        answer = self._write("update", Intent.UPDATE, self._target(server_id, guard), dict(values))
        if answer.data == []:
            return None
        record = answer.data[0] if isinstance(answer.data, list) else answer.data
        if not isinstance(record, dict):
            raise OutcomeUnknown(Problem.NOT_NOCOBASE, "a reply without the row")
        return self._normal(record)

    def destroy(self, server_id: ServerId, guard: Guard) -> bool:
        """Whether the row was deleted; False where the guard missed."""
        if not self._holds(server_id, guard):
            return False
        answer = self._write("destroy", Intent.DELETE, self._target(server_id, guard), None)
        if isinstance(answer.data, bool) or not isinstance(answer.data, int):
            raise OutcomeUnknown(Problem.NOT_NOCOBASE, "a reply without a count")
        return answer.data > 0

    def cancel(self) -> None:
        """End every request under way, from any thread, and refuse new ones."""
        self._http.cancel()

    def close(self) -> None:
        """Let go of the kept connections."""
        self._http.close()

    @property
    def _view(self) -> _View:
        if self._described is None:
            raise RuntimeError("describe() comes first")
        return self._described

    def _write(self, action: str, intent: Intent, query: dict[str, str], body: Json) -> Answer:
        try:
            return self._http.write(f"{self._name}:{action}", intent, query, body)
        except (NeedsAttention, Refused) as error:
            self._confirm(error)
            raise

    def _read_list(self, query: dict[str, str], headers: Mapping[str, str] | None = None) -> Answer:
        try:
            return self._http.read(f"{self._name}:list", query, headers=headers)
        except NeedsAttention as error:
            self._confirm(error)
            raise

    def _confirm(self, error: NeedsAttention | Refused) -> None:
        """Before a collection is called missing, be sure that it is NocoBase that says so; and before it is called
        forbidden, that it is there: one that was dropped answers 403 to a role that had rights on it."""
        if error.status == 403 and self._name not in collections_of(self._http.read(LIST_META).data):
            raise NeedsAttention(Problem.COLLECTION_MISSING, self._name, status=403) from error
        if error.problem is Problem.COLLECTION_MISSING:
            try:
                self._http.read(GET_INFO)
            except NeedsAttention as second:
                raise Unavailable(Problem.NOT_NOCOBASE, error.detail, status=404) from second

    def _holds(self, server_id: ServerId, guard: Guard) -> bool:
        """Whether the row has those values of *guard* that no filter can ask for: it is read just before the write."""
        collection = self._view.collection
        unasked = filters.unasked(collection, guard)
        return not unasked or any(_has(collection, row, unasked) for row in self.by_ids([server_id]))

    def _target(self, server_id: ServerId, guard: Guard) -> dict[str, str]:
        query = {"filterByTk": str(server_id)}
        condition = filters.guarded(self._view.collection, guard)
        return query | ({"filter": filters.as_text(condition)} if condition else {})

    @property
    def _asking_for_rights(self) -> dict[str, str]:
        """What may be done with each row, where the role's rules for that are the server's to work out: that costs
        50 ms for 5,000 rows."""
        return {"X-With-ACL-Meta": "true"} if self._view.permissions.scopes else {}

    def _page(self, condition: Filter, sort: str, limit: int) -> RecordPage:
        view = self._view
        query = {"sort": sort, "pageSize": str(limit), "fields": view.fields}
        if condition:
            query["filter"] = filters.as_text(condition)
        if view.appends:
            query["appends"] = view.appends
        answer = self._read_list(query, self._asking_for_rights)
        records = self._records(answer)
        return RecordPage(records, len(records) >= limit, answer.server_time)

    def _newest(self, updated_at: str) -> str | None:
        query = {"sort": f"-{updated_at}", "pageSize": "1", "fields": updated_at}
        rows = self._read_list(query).data
        first = rows[0] if isinstance(rows, list) and rows else None
        return _text(first.get(updated_at)) if isinstance(first, dict) else None

    def _records(self, answer: Answer) -> list[dict[str, Json]]:
        """The rows of a list, each with its id. Raises Unavailable(NOT_NOCOBASE)."""
        key = self._view.collection.primary_key
        if not isinstance(answer.data, list):
            raise Unavailable(Problem.NOT_NOCOBASE, "a list that is none")
        records: list[dict[str, Json]] = []
        for record in answer.data:
            if not isinstance(record, dict) or record.get(key) is None:
                raise Unavailable(Problem.NOT_NOCOBASE, "a row without its id")
            records.append(self._normal(record))
        if self._view.permissions.scopes:
            mark_rights(records, key, answer.meta, self._view.permissions)
        return records

    def _normal(self, record: dict[str, Json]) -> dict[str, Json]:
        """Numeric ids may come as strings; those that fit a number are numbers here. Of related records, only what
        shows which they are."""
        key = self._view.collection.primary_key
        value = record.get(key)
        if self._view.numeric_key and isinstance(value, str) and value.isdigit() and int(value) <= _LARGEST_SAFE:
            record[key] = int(value)
        for field in self._view.related:
            if field.name in record:
                record[field.name] = slimmed(field, record[field.name])
        return record


def account_of(answer: Answer) -> Account:
    """The user that `auth:check` answers. Raises Unavailable(NOT_NOCOBASE)."""
    user = answer.data
    if not isinstance(user, dict) or not isinstance(user.get("id"), int | str):
        raise Unavailable(Problem.NOT_NOCOBASE, "no user")
    return Account(_server_id(user["id"]), _name(user), _text(user.get("createdAt")) or "")


def _person(user: Json) -> Person | None:
    return Person(str(user.get("id") or ""), _name(user)) if isinstance(user, dict) else None


def _name(user: Record) -> str:
    names = (user.get("nickname"), user.get("username"), user.get("email"))
    return next((name for name in names if isinstance(name, str) and name), "")


def _view(collection: Collection, permissions: Permissions) -> _View:
    """Only fields that the role may view: naming others is useless, and naming unknown ones an error."""
    always = ALWAYS_READABLE | {collection.primary_key}
    seen = [f for f in collection.fields if f.name in always or permissions.view.covers(f.name)]
    related = [f.name for f in seen if f.is_related]
    plain = [f.name for f in seen if not f.is_related]
    order = collection.roles.order
    stamp = [collection.primary_key, collection.updated_at, order if order in plain else ""]
    stamps = ",".join(name for name in stamp if name)
    people = ((CREATED_BY, collection.created_by), (UPDATED_BY, collection.updated_by))
    authors = tuple(name for name, kept_as in people if kept_as and permissions.view.covers(name))
    kept = tuple(f for f in seen if f.is_related)
    return _View(collection, ",".join(plain), ",".join(related), stamps, authors, kept, permissions)


def _measure(field: str, aggregation: str, alias: str) -> Json:
    return {"field": field, "aggregation": aggregation, "alias": alias}


def _batches(items: Sequence[Json] | Sequence[ServerId]) -> Iterator[list[Json]]:
    """The items in lots whose text fits into an address."""
    batch: list[Json] = []
    size = 0
    for item in items:
        # Quotes and braces take three characters each in an address.
        width = 3 * len(msgspec.json.encode(item)) if not isinstance(item, int) else len(str(item)) + 3
        if batch and size + width > filters.LONGEST_FILTER:
            yield batch
            batch, size = [], 0
        batch.append(item)
        size += width
    if batch:
        yield batch


def _has(collection: Collection, record: Record, values: Mapping[str, Json]) -> bool:
    for name, value in values.items():
        field = collection.field(name)
        if field is not None and name in record and not field.same(record[name], value):
            return False
    return True


def _server_id(value: Json) -> ServerId:
    return value if isinstance(value, int) and not isinstance(value, bool) else str(value)


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None


def _number(value: Json) -> float | None:
    """Sums and counts come as numbers or as strings."""
    if isinstance(value, int | float):
        return float(value)
    try:
        return float(value) if isinstance(value, str) else None
    except ValueError:
        return None
