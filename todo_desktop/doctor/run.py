"""Asks everything, and says it: as lines for people, or as JSON for programs."""

import json
from collections.abc import Iterable, MutableMapping
from typing import TextIO

import msgspec

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

_SIGNS = {Verdict.GOOD: "ok", Verdict.NOTE: "note", Verdict.BAD: "BAD"}


def run_doctor(options: Options, environ: MutableMapping[str, str], terminal: TextIO | None) -> int:
    """The exit status: 0 only where all four calls would work."""
    environment = take_environment(environ)
    folders = folders_of(options.profile, options.data_dir)
    preferences, key, findings = _settings(folders, environment)
    findings += _examined(folders, preferences, key, LazyTester(now=now))
    well = _all_works(preferences, findings)
    if terminal is not None:
        text = in_json(findings, well=well) if options.json else in_words(findings, well=well)
        terminal.write(redacted(text, [key.reveal()]))
        terminal.flush()
    return 0 if well else 1


def examination(folders: Folders, preferences: Preferences, key: ApiKey, tester: ConnectionTester) -> str:
    """What the doctor says to people, of settings that are known already. Takes seconds; raises Cancelled where
    *tester* was."""
    findings = _examined(folders, preferences, key, tester)
    return redacted(in_words(findings, well=_all_works(preferences, findings)), [key.reveal()])


def _examined(folders: Folders, preferences: Preferences, key: ApiKey, tester: ConnectionTester) -> list[Finding]:
    """Everything, from this computer to the server."""
    return [
        here.versions(),
        here.data_folder(folders),
        here.keyring(),
        *here.replica(folders),
        *there.server(preferences, key, tester, now()),
    ]


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


def _settings(folders: Folders, environment: Environment) -> tuple[Preferences, ApiKey, list[Finding]]:
    """What is in force, and the key for it."""
    findings: list[Finding] = []
    preferences = Preferences()
    if folders.settings_file.exists():
        try:
            loaded = PreferencesFile(folders.settings_file).load()
        except StorageError as error:
            findings.append(Finding("settings", Verdict.BAD, f"They cannot be read: {error.detail}."))
        else:
            preferences = loaded.preferences
            if loaded.set_aside is not None:
                text = f"The file made no sense and lies in {loaded.set_aside} now. Enter the settings again."
                findings.append(Finding("settings", Verdict.NOTE, text, {"set aside": str(loaded.set_aside)}))
    preferences = environment.over(preferences)
    key = environment.api_key
    if preferences.uses_server and not (key and preferences.base_url == environment.base_url):
        key = ApiKeyStore(folders.key_scope).load(preferences.base_url).key
    return preferences, key, findings
