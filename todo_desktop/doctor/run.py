"""Asks everything, and says it: as lines for people, or as JSON for programs."""

import json
from collections.abc import Callable, Iterable, MutableMapping, Sequence
from typing import TextIO, TypeAlias

import msgspec
from msgspec import Struct

from todo_desktop.app.clock import now
from todo_desktop.app.lazy_tester import LazyTester
from todo_desktop.doctor import here, there
from todo_desktop.doctor.finding import Finding, Verdict
from todo_desktop.model.connection import ApiKey
from todo_desktop.model.errors import StorageError
from todo_desktop.model.redaction import redacted
from todo_desktop.service import ConnectionTester
from todo_desktop.settings.api_keys import ApiKeyStore
from todo_desktop.settings.environment import Environment, take_environment
from todo_desktop.settings.folders import Folders, folders_of
from todo_desktop.settings.options import Options
from todo_desktop.settings.preferences import Preferences, PreferencesFile

FindKey: TypeAlias = Callable[[str, int], ApiKey]
"""The key for a server's address and a login there (`ListAddress.login`), empty where there is none. May block."""

_SIGNS = {Verdict.GOOD: "ok", Verdict.NOTE: "note", Verdict.BAD: "BAD"}


def run_doctor(options: Options, environ: MutableMapping[str, str], terminal: TextIO | None) -> int:
    """The exit status: 0 only where all four calls would work."""
    environment = take_environment(environ)
    folders = folders_of(options.profile, options.data_dir)
    preferences, findings = _settings(folders, environment)
    keys = ApiKeyStore(folders.key_scope)
    given = environment.api_key

    def find_key(base_url: str, login: int) -> ApiKey:
        return given if given and base_url == environment.base_url else keys.load(base_url, login).key

    asked = _asked(preferences, find_key)
    findings += _examined(folders, asked, LazyTester(now=now))
    well = _all_works(preferences, findings)
    if terminal is not None:
        text = in_json(findings, well=well) if options.json else in_words(findings, well=well)
        terminal.write(redacted(text, [each.key.reveal() for each in asked]))
        terminal.flush()
    return 0 if well else 1


def examination(folders: Folders, preferences: Preferences, find_key: FindKey, tester: ConnectionTester) -> str:
    """What the doctor says to people, of settings that are known already. Takes seconds; raises Cancelled where
    *tester* was."""
    asked = _asked(preferences, find_key)
    findings = _examined(folders, asked, tester)
    words = in_words(findings, well=_all_works(preferences, findings))
    return redacted(words, [each.key.reveal() for each in asked])


class _Asked(Struct, frozen=True):
    """A list that its server is asked about: the settings with that one alone, and its key."""

    settings: Preferences
    key: ApiKey


def _asked(preferences: Preferences, find_key: FindKey) -> list[_Asked]:
    addresses = preferences.addresses
    if not addresses:
        return [_Asked(preferences, ApiKey(""))]
    return [_Asked(preferences.at(each), find_key(each.base_url, each.login)) for each in addresses]


def _examined(folders: Folders, asked: Sequence[_Asked], tester: ConnectionTester) -> list[Finding]:
    """Everything, from this computer to the servers."""
    findings = [here.versions(), here.data_folder(folders), here.keyring(), *here.replica(folders)]
    for each in asked:
        if len(asked) > 1:
            findings.append(there.asked_about(each.settings))
        findings += there.server(each.settings, each.key, tester, now())
    return findings


def _all_works(preferences: Preferences, findings: Iterable[Finding]) -> bool:
    return preferences.uses_server and all(finding.verdict is not Verdict.BAD for finding in findings)


def in_words(findings: Iterable[Finding], *, well: bool) -> str:
    """One line each, and one that sums them up."""
    lines = [f"{_SIGNS[each.verdict]:<6}{each.topic:<14}{each.text}" for each in findings]
    lines.append("All four calls work." if well else "Not all of the four calls would work.")
    return "\n".join(lines) + "\n"


def in_json(findings: Iterable[Finding], *, well: bool) -> str:
    """`{"well": …, "findings": [{"topic", "verdict", "text", "facts"}, …]}`."""
    return json.dumps({"well": well, "findings": msgspec.to_builtins(list(findings))}, indent=2) + "\n"


def _settings(folders: Folders, environment: Environment) -> tuple[Preferences, list[Finding]]:
    """What is in force."""
    findings: list[Finding] = []
    preferences = Preferences()
    try:
        loaded = PreferencesFile(folders.settings_file).load()
    except StorageError as error:
        findings.append(Finding("settings", Verdict.BAD, f"They cannot be read: {error.detail}."))
    else:
        preferences = loaded.preferences
        if loaded.set_aside is not None:
            text = f"The file made no sense and lies in {loaded.set_aside} now. Enter the settings again."
            findings.append(Finding("settings", Verdict.NOTE, text, {"set aside": str(loaded.set_aside)}))
    return environment.over(preferences), findings
