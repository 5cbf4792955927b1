"""Calls that somebody asks of the simulated PBX: by the manager action Originate of our own service, or by hand."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from lab.sim.exchange import Exchange
from lab.sim.people import Habits
from lab.sim.server import SimulatedPbx
from lab.sim.traffic import Traffic
from telephony.clicked import channel_for
from telephony.originate import CallOverError, CannotCallError, Originator, Ring
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
            picked_up.append(await asyncio.wait_for(await originator.ring(RING), 60))
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

        assert await asyncio.wait_for(await originator.ring(RING), 60) is False


async def test_an_agent_dials_by_hand_and_cannot_dial_twice_at_once() -> None:
    async with playing() as (pbx, engine):
        assert pbx.dial("PJSIP/1002", "13900000042")
        assert not pbx.dial("PJSIP/1002", "13900000042")
        await soon(lambda: len(engine.ended) == 1)
        [call] = engine.ended.values()

        assert (call.direction, call.agent, call.dialled) == ("outbound", "1002", "13900000042")
        assert "TR_CALLBACK" not in call.variables


async def _clicked(originator: Originator, channel: str) -> "asyncio.Future[bool]":
    ring = replace(RING, channel=channel)
    picked_up = await originator.ring(ring)
    await soon(lambda: channel in originator.channels.devices)
    return picked_up


async def test_a_click_is_hung_up_before_the_agent_picks_up() -> None:
    async with playing() as (pbx, engine):
        originator = Originator(engine.link)
        await _idle(engine)
        channel = channel_for(42)
        picked_up = await _clicked(originator, channel)
        await originator.hang_up(channel)
        assert await asyncio.wait_for(picked_up, 60) is False
        await soon(lambda: not originator.channels.devices)
        assert (engine.ended, pbx.truths[-1].recorded) == ({}, False)
        with pytest.raises(CallOverError):
            await originator.hang_up(channel)


async def test_a_click_is_hung_up_after_the_agent_picked_up_and_the_call_is_over_for_both() -> None:
    async with playing() as (pbx, engine):
        originator = Originator(engine.link)
        while True:
            await _idle(engine)
            channel = channel_for(42)
            if await asyncio.wait_for(await _clicked(originator, channel), 60):
                break
        await soon(lambda: any(call.dialled for call in engine.tracker.live_calls))
        await originator.hang_up(channel)
        await soon(lambda: len(engine.ended) == 1)
        [call] = engine.ended.values()
        truth = pbx.truths[-1]
        assert (call.linkedid, call.variables["TR_CALLBACK"]) == (channel, "42")
        assert (call.answered_at_us is None, call.disposition) == (truth.answered_at_us is None, truth.disposition)
        assert not pbx.state.channels
        assert await asyncio.wait_for(await _again(originator), 60) in (True, False)


async def _again(originator: Originator) -> "asyncio.Future[bool]":
    return await _clicked(originator, channel_for(43))


async def test_a_pbx_that_only_plays_its_own_calls_refuses() -> None:
    async with playing(alone=True) as (pbx, engine):
        with pytest.raises(CannotCallError):
            await Originator(engine.link).ring(RING)
        assert not pbx.dial("PJSIP/1001", "13900000042")
