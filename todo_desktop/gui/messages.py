"""Turns problems into sentences for people: what happened, what it means for their work, what to do. Plain text."""

import unicodedata
from collections.abc import Sequence
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication

from todo_desktop.gui.message_action import MessageAction, action_label
from todo_desktop.model.errors import Problem
from todo_desktop.model.lists import TodoList
from todo_desktop.model.redaction import redacted
from todo_desktop.settings.api_keys import KeyringTrouble
from todo_desktop.settings.preferences import LoadedPreferences

translate = QCoreApplication.translate

LONGEST_DETAIL = 160
LONGEST_NAME = 60

__all__ = [
    "RENEWABLE",
    "MessageAction",
    "ProblemMessage",
    "elsewhere_message",
    "host_of",
    "keyring_message",
    "left_behind_message",
    "problem_message",
    "settings_message",
    "with_renewal",
]


class ProblemMessage(Struct, frozen=True):
    """`text` holds whole sentences. `detail` is the other side's own words for a tooltip: plain text too. `copies` is
    what the action COPY puts on the clipboard. `other` is a second way to help."""

    text: str
    action: MessageAction | None = None
    action_label: str = ""
    detail: str = ""
    copies: str = ""
    other: MessageAction | None = None


def problem_message(
    problem: Problem,
    *,
    detail: str = "",
    host: str = "",
    collection: str = "",
    user: str = "",
    waiting: int = 0,
    fields: Sequence[str] = (),
) -> ProblemMessage:
    """*waiting* is the number of unsent changes, *fields* the labels of the fields concerned."""
    from todo_desktop.gui.problem_sentences import sentences  # noqa: PLC0415  (most starts have no problem)

    sentence = sentences()[problem]
    said = _plain(detail, LONGEST_DETAIL)
    names = {
        "host": _plain(host, LONGEST_NAME),
        "collection": _quoted(collection),
        "user": _plain(user, LONGEST_NAME),
        "fields": ", ".join(_plain(label, LONGEST_NAME) for label in fields),
    }
    parts = [_filled_in(sentence.what, names)]
    if sentence.quotes and said:
        parts.append(translate("messages", "Its own words: “{detail}”.").format(detail=said))
    if sentence.kept and waiting:
        parts.append(_kept(waiting))
    parts.append(sentence.do)
    label = action_label(sentence.action) if sentence.action else ""
    return ProblemMessage(" ".join(parts), sentence.action, label, said)


RENEWABLE = frozenset({Problem.KEY_EXPIRED, Problem.KEY_REVOKED, Problem.KEY_WRONG})
"""What a new key with the same role mends."""


def with_renewal(message: ProblemMessage) -> ProblemMessage:
    """*message* about a key that was refused, where a sign-in can make a new one."""
    action = MessageAction.RENEW_KEY
    return replace(message, action=action, action_label=action_label(action), other=message.action)


def keyring_message(trouble: KeyringTrouble) -> str:
    """Why the key is kept in memory only."""
    return {
        KeyringTrouble.NONE: translate(
            "messages",
            "This system has no keyring that keeps secrets safely, so the key is kept only until you quit. "
            "On Linux, install gnome-keyring or KWallet.",
        ),
        KeyringTrouble.LOCKED: translate(
            "messages", "The system's keyring was not unlocked, so the key is kept until you quit."
        ),
        KeyringTrouble.FAILED: translate(
            "messages", "The system's keyring did not take the key, so it is kept until you quit."
        ),
    }[trouble]


def left_behind_message(trouble: KeyringTrouble) -> str:
    """Why a key that was to be removed may still be in the keyring."""
    why = {
        KeyringTrouble.NONE: translate("messages", "The system's keyring could not be reached"),
        KeyringTrouble.LOCKED: translate("messages", "The system's keyring was not unlocked"),
        KeyringTrouble.FAILED: translate("messages", "The system's keyring did not remove the key"),
    }[trouble]
    return translate("messages", "{why}, so the old key may still be in it. Remove it there, or try again.").format(
        why=why
    )


def no_page_words(collection: str) -> str:
    """Where the server's own web page was opened at its beginning."""
    return translate(
        "messages",
        "NocoBase was opened at its first page: none with “{collection}” was found among those that the role of your "
        "key may see. Make one there, and then let File → Set up give it to the role.",
    ).format(collection=collection)


def settings_message(loaded: LoadedPreferences) -> str:
    """What was wrong with the settings file; empty where nothing was."""
    if loaded.set_aside:
        return translate(
            "messages", "The settings file was damaged. It was kept as {name}, and the defaults are used."
        ).format(name=loaded.set_aside.name)
    if loaded.ignored:
        return translate("messages", "Some settings made no sense and have their defaults: {names}.").format(
            names=", ".join(loaded.ignored)
        )
    return ""


def elsewhere_message(lists: Sequence[TodoList]) -> str:
    """What waits in other lists; empty where nothing does."""
    if not lists:
        return ""
    at = translate("messages", "{collection} at {host}")
    names = [
        at.format(collection=_quoted(one.collection.label), host=host_of(one.identity.base_url))
        for one in lists
        if one.identity is not None
    ]
    return translate(
        "messages",
        "Changes of {lists} were not sent before the settings changed. They are kept, and are sent once the settings "
        "lead there again, with the same user's key.",
    ).format(lists=", ".join(names))


def host_of(base_url: str) -> str:
    """The server's name as people say it: host, and port where it is not the usual one."""
    return urlsplit(base_url).netloc.rpartition("@")[2]


def _kept(waiting: int) -> str:
    if waiting == 1:
        return translate("messages", "Your unsent change is kept.")
    return translate("messages", "Your %n unsent changes are kept.", None, waiting)


def _quoted(name: str) -> str:
    plain = _plain(name, LONGEST_NAME)
    return f"“{plain}”" if plain else ""


def _filled_in(template: str, names: dict[str, str]) -> str:
    """*template* with its names, and ordinary words for the names that are not known."""
    words = {
        "host": translate("messages", "the server"),
        "collection": translate("messages", "the collection"),
        "user": translate("messages", "its user"),
        "fields": translate("messages", "one of the fields"),
    }
    text = template.format(**{name: known or words[name] for name, known in names.items()})
    begins_with_word = any(template.startswith(f"{{{name}}}") and not known for name, known in names.items())
    return text[:1].upper() + text[1:] if begins_with_word else text


def _plain(text: str, longest: int) -> str:
    """One line without secrets, control signs, or signs that turn the direction of what follows."""
    shown = "".join(" " if unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp") else sign for sign in redacted(text))
    line = " ".join(shown.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"
