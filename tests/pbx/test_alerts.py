"""The alert that wakes somebody: a real call on a real Asterisk, through the real Prometheus and Alertmanager."""

import asyncio
import json
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.pbx.lab import Lab
from tests.pbx.scene import Scene, Shape, answers
from tests.pbx.serving import serving, zone_at_noon
from tests.pbx.watching import DEPLOY, Toolbox, switched_on, watching

_LIMIT_SECONDS = 3.0
_SHORT_RINGS = '[policy]\nring_zone = "uk"\nrings_within = 1\n'  # late after 3 s
_CALL_BACK_SOON = "[desk.callbacks]\nmissed_minutes = 1\n"
_OF_THE_CALENDAR = {"ObjectiveAtRisk", "ObjectiveMissed"}
"""At the end of a week or month a site where nobody has done his duties hears of it, calls or none."""


@pytest.fixture
def box() -> Iterator[Toolbox]:
    box = Toolbox()
    yield box
    box.remove()


def test_the_rules_are_good_and_each_fires_when_it_should_and_only_then(box: Toolbox) -> None:
    shutil.copytree(DEPLOY / "prometheus", box.folder / "prometheus")
    here = box.inside / "prometheus"
    for folder, verb, count in (("rules", "check", 3), ("tests", "test", 5)):
        files = [str(here / folder / file.name) for file in sorted((DEPLOY / "prometheus" / folder).glob("*.yml"))]
        assert len(files) == count
        assert "SUCCESS" in box.run("promtool", verb, "rules", *files)


@pytest.mark.parametrize(
    ("alert", "receiver"),
    [
        ("HotlineRingingPastTarget severity=critical team=desk", "on-call"),
        ("HotlineSecondRing severity=warning team=desk", "on-call"),
        ("HotlineCallerLost severity=critical team=desk", "on-call"),
        ("ThirdRingDown severity=critical team=service", "on-call"),
        ("ComplaintAnswerOverdue severity=critical team=desk", "on-call"),
        ("DatabaseAway severity=warning team=service", "office"),
        ("MissedCallCallbackOverdue severity=warning team=desk", "office"),
        ("TicketsDueWithinTheHour severity=warning team=desk", "office"),
        ("ObjectiveMissed severity=warning team=desk", "office"),
        ("SomebodyElses", "office"),
    ],
)
def test_an_alert_goes_to_whom_it_concerns(box: Toolbox, alert: str, receiver: str) -> None:
    where = f"--config.file={_alertmanager(box)}"
    assert box.run("amtool", "config", "routes", "test", where, *f"alertname={alert}".split()).split()[0] == receiver


@pytest.mark.parametrize(
    ("way", "names"), [("webhook", ""), ("webhook", "*wecom, *dingtalk"), ("webhook", "*webhook"), ("email", "*email")]
)
def test_alertmanager_takes_the_file_as_it_stands_and_with_each_way_switched_on(
    box: Toolbox, way: str, names: str
) -> None:
    path = _alertmanager(box, lambda text: switched_on(text, way, names) if names else text)
    assert "6 receivers" in box.run("amtool", "check-config", path)


@pytest.mark.parametrize(
    ("language", "subject", "line"),
    [
        ("zh", "【紧急】三声铃（共 2 条）", "处理手册：docs/runbooks/x.md"),
        ("en", "[Urgent] three rings (2 in all)", "what to do: docs/runbooks/x.md"),
    ],
)
def test_an_e_mail_says_what_is_and_what_to_do(box: Toolbox, language: str, subject: str, line: str) -> None:
    _alertmanager(box)
    said = {"summary": "three rings", "summary_zh": "三声铃", "runbook": "docs/runbooks/x.md"}
    alert = {"status": "firing", "labels": {"severity": "critical"}, "annotations": said}
    alert["startsAt"] = "2026-11-25T12:00:00Z"
    (box.folder / "data.json").write_text(json.dumps({"status": "firing", "alerts": [alert, alert]}))

    def render(part: str) -> str:
        text = f'{{{{ template "thirdring.{language}.{part}" . }}}}'
        files = f"--template.glob={box.inside}/alertmanager/templates/*.tmpl", f"--template.data={box.inside}/data.json"
        return box.run("amtool", "template", "render", *files, f"--template.text={text}").strip()

    assert render("subject") == subject
    assert line in render("text")
    assert "11-25 20:00:00" in render("text")


def _alertmanager(box: Toolbox, edit: Callable[[str], str] = str) -> str:
    """Where its file stands for the lab's programs."""
    shutil.copytree(DEPLOY / "alertmanager", box.folder / "alertmanager", dirs_exist_ok=True)
    path = box.folder / "alertmanager" / "alertmanager.yml"
    path.write_text(edit(path.read_text()))
    return f"{box.inside}/alertmanager/alertmanager.yml"


async def _rings_on(scene: Scene) -> None:
    leg = await scene.call()
    await scene.until_rung()
    await asyncio.sleep(25)
    leg.hang_up()


async def _answered_in_time(scene: Scene) -> None:
    scene.agent(1).on_call = answers(scene.seconds(0.5, 1.5))
    leg = await scene.call()
    await scene.talk_and_hang_up(leg, scene.seconds(2.0, 3.0))


async def test_a_good_time_is_silent_then_a_late_call_its_callback_and_a_dead_service_are_heard_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THIRDRING__TIMEZONE", zone_at_noon())
    good = Shape("answered_in_time", _answered_in_time)
    late = Shape("rings_on", _rings_on, queue={"timeout": "60"})
    lab = Lab([good, late])
    await lab.open()
    try:
        settings = _SHORT_RINGS + _CALL_BACK_SOON
        async with serving(lab, tmp_path, settings) as service, watching(service.port, service.token) as watch:
            for seed in range(3):
                await lab.play(lab.corners[0], seed)
            await watch.until_read("sum(thirdring_tickets)", 3, 40)
            assert await watch.troubled() <= _OF_THE_CALENDAR
            assert {alert["labels"]["alertname"] for _, alert in watch.notices} <= _OF_THE_CALENDAR
            began = time.time()
            ringing = asyncio.create_task(lab.play(lab.corners[1], 1))
            await watch.until(lambda: watch.firing("HotlineRingingPastTarget"), 30)
            heard_at, alert = watch.firing("HotlineRingingPastTarget")[0]
            assert alert["labels"]["hotline"] == lab.corners[1].hotline
            assert 0 < heard_at - began - _LIMIT_SECONDS <= 15
            await ringing
            await watch.until(lambda: watch.firing("HotlineCallerLost"), 60)
            _, lost = watch.firing("HotlineCallerLost")[0]
            assert lost["annotations"]["summary_zh"].endswith("有来电未接起，客户已挂机")
            await watch.until(lambda: watch.firing("MissedCallCallbackOverdue"), 240)
            _, overdue = watch.firing("MissedCallCallbackOverdue")[0]
            assert overdue["annotations"]["summary_zh"].startswith("1 个未接来电超时未回电")
            await service.kill()
            await watch.until(lambda: watch.firing("ThirdRingDown"), 40)
    finally:
        await lab.close()
