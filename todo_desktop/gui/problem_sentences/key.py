"""The key, whose it is, and signing in for a new one."""

from PySide6.QtCore import QCoreApplication

from todo_desktop.gui.message_action import MessageAction
from todo_desktop.gui.problem_sentences.sentence import Sentence
from todo_desktop.model.errors import Problem

translate = QCoreApplication.translate


def key_sentences() -> dict[Problem, Sentence]:
    return {**_looking_for_it(), **_refused(), **_of_somebody_else(), **_signing_in()}


def _looking_for_it() -> dict[Problem, Sentence]:
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
    }


def _refused() -> dict[Problem, Sentence]:
    new_key = translate("messages", "Make a new one: by signing in, or in NocoBase under API keys, and enter it.")
    return {
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
    }


def _of_somebody_else() -> dict[Problem, Sentence]:
    return {
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
        Problem.SETUP_CUT_OFF: Sentence(
            translate("messages", "{host} did not answer in the middle of a step."),
            translate("messages", "What was made before it was taken away again. Set up once more when it answers."),
            None,
        ),
        Problem.SETUP_LEFT_OVER: Sentence(
            translate("messages", "{host} answers no more, and what was made there could not all be taken away."),
            translate(
                "messages",
                "Leave this window open, and set up once more when the server answers: what is left is taken away "
                "first.",
            ),
            None,
        ),
    }
