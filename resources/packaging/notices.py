"""The licence report: what others made of what is bundled, under which terms, and how to exchange it."""

from collections.abc import Sequence
from pathlib import PurePath

from resources.packaging.components import Component
from todo_desktop.settings.licences import REPORT_NAME as FILE_NAME

__all__ = ["FILE_NAME", "notices"]
_RULE = "=" * 78

_HEAD = """\
Todo Desktop is made with the work of others. What of it lies in this package is listed here, with the
terms that each part is given under; their whole texts follow the list. This file was made with the
package, from what was bundled.

Qt and Qt for Python
--------------------

Qt, Qt for Python (PySide6) and Shiboken are used under the GNU Lesser General Public License, version 3
(LGPL-3.0-only). They are unchanged but for symbols that nothing needs, and lie in this package as shared
libraries of their own, in the folders `PySide6` and `shiboken6` of `_internal`. So you may exchange them:

 1. Get the libraries in another build of Qt {qt} or a later Qt 6 and of the PySide6 that goes with it: their
    source is at https://download.qt.io/official_releases/, in `qt` and in `QtForPython`. What is called
    `PySide6-Essentials` and `shiboken6` on https://pypi.org holds the files that were taken.
 2. Put your files in the place of those of the same names, in `_internal/PySide6` and
    `_internal/shiboken6`. Nothing is linked into the program, signed or checked: it starts with yours.

Another way is to install the program from its wheel, which takes PySide6 from your own environment.
Reverse engineering to debug such changes is allowed. Qt itself contains the work of others, which
https://doc.qt.io/qt-6/licenses-used-in-qt.html lists with its terms.

What is bundled
---------------
"""


def notices(components: Sequence[Component]) -> str:
    """The whole report. Texts that several components share stand there once."""
    qt = next((component.version for component in components if component.name == "Qt"), "6")
    texts: dict[str, list[str]] = {}
    for component in components:
        for path in component.texts:
            text = path.read_text(encoding="utf-8", errors="replace").strip()
            texts.setdefault(text, []).append(component.name)
    lines = [_HEAD.format(qt=qt)]
    lines += [f"{c.name} {c.version}\n    Licence: {c.licence}\n    Parts: {_parts(c)}\n" for c in components]
    for text, names in texts.items():
        lines.append(f"{_RULE}\n{', '.join(names)}\n{_RULE}\n\n{text}\n")
    return "\n".join(lines)


def _parts(component: Component) -> str:
    """Folders and single files at the top of the bundle; modules by the package that they are in."""
    return " ".join(sorted({_top(name) for name in component.parts}))


def _top(name: str) -> str:
    path = PurePath(name)
    if path.parts[:2] == ("PySide6", "Qt"):
        return "/".join(path.parts[:4]) if "libicu" in name else "PySide6/Qt/"
    if len(path.parts) > 1:
        return f"{path.parts[0]}/"
    is_module = "/" not in name and ".so" not in name and not name.endswith(".zip")
    return name.partition(".")[0] if is_module else name
