"""Looks at a server before it is set up. Never writes."""

import logging

from todo_desktop.model.connection import ApiKey
from todo_desktop.model.errors import NeedsAttention, TodoDesktopError
from todo_desktop.model.setup import ROLE, KeyAtHand, KnownCollection, Site
from todo_desktop.model.values import Record
from todo_desktop.nocobase.acl import permissions_of
from todo_desktop.nocobase.administrator import Administrator, account_of, records_of
from todo_desktop.nocobase.api import CHECK_ACCOUNT, CHECK_ROLE, LIST_META
from todo_desktop.nocobase.api_key import facts
from todo_desktop.nocobase.http import HttpSession
from todo_desktop.nocobase.menu_pages import menu_pages, seen_routes
from todo_desktop.nocobase.new_columns import columns_in
from todo_desktop.nocobase.role_rights import granted_rights, rights_in, scope_of_all, wanted_rights
from todo_desktop.nocobase.schema import collections_of, is_system, title_of

log = logging.getLogger(__name__)


def site_of(admin: Administrator, key: ApiKey) -> Site:
    """*key* is the one at hand, or empty. Raises NeedsAttention(MAY_NOT_MANAGE) where *admin* may not manage the
    server."""
    roles = {str(role.get("name")): role for role in records_of(admin.read("roles:list", paginate="false"))}
    has_role = ROLE in roles
    members = records_of(admin.read(f"roles/{ROLE}/users:list", paginate="false")) if has_role else []
    known = _collections(admin, has_role=has_role)
    return Site(
        admin.connection.base_url,
        admin.user_id,
        admin.user_name,
        known,
        has_role,
        tuple(account_of(member) for member in members),
        has_role and _is_wider(roles[ROLE]),
        _at_hand(admin, key, known) if key else None,
    )


def _is_wider(role: Record) -> bool:
    """Snippets that begin with `!` take rights away."""
    strategy, snippets = role.get("strategy"), role.get("snippets")
    everywhere = strategy.get("actions") if isinstance(strategy, dict) else None
    granted = [each for each in snippets if not str(each).startswith("!")] if isinstance(snippets, list) else []
    return bool(everywhere) or bool(granted)


def _collections(admin: Administrator, *, has_role: bool) -> tuple[KnownCollection, ...]:
    pages = menu_pages(admin)
    seen, everything = (seen_routes(admin), scope_of_all(admin)) if has_role else (frozenset[int](), None)
    known = []
    for name, meta in sorted(collections_of(admin.read(LIST_META)).items()):
        if is_system(meta):
            continue
        rights, page = rights_in(admin, name) if has_role else None, pages.get(name)
        known.append(
            KnownCollection(
                name,
                title_of(meta),
                columns_in(meta),
                is_allowed=rights is not None and granted_rights(rights, everything) == wanted_rights(meta),
                page=page.title if page is not None else "",
                page_seen=page is not None and page.routes <= seen,
                has_todos=_has_rows(admin, name),
            )
        )
    return tuple(known)


def _has_rows(admin: Administrator, name: str) -> bool | None:
    """A collection that shows another database's table may be there without it."""
    try:
        return bool(records_of(admin.read(f"{name}:list", pageSize="1")))
    except TodoDesktopError as error:
        if error.status is None:
            raise
        log.info("whether %s has rows is not known: %s", name, error)
        return None


def _at_hand(admin: Administrator, key: ApiKey, known: tuple[KnownCollection, ...]) -> KeyAtHand:
    session = HttpSession(admin.connection.with_key(key), monotonic=admin.monotonic)
    try:
        owner, rights = session.read(CHECK_ACCOUNT).data, session.read(CHECK_ROLE).data
    except NeedsAttention:
        return KeyAtHand()
    finally:
        session.close()
    if not isinstance(owner, dict):
        return KeyAtHand()
    may = frozenset(each.name for each in known if permissions_of(rights, each.name).complete)
    return KeyAtHand(account_of(owner), facts(key).role, may)
