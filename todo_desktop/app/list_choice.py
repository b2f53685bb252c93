"""Which list to open for which settings, and what a list looks like before its server was ever seen."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from todo_desktop.model.connection import ApiKey
from todo_desktop.model.lists import ListIdentity, TodoList, local_collection
from todo_desktop.model.schema import Collection, Field, FieldKind, guess_roles
from todo_desktop.model.values import ServerId
from todo_desktop.replica.store import TodoStore
from todo_desktop.settings.preferences import Preferences


def local_list(store: TodoStore) -> TodoList:
    """The list that lives on this computer alone, with its fields named in the user's language."""
    say = QCoreApplication.translate
    titles = {
        "completed": say("LocalList", "Done"),
        "title": say("LocalList", "Title"),
        "due": say("LocalList", "Due"),
        "priority": say("LocalList", "Priority"),
        "high": say("LocalList", "High"),
        "medium": say("LocalList", "Medium"),
        "low": say("LocalList", "Low"),
        "notes": say("LocalList", "Notes"),
        "createdAt": say("LocalList", "Created"),
        "updatedAt": say("LocalList", "Changed"),
    }
    return store.local_list(local_collection(titles))


def lists_together(store: TodoStore, members: Iterable[TodoList | None]) -> TodoList:
    """*members* as if they were one list, those that are known; that of this computer where none is."""
    from todo_desktop.model.all_lists import all_lists

    known = [each for each in members if each is not None] or [local_list(store)]
    say = QCoreApplication.translate
    titles = {
        "": say("LocalList", "All my lists"),
        "done": say("LocalList", "Done"),
        "title": say("LocalList", "Title"),
        "due": say("LocalList", "Due"),
        "priority": say("LocalList", "Priority"),
        "list": say("LocalList", "List"),
    }
    return all_lists(known, titles)


def known_together(store: TodoStore, preferences: Preferences, key: ApiKey) -> TodoList:
    """All lists of *preferences* that were opened before, and that of this computer where it has any todo."""
    here = store.local_list_in_use()
    return lists_together(store, [here, *(known_list(store, preferences.at(a), key) for a in preferences.addresses)])


def known_list(store: TodoStore, preferences: Preferences, key: ApiKey) -> TodoList | None:
    """The list to show at once: that of *key*'s user where the key is at hand, else that of the user who was found
    last, or the one that was used last. Of *preferences* the first list counts."""
    from todo_desktop.nocobase.api_key import facts

    user_id = facts(key).user_id
    if user_id is not None:
        return list_of_user(store, preferences, user_id)
    if preferences.user_id:
        return store.find_list(ListIdentity(preferences.base_url, preferences.collection, preferences.user_id))
    return None if preferences.login else store.latest_list(preferences.base_url, preferences.collection)


def list_of_user(store: TodoStore, preferences: Preferences, user_id: ServerId) -> TodoList:
    """That user's list of the collection, found or made."""
    identity = ListIdentity(preferences.base_url, preferences.collection, str(user_id))
    return store.open_list(identity, _unseen_collection(preferences.collection))


def _unseen_collection(name: str) -> Collection:
    """Enough to write todos down with, until the server tells what it really has."""
    say = QCoreApplication.translate
    fields = (
        Field("completed", FieldKind.BOOLEAN, say("LocalList", "Done")),
        Field("title", FieldKind.TEXT, say("LocalList", "Title"), max_length=255),
    )
    return Collection(name=name, fields=fields, roles=guess_roles(fields))
