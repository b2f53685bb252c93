"""`python -m todo_desktop`, `todo-desktop` and its windowed twin."""

import gc
import os
import sys
from collections.abc import Sequence

from todo_desktop.settings.options import parse_options


def main(argv: Sequence[str] | None = None) -> int:
    """Returns the exit status. *argv* is without the program's name."""
    options = parse_options(sys.argv[1:] if argv is None else argv)
    if options.self_test:
        from todo_desktop.self_test import run_self_test  # noqa: PLC0415  (a part of it may be missing)

        return run_self_test(options, os.environ, sys.stdout)
    # What a start makes stays: looking for garbage in it takes a tenth of the time. `app.program` goes on with it.
    gc.disable()
    from todo_desktop.app import run  # noqa: PLC0415  (--help and --version answer without loading Qt)

    return run(options)


if __name__ == "__main__":
    sys.exit(main())
