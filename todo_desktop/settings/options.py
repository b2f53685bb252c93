"""The options that every way to start the program understands."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from todo_desktop import __version__
from todo_desktop.settings.folders import DEFAULT_PROFILE, is_profile_name

EVERY_CHECK = "all"
CAPTURE = "capture"
DOCTOR = "doctor"


class Options(Struct, frozen=True):
    """`data_dir` None: the system's place. `self_test` is EVERY_CHECK or the name of one; empty: open the window.
    `hidden`: without the window. `capture`: without it too, but with the capture window, and this text in it. `doctor`:
    say what stands in the way instead; with `json`, to programs."""

    profile: str = DEFAULT_PROFILE
    data_dir: Path | None = None
    offline: bool = False
    debug: bool = False
    self_test: str = ""
    hidden: bool = False
    capture: str | None = None
    doctor: bool = False
    json: bool = False


def parse_options(arguments: Sequence[str]) -> Options:
    """Ends the program (SystemExit) after `--help`, `--version` and what it does not understand."""
    parser = _parser()
    parsed = parser.parse_intermixed_args(arguments)
    verb, *words = parsed.verb or [""]
    if verb not in ("", CAPTURE, DOCTOR) or (verb == DOCTOR and words):
        parser.error(f"there is no command {' '.join(parsed.verb)!r}; start without one to open the window")
    if parsed.json and verb != DOCTOR:
        parser.error("--json goes with the command doctor")
    return Options(
        parsed.profile,
        parsed.data_dir,
        parsed.offline,
        parsed.debug,
        parsed.self_test,
        parsed.hidden,
        " ".join(words) if verb == CAPTURE else None,
        verb == DOCTOR,
        parsed.json,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="todo-desktop",
        description="A todo list on your desktop, online or not, whose server is NocoBase.",
        usage="%(prog)s [options] [capture [TEXT ...] | doctor [--json]]",
        epilog="capture: open a small window for a new todo, with TEXT in it; made to be bound to a key. "
        "doctor: say whether all four calls to the server would work, and what stands in the way",
        allow_abbrev=False,
    )
    parser.add_argument("verb", nargs="*", help=argparse.SUPPRESS)
    parser.add_argument(
        "--profile",
        type=_profile,
        default=DEFAULT_PROFILE,
        metavar="NAME",
        help="keep settings and todos apart from those of other profiles",
    )
    parser.add_argument(
        "--data-dir",
        type=_folder,
        metavar="DIR",
        help="keep settings, todos and logs under DIR, and nothing anywhere else",
    )
    parser.add_argument("--offline", action="store_true", help="do not use the network until told to")
    parser.add_argument("--hidden", action="store_true", help="start without the window; the next start shows it")
    # What a session manager of X11 adds when it starts again what ran at the last logout.
    parser.add_argument("-session", help=argparse.SUPPRESS)
    parser.add_argument("--debug", action="store_true", help="log in detail, also to the terminal")
    parser.add_argument(
        "--self-test",
        nargs="?",
        const=EVERY_CHECK,
        default="",
        metavar="CHECK",
        help="check that this installation works, say what was found, and end",
    )
    parser.add_argument("--json", action="store_true", help="with doctor: answer in JSON")
    parser.add_argument("--version", action="version", version=f"Todo Desktop {__version__}")
    return parser


def _profile(text: str) -> str:
    if not is_profile_name(text):
        raise argparse.ArgumentTypeError(
            f"{text!r} is no profile name: use up to 40 letters, digits, - and _, beginning with a letter or digit"
        )
    return text


def _folder(text: str) -> Path:
    if not text.strip():
        raise argparse.ArgumentTypeError("the folder's name is empty")
    path = Path(text).expanduser()
    if path.exists() and not path.is_dir():
        raise argparse.ArgumentTypeError(f"{text!r} is a file, not a folder")
    return path
