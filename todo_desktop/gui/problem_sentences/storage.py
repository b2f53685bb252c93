"""This computer: the file that holds the todos, and its disk."""

from PySide6.QtCore import QCoreApplication

from todo_desktop.gui.message_action import MessageAction
from todo_desktop.gui.problem_sentences.sentence import Sentence
from todo_desktop.model.errors import Problem

translate = QCoreApplication.translate


def storage_sentences() -> dict[Problem, Sentence]:
    return {**_opening(), **_out_of_place(), **_disk()}


def _opening() -> dict[Problem, Sentence]:
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
    }


def _out_of_place() -> dict[Problem, Sentence]:
    return {
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
    }


def _disk() -> dict[Problem, Sentence]:
    return {
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
        Problem.SYNC_FAULT: Sentence(
            translate("messages", "A fault inside Todo Desktop has interrupted the sync."),
            translate(
                "messages",
                "It tries again by itself after a few minutes, three times at most, or at once with “Try again”. "
                "If it comes again, Help → Report a problem says what went wrong.",
            ),
            MessageAction.RETRY,
        ),
        Problem.INTERNAL: Sentence(
            translate("messages", "Something went wrong inside Todo Desktop."),
            translate("messages", "The log tells more about it."),
            MessageAction.SHOW_LOG,
            kept=False,
        ),
    }
