"""Nobody is called in quiet hours, unless a dispatcher allowed it on the ticket, with a reason."""

from typing import Any

import pytest

from kit.roles import Role
from tests.integration.web_desk.conftest import ZHANG, DeskWeb
from tests.unit.ticketing.calls import outbound
from tests.unit.ticketing.moments import at
from ticketing.callbacks.callback import Callback
from ticketing.callbacks.sightings import Numbering, sighting

NIGHT = at("2026-11-26 03:31")
WHY = "water comes through the ceiling"


@pytest.fixture
async def resolved(desk_web: DeskWeb) -> Any:
    """A ticket of yesterday evening, and the callback about it."""
    ticket = await desk_web.opened(phone=ZHANG)
    ticket = await desk_web.act(ticket, "resolve", resolution="done")
    desk_web.clock.at_us = NIGHT
    return ticket


async def allow(desk_web: DeskWeb, ticket: Any, role: Role = Role.DISPATCHER, **more: Any) -> Any:
    path, body = f"tickets/{ticket['number']}", {"call_any_hour": True, "why": WHY, **more}
    return await desk_web.ask("PATCH", path, body, role, If_Match=f'"{ticket["version"]}"')


async def called_by_hand(desk_web: DeskWeb, at_us: int) -> Callback:
    call = outbound(f"{at_us}", at_us, ZHANG, 30, agent="li")
    await desk_web.desk.callbacks.after_call(sighting(call, Numbering()), None)
    return await desk_web.desk.callbacks.get(1)


async def test_at_half_past_three_nobody_claims_and_no_phone_rings(desk_web: DeskWeb, resolved: Any) -> None:
    for path in ("callbacks/1/claim", "callbacks/1/call"):
        refused = await desk_web.ask("POST", path)
        assert (refused.status, "08:00" in refused.body["detail"]) == (422, True)
    assert (await desk_web.ask("POST", "callbacks/next")).status == 204
    assert desk_web.dialled.calls == []
    assert (await desk_web.get("callbacks?ready=true"))["items"] == []
    assert [one["id"] for one in (await desk_web.get("callbacks?ready=false"))["items"]] == [1]
    assert (await desk_web.get("callbacks/1"))["state"] == "pending"


async def test_a_dispatcher_allows_it_with_a_reason_that_the_history_keeps(desk_web: DeskWeb, resolved: Any) -> None:
    assert (await allow(desk_web, resolved, Role.AGENT)).status == 403
    assert (await allow(desk_web, resolved, why=" ")).status == 422
    assert (await allow(desk_web, resolved, title="besides")).status == 422
    allowed = await allow(desk_web, resolved)
    assert (allowed.status, allowed.body["call_any_hour_from"]) == (200, "2026-11-25T19:31:00.000000Z")
    change = allowed.body["history"][-1]
    assert (change["what"], change["who"], change["why"]) == ("calls at any hour", "dispatcher", WHY)
    assert (await desk_web.post("callbacks/next"))["state"] == "calling"


async def test_a_call_by_hand_at_night_is_no_proof_unless_it_was_allowed_before(
    desk_web: DeskWeb, resolved: Any
) -> None:
    unproven = await called_by_hand(desk_web, NIGHT)
    assert (unproven.state, unproven.attempts[-1].outcome) == ("pending", "quiet_hours")
    desk_web.clock.at_us = NIGHT + 60_000_000
    await allow(desk_web, resolved)
    assert (await called_by_hand(desk_web, NIGHT + 1)).state == "pending"
    proven = await called_by_hand(desk_web, NIGHT + 60_000_000)
    assert (proven.state, proven.way) == ("reached", "by_hand")


async def test_a_call_missed_at_night_that_joins_an_open_callback_waits_for_the_morning(desk_web: DeskWeb) -> None:
    desk_web.clock.at_us = at("2026-11-25 23:00")
    await desk_web.post("callbacks", {"phone": ZHANG})
    desk_web.clock.at_us = NIGHT
    again = await desk_web.post("callbacks", {"phone": ZHANG})
    assert (again["id"], again["not_before"]) == (1, "2026-11-26T00:00:00.000000Z")
