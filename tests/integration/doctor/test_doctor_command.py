"""The command as a script calls it: what it prints, and its exit code."""

import asyncio
import json
import sys
from pathlib import Path

import pytest

from lab.sim.server import SimulatedPbx
from lab.sim.site import Site, site
from lab.sim.traffic import Traffic

SITE = site(2)


def settings_file(folder: Path, port: int, secret: str, place: Site = SITE) -> Path:
    hotline = place.hotline
    agents = "".join(f'[[agent]]\nname = "{a.name}"\ndevices = {json.dumps(a.devices)}\n' for a in place.agents)
    file = folder / "site.toml"
    file.write_text(
        f'[[pbx]]\nport = {port}\nsecret = "{secret}"\n'
        f'[[hotline]]\nname = "service"\nnumbers = {json.dumps(hotline.numbers)}\n'
        f"queues = {json.dumps(hotline.queues)}\n{agents}"
    )
    return file


async def doctor(config: Path, *options: str) -> tuple[str, int]:
    command = [sys.executable, "-m", "thirdring", "doctor", "--config", str(config), "--listen", "0.2", *options]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    output, _ = await process.communicate()
    return output.decode(), process.returncode or 0


async def test_a_pbx_that_is_not_there_gives_two(tmp_path: Path, unused_tcp_port: int) -> None:
    output, code = await doctor(settings_file(tmp_path, unused_tcp_port, "x"), "--lang", "en")
    assert code == 2
    assert output.splitlines()[-1] == "1 PBX cannot be asked."


@pytest.mark.parametrize(("language", "end"), [("en", "problems found."), ("zh", "个问题。")])
async def test_a_problem_gives_one_in_either_language(tmp_path: Path, language: str, end: str) -> None:
    """The simulated PBX has other agents than these settings."""
    async with SimulatedPbx(Traffic(SITE, 0, 1.0, limit=1).calls(), SITE.members) as pbx:
        file = settings_file(tmp_path, pbx.port, pbx.account.secret, site(2, first=2001))
        output, code = await doctor(file, "--lang", language)
    assert code == 1
    assert 'devices = ["PJSIP/1001"]' in output
    assert output.rstrip().endswith(end)


async def test_a_site_without_problems_gives_none_and_json_says_so(tmp_path: Path) -> None:
    async with SimulatedPbx(Traffic(SITE, 0, 1.0, limit=1).calls(), SITE.members) as pbx:
        output, code = await doctor(settings_file(tmp_path, pbx.port, pbx.account.secret), "--json")
    assert code == 0
    assert {finding["weight"] for finding in json.loads(output)["findings"]} <= {"hint", "not_seen"}


async def test_settings_without_a_pbx_are_an_error_of_the_settings(tmp_path: Path) -> None:
    file = tmp_path / "empty.toml"
    file.write_text("")
    _output, code = await doctor(file)
    assert code == 2
