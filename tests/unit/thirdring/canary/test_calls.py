"""Which calls a canary call is held against; the call itself is in tests/pbx/test_sample_canary.py."""

import asyncio
from random import Random
from types import SimpleNamespace
from typing import Any

from prometheus_client import CollectorRegistry

from kit.http.live import LiveHub
from metrics.calls.service_level import Policy
from telephony.facts import Call, Direction, Fact, FactKind
from thirdring.canary.calls import CanaryCalls
from thirdring.canary.rules import Result
from thirdring.settings.canary import Canary


class Pbx:
    """Takes the order, and then whatever is to happen happens."""

    up = True

    def __init__(self) -> None:
        self.happens: Any = lambda: None

    async def announce(self, _order: object) -> "asyncio.Future[bool]":
        self.happens()
        future: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        future.set_result(False)
        return future


def fact(kind: FactKind, pbx: str = "main", dialled: str = "8099") -> Fact:
    return Fact(kind, 1, 1, Call(pbx, "1.1", Direction.INTERNAL, "service", "", dialled, 1))


def made(pbx: Pbx, kept: list[Result]) -> CanaryCalls:
    return CanaryCalls(
        Canary(number="8099"),
        Policy(),
        {"main": pbx},  # type: ignore[dict-item]
        SimpleNamespace(),  # type: ignore[arg-type]
        LiveHub(),
        CollectorRegistry(),
        kept.append,
        lambda: 7,
        Random(1),
    )


def test_a_call_that_somebody_else_disturbed_proves_nothing_and_is_made_again() -> None:
    pbx, kept = Pbx(), list[Result]()
    canary = made(pbx, kept)

    def disturbed() -> None:
        for each in (fact(FactKind.CALL_ARRIVED), fact(FactKind.CALL_ARRIVED)):
            canary.hear(each)

    pbx.happens = disturbed
    for _ in range(2):
        assert asyncio.run(canary.call("main")) is False
        assert (kept, canary.results) == ([], {})


def test_three_disturbed_calls_in_a_row_are_a_fault_and_a_quiet_one_in_between_begins_again() -> None:
    pbx, kept = Pbx(), list[Result]()
    canary = made(pbx, kept)

    def disturbed() -> None:
        for _ in range(2):
            canary.hear(fact(FactKind.CALL_ARRIVED))

    for happens in (disturbed, disturbed, lambda: None, disturbed, disturbed, disturbed, disturbed):
        pbx.happens = happens
        assert asyncio.run(canary.call("main")) is False
    assert [result.faults for result in kept] == [("not_rung",), ("disturbed",), ("disturbed",)]
    assert canary.results["main"].faults == ("disturbed",)


def test_calls_to_other_numbers_or_of_another_pbx_are_none_of_it() -> None:
    pbx, kept = Pbx(), list[Result]()
    canary = made(pbx, kept)

    def others() -> None:
        for kind in (FactKind.CALL_ARRIVED, FactKind.CALL_ARRIVED, FactKind.CALL_ENDED):
            canary.hear(fact(kind, dialled="8001"))
            canary.hear(fact(kind, pbx="branch"))

    pbx.happens = others
    assert asyncio.run(canary.call("main")) is False
    assert [result.faults for result in kept] == [("not_rung",)]


def test_the_test_telephone_is_told_once_for_each_call_and_never_without_one() -> None:
    pbx, kept, told = Pbx(), list[Result](), list[float | None]()
    canary = made(pbx, kept)
    pbx.happens = lambda: told.extend(canary.ring_seconds(name) for name in ("branch", "main", "main"))
    canary.hear(fact(FactKind.CALL_ENDED))  # nobody waits for it
    assert canary.ring_seconds("main") is None
    first = canary.call("main")
    asyncio.run(asyncio.wait_for(first, 30))
    assert told[0] is None
    assert told[1] is not None
    assert 13 < told[1] < 17
    assert told[2] is None
