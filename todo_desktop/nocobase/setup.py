"""Sets a NocoBase up for todos, as an administrator would by hand: collection, role, its rights, and a key.

What is there already and fits stays as it is, so that doing it twice changes nothing. Each step says how it is taken
back before it is begun: where one fails, or its answer is lost, the server is as it was before.
"""

import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from todo_desktop.model.connection import ApiKey, Connection
from todo_desktop.model.errors import NeedsAttention, OutcomeUnknown, Problem, Refused, TodoDesktopError, Unavailable
from todo_desktop.model.schema import Collection
from todo_desktop.model.setup import ROLE, TITLE, Column, Part, SetupDone, SetupLeftOver, SetupStep, SetupWish
from todo_desktop.model.values import Json
from todo_desktop.nocobase import trial
from todo_desktop.nocobase.administrator import Administrator, part_of, records_of
from todo_desktop.nocobase.api import CHECK_ACCOUNT, LIST_META
from todo_desktop.nocobase.api_key import facts
from todo_desktop.nocobase.key_making import KEY_NAME, KeyMaking
from todo_desktop.nocobase.menu_pages import SEEN, menu_pages, seen_routes
from todo_desktop.nocobase.new_columns import collection_described, column_described, columns_in
from todo_desktop.nocobase.role_rights import RIGHTS, granted_rights, rights_in, scope_of_all, wanted_rights
from todo_desktop.nocobase.samples import add_samples
from todo_desktop.nocobase.trial import try_four_calls
from todo_desktop.nocobase.undoing import Undoing


class Setup:
    """One set-up as *wish* has it, by *admin*; the key is *owner*'s, who is *admin* where nobody else has signed in.
    *tell* hears each step. `run` once."""

    def __init__(
        self,
        admin: Administrator,
        wish: SetupWish,
        tell: Callable[[SetupStep], None],
        *,
        owner: Administrator | None = None,
        undo: Undoing | None = None,
    ) -> None:
        """Where the server falls silent, *undo* keeps what is still to be taken back."""
        self._admin = admin
        self._owner = owner or admin
        self._wish = wish
        self._tell = tell
        self._steps: list[SetupStep] = []
        self._undo = Undoing() if undo is None else undo
        self._keys = KeyMaking(admin, self._owner, self._undo)

    def run(self, present: ApiKey) -> SetupDone:
        """*present* is the key that is at hand for this server, or none: it stays where it is the owner's and works.

        Raises TodoDesktopError; the server is then as it was before, unless that is SetupLeftOver.
        """
        try:
            self._collection()
            self._role()
            self._binding()
            self._page()
            key = self._key(present)
            self._samples(key)
            self._keys.finish()
        except TodoDesktopError as error:
            if not self._undo.all():
                raise SetupLeftOver(self._undo.left, error.detail) from error
            if isinstance(error, Unavailable | OutcomeUnknown):
                raise NeedsAttention(Problem.SETUP_CUT_OFF, error.detail) from error
            raise
        except BaseException:
            self._undo.all()
            raise
        return SetupDone(self._admin.connection.base_url, self._wish.collection, key, tuple(self._steps))

    def _collection(self) -> None:
        admin, name = self._admin, self._wish.collection
        there = self._described()
        if there is None:
            key, ours = _known_again()
            made = SetupStep(Part.COLLECTION, name)
            self._undo.by(made, lambda: admin.call(f"collections:destroy?filterByTk={name}&{ours}"))
            admin.call("collections:create", {**collection_described(name, self._wish.columns), "key": key})
            self._done(Part.COLLECTION, name)
            return
        self._done(Part.COLLECTION, name, was_there=True)
        known = columns_in(there)
        for column in self._wish.columns:
            if column not in known:
                self._add(column)

    def _described(self) -> Mapping[str, Any] | None:
        metas = records_of(self._admin.read(LIST_META))
        return next((meta for meta in metas if meta.get("name") == self._wish.collection), None)

    def _add(self, column: Column) -> None:
        admin, name = self._admin, self._wish.collection
        key, ours = _known_again()
        made = SetupStep(Part.FIELD, column.value)
        self._undo.by(made, lambda: admin.call(f"collections/{name}/fields:destroy?filterByTk={column.value}&{ours}"))
        admin.call(f"collections/{name}/fields:create", {**column_described(column, name), "key": key})
        self._done(Part.FIELD, column.value)

    def _role(self) -> None:
        admin = self._admin
        was_there = admin.read("roles:get", filterByTk=ROLE) is not None
        if not was_there:
            self._undo.by(SetupStep(Part.ROLE, TITLE), lambda: admin.call(f"roles:destroy?filterByTk={ROLE}"))
            # With the "snippets" that a new role has, the server looks through hundreds of them in each call; without
            # any, its settings are forbidden all the same.
            role: dict[str, Json] = {"name": ROLE, "title": TITLE, "snippets": [], "strategy": {"actions": []}}
            admin.call("roles:create", role)
        self._done(Part.ROLE, ROLE, was_there=was_there)
        self._rights()

    def _rights(self) -> None:
        """On every column that the collection has by now."""
        admin, name = self._admin, self._wish.collection
        one: dict[str, Json] = {"dataSourceKey": "main", "name": name}
        only = f"filterByTk={ROLE}&filter={msgspec.json.encode(one).decode()}"
        wanted, everything = wanted_rights(self._described() or {}), scope_of_all(admin)
        found = rights_in(admin, name)
        fits = found is not None and granted_rights(found, everything) == wanted
        made = SetupStep(Part.RIGHTS, name)
        if found is None:
            # It cannot be destroyed, only emptied: then it grants nothing.
            self._undo.by(made, lambda: admin.call(f"{RIGHTS}:update?{only}", _as_it_was(one)))
            admin.call(f"{RIGHTS}:create?filterByTk={ROLE}", self._as_rules(wanted, everything))
        elif not fits:
            self._undo.by(made, lambda: admin.call(f"{RIGHTS}:update?{only}", _as_it_was(found)))
            admin.call(f"{RIGHTS}:update?{only}", self._as_rules(wanted, everything))
        self._done(Part.RIGHTS, name, was_there=fits)

    def _as_rules(self, wanted: Mapping[str, Iterable[str]], everything: Json) -> dict[str, Json]:
        actions: list[Json] = [
            {"name": action, "fields": [*sorted(fields)], "scopeId": everything} for action, fields in wanted.items()
        ]
        return {
            "name": self._wish.collection, "dataSourceKey": "main", "usingActionsConfig": True, "actions": actions,
        }  # fmt: skip

    def _binding(self) -> None:
        admin, user_id = self._admin, self._owner.user_id
        has = {str(role.get("name")) for role in records_of(part_of(self._owner.read(CHECK_ACCOUNT), "roles"))}
        if ROLE not in has:
            made = SetupStep(Part.BINDING, self._owner.user_name)
            self._undo.by(made, lambda: admin.call(f"roles/{ROLE}/users:remove", [user_id], silent=True))
            admin.call(f"roles/{ROLE}/users:add", [user_id], silent=True)
        self._done(Part.BINDING, self._owner.user_name, was_there=ROLE in has)

    def _page(self) -> None:
        """What shows the collection in the server's menu already, the role sees, too. A collection that was made a
        moment ago is on no page, and none is made: everybody who sees new pages would have it in the menu."""
        if SetupStep(Part.COLLECTION, self._wish.collection, was_there=True) not in self._steps:
            return
        admin, page = self._admin, menu_pages(self._admin).get(self._wish.collection)
        if page is None:
            return
        missing: list[Json] = [*sorted(page.routes - seen_routes(admin))]
        if missing:
            made = SetupStep(Part.PAGE, page.title)
            self._undo.by(made, lambda: admin.call(f"{SEEN}:remove", missing, silent=True))
            admin.call(f"{SEEN}:add", missing, silent=True)
        self._done(Part.PAGE, page.title, was_there=not missing)

    def _key(self, present: ApiKey) -> ApiKey:
        if present and str(facts(present).user_id) == str(self._owner.user_id) and self._works(present):
            self._done(Part.KEY, KEY_NAME, was_there=True)
            return present
        key = self._keys.make(ROLE, self._wish.lifetime)
        self._done(Part.KEY, KEY_NAME)
        self._done(Part.TEST, self._wish.collection, was_there=not self._try(key))
        return key

    def _try(self, key: ApiKey) -> bool:
        return try_four_calls(self._connection(key), monotonic=self._admin.monotonic, begins=self._mind_trial)

    def _mind_trial(self, collection: Collection) -> None:
        """The key deletes its todo itself, unless the server falls silent before."""
        admin, name = self._admin, collection.name
        before = self._trials(collection)
        self._undo.by(
            SetupStep(Part.TEST, name),
            lambda: [admin.call(f"{name}:destroy?filterByTk={row}") for row in self._trials(collection) - before],
        )

    def _trials(self, collection: Collection) -> frozenset[str]:
        title = collection.roles.title
        if not title:
            return frozenset()
        found = self._admin.read(f"{collection.name}:list", filter={title: trial.TITLE}, paginate="false")
        return frozenset(str(each.get(collection.primary_key)) for each in records_of(found))

    def _connection(self, key: ApiKey) -> Connection:
        return replace(self._admin.connection, collection=self._wish.collection, api_key=key)

    def _works(self, present: ApiKey) -> bool:
        try:
            self._try(present)
        except (NeedsAttention, Refused):
            return False
        return True

    def _samples(self, key: ApiKey) -> None:
        admin, wish = self._admin, self._wish
        if not wish.samples:
            return
        made: list[Json] = []
        self._undo.by(
            SetupStep(Part.SAMPLES, wish.collection),
            lambda: [admin.call(f"{wish.collection}:destroy?filterByTk={row}") for row in made],
        )
        connection = self._connection(key)
        added = add_samples(connection, wish.samples, made.append, monotonic=admin.monotonic)
        self._done(Part.SAMPLES, wish.collection, was_there=not added)

    def _done(self, part: Part, name: str, *, was_there: bool = False) -> None:
        step = SetupStep(part, name, was_there)
        self._steps.append(step)
        self._tell(step)


def _known_again() -> tuple[str, str]:
    """A key for a collection or a field that is to be made, and what it is destroyed by: one of the same name that
    somebody else makes at the same moment has their todos in it."""
    key = secrets.token_hex(6)
    return key, f'filter={{"key":"{key}"}}'


def _as_it_was(resource: Mapping[str, Any]) -> Json:
    """The body that gives a role the rights again that it had; none where *resource* has no actions."""
    actions: list[Json] = [
        {"name": str(action.get("name")), "fields": action.get("fields"), "scopeId": action.get("scopeId")}
        for action in records_of(resource.get("actions"))
    ]
    uses = bool(resource.get("usingActionsConfig"))
    return {"name": resource["name"], "dataSourceKey": "main", "usingActionsConfig": uses, "actions": actions}
