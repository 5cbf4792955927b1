"""A call by click on each page that offers one: locked until its result, told in words, none for who has no phone."""

import re
from collections.abc import Callable

import pytest

from kit.roles import Role
from telephony.originate import MayNotHangUpError
from tests.integration.console.browser import Browser
from tests.integration.web_desk.conftest import DeskWeb

PLACES = ("/desk/callbacks", "/callbacks")
NO_PHONE = "No phone of yours is in the settings"


async def claimed(desk_web: DeskWeb) -> int:
    """The queue gives the agent a callback."""
    made = await desk_web.opened(phone="13800138000")
    await desk_web.post("callbacks", {"ticket": made["number"]}, Role.DISPATCHER)
    return int((await desk_web.post("callbacks/next"))["id"])


@pytest.mark.parametrize("place", PLACES)
async def test_a_callback_that_is_called_is_locked_until_its_result_which_the_row_tells(
    place: str, desk_web: DeskWeb, browse: Callable[..., Browser]
) -> None:
    number, agent = await claimed(desk_web), browse(Role.AGENT)
    called = await agent.send(f"{place}/{number}/call")
    assert re.search(r"<button[^>]* disabled[^>]*>Calling: your phone rings first", called.text), called.text
    assert f'data-from="{place}/{number}"' in called.text
    assert '/call"' not in called.text
    assert '/call"' not in (await agent.get(f"{place}/{number}", part=True)).text
    await desk_web.dialled.not_picked_up(number)
    row = await agent.get(f"{place}/{number}", part=True)
    assert "agent: agent did not pick up" in row.words
    assert "data-awaited" not in row.text
    assert f'hx-post="{place}/{number}/call"' in row.text


async def test_the_result_of_the_last_call_stays_at_the_desk(desk_web: DeskWeb, browse: Callable[..., Browser]) -> None:
    number, agent = await claimed(desk_web), browse(Role.AGENT)
    await agent.send(f"/desk/callbacks/{number}/call")
    await desk_web.dialled.not_picked_up(number)
    beside = await agent.get("/desk/beside", part=True)
    assert "agent: agent did not pick up" in beside.words
    assert beside.words.count("****8000") == 1


async def test_a_callback_that_is_claimed_to_be_dialled_by_hand_can_be_called_by_click(
    desk_web: DeskWeb, browse: Callable[..., Browser]
) -> None:
    number = await claimed(desk_web)
    assert f'hx-post="/callbacks/{number}/call"' in (await browse(Role.AGENT).get("/callbacks?open=true")).text


async def test_whom_another_calls_nobody_else_is_offered_to_call(
    desk_web: DeskWeb, browse: Callable[..., Browser]
) -> None:
    number = await claimed(desk_web)
    got = await browse(Role.DISPATCHER).get("/callbacks?open=true")
    assert f'hx-post="/callbacks/{number}/call"' not in got.text
    assert "agent calls until" in got.words


async def test_who_has_no_phone_is_offered_no_call_on_the_list(
    desk_web: DeskWeb, browse: Callable[..., Browser]
) -> None:
    made = await desk_web.opened(phone="13800138000")
    await desk_web.post("callbacks", {"ticket": made["number"]}, Role.DISPATCHER)
    got = await browse(Role.DISPATCHER).get("/callbacks?open=true")
    assert NO_PHONE in got.words
    assert '/call"' not in got.text
    assert NO_PHONE not in (await browse(Role.AGENT).get("/callbacks?open=true")).words


async def test_who_has_no_phone_is_offered_no_call_at_the_desk(
    desk_web: DeskWeb, browse: Callable[..., Browser]
) -> None:
    made = await desk_web.opened(phone="13800138000")
    await desk_web.post("callbacks", {"ticket": made["number"]}, Role.DISPATCHER)
    got = await browse(Role.DISPATCHER).send("/desk/callbacks/next")
    assert NO_PHONE in got.words
    assert '/call"' not in got.text


async def test_who_has_no_phone_is_offered_no_call_on_today(desk_web: DeskWeb, browse: Callable[..., Browser]) -> None:
    made = await desk_web.opened(phone="13800138000")
    asked = await desk_web.post("callbacks", {"ticket": made["number"]}, Role.DISPATCHER)
    got = await browse(Role.MANAGER).get(f"/today/callbacks/{asked['id']}", part=True)
    assert NO_PHONE in got.words
    assert '/call"' not in got.text
    assert f'hx-post="/today/callbacks/{asked["id"]}/claim"' in got.text


async def test_a_callback_that_is_not_there_has_no_row(browse: Callable[..., Browser]) -> None:
    for place in (*PLACES, "/today/callbacks"):
        assert (await browse(Role.DISPATCHER).get(f"{place}/99", part=True)).status == 404


@pytest.mark.parametrize("place", PLACES)
async def test_a_call_by_click_is_hung_up_where_it_was_begun_and_the_row_says_so(
    place: str, desk_web: DeskWeb, browse: Callable[..., Browser]
) -> None:
    number, agent = await claimed(desk_web), browse(Role.AGENT)
    called = await agent.send(f"{place}/{number}/call")
    assert f'hx-post="{place}/{number}/hang-up"' in called.text
    assert f'hx-post="{place}/{number}/hang-up"' in (await agent.get(f"{place}/{number}", part=True)).text
    row = await agent.send(f"{place}/{number}/hang-up")
    assert "agent: agent hung up" in row.words
    assert f'hx-post="{place}/{number}/call"' in row.text
    assert "/hang-up" not in row.text


async def test_a_manager_hangs_up_a_call_that_they_began_on_today(
    desk_web: DeskWeb, browse: Callable[..., Browser]
) -> None:
    made = await desk_web.opened(phone="13800138000")
    asked = await desk_web.post("callbacks", {"ticket": made["number"]}, Role.DISPATCHER)
    await desk_web.dialled.call(asked["id"], "manager")
    manager = browse(Role.MANAGER)
    at = f"/today/callbacks/{asked['id']}"
    assert f'hx-post="{at}/hang-up"' in (await manager.get(at, part=True)).text
    assert "/hang-up" not in (await manager.send(f"{at}/hang-up")).text


async def test_where_the_pbx_permits_no_hanging_up_the_page_says_what_to_do(
    desk_web: DeskWeb, browse: Callable[..., Browser]
) -> None:
    number, agent = await claimed(desk_web), browse(Role.AGENT)
    await agent.send(f"/callbacks/{number}/call")
    desk_web.dialled.refusal = MayNotHangUpError("Permission denied")
    got = await agent.send(f"/callbacks/{number}/hang-up")
    assert (got.status, "Hang up on your phone" in got.words, "add call to the write=" in got.words) == (
        503,
        True,
        True,
    )


async def test_a_second_call_is_refused_without_a_word_of_what_was_typed(
    desk_web: DeskWeb, browse: Callable[..., Browser]
) -> None:
    number, agent = await claimed(desk_web), browse(Role.AGENT)
    await agent.send(f"/desk/callbacks/{number}/call")
    refused = await agent.send(f"/desk/callbacks/{number}/call")
    assert refused.status == 409
    assert "What you typed" not in refused.words
    assert 'id="version"' not in refused.text  # there is none on this page
