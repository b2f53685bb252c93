"""What a button beside a message does, and what it says."""

from enum import StrEnum

from PySide6.QtCore import QCoreApplication

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
