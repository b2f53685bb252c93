"""The collection and what the role may do there, and single todos."""

from PySide6.QtCore import QCoreApplication

from todo_desktop.gui.message_action import MessageAction
from todo_desktop.gui.problem_sentences.sentence import Sentence
from todo_desktop.model.errors import Problem

translate = QCoreApplication.translate


def todo_sentences() -> dict[Problem, Sentence]:
    return {**_collection(), **_todo(), **_undecided()}


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
