"""What a `.deb` says of itself and holds."""

import io
import subprocess
import tarfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path


@dataclass(frozen=True)
class DebianPackage:
    path: Path

    def field(self, name: str) -> str:
        """Of its control file."""
        done = subprocess.run(["dpkg-deb", "--field", self.path, name], capture_output=True, text=True, check=True)
        return done.stdout.strip()

    @cached_property
    def members(self) -> dict[str, tarfile.TarInfo]:
        """By path on the system that it is installed on."""
        done = subprocess.run(["dpkg-deb", "--fsys-tarfile", self.path], capture_output=True, check=True)
        with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
            return {member.name.removeprefix("."): member for member in archive}
