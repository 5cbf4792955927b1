"""The alert that wakes somebody: a real call on a real Asterisk, through the real Prometheus and Alertmanager."""

import asyncio
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pbx.lab import Lab
from tests.pbx.scene import Scene, Shape, answers
from tests.pbx.serving import serving
from tests.pbx.watching import DEPLOY, Toolbox, watching

_LIMIT_SECONDS = 3.0
_SHORT_RINGS = '[policy]\nring_zone = "uk"\nrings_within = 1\n'  # late after 3 s


@pytest.fixture
def box() -> Iterator[Toolbox]:
    box = Toolbox()
    yield box
    box.remove()


def test_the_rules_are_good_and_each_fires_when_it_should_and_only_then(box: Toolbox) -> None:
    shutil.copytree(DEPLOY / "prometheus", box.folder / "prometheus")
    here = box.inside / "prometheus"
    for folder, verb in (("rules", "check"), ("tests", "test")):
        files = [str(here / folder / file.name) for file in sorted((DEPLOY / "prometheus" / folder).glob("*.yml"))]
        assert len(files) == 3
        assert "SUCCESS" in box.run("promtool", verb, "rules", *files)


@pytest.mark.parametrize(
    ("labels", "receiver"),
    [
        (("alertname=HotlineRingingPastTarget", "severity=critical"), "on-call"),
        (("alertname=ThirdRingDown", "severity=critical"), "on-call"),
        (("alertname=DatabaseAway", "severity=warning"), "office"),
    ],
)
def test_an_alert_goes_to_whom_it_concerns(box: Toolbox, labels: tuple[str, ...], receiver: str) -> None:
    config = box.folder / "alertmanager.yml"
    config.write_text((DEPLOY / "alertmanager" / "alertmanager.yml").read_text())
    where = f"--config.file={box.inside}/alertmanager.yml"
    box.run("amtool", "check-config", f"{box.inside}/alertmanager.yml")
    assert box.run("amtool", "config", "routes", "test", where, *labels).split()[0] == receiver


async def _rings_on(scene: Scene) -> None:
    leg = await scene.call()
    await scene.until_rung()
    await asyncio.sleep(25)
    leg.hang_up()


async def _answered_in_time(scene: Scene) -> None:
    scene.agent(1).on_call = answers(scene.seconds(0.5, 1.5))
    leg = await scene.call()
    await scene.talk_and_hang_up(leg, scene.seconds(2.0, 3.0))


async def test_a_good_time_is_silent_then_a_late_call_and_a_dead_service_are_heard_of(tmp_path: Path) -> None:
    good = Shape("answered_in_time", _answered_in_time)
    late = Shape("rings_on", _rings_on, queue={"timeout": "60"})
    lab = Lab([good, late])
    await lab.open()
    try:
        async with serving(lab, tmp_path, _SHORT_RINGS) as service, watching(service.port, service.token) as watch:
            for seed in range(3):
                await lab.play(lab.corners[0], seed)
            assert watch.notices == []
            began = time.time()
            ringing = asyncio.create_task(lab.play(lab.corners[1], 1))
            await watch.until(lambda: watch.firing("HotlineRingingPastTarget"), 30)
            heard_at, alert = watch.firing("HotlineRingingPastTarget")[0]
            assert alert["labels"]["hotline"] == lab.corners[1].hotline
            assert 0 < heard_at - began - _LIMIT_SECONDS <= 15
            await ringing
            await service.kill()
            await watch.until(lambda: watch.firing("ThirdRingDown"), 40)
    finally:
        await lab.close()
