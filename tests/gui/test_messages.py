"""Every problem is told in plain words: what happened, that the work is safe, and what to do."""

import re
from pathlib import Path

import pytest

from todo_desktop.gui.messages import (
    LONGEST_DETAIL,
    MessageAction,
    host_of,
    keyring_message,
    problem_message,
    settings_message,
)
from todo_desktop.model.errors import Problem
from todo_desktop.settings.api_keys import KeyringTrouble
from todo_desktop.settings.preferences import LoadedPreferences, Preferences

NAMED = {"host": "demo.example", "collection": "tasks", "user": "Ana", "fields": ("Due", "Notes")}
CODE = re.compile(r"\b[A-Z]{2,}_[A-Z_]+\b|\b[45]\d\d\b|[a-z]+-[a-z]+-[a-z]+|[{}%]")

every_problem = pytest.mark.parametrize("problem", list(Problem), ids=lambda problem: problem.value)


def all_texts(problem: Problem) -> list[str]:
    return [problem_message(problem, **names, waiting=n).text for names in ({}, NAMED) for n in (0, 1, 7)]  # type: ignore[arg-type]


@every_problem
def test_a_problem_is_told_in_whole_sentences_without_codes_or_noise(problem: Problem) -> None:
    for text in all_texts(problem):
        assert text[0].isupper() or text.startswith(("demo.example", "“tasks”"))
        assert text.endswith(".")
        assert len(re.findall(r"[.:] [A-Z“Y]", text)) >= 1, "what happened, and what to do"
        assert not CODE.search(text.replace("{host}", "")), text
        assert "!" not in text
        assert not re.search(r"success|please|oops|sorry|error code|invalid", text, re.IGNORECASE), text
        assert len(text) < 330


@every_problem
def test_a_problem_that_a_button_could_help_with_has_one(problem: Problem) -> None:
    message = problem_message(problem)
    helpless = (
        *(Problem.SIGN_IN_REFUSED, Problem.SETUP_REFUSED, Problem.SETUP_CUT_OFF, Problem.SETUP_LEFT_OVER),
        *(Problem.NOT_OWN, Problem.NOT_IN_SCOPE),
        *(Problem.DATABASE_NEWER, Problem.LIST_IN_USE, Problem.REPAIR_BLOCKED),
    )
    assert (message.action is None) == (problem in helpless)
    assert bool(message.action_label) == (message.action is not None)


@every_problem
def test_unsent_changes_are_said_to_be_kept_unless_the_storage_itself_is_in_trouble(problem: Problem) -> None:
    storage = (Problem.DATABASE_NEWER, Problem.DATABASE_DAMAGED, Problem.DISK_FULL, Problem.FOLDER_READ_ONLY)
    other = (Problem.INTERNAL, Problem.LIST_IN_USE, Problem.REPAIR_BLOCKED, Problem.DISK_ERROR)
    place = (Problem.REPLICA_GONE, Problem.REPLICA_REPLACED)
    said = "7 unsent changes are kept" in problem_message(problem, waiting=7).text
    assert said == (problem not in (*storage, *other, *place))
    assert "unsent change" not in problem_message(problem, waiting=0).text.replace("with its unsent changes", "")


def test_no_two_problems_are_told_alike() -> None:
    assert len({problem_message(problem).text for problem in Problem}) == len(Problem)


def test_the_words_of_the_design() -> None:
    message = problem_message(Problem.KEY_EXPIRED, host="demo.example", waiting=1)
    assert message.text.startswith("demo.example refused the key: it has expired. Your unsent change is kept. ")
    assert (message.action, message.action_label) == (MessageAction.ENTER_KEY, "Enter a new key")


def test_unknown_names_become_ordinary_words() -> None:
    assert problem_message(Problem.TIMED_OUT).text.startswith("The server did not answer")
    assert problem_message(Problem.COLLECTION_WITHOUT_KEY).text.startswith("The collection has no primary key")
    assert problem_message(Problem.MAY_NOT_VIEW).text.startswith("This key may not view the collection.")


def test_the_names_of_fields_are_listed() -> None:
    assert "Due, Notes" in problem_message(Problem.FIELD_REFUSED, **NAMED).text  # type: ignore[arg-type]


def test_the_servers_own_words_are_quoted_short_on_one_line_and_without_secrets() -> None:
    detail = "value\ttoo \u202elong\n<b>for</b> Bearer abc.def " + "x" * 500
    message = problem_message(Problem.SERVER_ERROR, detail=detail)
    assert "“value too long <b>for</b> Bearer [redacted] xxx" in message.text
    assert len(message.detail) == LONGEST_DETAIL
    assert message.detail.endswith("…")
    assert problem_message(Problem.KEY_WRONG, detail="words").text == problem_message(Problem.KEY_WRONG).text


def test_a_name_with_braces_is_only_that_name() -> None:
    assert "“{host}”" in problem_message(Problem.COLLECTION_MISSING, collection="{host}", host="a").text


def test_a_host_is_named_with_its_port_and_nothing_else() -> None:
    assert host_of("https://demo.example/nocobase/api") == "demo.example"
    assert host_of("http://localhost:13000/api") == "localhost:13000"
    assert host_of("") == ""


@pytest.mark.parametrize("trouble", list(KeyringTrouble))
def test_a_key_that_is_not_in_the_keyring_is_said_to_last_until_the_end(trouble: KeyringTrouble) -> None:
    assert "until you quit" in keyring_message(trouble)


def test_damaged_settings_are_told_with_the_place_where_they_lie() -> None:
    damaged = LoadedPreferences(Preferences(), set_aside=Path("/data/settings.json.damaged-1"))
    assert "settings.json.damaged-1" in settings_message(damaged)
    assert "sync_interval" in settings_message(LoadedPreferences(Preferences(), ignored=("sync_interval",)))
    assert settings_message(LoadedPreferences(Preferences())) == ""
