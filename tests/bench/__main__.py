"""`python -m tests.bench`: measures the program against its limits and prints a table; ends with 1 where one is missed.

Needs a screen (`tests/run bench` brings one) and starts a real server of its own.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from tests.bench.drivers import Drivers
from tests.bench.figures import table
from tests.bench.rounds import Bench
from tests.server.lists import open_list
from tests.server.server import running_server
from todo_desktop.testing.shapes import TUTORIAL


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000, help="todos in the list")
    parser.add_argument("--rounds", type=int, default=3, help="first syncs, and turns of search and scrolling")
    parser.add_argument("--python", default=sys.executable, help="of the environment that is measured")
    parser.add_argument("--starts", type=int, default=9, help="starts of the program")
    return parser.parse_args()


def main() -> int:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="todo-desktop-bench-") as scratch, running_server() as server:
        todos = open_list(server, TUTORIAL, expires_in="never")
        todos.seed(options.rows)
        bench = Bench(Drivers(Path(scratch), options.python), todos, Path(scratch))
        _say("warming up")
        bench.warm_up()
        for number in range(options.rounds):
            _say(f"round {number + 1} of {options.rounds}")
            bench.sync_round()
            bench.hands_round()
            bench.warm_starts_up()
            for _ in range(number, options.starts, options.rounds):
                bench.start_round()
    figures = bench.figures()
    screen = os.environ.get("QT_QPA_PLATFORM") or f"X11 {os.environ.get('DISPLAY', '')}"
    print(f"\n{options.rows:,} todos, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, screen {screen}\n")
    print(table(figures), flush=True)
    return 0 if all(figure.passed for figure in figures) else 1


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
