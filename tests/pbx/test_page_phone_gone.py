"""A page that is gone, on a real Asterisk: it crashed, it is frozen, or its network is away. The queue rings on
elsewhere, and no agent has let it ring."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Error

from telephony.facts import Outcome
from telephony.phones.rings import GONE_SECONDS, GONE_WHILE_IT_RINGS_SECONDS, TAKES_UP_SECONDS
from tests.pbx.page_phones import PAGE, PagePhones
from tests.pbx.sample import Sample
from tests.pbx.softphone import Softphone, chromium, contacts, make_user, signed_in, url

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.alone]

CALLER = "13900000077"
LATE_SECONDS = 3.0  # of a busy machine
DEVICE = f"PJSIP/{PAGE}"
DESKS = ("1001", "1002")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def opened(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Sample]:
    """The page rings first, alone; the desk phones where it cannot."""
    folder = tmp_path_factory.mktemp("sample")
    folder.chmod(0o711)
    site = Sample(folder, day="*,*,*,*", pages=PagePhones())
    try:
        await site.open()
        await make_user(site)
        for desk in DESKS:
            await site.asterisk.cli(f"queue set penalty 1 on PJSIP/{desk} in hotline")
        yield site
    finally:
        await site.close()


@pytest_asyncio.fixture(loop_scope="module")
async def phone(site: Sample) -> AsyncIterator[Softphone]:
    """On duty, in a browser of its own."""
    async with chromium() as browser:
        context = await signed_in(browser, site)
        page = await context.new_page()
        await page.goto(f"{url(site)}/desk")
        phone = Softphone(page)
        await phone.on_duty()
        yield phone


async def crash(phone: Softphone) -> None:
    session = await phone.page.context.new_cdp_session(phone.page)
    with contextlib.suppress(Error, TimeoutError):
        async with asyncio.timeout(0.2):
            await session.send("Page.crash")


async def go_offline(phone: Softphone) -> None:
    await phone.page.context.set_offline(True)


def renderers() -> list[int]:
    """The processes of our browser that run pages. Another one holds their sockets, and answers pings for them."""
    parents: dict[int, int] = {}
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parents[int(place.name)] = int((place / "stat").read_text().rpartition(")")[2].split()[1])
            if b"--type=renderer" in (place / "cmdline").read_bytes():
                found.append(int(place.name))
    return [each for each in found if os.getpid() in _above(each, parents)]


def _above(process: int, parents: dict[int, int]) -> Iterator[int]:
    while process := parents.get(process, 0):
        yield process


@contextlib.contextmanager
def frozen() -> Iterator[None]:
    stopped = renderers()
    assert stopped
    for each in stopped:
        os.kill(each, signal.SIGSTOP)
    try:
        yield
    finally:
        for each in stopped:
            os.kill(each, signal.SIGCONT)


async def failed(site: Sample) -> float:
    """Seconds until the attempt of the page has failed."""
    assert site.service is not None
    begun = time.monotonic()
    async with asyncio.timeout(60):
        while True:
            tried = [each for call in site.service.live_calls() for each in call.attempts if each.device == DEVICE]
            if tried and tried[-1].outcome is not None:
                assert tried[-1].outcome is Outcome.FAILED
                return time.monotonic() - begun
            await asyncio.sleep(0.02)


def _rung(site: Sample) -> set[str]:
    assert site.service is not None
    return {each.device for call in site.service.live_calls() for each in call.attempts}


async def no_contact(site: Sample) -> None:
    async with asyncio.timeout(GONE_SECONDS + LATE_SECONDS):
        while await contacts(site):
            await asyncio.sleep(0.1)


@pytest.mark.parametrize("goes", [crash, go_offline])
async def test_a_page_that_goes_while_it_rings_leaves_the_ring_to_the_desk_phones_at_once(
    site: Sample, phone: Softphone, goes: object
) -> None:
    caller = await site.call(CALLER)
    await phone.is_("ringing")
    desk = site.next_call(site.agents["1002"])
    assert callable(goes)
    await goes(phone)
    assert await failed(site) < LATE_SECONDS
    async with asyncio.timeout(LATE_SECONDS):
        await desk
    caller.hang_up()


async def test_a_page_that_goes_while_it_dials_does_not_leave_the_other_phone_ringing(
    site: Sample, phone: Softphone
) -> None:
    ringing = site.next_call(site.agents["1009"])
    await phone.to("1009")
    await phone.press("call")
    async with asyncio.timeout(60):
        leg = await ringing
    await crash(phone)
    async with asyncio.timeout(LATE_SECONDS):
        await leg.ended.wait()


async def test_a_page_that_is_frozen_while_it_rings_leaves_the_ring_after_three_seconds(
    site: Sample, phone: Softphone
) -> None:
    caller = await site.call(CALLER)
    await phone.is_("ringing")
    desk = site.next_call(site.agents["1002"])
    with frozen():
        assert await failed(site) < GONE_WHILE_IT_RINGS_SECONDS + LATE_SECONDS
        async with asyncio.timeout(LATE_SECONDS):
            await desk
        await no_contact(site)
        caller.hang_up()
    await phone.line_is("ready")


async def test_a_page_that_has_just_been_frozen_takes_a_ring_for_two_seconds(site: Sample, phone: Softphone) -> None:
    with frozen():
        caller = await site.call(CALLER)
        desk = site.next_call(site.agents["1002"])
        assert await failed(site) < TAKES_UP_SECONDS + LATE_SECONDS
        async with asyncio.timeout(LATE_SECONDS):
            await desk
        caller.hang_up()


async def test_no_ring_is_spent_on_a_page_that_has_been_frozen_for_a_while(site: Sample, phone: Softphone) -> None:
    with frozen():
        await no_contact(site)
        desk = site.next_call(site.agents["1002"])
        caller = await site.call(CALLER)
        async with asyncio.timeout(LATE_SECONDS):
            await desk
        async with asyncio.timeout(60):
            while len(devices := _rung(site)) < len(DESKS):
                await asyncio.sleep(0.02)
        assert devices == {f"PJSIP/{name}" for name in DESKS}
        caller.hang_up()
    await phone.line_is("ready")
    assert await contacts(site) == 1
