"""The addresses that a cell leads to, to be opened in the browser or the mail program."""

from collections.abc import Iterator, Mapping
from urllib.parse import urljoin, urlsplit

from todo_desktop.gui.todo_table.display import name_of
from todo_desktop.gui.todo_table.texts_of_a_kind import address_of, link_of
from todo_desktop.model.field_rules import Format
from todo_desktop.model.schema import Field, FieldKind
from todo_desktop.model.values import Json


def links_of(field: Field, value: Json, server: str) -> list[tuple[str, str]]:
    """(what it is called, its address) of each. *server* is the base URL, from which addresses without a host count;
    empty for none."""
    return list(_of_files(field, value, server) if field.kind is FieldKind.FILES else _of_text(field, value, server))


def _of_text(field: Field, value: Json, server: str) -> Iterator[tuple[str, str]]:
    if field.format in (Format.URL, Format.EMAIL, Format.PHONE) and isinstance(value, str):
        address = _on_server(value.strip(), server) or link_of(field.format, value)
        if address:
            yield value.strip(), address


def _of_files(field: Field, value: Json, server: str) -> Iterator[tuple[str, str]]:
    for file in value if isinstance(value, list) else ():
        url = file.get("url") if isinstance(file, Mapping) else None
        if isinstance(url, str) and (address := _on_server(url, server) or address_of(url)):
            yield name_of(field, file), address


def _on_server(path: str, server: str) -> str:
    """`/files/1.txt` at the host of *server*, and below its own path where that has one (`https://host/nocobase/api`);
    empty for whatever is no such path."""
    if not server or not path.startswith("/") or path.startswith("//"):
        return ""
    home = urlsplit(server).path.rstrip("/").removesuffix("/api")
    return urljoin(server, path if not home or path.startswith(f"{home}/") else home + path)
