"""`python -m todo_desktop`, `todo-desktop` and its windowed twin."""

import gc
import os
import sys
from collections.abc import Sequence

from todo_desktop.settings.folders import folders_of
from todo_desktop.settings.options import Options, parse_options

CAPTURE_PATIENCE_SECONDS = 1.0
"""A running program that does not answer for so long is left to the ordinary start."""


def main(argv: Sequence[str] | None = None) -> int:
    """Returns the exit status. *argv* is without the program's name."""
    options = parse_options(sys.argv[1:] if argv is None else argv)
    if options.self_test:
        from todo_desktop.self_test import run_self_test  # noqa: PLC0415  (a part of it may be missing)

        return run_self_test(options, os.environ, sys.stdout)
    if options.doctor:
        from todo_desktop.doctor import run_doctor  # noqa: PLC0415  (no other start needs it)

        return run_doctor(options, os.environ, sys.stdout)
    if is_captured_elsewhere(options):
        return 0
    # What a start makes stays: looking for garbage in it takes a tenth of the time. `app.program` goes on with it.
    gc.disable()
    from todo_desktop.app import run  # noqa: PLC0415  (--help and --version answer without loading Qt)

    return run(options)


def is_captured_elsewhere(options: Options) -> bool:
    """Whether the capture window is wanted, and the program runs already and has opened it: quick, for a key was
    pressed for it."""
    if options.capture is None:
        return False
    from todo_desktop.desktop.hand_over import Answer, hand_over  # noqa: PLC0415  (no other start needs it so soon)
    from todo_desktop.desktop.request import ACTIVATION, Request, Verb  # noqa: PLC0415

    folder = folders_of(options.profile, options.data_dir).replica
    request = Request(Verb.CAPTURE, options.capture, os.environ.get(ACTIVATION, ""))
    return hand_over(folder, request, CAPTURE_PATIENCE_SECONDS) is Answer.DONE


if __name__ == "__main__":
    sys.exit(main())
