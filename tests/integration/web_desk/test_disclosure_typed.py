"""A number that they typed shows that number alone."""

import json
from typing import Any

import pytest

from kit.roles import Role
from tests.integration.web_desk.conftest import ZHANG, DeskWeb
from tests.integration.web_desk.disclosing import MASKED, WHY, audit, patched

WORDS = {"title": "Ring 13911112222", "contact": "Li 13933334444"}
WORDS_MASKED = {"title": "Ring 139****2222", "contact": "Li 139****4444"}
TYPED = "+8613700000000"


async def shows_the_typed_number_alone(desk_web: DeskWeb, ticket: Any) -> None:
    [listed] = (await desk_web.get("tickets?mine=true"))["items"]
    for seen in (await desk_web.get(f"tickets/{ticket['number']}"), listed):
        assert (seen["phone"], seen["masked"]) == (TYPED, True)
        assert {name: seen[name] for name in WORDS} == WORDS_MASKED
    assert await audit(desk_web) == []


@pytest.mark.parametrize("types_first", [False, True])
async def test_the_words_of_a_ticket_whose_number_they_typed_stay_masked(desk_web: DeskWeb, types_first: bool) -> None:
    ticket = await desk_web.opened(Role.MANAGER, phone=ZHANG, **WORDS)
    if types_first:
        ticket = await patched(desk_web, ticket, phone=TYPED)
        assert ticket["phone"] == "+861****0000"
    ticket = await patched(desk_web, ticket, status="dispatched", assignee="agent")
    if not types_first:
        ticket = await patched(desk_web, ticket, phone=TYPED)
    await shows_the_typed_number_alone(desk_web, ticket)
    changed = await patched(desk_web, ticket, Role.MANAGER, phone=ZHANG)
    assert (await desk_web.get(f"tickets/{changed['number']}"))["phone"] == MASKED


async def test_the_words_are_shown_and_noted_once_they_have_a_right_to_them(desk_web: DeskWeb) -> None:
    ticket = await desk_web.opened(Role.MANAGER, phone=ZHANG, **WORDS)
    ticket = await patched(desk_web, ticket, phone=TYPED)
    ticket = await patched(desk_web, ticket, Role.MANAGER, status="dispatched", assignee="agent")
    seen = await desk_web.get(f"tickets/{ticket['number']}")
    assert {name: seen[name] for name in WORDS} == WORDS
    assert await audit(desk_web) == [{"who": "agent", "ticket": ticket["number"], "rule": "dispatched"}]


async def test_a_reason_shows_the_words_of_a_ticket_whose_number_they_typed(desk_web: DeskWeb) -> None:
    ticket = await desk_web.opened(Role.MANAGER, phone=ZHANG, **WORDS)
    ticket = await patched(desk_web, ticket, status="dispatched", assignee="agent")
    ticket = await patched(desk_web, ticket, phone=TYPED)
    await desk_web.post(f"tickets/{ticket['number']}/unmask", WHY)
    assert (await desk_web.get(f"tickets/{ticket['number']}"))["title"] == WORDS["title"]
    assert [entry["why"] for entry in await audit(desk_web)] == [WHY["why"]]


@pytest.mark.parametrize("by_right", [False, True])
async def test_typing_the_number_of_a_callback_into_its_ticket_does_not_show_it(
    desk_web: DeskWeb, home: int, by_right: bool
) -> None:
    giver = Role.MANAGER if by_right else Role.AGENT
    ticket = await desk_web.opened(giver, household=home, title="call 13911112222")
    ticket = await patched(desk_web, ticket, giver, status="dispatched", assignee="agent")
    asked = await desk_web.post("callbacks", {"ticket": ticket["number"]})
    await desk_web.post(f"callbacks/{asked['id']}/claim")
    await patched(desk_web, ticket, phone=ZHANG)
    await desk_web.get(f"tickets/{ticket['number']}")
    assert (await desk_web.get(f"callbacks/{asked['id']}"))["phone"] == MASKED
    refused = await desk_web.ask("POST", f"callbacks/{asked['id']}/call")
    assert (refused.status, desk_web.dialled.calls) == (403, [])


async def test_the_phone_rings_for_a_number_that_they_typed_though_words_stay_masked(desk_web: DeskWeb) -> None:
    asked = await desk_web.post("callbacks", {"phone": ZHANG})
    for state in ("unreachable", "pending"):
        body = {"state": state, "why": "ring 13911112222"}
        await desk_web.post(f"callbacks/{asked['id']}/outcome", body, Role.MANAGER)
    called_back = await desk_web.post(f"callbacks/{asked['id']}/call")
    assert (called_back["phone"], "13911112222" in json.dumps(called_back)) == (ZHANG, False)
