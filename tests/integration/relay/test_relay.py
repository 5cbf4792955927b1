"""The relay over HTTP, before robots that play their parts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from kit import i18n
from tests.integration.relay.robots import ScriptedRobot, group_of
from tests.unit.thirdring.relay.notices import alert, notice
from thirdring.relay.server import relaying
from thirdring.settings.relay import Relay


@asynccontextmanager
async def relay(**settings: Any) -> AsyncIterator[aiohttp.ClientSession]:
    i18n.use("zh")
    made = Relay.model_validate({"listen": "127.0.0.1:0", "timeout_seconds": 2, **settings})
    try:
        async with relaying(made, ZoneInfo("UTC")) as place, aiohttp.ClientSession("http://{}:{}".format(*place)) as it:
            yield it
    finally:
        i18n.use("en")


async def told(http: aiohttp.ClientSession, path: str = "/wecom", **more: Any) -> tuple[int, str]:
    async with http.post(path, **(more or {"json": notice()})) as answer:
        return answer.status, await answer.text()


async def test_a_notice_is_a_message_in_the_group() -> None:
    robot = ScriptedRobot()
    async with group_of(robot) as url, relay(wecom={"url": url}) as http:
        assert (await told(http))[0] == 200
    query, message = robot.heard[0]
    assert query == {"key": ["k"]}
    assert message["msgtype"] == "markdown"
    assert "来电响过三声无人接" in message["markdown"]["content"]


async def test_a_dingtalk_robot_with_a_secret_is_told_with_a_signature() -> None:
    robot = ScriptedRobot()
    async with group_of(robot) as url, relay(dingtalk={"url": url, "secret": "SECx"}) as http:
        assert (await told(http, "/dingtalk"))[0] == 200
    query, message = robot.heard[0]
    assert {*query} == {"key", "timestamp", "sign"}
    assert message["markdown"]["title"].startswith("【紧急】")


async def test_whoever_is_on_duty_is_called_by_name() -> None:
    robot = ScriptedRobot()
    duty = [{"team": "desk", "wecom": ["zhang"]}, {"team": "service", "wecom": ["li"]}]
    ringing = alert()
    ringing["labels"]["team"] = "desk"
    async with group_of(robot) as url, relay(wecom={"url": url}, on_duty=duty) as http:
        assert (await told(http, json=notice(ringing)))[0] == 200
    assert robot.heard[0][1]["markdown"]["content"].endswith("\n\n<@zhang>")


async def test_a_notice_with_nothing_to_say_is_no_message() -> None:
    robot = ScriptedRobot()
    async with group_of(robot) as url, relay(wecom={"url": url}) as http:
        assert (await told(http, json=notice(alert(status="resolved", told_once="yes"))))[0] == 200
    assert robot.heard == []


@pytest.mark.parametrize(("errcode", "status"), [(93000, 422), (45009, 502), (310000, 422)])
async def test_a_robot_that_says_200_and_refuses_is_no_success(errcode: int, status: int) -> None:
    robot = ScriptedRobot({"errcode": errcode, "errmsg": "no, secret=geheim"})
    async with group_of(robot) as url, relay(wecom={"url": url}) as http:
        code, text = await told(http)
    assert code == status
    assert str(errcode) in text
    assert "geheim" not in text


async def test_after_too_many_the_robot_is_left_alone_and_alertmanager_is_told_to_come_again() -> None:
    robot = ScriptedRobot({"errcode": 45009})
    async with group_of(robot) as url, relay(wecom={"url": url}) as http:
        assert [(await told(http))[0] for _ in range(2)] == [502, 503]
    assert len(robot.heard) == 1


async def test_a_robot_that_is_busy_may_be_told_again_at_once() -> None:
    robot = ScriptedRobot({"errcode": -1})
    async with group_of(robot) as url, relay(wecom={"url": url}) as http:
        assert [(await told(http))[0] for _ in range(2)] == [502, 200]


async def test_more_than_the_robot_takes_a_minute_are_not_sent() -> None:
    robot = ScriptedRobot()
    async with group_of(robot) as url, relay(wecom={"url": url}, messages_per_minute=2) as http:
        assert [(await told(http))[0] for _ in range(3)] == [200, 200, 503]
    assert len(robot.heard) == 2


async def test_a_robot_that_is_not_set_up_is_not_found_and_the_answer_says_what_to_set() -> None:
    async with relay() as http:
        code, text = await told(http)
        assert (code, "relay.wecom.url_file" in text) == (404, True)
        assert (await told(http, "/slack"))[0] == 404


async def test_a_group_that_cannot_be_reached_is_tried_again() -> None:
    async with relay(wecom={"url": "http://127.0.0.1:9/send?key=geheim"}) as http:
        code, text = await told(http)
    assert (code, "geheim" in text) == (502, False)


@pytest.mark.parametrize("wrong", [b"", b"{", b"[]", b'{"alerts": []}', b'{"alerts": [{"status": 1}]}', b"\xff"])
async def test_what_is_no_notice_is_refused_and_the_next_one_is_told(wrong: bytes) -> None:
    robot = ScriptedRobot()
    async with group_of(robot) as url, relay(wecom={"url": url}) as http:
        assert (await told(http, data=wrong))[0] == 400
        assert (await told(http))[0] == 200


async def test_a_notice_beyond_all_measure_is_refused() -> None:
    async with group_of(ScriptedRobot()) as url, relay(wecom={"url": url}) as http:
        many = [alert(description_zh="长" * 500) for _ in range(2000)]
        assert (await told(http, json=notice(*many)))[0] == 413


async def test_it_says_that_it_lives() -> None:
    async with relay() as http, http.get("/healthz") as answer:
        assert answer.status == 200
