"""Loads PySide, to be imported before anything else that does, and spares what it would do again at every start.

- The Python half of its library lies in it as source and is compiled each time, a sixth of the start of a bare window.
  Here what was compiled once is kept where Python keeps such things, under Python's own conditions.
- It makes three large regular expressions, a tenth of that start, which serve who asks for signatures or writes stubs.
  Here each is made when it is first used.
- It reads the source of each module that is imported after it, in search of a feature that nothing here uses.
"""

import __future__

import builtins
import contextlib
import marshal
import os
import re
import sys
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

PARTS = "shibokensupport"
"""How the names of those sources begin."""


class CompiledParts:
    """The code of each part by its source, as *kept* holds it. A file that cannot be read holds nothing, one that
    cannot be written is done without."""

    def __init__(self, kept: Path) -> None:
        self._kept = kept
        self._compile = compile  # which may be another one by the time it is called
        self._known = self._read()
        self._used: dict[bytes, CodeType] = {}

    def code(self, source: bytes, filename: str) -> CodeType:
        """*source*, compiled as a module."""
        code = self._known.get(source)
        if code is None:
            # As it would be from where PySide compiles it: annotations there are not evaluated.
            code = self._compile(source, filename, "exec", __future__.annotations.compiler_flag)
        self._used[source] = code
        return code

    def keep(self) -> None:
        """Exactly what this start used, for the next one, unless Python is to keep nothing."""
        if self._used.keys() == self._known.keys() or sys.dont_write_bytecode:
            return
        beside = self._kept.with_name(f"{self._kept.name}.{os.getpid()}")
        try:
            self._kept.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(MAGIC_NUMBER + marshal.dumps(self._used))
            beside.replace(self._kept)
        except OSError:
            with contextlib.suppress(OSError):
                beside.unlink()

    def _read(self) -> dict[bytes, CodeType]:
        try:
            content = self._kept.read_bytes()
            if not content.startswith(MAGIC_NUMBER):
                return {}
            known: object = marshal.loads(content[len(MAGIC_NUMBER) :])  # noqa: S302  (as Python's own)
        except (OSError, EOFError, ValueError, TypeError):
            return {}
        return known if isinstance(known, dict) else {}


class LatePattern:
    """A regular expression that is made by the first call of one of its methods."""

    def __init__(self, make: "Callable[[], re.Pattern[str]]") -> None:
        self._make = make
        self._made: re.Pattern[str] | None = None

    def __getattr__(self, method: str) -> "Callable[..., object]":
        def call(*arguments: object, **named: object) -> object:
            if self._made is None:
                self._made = self._make()
            found: object = getattr(self._made, method)(*arguments, **named)
            return found

        return call


def load(kept: Path) -> None:
    """Import PySide6.QtCore, and leave Python's own `compile`, `re.compile` and `import` in force."""
    parts, names, expressions = CompiledParts(kept), vars(builtins), vars(re)
    python_compile, make_pattern = names["compile"], re.compile

    def compile_or_recall(source: object, filename: object, *rest: object, **named: object) -> object:
        if isinstance(source, bytes) and isinstance(filename, str) and filename.startswith(PARTS):
            return parts.code(source, filename)
        return python_compile(source, filename, *rest, **named)

    def make_now_or_later(pattern: str, flags: int = 0) -> "LatePattern | re.Pattern[str]":
        if sys._getframe(1).f_code.co_filename.startswith(PARTS):  # noqa: SLF001  (the only way to know who asks)
            return LatePattern(lambda: make_pattern(pattern, flags))
        return make_pattern(pattern, flags)

    names["compile"], expressions["compile"] = compile_or_recall, make_now_or_later
    try:
        import PySide6.QtCore
    finally:
        names["compile"], expressions["compile"] = python_compile, make_pattern
    names["__import__"] = names.get("__orig_import__", names["__import__"])
    parts.keep()


load(Path(cache_from_source(str(Path(__file__).with_name("pyside_parts.py")))))
