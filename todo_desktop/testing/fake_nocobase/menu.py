"""The pages of the fake server's web client, as far as a client may ask which of them shows a collection."""

from collections.abc import Mapping
from typing import Any

from todo_desktop.testing.shapes import JsonObject

FIND_SCHEMA = "uiSchemas:getProperties"
PARTS_OF_PAGES = ("flowModels:findOne", FIND_SCHEMA)


class Menu:
    """Everybody has every page in the menu. `routes`, and `grids` and `schemas` by the tab that they are in, may be
    changed."""

    def __init__(self) -> None:
        self.routes: list[JsonObject] = []
        self.grids: dict[str, JsonObject] = {}
        self.schemas: dict[str, JsonObject] = {}

    def add_page(self, uid: str, *tabs: JsonObject | None, group: str = "") -> None:
        """A page of these *tabs*, each of one block (`table`) or none; in a *group* of the menu where one is named."""
        names = [f"{uid}-tab-{place}" for place, _ in enumerate(tabs, 1)]
        children = [{"type": "tabs", "schemaUid": name, "hidden": len(tabs) == 1} for name in names]
        page = {"type": "flowPage", "title": uid, "schemaUid": uid, "children": children}
        self.routes.append({"type": "group", "title": group, "schemaUid": None, "children": [page]} if group else page)
        for name, block in zip(names, tabs, strict=True):
            if block is not None:
                self.grids[name] = {"use": "BlockGridModel", "uid": f"{name}-grid", "subModels": {"items": [block]}}

    def add_first_page(self, uid: str, *tabs: JsonObject) -> None:
        """A page as NocoBase 1 made them, of these *tabs*, each of one block (`first_table`)."""
        names = [f"{uid}-tab-{place}" for place, _ in enumerate(tabs, 1)]
        children = [{"type": "tabs", "schemaUid": name} for name in names]
        self.routes.append({"type": "page", "title": uid, "schemaUid": uid, "children": children})
        for name, block in zip(names, tabs, strict=True):
            row = {"type": "void", "x-component": "Grid.Row", "properties": {"block": block}}
            self.schemas[name] = {"type": "void", "properties": {"row": row}}

    def part(self, action: str, of: str, query: Mapping[str, str]) -> JsonObject | None:
        """What one of PARTS_OF_PAGES finds; of a flow model that is not there, nothing."""
        if action == FIND_SCHEMA:
            return self.schemas.get(of, {})
        return self.grids.get(query.get("parentId", "")) if query.get("subKey") == "grid" else None


def table(collection: str, *popups: str, use: str = "TableBlockModel", **init: Any) -> JsonObject:
    """A block that shows *collection*, with the buttons *popups* (`View`, `Edit`) in each row; their uids are their
    names in small letters."""
    actions = [{"use": f"{name}ActionModel", "uid": name.lower()} for name in popups]
    settings = {"dataSourceKey": "main", "collectionName": collection, **init}
    return {
        "use": use,
        "uid": f"block-{collection}",
        "stepParams": {"resourceSettings": {"init": settings}},
        "subModels": {"columns": [{"use": "TableActionsColumnModel", "subModels": {"actions": actions}}]},
    }


def first_table(collection: str, decorator: str = "TableBlockProvider", **settings: Any) -> JsonObject:
    """The same on a page of NocoBase 1."""
    shown = {"collection": collection, "dataSource": "main", "action": "list", **settings}
    return {"type": "void", "x-component": "CardItem", "x-decorator": decorator, "x-decorator-props": shown}
