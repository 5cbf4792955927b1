"""From a real Alertmanager through the relay to a robot that plays its part."""

import contextlib
import shutil
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp

from kit import i18n
from tests.integration.relay.robots import ScriptedRobot, group_of
from tests.pbx.serving import free_port
from tests.pbx.watching import DEPLOY, Toolbox, Watch, start_alertmanager, switched_on
from thirdring.relay.server import relaying
from thirdring.settings.relay import Relay


def _alert(name: str, **labels: str) -> dict[str, Any]:
    said = {"summary": name, "summary_zh": f"告警 {name}", "description_zh": "说明。"}
    return {"labels": {"alertname": name, "severity": "critical", **labels}, "annotations": said}


async def test_what_fires_is_read_in_the_group_and_what_a_robot_had_no_time_for_is_told_again() -> None:
    box, robot, port = Toolbox(), ScriptedRobot({"errcode": -1, "errmsg": "system busy"}), free_port()
    async with contextlib.AsyncExitStack() as stack:
        stack.callback(box.remove)
        stack.callback(i18n.use, "en")
        i18n.use("zh")
        url = await stack.enter_async_context(group_of(robot))
        settings = Relay.model_validate({"listen": "127.0.0.1:0", "wecom": {"url": url}})
        host, relay_port = await stack.enter_async_context(relaying(settings, ZoneInfo("Asia/Shanghai")))
        shutil.copytree(DEPLOY / "alertmanager", box.folder / "alertmanager")
        path = box.folder / "alertmanager" / "alertmanager.yml"
        text = path.read_text().replace("127.0.0.1:8091", f"{host}:{relay_port}")
        path.write_text(switched_on(text, "webhook", "*wecom"))
        await start_alertmanager(stack, box, port)
        http = await stack.enter_async_context(aiohttp.ClientSession())
        alerts = [_alert("HotlineNobodyRings", hotline="service")]
        async with http.post(f"http://127.0.0.1:{port}/api/v2/alerts", json=alerts) as answer:
            assert answer.status == 200
        await Watch(port).until(lambda: len(robot.heard) >= 2, 130)
    for _, message in robot.heard:
        assert message["markdown"]["content"].startswith("**【紧急】 告警 HotlineNobodyRings**")
