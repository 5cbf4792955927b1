"""Which phone the rescuer orders to ring."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest

from kit.http.live import Told
from telephony.agents.board import AgentBoard
from telephony.agents.states import State
from telephony.facts import Call, CallRef, CallState, Direction, Fact, FactKind
from telephony.originate import CannotCallError, Fetch, Originator
from telephony.rescues import Crew, RescueBook, RescuePlan
from tests.unit.ticketing.duty_books import nobody
from thirdring.measuring import Measuring
from thirdring.rescue import rescuer_of
from thirdring.rescuer import Rescuer, Site
from thirdring.settings import Settings

T0 = 1_764_000_000_000_000
REF = CallRef("main", "1")
FREE = {("anna", "main"): "PJSIP/anna-page", ("bela", "other"): "PJSIP/bela"}


class Switch:
    up = True

    def __init__(self) -> None:
        self.ordered: asyncio.Queue[str] = asyncio.Queue()

    async def act(self, _headers: Any) -> bool:
        return True

    async def fetch(self, order: Fetch) -> "asyncio.Future[bool]":
        self.ordered.put_nowait(order.device)
        return asyncio.get_running_loop().create_future()


def ringing() -> Call:
    return Call("main", "1", Direction.INBOUND, "service", "", "8001", T0, CallState.RINGING, alerted_at_us=T0)


def rescuer(switch: Switch, *helpers: str) -> Rescuer:
    call = ringing()

    def phone_of(agent: str, pbx: str) -> str | None:
        return FREE.get((agent, pbx))

    book = RescueBook(RescuePlan(0), lambda: Crew(helpers), lambda _agent: State.READY, phone_of, lambda _pbx: None)
    book.seed([call])
    both = {pbx: cast("Originator", switch) for pbx in ("main", "other")}
    return Rescuer(book, Site(both, phone_of, lambda _ref: ["caller"], lambda: [call], lambda: T0))


async def test_it_rings_the_phone_that_is_free_on_the_pbx_of_the_call_and_who_has_none_there_not_at_all() -> None:
    switch = Switch()
    running = asyncio.ensure_future(rescuer(switch, "bela", "anna").run())
    async with asyncio.timeout(30):
        assert await switch.ordered.get() == "PJSIP/anna-page"
    running.cancel()
    await asyncio.wait([running])
    assert switch.ordered.empty()


async def test_a_click_of_who_has_no_free_phone_there_says_so() -> None:
    one = rescuer(Switch())
    one.look()
    with pytest.raises(CannotCallError, match="registered and free"):
        await one.fetch(REF, "bela")


async def test_enabled_alone_tells_the_pages_of_a_call_that_is_about_to_be_missed() -> None:
    told: list[Told] = []
    settings = Settings.model_validate({"rescue": {"enabled": True}})
    hub = SimpleNamespace(heard=lambda: True, send=told.append)
    derivation = SimpleNamespace(clock_ahead_us=lambda _pbx: 0, channels_of=None, live_calls=list)
    recorder = SimpleNamespace(would_rescue=None)
    measured = cast("Measuring", SimpleNamespace(derivation=derivation, hub=hub, recorder=recorder))
    now_us = [T0]
    one = rescuer_of(settings, {}, AgentBoard(), measured, nobody(), lambda: now_us[0])
    assert one is not None
    one.told(Fact(FactKind.CALL_ALERTED, T0, 1, ringing()))
    one.look()
    assert told == []
    now_us[0] += 5_000_000
    one.look()
    assert [event.name for event in told] == ["rescue"]
