"""Looks at a server before it is set up. Never writes."""

from todo_desktop.model.setup import ROLE, KnownCollection, Site
from todo_desktop.nocobase.administrator import Administrator, records_of
from todo_desktop.nocobase.api import LIST_META
from todo_desktop.nocobase.new_columns import columns_in
from todo_desktop.nocobase.schema import collections_of, is_system, title_of


def site_of(admin: Administrator) -> Site:
    """Raises NeedsAttention(MAY_NOT_MANAGE) where *admin* may not manage the server."""
    roles = {str(role.get("name")) for role in records_of(admin.read("roles:list", paginate="false"))}
    metas = collections_of(admin.read(LIST_META))
    known = (
        KnownCollection(name, title_of(meta), columns_in(meta))
        for name, meta in sorted(metas.items())
        if not is_system(meta)
    )
    return Site(admin.connection.base_url, admin.user_id, admin.user_name, tuple(known), ROLE in roles)
