"""What each problem is called in words: what happened, and what to do about it.

Names in braces are filled in by `messages`; translators keep them.
"""

from enum import StrEnum

from msgspec import Struct
from PySide6.QtCore import QCoreApplication

from todo_desktop.model.errors import Problem

translate = QCoreApplication.translate


class MessageAction(StrEnum):
    """What a button beside a message does."""

    RETRY = "retry"
    OPEN_SETTINGS = "open-settings"
    ENTER_KEY = "enter-key"
    RENEW_KEY = "renew-key"
    CHOOSE_COLLECTION = "choose-collection"
    REVIEW = "review"
    ACCEPT_SERVER = "accept-server"
    EDIT_TODO = "edit-todo"
    SHOW_LOG = "show-log"
    SHOW_FOLDER = "show-folder"
    REPAIR = "repair"
    COPY = "copy"
    GO_TO_LIST = "go-to-list"
    RECENTLY_REMOVED = "recently-removed"
    CLEAR_FILTER = "clear-filter"


class Sentence(Struct, frozen=True):
    """`kept`: unsent changes are safe, and it is said. `quotes`: the other side's own words help the reader."""

    what: str
    do: str
    action: MessageAction | None
    kept: bool = True
    quotes: bool = False


def sentences() -> dict[Problem, Sentence]:
    """For every problem, in the language of the moment."""
    return {
        **_reaching(),
        **_secured(),
        **_answering(),
        **_key(),
        **_signing_in(),
        **_collection(),
        **_todo(),
        **_undecided(),
        **_storage(),
    }


def _reaching() -> dict[Problem, Sentence]:
    return {
        Problem.ADDRESS_INVALID: Sentence(
            translate("messages", "This is not a web address."),
            translate("messages", "Write it like https://demo.example/api."),
            MessageAction.OPEN_SETTINGS,
        ),
        Problem.ADDRESS_NOT_FOUND: Sentence(
            translate("messages", "{host} was not found on the network."),
            translate("messages", "Check the spelling of the address, and whether this computer is online."),
            MessageAction.RETRY,
        ),
        Problem.CONNECTION_REFUSED: Sentence(
            translate("messages", "The computer {host} refused the connection."),
            translate("messages", "Check the port in the address, and whether NocoBase is running there."),
            MessageAction.RETRY,
        ),
        Problem.CONNECTION_LOST: Sentence(
            translate("messages", "The connection to {host} was lost."),
            translate("messages", "Check the network, then try again."),
            MessageAction.RETRY,
        ),
        Problem.TIMED_OUT: Sentence(
            translate("messages", "{host} did not answer in time."),
            translate("messages", "The network or the server may be slow: try again in a moment."),
            MessageAction.RETRY,
        ),
    }


def _secured() -> dict[Problem, Sentence]:
    return {
        Problem.CERTIFICATE: Sentence(
            translate("messages", "The certificate of {host} cannot be trusted."),
            translate(
                "messages",
                "If your organisation has a certificate authority of its own, choose its file in the settings; "
                "otherwise ask the people who run the server.",
            ),
            MessageAction.OPEN_SETTINGS,
            quotes=True,
        ),
        Problem.CA_FILE: Sentence(
            translate("messages", "The file of the certificate authority cannot be used."),
            translate("messages", "Choose a PEM file that exists, or leave the field empty."),
            MessageAction.OPEN_SETTINGS,
        ),
        Problem.PROXY: Sentence(
            translate("messages", "The proxy cannot be reached, or it refused the connection."),
            translate("messages", "Check the proxy in the settings, or leave the field empty."),
            MessageAction.OPEN_SETTINGS,
        ),
    }


def _answering() -> dict[Problem, Sentence]:
    return {
        Problem.NOT_NOCOBASE: Sentence(
            translate("messages", "Something answers at {host}, but it is not NocoBase."),
            translate(
                "messages",
                "Check the address: whether it begins with http or https, its port, and the path before /api. "
                "The sign-in page of a network can be the cause too.",
            ),
            MessageAction.OPEN_SETTINGS,
        ),
        Problem.SERVER_STARTING: Sentence(
            translate("messages", "{host} is starting or being upgraded."),
            translate("messages", "Try again in a moment."),
            MessageAction.RETRY,
        ),
        Problem.SERVER_BUSY: Sentence(
            translate("messages", "{host} has too much to do right now."),
            translate("messages", "Try again in a moment."),
            MessageAction.RETRY,
        ),
        Problem.SERVER_ERROR: Sentence(
            translate("messages", "{host} reported an error of its own."),
            translate("messages", "If it stays, show the log to the people who run the server."),
            MessageAction.SHOW_LOG,
            quotes=True,
        ),
    }


def _key() -> dict[Problem, Sentence]:
    new_key = translate("messages", "Make a new one: by signing in, or in NocoBase under API keys, and enter it.")
    return {
        Problem.KEY_MISSING: Sentence(
            translate("messages", "There is no API key for {host}."),
            translate("messages", "Enter one: it is made in NocoBase under API keys."),
            MessageAction.ENTER_KEY,
        ),
        Problem.KEY_NOT_KEPT: Sentence(
            translate("messages", "There is no API key for {host}: this system has no keyring that keeps one safely."),
            translate(
                "messages",
                "Enter the key; it is kept until you quit. On Linux, install gnome-keyring or KWallet, and it is asked "
                "for only once.",
            ),
            MessageAction.ENTER_KEY,
        ),
        Problem.KEYRING_LOCKED: Sentence(
            translate("messages", "The system's keyring is locked, and the API key for {host} may be in it."),
            translate("messages", "Unlock it and try again, or enter the key in the settings."),
            MessageAction.RETRY,
        ),
        Problem.KEYRING_FAILED: Sentence(
            translate("messages", "The system's keyring did not answer, and the API key for {host} may be in it."),
            translate("messages", "Try again, or enter the key in the settings."),
            MessageAction.RETRY,
        ),
        Problem.KEY_MALFORMED: Sentence(
            translate("messages", "The API key is incomplete, or other text came along with it."),
            translate("messages", "Copy the whole key from NocoBase again."),
            MessageAction.ENTER_KEY,
        ),
        Problem.KEY_WRONG: Sentence(
            translate("messages", "{host} refused the key: it is not valid there."),
            translate(
                "messages",
                "It may have expired, or be of another server, or the server was set up anew: a new one is wanted.",
            ),
            MessageAction.ENTER_KEY,
        ),
        Problem.KEY_EXPIRED: Sentence(
            translate("messages", "{host} refused the key: it has expired."), new_key, MessageAction.ENTER_KEY
        ),
        Problem.KEY_REVOKED: Sentence(
            translate("messages", "{host} refused the key: it was deleted there."), new_key, MessageAction.ENTER_KEY
        ),
        Problem.KEY_WITHOUT_ROLE: Sentence(
            translate("messages", "{host} refused the key: {user} no longer has its role."),
            translate(
                "messages", "Ask the people who run the server to give the role back, or enter a key with another role."
            ),
            MessageAction.ENTER_KEY,
        ),
        Problem.ANOTHER_USER: Sentence(
            translate("messages", "The key belongs to {user}, who is not the user of this list."),
            translate("messages", "It opens a list of its own. This one stays on this computer as it is."),
            MessageAction.OPEN_SETTINGS,
        ),
        Problem.ANOTHER_SERVER: Sentence(
            translate(
                "messages",
                "Another server answers at {host}, or {collection} was made anew there: its todos are not those of "
                "this list. Nothing was sent or removed.",
            ),
            translate(
                "messages",
                "Check the address in the settings. If it is right, use this server: you are asked before many todos "
                "go here.",
            ),
            MessageAction.ACCEPT_SERVER,
        ),
    }


def _signing_in() -> dict[Problem, Sentence]:
    by_hand = translate("messages", "Todo Desktop cannot do that for you: do it on its web page. Nothing was changed.")
    return {
        Problem.SIGN_IN_REFUSED: Sentence(
            translate("messages", "{host} does not know this name with this password."),
            translate("messages", "Type both again, as on its sign-in page. Nothing was changed there."),
            None,
        ),
        Problem.NO_PASSWORD_SIGN_IN: Sentence(
            translate("messages", "{host} lets nobody sign in with a name and a password."),
            by_hand,
            MessageAction.ENTER_KEY,
        ),
        Problem.MORE_THAN_A_PASSWORD: Sentence(
            translate("messages", "{host} wants more than a password to sign in, such as a code from a phone."),
            by_hand,
            MessageAction.ENTER_KEY,
        ),
        Problem.MAY_NOT_MANAGE: Sentence(
            translate("messages", "This account may not make collections, roles and keys on {host}."),
            translate(
                "messages",
                "Sign in with one that may, or ask the people who run the server for a key. Nothing was changed there.",
            ),
            MessageAction.ENTER_KEY,
        ),
        Problem.SETUP_REFUSED: Sentence(
            translate("messages", "{host} refused a step."),
            translate("messages", "What was made before it was taken away again."),
            None,
            quotes=True,
        ),
    }


def _collection() -> dict[Problem, Sentence]:
    ask = translate(
        "messages", "Ask the people who run the server for that permission, or enter a key with another role."
    )
    return {
        Problem.COLLECTION_MISSING: Sentence(
            translate("messages", "{host} shows this key nothing called {collection}."),
            translate("messages", "Check its name, or choose another collection."),
            MessageAction.CHOOSE_COLLECTION,
        ),
        Problem.COLLECTION_WITHOUT_KEY: Sentence(
            translate("messages", "{collection} has no primary key, so its rows cannot be told apart."),
            translate("messages", "Add a primary key in NocoBase, or choose another collection."),
            MessageAction.CHOOSE_COLLECTION,
        ),
        Problem.MAY_NOT_VIEW: Sentence(
            translate("messages", "This key may not view {collection}."), ask, MessageAction.ENTER_KEY
        ),
        Problem.MAY_NOT_CREATE: Sentence(
            translate("messages", "This key may not add todos to {collection}."), ask, MessageAction.ENTER_KEY
        ),
        Problem.MAY_NOT_UPDATE: Sentence(
            translate("messages", "This key may not change todos in {collection}."), ask, MessageAction.ENTER_KEY
        ),
        Problem.MAY_NOT_DELETE: Sentence(
            translate("messages", "This key may not delete todos from {collection}."), ask, MessageAction.ENTER_KEY
        ),
        Problem.NOT_OWN: Sentence(
            translate("messages", "This key may change and delete only the todos that you created."),
            translate("messages", "Choose your own, and do it again. Nothing was changed."),
            None,
        ),
        Problem.NOT_IN_SCOPE: Sentence(
            translate("messages", "This key may not do that with this todo."),
            translate(
                "messages", "Choose others, or ask whoever manages the server for that right. Nothing was changed."
            ),
            None,
        ),
    }


def _todo() -> dict[Problem, Sentence]:
    return {
        Problem.TOO_LARGE: Sentence(
            translate("messages", "{host} refused the change: it is too large."),
            translate("messages", "Shorten the longest text, and it is sent again."),
            MessageAction.EDIT_TODO,
        ),
        Problem.INVALID_INPUT: Sentence(
            translate("messages", "A value does not fit: {fields}."),
            translate("messages", "Correct it, and the change is sent again."),
            MessageAction.EDIT_TODO,
            quotes=True,
        ),
        Problem.INCOMPLETE: Sentence(
            translate("messages", "Not sent yet. Still to be filled in: {fields}."),
            translate("messages", "Once that is done, the todo is sent."),
            MessageAction.EDIT_TODO,
        ),
        Problem.FIELD_REFUSED: Sentence(
            translate("messages", "{host} did not take what you entered: {fields}."),
            translate("messages", "The role of this key may not be allowed to write there. Your values are kept here."),
            MessageAction.REVIEW,
        ),
    }


def _undecided() -> dict[Problem, Sentence]:
    return {
        Problem.CONFLICT: Sentence(
            translate("messages", "Changed both here and on {host}: {fields}."),
            translate("messages", "Both versions are kept: choose which one counts."),
            MessageAction.REVIEW,
        ),
        Problem.GONE: Sentence(
            translate("messages", "This todo was deleted on {host}, or this key may no longer see it."),
            translate("messages", "Your version is kept: bring it back, or let it go."),
            MessageAction.REVIEW,
        ),
        Problem.AMBIGUOUS_CREATE: Sentence(
            translate("messages", "It is not certain whether this new todo reached {host}: something there may be it."),
            translate("messages", "Look at them, and choose."),
            MessageAction.REVIEW,
        ),
        Problem.MASS_REMOVAL: Sentence(
            translate("messages", "Many todos are gone from {host} all at once. Nothing was removed here."),
            translate("messages", "Say whether they shall go here too."),
            MessageAction.REVIEW,
        ),
    }


def _storage() -> dict[Problem, Sentence]:
    return {
        Problem.LIST_IN_USE: Sentence(
            translate("messages", "Another window of Todo Desktop keeps this list in step with the server."),
            translate("messages", "What you change here is stored, and that window sends it."),
            None,
            kept=False,
        ),
        Problem.DATABASE_NEWER: Sentence(
            translate(
                "messages", "These todos were last opened with a newer version of Todo Desktop. Nothing was touched."
            ),
            translate("messages", "Install the newer version to go on."),
            None,
            kept=False,
        ),
        Problem.DATABASE_DAMAGED: Sentence(
            translate("messages", "The file that holds the todos on this computer is damaged."),
            translate("messages", "Have it repaired: everything that can be read is kept."),
            MessageAction.REPAIR,
            kept=False,
        ),
        Problem.REPAIR_BLOCKED: Sentence(
            translate("messages", "The file that holds the todos on this computer is damaged, and still in use."),
            translate("messages", "Close the other windows of Todo Desktop and start it again: then it is repaired."),
            None,
            kept=False,
        ),
        Problem.REPLICA_GONE: Sentence(
            translate("messages", "The file that holds the todos on this computer was deleted."),
            translate("messages", "It is written back as soon as its folder can be made: leave this window open."),
            MessageAction.SHOW_FOLDER,
            kept=False,
        ),
        Problem.REPLICA_REPLACED: Sentence(
            translate(
                "messages", "Another file was put in the place of the one that holds the todos on this computer."
            ),
            translate(
                "messages", "Nothing can be changed here any more. Quit, and start the program again to go on with it."
            ),
            MessageAction.SHOW_FOLDER,
            kept=False,
        ),
        Problem.DISK_ERROR: Sentence(
            translate("messages", "The disk could not be read or written."),
            translate("messages", "Check the disk and the space that is left on it, then try again."),
            MessageAction.RETRY,
            kept=False,
        ),
        Problem.DISK_FULL: Sentence(
            translate("messages", "The disk is full, so nothing more can be stored."),
            translate("messages", "Free some space, then try again."),
            MessageAction.RETRY,
            kept=False,
        ),
        Problem.FOLDER_READ_ONLY: Sentence(
            translate("messages", "The data folder cannot be written to."),
            translate("messages", "Check who owns it and what its permissions are, then try again."),
            MessageAction.SHOW_FOLDER,
            kept=False,
        ),
        Problem.INTERNAL: Sentence(
            translate("messages", "Something went wrong inside Todo Desktop."),
            translate("messages", "The log tells more about it."),
            MessageAction.SHOW_LOG,
            kept=False,
        ),
    }


def action_label(action: MessageAction) -> str:
    """What the action's button says."""
    return {
        MessageAction.RETRY: translate("messages", "Try again"),
        MessageAction.OPEN_SETTINGS: translate("messages", "Open the settings"),
        MessageAction.ENTER_KEY: translate("messages", "Enter a new key"),
        MessageAction.RENEW_KEY: translate("messages", "Make a new key"),
        MessageAction.CHOOSE_COLLECTION: translate("messages", "Choose a collection"),
        MessageAction.REVIEW: translate("messages", "Review"),
        MessageAction.ACCEPT_SERVER: translate("messages", "Use this server"),
        MessageAction.EDIT_TODO: translate("messages", "Edit the todo"),
        MessageAction.SHOW_LOG: translate("messages", "Show the log"),
        MessageAction.SHOW_FOLDER: translate("messages", "Open the data folder"),
        MessageAction.REPAIR: translate("messages", "Repair"),
        MessageAction.COPY: translate("messages", "Copy"),
        MessageAction.CLEAR_FILTER: translate("messages", "Show it"),
        MessageAction.GO_TO_LIST: translate("messages", "Go to the list"),
        MessageAction.RECENTLY_REMOVED: translate("messages", "Recently removed"),
    }[action]
