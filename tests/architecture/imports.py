"""What a source file imports, inside functions and under conditions too."""

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = "todo_desktop"


def imported_modules(source: str) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of each import; `from a import b` counts as `a.b`, which may be a module."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                yield node.lineno, "." * node.level + (node.module or "")
            else:
                yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and _name(node.func) in {"import_module", "__import__"}:
            yield node.lineno, _constant(node)


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _constant(call: ast.Call) -> str:
    """The module that a call names, or "?" for one that only shows when it runs."""
    match call.args:
        case [ast.Constant(value=str(name)), *_]:
            return name
    return "?"


def part_of(module: str) -> str:
    """What the table speaks of: "todo_desktop.model" for ours, the top module for a library."""
    names = module.split(".")
    return ".".join(names[:2]) if names[0] == PACKAGE else names[0]


def source_files(root: Path) -> Iterator[tuple[str, Path]]:
    """Part and path of each file of the package; a top-level module is a part of its own name."""
    package = root / PACKAGE
    for path in sorted(package.rglob("*.py")):
        yield path.relative_to(package).parts[0].removesuffix(".py"), path
