"""The units of deploy/systemd as systemd itself reads them."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.pbx.root import why_not, with_packages
from tests.pbx.watching import DEPLOY, Toolbox

UNITS = sorted((DEPLOY / "systemd").glob("*.service")) + sorted((DEPLOY / "systemd").glob("*.timer"))
_EXPOSURE_TENTHS_MAX = 20  # of 100; systemd calls that OK, and an unhardened service is at 96


@pytest.fixture(scope="module")
def box() -> Iterator[Toolbox]:
    """With a program where the units have ours."""
    if not why_not():
        with_packages("systemd", "shellcheck")
    box = Toolbox()
    shutil.copy("/bin/true", box.folder / "run")
    shutil.copy(DEPLOY / "systemd" / "install", box.folder)
    for unit in UNITS:
        text = unit.read_text().replace("/opt/thirdring/run", f"{box.inside}/run")
        (box.folder / unit.name).write_text(text)
    yield box
    box.remove()


def test_systemd_finds_nothing_to_say_about_them(box: Toolbox) -> None:
    said = box.run("systemd-analyze", "verify", "--man=no", *(f"{box.inside}/{unit.name}" for unit in UNITS))
    assert [line for line in said.splitlines() if "thirdring" in line] == []


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit.suffix == ".service"], ids=lambda unit: unit.stem)
def test_a_service_can_reach_little_of_the_machine(box: Toolbox, unit: Path) -> None:
    threshold = f"--threshold={_EXPOSURE_TENTHS_MAX}"
    box.run("systemd-analyze", "security", "--offline=true", "--no-pager", threshold, f"{box.inside}/{unit.name}")


def test_the_installer_has_no_fault_that_a_linter_knows(box: Toolbox) -> None:
    box.run("shellcheck", f"{box.inside}/install")
