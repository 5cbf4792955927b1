"""Calls that somebody asks of the simulated PBX: by the manager action Originate of our own service, or by hand."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from lab.sim.exchange import Exchange
from lab.sim.people import Habits
from lab.sim.server import SimulatedPbx
from lab.sim.traffic import Traffic
from telephony.originate import CannotCallError, Originator, Ring
from tests.integration.sim.test_server import MONDAY_US, SITE, Engine, listening, soon

RING = Ring("PJSIP/1001", "13900000042", 42, "thirdring-outbound", "#0042")


@asynccontextmanager
async def playing(alone: bool = False) -> AsyncIterator[tuple[SimulatedPbx, Engine]]:
    traffic = Traffic(SITE, MONDAY_US, 1.0, seed=5, limit=0, habits=Habits(talk_seconds=8.0))
    theatre = traffic.theatre()
    exchange = None if alone else Exchange(theatre)
    pbx = SimulatedPbx(traffic.arrivals(theatre), SITE.members, exchange=exchange, pace=60.0, anchor_us=MONDAY_US)
    async with pbx, listening(pbx) as engine:
        await soon(lambda: engine.link.up and pbx.linked)
        yield pbx, engine


async def test_a_click_rings_the_agent_and_the_call_carries_the_callback() -> None:
    async with playing() as (_, engine):
        originator = Originator(engine.link)
        picked_up = []
        for _ in range(6):
            await _idle(engine)
            picked_up.append(await asyncio.wait_for(await originator.ring(RING), 10))
        await soon(lambda: len(engine.ended) == sum(picked_up))
        calls = list(engine.ended.values())

        assert any(picked_up)
        assert {call.agent for call in calls} == {"1001"}
        assert {call.dialled for call in calls} == {"13900000042"}
        assert {call.variables["TR_CALLBACK"] for call in calls} == {"42"}


async def _idle(engine: Engine) -> None:
    await soon(lambda: not engine.tracker.live_calls)
    await asyncio.sleep(0.2)  # the agent writes down what was said: some seconds at this pace


async def test_an_agent_who_talks_is_not_rung() -> None:
    async with playing() as (pbx, engine):
        originator = Originator(engine.link)
        assert pbx.dial("PJSIP/1001", "13900000041")

        assert await asyncio.wait_for(await originator.ring(RING), 10) is False


async def test_an_agent_dials_by_hand_and_cannot_dial_twice_at_once() -> None:
    async with playing() as (pbx, engine):
        assert pbx.dial("PJSIP/1002", "13900000042")
        assert not pbx.dial("PJSIP/1002", "13900000042")
        await soon(lambda: len(engine.ended) == 1)
        [call] = engine.ended.values()

        assert (call.direction, call.agent, call.dialled) == ("outbound", "1002", "13900000042")
        assert "TR_CALLBACK" not in call.variables


async def test_a_pbx_that_only_plays_its_own_calls_refuses() -> None:
    async with playing(alone=True) as (pbx, engine):
        with pytest.raises(CannotCallError):
            await Originator(engine.link).ring(RING)
        assert not pbx.dial("PJSIP/1001", "13900000042")
