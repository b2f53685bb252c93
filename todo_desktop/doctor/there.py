"""What is found at the server, in the order in which a person can mend it. Nothing is written there."""

from collections.abc import Iterator

from todo_desktop.doctor.finding import Finding, Verdict
from todo_desktop.gui.messages import problem_message
from todo_desktop.model.connection import ApiKey, is_plain_http_elsewhere
from todo_desktop.model.diagnosis import Diagnosis
from todo_desktop.model.errors import Problem
from todo_desktop.model.instants import to_instant
from todo_desktop.model.values import Milliseconds
from todo_desktop.service import ConnectionTester
from todo_desktop.settings.preferences import Preferences

_DAY = 86_400_000
SOON = 7 * _DAY
"""A key that expires within these milliseconds is told of."""
_CLOCKS_DIFFER = 60_000


def server(preferences: Preferences, key: ApiKey, tester: ConnectionTester, now: Milliseconds) -> list[Finding]:
    """Takes seconds; more where the server does not answer. Raises Cancelled where *tester* was."""
    if not preferences.uses_server:
        text = "None is set up: the todos stay on this computer. Connect one in the settings."
        return [Finding("server", Verdict.NOTE, text)]
    return list(_findings(preferences, tester.test(preferences.connection(key)), now))


def asked_about(preferences: Preferences) -> Finding:
    """Which list what follows is about."""
    facts = {"address": preferences.base_url, "collection": preferences.collection}
    return Finding("asked about", Verdict.GOOD, f"{preferences.collection} at {preferences.base_url}:", facts)


def _findings(preferences: Preferences, found: Diagnosis, now: Milliseconds) -> Iterator[Finding]:
    if found.server_version:
        facts = {"address": found.base_url, "version": found.server_version, "latency ms": found.latency_ms}
        took = f", answers in {found.latency_ms:.0f} ms" if found.latency_ms is not None else ""
        yield Finding("server", Verdict.GOOD, f"NocoBase {found.server_version} at {found.base_url}{took}.", facts)
        if found.is_mended:
            text = f"It is not at {preferences.base_url}. Write {found.base_url} in its place, where that is set."
            yield Finding("address", Verdict.BAD, text, {"set": preferences.base_url, "found": found.base_url})
        yield _transport(preferences, found)
    if found.clock_ahead is not None:
        yield _clock(found.clock_ahead)
    if found.user_id is not None or found.key.role:
        yield _key(found, now)
    if found.collection is not None:
        facts = {"collection": found.collection.name, "fields": len(found.collection.fields)}
        name = found.collection.label
        yield Finding("collection", Verdict.GOOD, f"{name}, with {len(found.collection.fields)} fields.", facts)
    if found.problem is not None:
        yield _trouble(found.problem, found, preferences)
    elif found.permissions is not None:
        yield from (_trouble(limit, found, preferences) for limit in found.limits)
        if not found.limits:
            yield Finding("rights", Verdict.GOOD, "The key may view, create, update and delete.")


def _transport(preferences: Preferences, found: Diagnosis) -> Finding:
    if is_plain_http_elsewhere(found.base_url):
        text = "Without https, the key and the todos can be read by others on the way."
        return Finding("encryption", Verdict.NOTE, text, {"tls": False})
    if found.base_url.startswith("https:") and not preferences.verify_tls:
        text = "The server's certificate is not verified: anybody on the way may pretend to be it."
        return Finding("encryption", Verdict.NOTE, text, {"tls": True, "verified": False})
    if found.base_url.startswith("https:"):
        facts = {"tls": True, "verified": True}
        return Finding("encryption", Verdict.GOOD, "https, with a verified certificate.", facts)
    return Finding("encryption", Verdict.GOOD, "Not needed: the server is this computer.", {"tls": False})


def _clock(ahead: Milliseconds) -> Finding:
    facts = {"ahead ms": ahead}
    if abs(ahead) < _CLOCKS_DIFFER:
        return Finding("clock", Verdict.GOOD, "This computer's clock and the server's agree.", facts)
    way = "ahead of" if ahead > 0 else "behind"
    text = f"This computer's clock is {_duration(abs(ahead))} {way} the server's. Set it right."
    return Finding("clock", Verdict.NOTE, text, facts)


def _duration(lasts: Milliseconds) -> str:
    """In the largest unit of which there are two at least."""
    units = ((_DAY, "days"), (3_600_000, "hours"), (60_000, "minutes"))
    size, unit = next((each for each in units if lasts >= 2 * each[0]), (1_000, "seconds"))
    return f"{round(lasts / size):,} {unit}"


def _key(found: Diagnosis, now: Milliseconds) -> Finding:
    key, expires = found.key, found.key.expires_at
    whose = f"Of {found.user_name or found.user_id}, role" if found.user_id is not None else "Role"
    is_over = expires is not None and expires <= now
    until = f"until {to_instant(expires)[:10]}" if expires is not None else "without an end"
    text = f"{whose} {key.role or 'not told'}, {'was valid' if is_over else 'valid'} {until}."
    user = str(found.user_id) if found.user_id is not None else None
    facts = {"user": user, "role": key.role, "expires": to_instant(expires) if expires else None}
    if is_over:
        return Finding("key", Verdict.NOTE, text, facts)
    if expires is not None and expires - now < SOON:
        return Finding("key", Verdict.NOTE, f"{text} Make a new one in NocoBase soon.", facts)
    return Finding("key", Verdict.GOOD, text, facts)


def _trouble(problem: Problem, found: Diagnosis, preferences: Preferences) -> Finding:
    message = problem_message(problem, detail=found.detail, host=found.base_url, collection=preferences.collection)
    return Finding("problem", Verdict.BAD, message.text, {"problem": problem.value})
