"""Asks everything, and says it: as lines for people, or as JSON for programs."""

import json
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from itertools import chain
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
from todo_desktop.settings.terminal import say

FindKey: TypeAlias = Callable[[str, int], ApiKey]
"""The key for a server's address and a login there (`ListAddress.login`), empty where there is none. May block."""

_SIGNS = {Verdict.GOOD: "ok", Verdict.NOTE: "note", Verdict.BAD: "BAD"}


def run_doctor(options: Options, environ: MutableMapping[str, str], terminal: TextIO | None) -> int:
    """The exit status: 0 only where all four calls would work."""
    environment = take_environment(environ)
    folders = folders_of(options.profile, options.data_dir)
    preferences, unread = _settings(folders, environment)
    findings: list[Finding] = []
    keys = ApiKeyStore(folders.key_scope)
    given = environment.api_key

    def find_key(base_url: str, login: int) -> ApiKey:
        return given if given and base_url == environment.base_url else keys.load(base_url, login).key

    asked = _asked(preferences, find_key)
    secrets = [each.key.reveal() for each in asked]
    for finding in chain(unread, _examined(folders, asked, LazyTester(now=now))):
        findings.append(finding)
        if not options.json:  # a server may take its time
            say(terminal, redacted(_line(finding), secrets))
    well = _all_works(preferences, findings)
    end = in_json(findings, well=well) if options.json else _sum(preferences, well=well)
    say(terminal, redacted(end, secrets))
    return 0 if well else 1


def examination(folders: Folders, preferences: Preferences, find_key: FindKey, tester: ConnectionTester) -> str:
    """What the doctor says to people, of settings that are known already. Takes seconds; raises Cancelled where
    *tester* was."""
    asked = _asked(preferences, find_key)
    findings = list(_examined(folders, asked, tester))
    lines = [_line(finding) for finding in findings]
    lines.append(_sum(preferences, well=_all_works(preferences, findings)))
    return redacted("".join(lines), [each.key.reveal() for each in asked])


class _Asked(Struct, frozen=True):
    """A list that its server is asked about: the settings with that one alone, and its key."""

    settings: Preferences
    key: ApiKey


def _asked(preferences: Preferences, find_key: FindKey) -> list[_Asked]:
    addresses = preferences.addresses
    if not addresses:
        return [_Asked(preferences, ApiKey(""))]
    return [_Asked(preferences.at(each), find_key(each.base_url, each.login)) for each in addresses]


def _examined(folders: Folders, asked: Sequence[_Asked], tester: ConnectionTester) -> Iterator[Finding]:
    """Everything, from this computer to the servers, each as soon as it is known."""
    yield here.versions()
    yield here.data_folder(folders)
    yield here.keyring()
    yield from here.replica(folders)
    for each in asked:
        if len(asked) > 1:
            yield there.asked_about(each.settings)
        yield from there.server(each.settings, each.key, tester, now())


def _all_works(preferences: Preferences, findings: Iterable[Finding]) -> bool:
    return preferences.uses_server and all(finding.verdict is not Verdict.BAD for finding in findings)


def _line(finding: Finding) -> str:
    return f"{_SIGNS[finding.verdict]:<6}{finding.topic:<14}{finding.text}\n"


def _sum(preferences: Preferences, *, well: bool) -> str:
    """The last line."""
    if well:
        return "All four calls work.\n"
    if not preferences.uses_server:
        return "No server is set up, so none of the four calls can be made: the list is on this computer only.\n"
    return "Not all of the four calls would work.\n"


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
