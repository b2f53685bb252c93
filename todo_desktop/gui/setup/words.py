"""What a set-up will do, and has done, in words; and how it is done by hand."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from todo_desktop.model.setup import Column, KnownCollection, Part, SetupStep, SetupWish, Site


def column_words(column: Column) -> str:
    return {
        Column.TITLE: _tr("Title"),
        Column.COMPLETED: _tr("Completed"),
        Column.DUE: _tr("Due"),
        Column.PRIORITY: _tr("Priority"),
        Column.TAGS: _tr("Tags"),
        Column.NOTES: _tr("Notes"),
        Column.PARENT: _tr("Parent"),
        Column.ORDER: _tr("Order"),
    }[column]


def sample_titles() -> tuple[str, ...]:
    return (
        _tr("Tick me: press Space, or click the box"),
        _tr("Rename me: press F2"),
        _tr("Delete me, and take that back with Ctrl+Z"),
    )


def will_do_words(site: Site, wish: SetupWish, owner: str) -> list[str]:
    """Before anybody agrees to it, a sentence for each step. *owner* is the account of another user, or empty."""
    whose = _tr("the account {owner}").format(owner=owner) if owner else _tr("your account")
    passing = _tr("Until the key is made, that account gets a role that may make keys.")
    lines = (
        _collection_words(site, wish),
        _role_words(site, wish, owner).format(whose=whose),
        _tr("That role may do more on this server, and a key with it may, too.") if site.role_is_wider else "",
        _page_words(site, wish),
        passing if owner and not wish.keeps_key else "",
        _key_words(site, wish),
        _samples_words(site, wish),
        _tr("Where a step fails, what was made is taken away again."),
    )
    return [line for line in lines if line]


def _samples_words(site: Site, wish: SetupWish) -> str:
    if not wish.samples:
        return ""
    known = site.collection(wish.collection)
    if known is None or known.has_todos is False:
        return _tr("It adds three todos to begin with.")
    return _tr("It adds three todos to begin with, unless there are any.")


def _role_words(site: Site, wish: SetupWish, owner: str) -> str:
    if not site.has_role:
        return _tr(
            "It makes a role Todo Desktop that may do everything in this collection, and nothing else, for {whose}."
        )
    known = site.collection(wish.collection)
    fits = known is not None and known.is_allowed and not _missing(known, wish)
    if site.is_member(owner):
        return (
            _tr("The role Todo Desktop is there and stays as it is; {whose} has it.")
            if fits
            else _tr("The role Todo Desktop, which {whose} has, gets all four rights in this collection.")
        )
    return (
        _tr("The role Todo Desktop is there: {whose} gets it.")
        if fits
        else _tr("The role Todo Desktop is there: it gets all four rights in this collection, and {whose} gets it.")
    )


def _page_words(site: Site, wish: SetupWish) -> str:
    known = site.collection(wish.collection)
    if known is None or not known.page or known.page_seen:
        return ""
    return _tr("The page {page}, which shows this collection in NocoBase's menu, is shown to the role, too.").format(
        page=known.page
    )


def _key_words(site: Site, wish: SetupWish) -> str:
    if wish.keeps_key:
        return _tr("The key at hand is tried, on a todo that is deleted again, and stays.")
    if site.key is None:
        return _tr("It makes a key with that role, which goes into this computer's keyring, and tries it.")
    return _tr("The key at hand does not do here: it makes one with that role, for the keyring, and tries it.")


def _collection_words(site: Site, wish: SetupWish) -> str:
    known = site.collection(wish.collection)
    if known is None:
        names = ", ".join(column_words(column) for column in wish.columns)
        return _tr("It makes the collection {name} with {columns}.").format(name=wish.collection, columns=names)
    missing = ", ".join(column_words(column) for column in _missing(known, wish))
    if not missing:
        return _tr("The collection {name} is there and stays as it is.").format(name=known.name)
    return _tr("The collection {name} is there: its todos stay, and it gets {columns}.").format(
        name=known.name, columns=missing
    )


def _missing(known: KnownCollection, wish: SetupWish) -> list[Column]:
    return [column for column in wish.columns if column not in known.columns]


def step_words(step: SetupStep) -> str:
    """As a line that begins with a tick."""
    if step.was_there:
        return {
            Part.COLLECTION: _tr("The collection {name} is there"),
            Part.ROLE: _tr("The role is there"),
            Part.RIGHTS: _tr("The role may do what it needs"),
            Part.BINDING: _tr("{name} has the role"),
            Part.PAGE: _tr("The role sees the page {name}"),
            Part.KEY: _tr("The key at hand works"),
            Part.TEST: _tr(
                "The key may view, create, change and delete todos: {name} demands more than a title of one"
            ),
            Part.SAMPLES: _tr("There are todos already: none were added"),
        }[step.part].format(name=step.name)
    return {
        Part.COLLECTION: _tr("Made the collection {name}"),
        Part.FIELD: _tr("Added the column {name}"),
        Part.ROLE: _tr("Made the role Todo Desktop"),
        Part.RIGHTS: _tr("Gave the role its rights"),
        Part.BINDING: _tr("Gave {name} the role"),
        Part.PAGE: _tr("Showed the role the page {name}"),
        Part.KEY: _tr("Made a key"),
        Part.TEST: _tr("Viewed, created, changed and deleted a todo with it"),
        Part.SAMPLES: _tr("Added three todos to begin with"),
    }[step.part].format(name=_named(step))


def left_words(left: Sequence[SetupStep]) -> str:
    """What a silent server may have kept of a set-up, and what becomes of it."""
    names = {
        Part.COLLECTION: _tr("the collection {name}"),
        Part.FIELD: _tr("the column {name}"),
        Part.ROLE: _tr("the role {name}"),
        Part.RIGHTS: _tr("the rights of the role in {name}"),
        Part.BINDING: _tr("the role of {name}"),
        Part.PAGE: _tr("the page {name} in the menu of the role"),
        Part.KEY: _tr("an API key {name}"),
        Part.TEST: _tr("a todo for trying the key in {name}"),
        Part.SAMPLES: _tr("todos to begin with in {name}"),
    }
    parts = ", ".join(names[step.part].format(name=_named(step)) for step in left)
    return _tr("There may be: {parts}. If you close this window before, delete that in NocoBase.").format(parts=parts)


def by_hand_words(host: str) -> tuple[str, ...]:
    """The same steps on the server's own web page."""
    return (
        _tr("Sign in at {host} in a browser, as somebody who manages it.").format(host=host),
        _tr("Settings → Data sources → Main → Create collection: todos, with title (single line text) and "
            "completed (checkbox)."),
        _tr("Settings → Users and permissions → New role: let it view, add, edit and delete in todos, and give "
            "it to your user."),
        _tr("Settings → API keys → Add: choose that role, and copy the key. It is shown once."),
        _tr("Come back here with the key."),
    )  # fmt: skip


def _named(step: SetupStep) -> str:
    return column_words(Column(step.name)) if step.part is Part.FIELD else step.name


def _tr(text: str) -> str:
    return QCoreApplication.translate("Setup", text)
