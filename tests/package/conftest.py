"""The packages of this checkout, and a bare system that they are installed on."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.package.bare_system import BareSystem, copy_of, pristine_system, why_not
from tests.package.built import built_packages
from tests.package.debian_package import DebianPackage

REQUIRE = "TODO_DESKTOP_REQUIRE_BARE_SYSTEM"


@pytest.fixture(scope="session")
def packages() -> Path:
    """The folder that holds them: `todo-desktop/`, a `.tar.xz`, a `.deb`, a wheel and an sdist."""
    return built_packages()


@pytest.fixture(scope="session")
def deb(packages: Path) -> DebianPackage:
    (path,) = packages.glob("*.deb")
    return DebianPackage(path)


@pytest.fixture(scope="session")
def pristine(deb: DebianPackage) -> BareSystem:
    """A bare system as it is made; nothing may be installed on it. Where it cannot be had, the tests that ask for it
    fail; with `TODO_DESKTOP_REQUIRE_BARE_SYSTEM=0` they are skipped."""
    missing = why_not()
    if missing and os.environ.get(REQUIRE) == "0":
        pytest.skip(missing)
    if missing:
        pytest.fail(f"There is no bare system to install on ({REQUIRE}=0 skips this test). {missing}", pytrace=False)
    return pristine_system(deb.field("Depends"))


@pytest.fixture(scope="session")
def bare(pristine: BareSystem) -> Iterator[BareSystem]:
    """The session's own copy of it."""
    with copy_of(pristine) as system:
        yield system


@pytest.fixture
def installed(bare: BareSystem, deb: DebianPackage, tmp_path: Path) -> BareSystem:
    """The bare system with the package installed on it."""
    if not bare.files_of("todo-desktop"):
        # Below the folder for temporary files, which the system shares.
        (tmp_path / deb.path.name).write_bytes(deb.path.read_bytes())
        bare.apt_get("install", str(tmp_path / deb.path.name))
    return bare
