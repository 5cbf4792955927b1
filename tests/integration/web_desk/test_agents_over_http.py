"""What agents do, over HTTP: everybody pauses themselves, a manager others with a reason, nobody else anybody."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from kit.database.pool import DatabasePool
from kit.roles import Role
from telephony.facts import CallState, Fact, FactKind
from tests.integration.web.site_in_memory import NOW, answered_call, ringing_call, web_of
from tests.integration.web_desk.conftest import Clock, DeskWeb, Dialled
from tests.integration.web_desk.queue_of_agents import PlayedQueue
from ticketing.http.ask import DeskContext
from ticketing.telling import TellingAgents
from ticketing.workflows.service_desk import ServiceDesk

SECOND_US = 1_000_000


class Site:
    def __init__(self, desk_web: DeskWeb, queue: PlayedQueue) -> None:
        self.web = desk_web
        self.queue = queue

    async def asked(self, path: str, role: Role = Role.AGENT, **body: str) -> Any:
        answer = await self.web.ask("POST", f"agents/{path}", None if "wrap-up" in path else body, role)
        return answer.status, answer.body

    async def now(self, name: str = "agent") -> Any:
        return await self.web.get(f"agents/{name}")

    def talked(self) -> None:
        """They answer a call, and it ends now."""
        call = answered_call("1764036000.7", at_us=NOW - 80 * SECOND_US)
        call.agent, ended_us = "agent", call.ended_at_us
        talking = replace(call, ended_at_us=None, state=CallState.TALKING)
        self.queue.control.board.told(Fact(FactKind.CALL_ANSWERED, NOW - SECOND_US, 1, talking))
        call.ended_at_us = ended_us
        self.queue.control.board.told(Fact(FactKind.CALL_ENDED, NOW, 2, call))


@pytest.fixture
async def site(pool: DatabasePool, desk: ServiceDesk) -> AsyncIterator[Site]:
    clock = Clock()
    queue = PlayedQueue(clock)
    devices = {"agent": ["PJSIP/1001"], "1002": ["PJSIP/1002"]}
    async with web_of(desk=DeskContext(desk, pool, devices, agents=queue.control), now_us=clock) as web:
        yield Site(DeskWeb(web, desk, Dialled(desk, clock)), queue)


async def test_the_list_says_what_each_agent_does_and_what_a_pause_may_be_for(site: Site) -> None:
    told = await site.web.get("agents")
    assert {each["name"]: each["now"]["state"] for each in told["items"]} == {"1002": "ready", "agent": "ready"}
    assert (told["pause_reasons"], told["wrap_up_seconds"]) == (["吃饭", "休息", "培训", "会议"], 30)


async def test_an_agent_pauses_and_is_ready_again_only_when_they_say_so(site: Site) -> None:
    status, told = await site.asked("agent/pause", reason="吃饭")
    assert (status, told["state"], told["reason"]) == (200, "paused", "吃饭")
    site.queue.status("PJSIP/1001", 2)
    assert (await site.now())["state"] == "talking"
    site.queue.status("PJSIP/1001", 1)
    assert ((await site.now())["state"], (await site.now())["reason"]) == ("paused", "吃饭")
    status, told = await site.asked("agent/ready")
    assert (status, told["state"]) == (200, "ready")
    assert [each["Paused"] for each in site.queue.asked] == ["true", "false"]


async def test_me_says_what_the_caller_does(site: Site) -> None:
    me = await site.web.get("me")
    assert (me["agent"]["state"], me["agent"]["queues"], me["pause_reasons"][0]) == ("ready", ["hotline"], "吃饭")
    assert (await site.web.get("me", Role.MANAGER))["agent"] is None


async def test_a_reason_that_the_settings_do_not_have_is_refused(site: Site) -> None:
    status, told = await site.asked("agent/pause", reason="钓鱼")
    assert (status, told["errors"][0]["parameter"], site.queue.asked) == (422, "reason", [])


@pytest.mark.parametrize("path", ["1002/pause", "1002/ready"])
@pytest.mark.parametrize("role", [Role.AGENT, Role.DISPATCHER])
async def test_others_are_no_business_of_an_agent_or_a_dispatcher(site: Site, role: Role, path: str) -> None:
    body = {"why": "x", **({"reason": "吃饭"} if path.endswith("pause") else {})}
    status, _ = await site.asked(path, role, **body)
    assert (status, site.queue.asked) == (403, [])


async def test_a_manager_pauses_another_with_a_note_that_is_kept(site: Site) -> None:
    status, _ = await site.asked("agent/pause", Role.MANAGER, reason="休息")
    assert (status, site.queue.asked) == (422, [])
    status, told = await site.asked("agent/pause", Role.MANAGER, reason="休息", why="下班没退出 13800138000")
    assert (status, told["state"]) == (200, "paused")
    [line] = (await site.web.get("audit?action=agent_paused", Role.ADMIN))["items"]
    assert line["actor"] == "manager"
    assert '"agent": "agent"' in line["detail"]
    assert "13800138000" not in line["detail"]


async def test_a_name_that_nobody_has_is_not_there(site: Site) -> None:
    assert (await site.web.ask("GET", "agents/nobody")).status == 404
    assert (await site.asked("nobody/ready"))[0] == 404


async def test_a_pbx_that_forbids_it_says_which_line_to_add(site: Site) -> None:
    site.queue.word, site.queue.message = "Error", "Permission denied"
    status, told = await site.asked("agent/pause", reason="吃饭")
    assert status == 503
    assert "write=" in told["detail"]


async def test_a_member_that_the_queue_lost_is_a_conflict(site: Site) -> None:
    site.queue.word, site.queue.message = "Error", "Interface not found"
    assert (await site.asked("agent/pause", reason="吃饭"))[0] == 409


async def test_without_a_queue_there_is_nothing_to_pause(pool: DatabasePool, desk: ServiceDesk) -> None:
    clock = Clock()
    queue = PlayedQueue(clock, members=())
    async with web_of(desk=DeskContext(desk, pool, agents=queue.control), now_us=clock) as web:
        site = Site(DeskWeb(web, desk, Dialled(desk, clock)), queue)
        assert (await site.now())["state"] == "reachable"
        status, told = await site.asked("agent/pause", reason="吃饭")
    assert status == 422
    assert "in no queue" in told["detail"]


async def test_the_time_after_a_call_is_the_agents_own(site: Site) -> None:
    site.talked()
    first = await site.now()
    assert (first["state"], first["wrap_up"]["call"]) == ("wrap_up", "main/1764036000.7")
    assert (await site.asked("agent/wrap-up/lengthen", Role.MANAGER))[0] == 403
    status, told = await site.asked("agent/wrap-up/lengthen")
    assert (status, told["wrap_up"]["lengthened"]) == (200, True)
    assert told["wrap_up"]["until"] > first["wrap_up"]["until"]
    assert (await site.asked("agent/wrap-up/lengthen"))[0] == 422
    status, told = await site.asked("agent/wrap-up/end")
    assert (status, told["state"], told["wrap_up"]) == (200, "ready", None)


async def test_the_time_after_a_call_holds_no_call_back(site: Site) -> None:
    site.talked()
    ringing = ringing_call("1764036000.8", NOW)
    ringing.attempts = [replace(ringing.attempts[0], agent="agent")]
    site.queue.control.board.told(Fact(FactKind.ATTEMPT_ALERTED, NOW, 3, ringing))
    assert (await site.now())["state"] == "ringing"
    assert site.queue.asked == []


async def test_the_stream_tells_it_to_the_agent_and_not_to_other_agents(site: Site) -> None:
    live = site.web.web.site.live
    site.queue.control.tell_to(TellingAgents(live))
    async with site.web.web.get("/api/v1/live", Role.AGENT) as own, site.web.web.get("/api/v1/live") as managers:
        site.queue.status("PJSIP/1002", 5)
        site.queue.status("PJSIP/1001", 5)
        for stream, names in ((own, ["agent"]), (managers, ["1002", "agent"])):
            heard: list[str] = []
            while len(heard) < len(names):
                line = (await stream.content.readline()).decode()
                if line.startswith("data: "):
                    heard.append(line.split('"name":"')[1].split('"')[0])
            assert heard == names
