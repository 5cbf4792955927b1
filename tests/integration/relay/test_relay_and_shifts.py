"""The relay calls by name who is on shift, as a service says it that plays its part, and goes on when it is down."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from tests.integration.relay.robots import ScriptedRobot, group_of
from tests.integration.relay.test_relay import relay, told
from tests.unit.thirdring.relay.notices import alert, notice
from thirdring.relay.shifts import ANSWER_BYTES_MAX, Shifts
from thirdring.settings.relay import ShiftsKnown

DUTY = [{"team": "desk", "wecom": ["of-the-settings"]}]
PEOPLE = [{"name": "1001", "wecom": ["zhang"]}, {"name": "1009", "wecom": ["wang"]}]


class Service:
    """Says who is on, until it is told to say something else."""

    def __init__(self) -> None:
        now = datetime.now(UTC)
        span = {"since": now - timedelta(hours=1), "until": now + timedelta(hours=1)}
        said = {name: at.isoformat() for name, at in span.items()}
        self.body: Any = {"items": [{**said, "people": ["1001"], "managers": ["1009"]}]}
        self.status = 200
        self.tokens: list[str] = []

    async def say(self, request: web.Request) -> web.Response:
        self.tokens.append(request.headers.get("Authorization", ""))
        if isinstance(self.body, str):
            return web.Response(text=self.body, status=self.status, headers={"Location": "/elsewhere"})
        return web.json_response(self.body, status=self.status)


@asynccontextmanager
async def running(service: Service) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_get("/api/v1/shifts/ahead", service.say)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@asynccontextmanager
async def asking(url: str) -> AsyncIterator[Shifts]:
    timeout = aiohttp.ClientTimeout(total=2)
    async with aiohttp.ClientSession(timeout=timeout) as http:
        yield Shifts(ShiftsKnown.model_validate({"url": url, "token": "tr_of_the_relay"}), http)


def of_the_desk(name: str = "HotlineCallerLost") -> dict[str, Any]:
    one = alert()
    one["labels"] |= {"alertname": name, "team": "desk"}
    return notice(one)


async def test_who_is_on_shift_is_called_by_name_and_still_is_when_the_service_is_down() -> None:
    robot, service = ScriptedRobot(), Service()
    async with group_of(robot) as url, AsyncExitStack() as is_up:
        source = {"url": await is_up.enter_async_context(running(service)), "token": "tr_of_the_relay"}
        async with relay(wecom={"url": url}, on_duty=DUTY, person=PEOPLE, shifts=source) as http:
            await until_known(http, robot)
            await is_up.aclose()
            assert (await told(http, json=of_the_desk()))[0] == 200
            assert (await told(http, json=of_the_desk("ShiftEmpty")))[0] == 200
    assert [called_by(message) for _query, message in robot.heard[-2:]] == ["<@wang> <@zhang>", "<@wang>"]
    assert set(service.tokens) == {"Bearer tr_of_the_relay"}


async def until_known(http: aiohttp.ClientSession, robot: ScriptedRobot) -> None:
    """The first answer has come a moment after the start."""
    for _ in range(10):
        await told(http, json=of_the_desk())
        if called_by(robot.heard[-1][1]) != "<@of-the-settings>":
            return
        await asyncio.sleep(0.1)


def called_by(message: dict[str, Any]) -> str:
    return str(message["markdown"]["content"].rpartition("\n\n")[2])


async def test_a_relay_that_never_heard_of_shifts_calls_those_of_the_settings() -> None:
    robot = ScriptedRobot()
    gone = {"url": "http://127.0.0.1:9", "token": "t"}
    async with group_of(robot) as url, relay(wecom={"url": url}, on_duty=DUTY, person=PEOPLE, shifts=gone) as http:
        assert (await told(http, json=of_the_desk()))[0] == 200
    assert robot.heard[0][1]["markdown"]["content"].endswith("\n\n<@of-the-settings>")


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (503, "away"),
        (401, "no"),
        (302, "elsewhere"),
        (200, "<html>"),
        (200, {"items": [{"since": "yesterday", "until": "2026-12-01T00:00:00Z", "people": [], "managers": []}]}),
        (200, {"items": [{"since": "2026-12-01T00:00:00", "until": "2026-12-01T00:00:00Z"}]}),
        (200, "x" * (ANSWER_BYTES_MAX + 1)),
    ],
    ids=["away", "not permitted", "sent elsewhere", "another page", "no time", "no zone", "too long"],
)
async def test_what_is_no_answer_changes_nothing(status: int, body: Any) -> None:
    service = Service()
    async with running(service) as url, asking(url) as shifts:
        await shifts.look()
        known = shifts.spans
        service.status, service.body = status, body
        await shifts.look()
    assert len(known) == 1
    assert shifts.spans == known


async def test_a_service_without_shifts_has_nobody_on_shift() -> None:
    service = Service()
    async with running(service) as url, asking(url) as shifts:
        await shifts.look()
        service.body = {"items": []}
        await shifts.look()
    assert list(shifts.spans) == []
