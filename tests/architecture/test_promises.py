"""Each rule of the sync, each trap of the server and each row of its error table has a test that is named after it."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
RULES = range(1, 10)
TRAPS = range(1, 19)
MET_BY_THE_CONNECTION = (12, 18)
"""Idle connections and headers: the sync has no part in them."""
ERRORS = (
    "401_empty_token", "401_invalid_token", "401_blocked_token", "401_role_not_found_for_user", "403", "404",
    "400_id_already_exists", "400_malformed_json", "431", "413", "500", "503_app_commanding", "connection_refused",
    "not_json",
)  # fmt: skip


def _tests_in(path: Path) -> list[str]:
    return re.findall(r"^def (test_\w+)", path.read_text(), re.MULTILINE)


def _has_tests(folder: str, pattern: str) -> bool:
    return any(_tests_in(path) for path in (TESTS / folder).glob(pattern))


@pytest.mark.parametrize("number", RULES)
def test_each_rule_is_proven_on_both_servers(number: int) -> None:
    assert _has_tests("sync/agreement/rules", f"test_rule_{number}_*.py")


@pytest.mark.parametrize("number", TRAPS)
def test_each_trap_is_proven_to_be_one(number: int) -> None:
    assert _has_tests("contract/traps", f"test_trap_{number:02}_*.py")


@pytest.mark.parametrize("number", [trap for trap in TRAPS if trap not in MET_BY_THE_CONNECTION])
def test_each_trap_is_met_by_the_sync(number: int) -> None:
    assert _has_tests("sync/agreement/traps", f"test_trap_{number:02}_*.py")


@pytest.mark.parametrize("row", ERRORS)
def test_each_row_of_the_error_table_is_proven(row: str) -> None:
    named = [
        name for path in ("contract/test_error_table.py", "server/test_server.py") for name in _tests_in(TESTS / path)
    ]
    assert any(name.startswith(f"test_error_{row}") for name in named)


def test_all_of_it_runs_with_the_real_server() -> None:
    script = (TESTS / "run").read_text()
    (line,) = re.findall(r"^ +server_tests tests/server .*", script, re.MULTILINE)
    (on_both,) = re.findall(r"^SYNC_ON_BOTH_SERVERS=\(([^)]*)\)", script, re.MULTILINE)
    assert "${SYNC_ON_BOTH_SERVERS[@]}" in line
    assert {"tests/server", "tests/contract", "tests/sync/agreement"} <= {*line.split(), *on_both.split()}
