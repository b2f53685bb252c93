"""What is found on this computer: versions, folder, keyring, the replica and its outbox."""

import os
import shutil

from msgspec.structs import replace

from todo_desktop.app import versions as app_versions
from todo_desktop.doctor.finding import Finding, Verdict
from todo_desktop.model.errors import StorageError
from todo_desktop.model.instants import to_instant
from todo_desktop.model.lists import TodoList
from todo_desktop.model.query import Query
from todo_desktop.model.values import Json
from todo_desktop.replica.database import FILE_NAME, Purpose, open_database
from todo_desktop.replica.reader import Reader
from todo_desktop.replica.store import TodoStore
from todo_desktop.settings.api_keys import ApiKeyStore, missing_keyring_parts
from todo_desktop.settings.folders import Folders

LITTLE_ROOM = 100 * 1024 * 1024


def versions() -> Finding:
    """Of the program and of what it runs on."""
    found = dict(app_versions.versions())
    return Finding("versions", Verdict.GOOD, ", ".join(" ".join(each) for each in found.items()) + ".", found)


def data_folder(folders: Folders) -> Finding:
    """Where everything is kept, and whether something can be written there."""
    folder = folders.data
    facts = {"folder": str(folder)}
    try:
        folder.stat()
    except FileNotFoundError:
        return Finding("data folder", Verdict.NOTE, f"{folder} is not there yet; the first start makes it.", facts)
    except OSError as error:
        text = f"{folder} cannot be opened: {error.strerror}. Start with --data-dir and another folder."
        return Finding("data folder", Verdict.BAD, text, facts)
    if not os.access(folder, os.W_OK):
        text = f"{folder} cannot be written to. Give it back to its owner, or start with --data-dir and another folder."
        return Finding("data folder", Verdict.BAD, text, facts)
    free = shutil.disk_usage(folder).free
    if free < LITTLE_ROOM:
        return Finding("data folder", Verdict.BAD, f"{folder}: the disk is nearly full. Free some space.", facts)
    return Finding("data folder", Verdict.GOOD, f"{folder}, {free // 1024**2:,} MB free.", {**facts, "free": free})


def keyring() -> Finding:
    """Which one would keep the key. It is asked for its name alone."""
    missing = missing_keyring_parts()
    if missing:
        text = f"The keyring cannot be spoken to without {', '.join(missing)}. Install the program again."
        return Finding("keyring", Verdict.NOTE, text, {"missing": list(missing)})
    name = ApiKeyStore("doctor").backend_name()
    if name:
        return Finding("keyring", Verdict.GOOD, f"{name}.", {"backend": name})
    text = "None here keeps secrets safely: the key is asked for at every start. On Linux, install gnome-keyring."
    return Finding("keyring", Verdict.NOTE, text, {"backend": ""})


def replica(folders: Folders) -> list[Finding]:
    """The todos on this computer, and what of them has not reached a server. Nothing is migrated or repaired."""
    path = folders.replica / FILE_NAME
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return [Finding("todos here", Verdict.NOTE, "There are none yet.")]
    except OSError as error:
        return [Finding("todos here", Verdict.BAD, f"Their file cannot be opened: {error.strerror}.")]
    try:
        database = open_database(folders.replica, Purpose.READER)
        try:
            database.check()
            store, reader = TodoStore(database), Reader(database)
            lists = [_list(each, reader) for each in store.lists()]
            return [_kept(size, lists), *lists]
        finally:
            database.close()
    except StorageError as error:
        text = f"Their file cannot be used ({error.problem.value}). Start the program: it offers to repair it."
        return [Finding("todos here", Verdict.BAD, text, {"problem": error.problem.value})]


def _kept(size: int, lists: list[Finding]) -> Finding:
    count = "1 list" if len(lists) == 1 else f"{len(lists)} lists"
    text = f"{count}, {size / 1024**2:.1f} MB, undamaged."
    return Finding("todos here", Verdict.GOOD, text, {"lists": len(lists), "bytes": size})


def _list(todo_list: TodoList, reader: Reader) -> Finding:
    waiting, parked = reader.outbox_counts(todo_list.id)
    identity = todo_list.identity
    where = f"{identity.collection} at {identity.base_url}" if identity else "on this computer alone"
    synced = to_instant(todo_list.last_sync) if todo_list.last_sync else None
    facts: dict[str, Json] = {
        "list": where,
        "todos": reader.counts(Query(todo_list.id)).total,
        "waiting": waiting,
        "needs you": parked,
        "last sync": synced,
    }
    text = f"{where}, todos: {facts['todos']:,}"
    if identity:
        text += f", waiting to be sent: {waiting}, in need of you: {parked}, last sync: {synced or 'never'}"
    found = Finding("list", Verdict.GOOD, f"{text}.", facts)
    return replace(found, verdict=Verdict.NOTE) if parked else found
