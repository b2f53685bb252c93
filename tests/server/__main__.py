"""`python -m tests.server`: a real server to try the program with, until Ctrl-C."""

import argparse
import signal
import sys
from types import FrameType

from tests.server.errors import ServerUnavailable
from tests.server.lists import open_list
from tests.server.nocobase import ROOT_EMAIL, ROOT_PASSWORD
from tests.server.server import running_server
from todo_desktop.testing.shapes import FULL, NO_TIMESTAMPS, TUTORIAL

COLLECTION = "todos"
SHAPES = {"tutorial": TUTORIAL, "full": FULL, "plain": NO_TIMESTAMPS}
SAMPLES = (("Water the plants", True), ("Write to Ada about the report", False), ("Buy bread, milk and a lemon", False))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.server", description=__doc__)
    parser.add_argument("--port", type=int, help="the loopback port; a free one if left out")
    parser.add_argument("--rows", type=int, default=0, help="todos to write into the list, instead of three samples")
    parser.add_argument("--shape", choices=sorted(SHAPES), default="tutorial", help="the collection's fields")
    return parser.parse_args()


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _serve(options: argparse.Namespace) -> None:
    print("Starting. The first time this takes some minutes.", flush=True)
    with running_server(options.port) as server:
        server.admin.create_collection(SHAPES[options.shape], COLLECTION)
        todos = open_list(server, SHAPES[options.shape], collection=COLLECTION, expires_in="never")
        if options.rows:
            todos.seed(options.rows)
        else:
            for title, completed in SAMPLES:
                server.admin.create_record(COLLECTION, title=title, completed=completed)
        print(
            f"\nTODO_DESKTOP_BASE_URL={todos.base_url}\nTODO_DESKTOP_API_KEY={todos.key}\n"
            f"TODO_DESKTOP_COLLECTION={COLLECTION}\n\n"
            f"Its web page is {todos.base_url.removesuffix('/api')}/, user {ROOT_EMAIL}, password {ROOT_PASSWORD}\n"
            "Ctrl-C stops the server and forgets what was in it.",
            flush=True,
        )
        while True:
            signal.pause()


def main() -> int:
    options = _options()
    for number in (signal.SIGTERM, signal.SIGINT):  # also where whoever starts it has it ignore Ctrl-C
        signal.signal(number, _interrupt)
    try:
        _serve(options)
    except ServerUnavailable as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
