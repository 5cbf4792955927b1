"""Members of the simulated PBX are paused as on a real one, by our own desk: told, listed, and not rung any more."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import NamedTuple

import pytest

from lab.sim.exchange import Exchange
from lab.sim.people import Habits
from lab.sim.server import SimulatedPbx
from lab.sim.traffic import Traffic
from telephony.agents.board import AgentBoard
from telephony.agents.states import State
from telephony.agents.switch import AgentSwitch, NoMemberError
from telephony.layout import layout
from tests.integration.sim.test_server import MONDAY_US, SITE, Engine, listening, soon
from ticketing.workflows.agent_control import AgentControl


class Scene(NamedTuple):
    pbx: SimulatedPbx
    engine: Engine
    desk: AgentControl
    switch: AgentSwitch

    def state(self, agent: str) -> tuple[State, str]:
        now = self.desk.board.of(agent)
        assert now is not None
        return now.state, now.reason


@asynccontextmanager
async def scene(limit: int = 0, paused: Sequence[str] = ()) -> AsyncIterator[Scene]:
    traffic = Traffic(
        SITE, MONDAY_US, 1.0, seed=5, limit=limit, habits=Habits(talk_seconds=2.0), weights={"queue_answered": 1.0}
    )
    theatre = traffic.theatre()
    members, anchor_us = SITE.members, MONDAY_US
    calls = traffic.arrivals(theatre)
    pbx = SimulatedPbx(calls, members, exchange=Exchange(theatre), pace=60.0, anchor_us=anchor_us)
    for device in paused:
        assert pbx.pause(device, True, "吃饭")
    async with pbx, joined(pbx) as found:
        yield found


@asynccontextmanager
async def joined(pbx: SimulatedPbx) -> AsyncIterator[Scene]:
    board = AgentBoard(layout([SITE.hotline], SITE.agents), ["main"])
    async with listening(pbx) as engine:
        switch = AgentSwitch("main", engine.link, board, (), lambda: pbx.now_us)
        desk = AgentControl(board, {"main": switch}, ("吃饭",), lambda: pbx.now_us)
        await soon(lambda: engine.link.up and pbx.linked)
        yield Scene(pbx, engine, desk, switch)


async def test_a_pause_and_its_end_are_told_and_a_new_listener_finds_it_in_the_list() -> None:
    async with scene() as first:
        await soon(lambda: first.state("1001") == (State.READY, ""))
        await first.desk.pause("1001", "吃饭")
        await soon(lambda: first.state("1001") == (State.PAUSED, "吃饭"))
        async with joined(first.pbx) as second:
            await soon(lambda: second.state("1001") == (State.PAUSED, "吃饭"))
            await second.desk.unpause("1001")
        await soon(lambda: first.state("1001") == (State.READY, ""))


async def test_a_queue_rings_nobody_who_is_paused_and_a_call_s_own_events_end_no_pause() -> None:
    async with scene(limit=12, paused=["PJSIP/1001", "PJSIP/1002"]) as played:
        await asyncio.wait_for(played.pbx.finished.wait(), 120)
        await soon(lambda: len(played.engine.ended) == len(played.pbx.truths))
        rung = {attempt.agent for call in played.engine.ended.values() for attempt in call.attempts}
        assert rung
        assert rung <= {"1003", "1004"}
        assert played.state("1001") == (State.PAUSED, "吃饭")


async def test_a_member_that_is_not_there_cannot_be_paused() -> None:
    async with scene() as played:
        with pytest.raises(NoMemberError):
            await played.switch.pause(["PJSIP/9999"], "吃饭")
