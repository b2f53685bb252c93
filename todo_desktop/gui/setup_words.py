"""What a set-up will do, and has done, in words."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from todo_desktop.model.setup import Column, Part, SetupStep


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


def will_do_words(columns: Iterable[Column]) -> str:
    """Before anybody agrees to it."""
    names = ", ".join(column_words(column) for column in columns)
    return _tr(
        "It finds or makes the collection todos with {columns}; a role Todo Desktop that may do everything in it and "
        "nothing else, for your account; and a key with that role, which goes into this computer's keyring. It then "
        "tries the key. Where a step fails, what was made is taken away again."
    ).format(columns=names)


def step_words(step: SetupStep) -> str:
    """As a line that begins with a tick."""
    if step.was_there:
        return {
            Part.COLLECTION: _tr("The collection {name} is there"),
            Part.ROLE: _tr("The role is there"),
            Part.RIGHTS: _tr("The role may do what it needs"),
            Part.BINDING: _tr("Your account has the role"),
            Part.KEY: _tr("The key at hand works"),
        }[step.part].format(name=step.name)
    return {
        Part.COLLECTION: _tr("Made the collection {name}"),
        Part.FIELD: _tr("Added the column {name}"),
        Part.ROLE: _tr("Made the role Todo Desktop"),
        Part.RIGHTS: _tr("Gave the role its rights"),
        Part.BINDING: _tr("Gave your account the role"),
        Part.KEY: _tr("Made a key"),
        Part.TEST: _tr("Viewed, created, changed and deleted a todo with it"),
    }[step.part].format(name=step.name)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Setup", text)
