"""Calls of a real Asterisk while the service is killed over and over, or an ear is, and another one hears on."""

import asyncio
import contextlib
import json
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

from kit.tasks import is_held
from tests.pbx.lab import Lab, name_calls
from tests.pbx.serving import serving
from tests.pbx.shapes import SHAPES
from tests.pbx.truth import Truth

_PLAYED = ("dial_one", "queue_agent_hangs_up", "picked_up", "abandon_later", "outbound")
_KILLS = 3


@contextlib.asynccontextmanager
async def heard(lab: Lab, folder: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """`listen` as a site runs it, with the data_dir that the service will have. It hears, or stands by."""
    config = folder / "listen.toml"
    data, port, secret = json.dumps(str(folder / "data")), lab.asterisk.ports.ami, lab.asterisk.secret
    config.write_text(f'data_dir = {data}\n[[pbx]]\nname = "main"\nport = {port}\nsecret = "{secret}"\n')
    there = (folder / "data" / "listen.sock").exists()
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "thirdring", "listen", "--config", str(config))
    try:
        async with asyncio.timeout(60):
            while not (
                is_held(folder / "data", "stands-by-main.lock") if there else (folder / "data" / "listen.sock").exists()
            ):
                await asyncio.sleep(0.05)
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
            assert await process.wait() == 0


async def test_a_service_killed_in_the_middle_of_calls_measures_all_of_them(tmp_path: Path) -> None:
    lab = Lab([shape for shape in SHAPES if shape.name in _PLAYED])
    await lab.open()
    try:
        async with heard(lab, tmp_path):
            async with serving(lab, tmp_path) as service:
                await service.until_linked()
            playing = asyncio.gather(*(lab.play(corner, 3) for corner in lab.corners))
            for _ in range(_KILLS):
                async with serving(lab, tmp_path) as service:
                    await asyncio.sleep(0.5)
                    await service.kill()
            truths = [truth for each in await playing for truth in each]
            name_calls(lab.frames, truths)
            expected = {truth.linkedid: truth for truth in truths if not truth.ignored}
            async with serving(lab, tmp_path) as service:
                found = {call["linkedid"]: call for call in await service.calls(len(expected))}
        hold_against(expected, found)
    finally:
        await lab.close()


async def test_ears_killed_in_turn_in_the_middle_of_calls_miss_nothing(tmp_path: Path) -> None:
    lab = Lab([shape for shape in SHAPES if shape.name in _PLAYED])
    await lab.open()
    try:
        async with contextlib.AsyncExitStack() as ears:
            oldest = await ears.enter_async_context(heard(lab, tmp_path))
            async with serving(lab, tmp_path) as service:
                await service.until_linked()
                playing = asyncio.gather(*(lab.play(corner, 3) for corner in lab.corners))
                for _ in range(_KILLS):
                    younger = await ears.enter_async_context(heard(lab, tmp_path))
                    oldest.kill()
                    await oldest.wait()
                    oldest = younger
                    await asyncio.sleep(0.5)
                truths = [truth for each in await playing for truth in each]
                name_calls(lab.frames, truths)
                expected = {truth.linkedid: truth for truth in truths if not truth.ignored}
                found = {call["linkedid"]: call for call in await service.calls(len(expected))}
        hold_against(expected, found)
    finally:
        await lab.close()


def hold_against(expected: Mapping[str, Truth], found: Mapping[str, Mapping[str, Any]]) -> None:
    assert found.keys() == expected.keys()
    assert {call["measurement"] for call in found.values()} == {"measured"}
    assert [found[key]["disposition"] for key in expected] == [truth.disposition for truth in expected.values()]
    assert [found[key]["agent"] for key in expected] == [truth.agent for truth in expected.values()]
