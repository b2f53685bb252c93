"""What a release is called, and when it was made: as the page for software centres says."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).parents[2]
DESKTOP = ROOT / "resources" / "desktop"
METAINFO = DESKTOP / "todo-desktop.metainfo.xml"


@dataclass(frozen=True, slots=True)
class Release:
    """`epoch` in seconds since 1970, UTC: the time of every file of a package, so that two builds are equal.

    `component` is the program's identifier among all programs.
    """

    version: str
    epoch: int
    component: str


def newest_release() -> Release:
    """The first one that the metainfo names. Raises LookupError where it names none."""
    root = ET.parse(METAINFO).getroot()  # noqa: S314  (our own file)
    release, component = root.find("releases/release"), root.findtext("id")
    if release is None or component is None:
        raise LookupError(f"{METAINFO} names no release")
    day = dt.datetime.fromisoformat(release.get("date", "")).replace(tzinfo=dt.UTC)
    return Release(release.get("version", ""), int(day.timestamp()), component)
