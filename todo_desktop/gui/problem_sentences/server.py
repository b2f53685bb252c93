"""What keeps the server from being reached, or what it answers."""

from PySide6.QtCore import QCoreApplication

from todo_desktop.gui.message_action import MessageAction
from todo_desktop.gui.problem_sentences.sentence import Sentence
from todo_desktop.model.errors import Problem

translate = QCoreApplication.translate


def server_sentences() -> dict[Problem, Sentence]:
    return {**_reaching(), **_secured(), **_answering()}


def _reaching() -> dict[Problem, Sentence]:
    return {
        Problem.ADDRESS_INVALID: Sentence(
            translate("messages", "This is not a web address."),
            translate("messages", "Write it like https://demo.example/api, without a user name or password."),
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
