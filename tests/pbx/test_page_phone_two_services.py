"""Phones in pages while a second service stands by: what becomes of them when the one in charge is gone."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext

from lab.pbx.leg import Leg
from tests.pbx.sample import picked_up
from tests.pbx.softphone import Softphone, channels, chromium, contacts, make_user, signed_in_at
from tests.pbx.two_services import TwoServices

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.alone]

CALLER = "13900000077"
BACK_SECONDS, BACK_AFTER_FROST_SECONDS = 6.0, 16.0
NO_PLACE = "Invalid re-target"
"""Of htmx: a part of the page was drawn anew while the service that it asked was killed."""
LATE_SECONDS = 3.0  # of a busy machine


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def opened(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TwoServices]:
    folder = tmp_path_factory.mktemp("two")
    folder.chmod(0o711)
    site = TwoServices(folder)
    try:
        await site.open()
        await make_user(site)
        yield site
    finally:
        await site.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def context(opened: TwoServices) -> AsyncIterator[BrowserContext]:
    """Signed in once, whoever is in charge."""
    async with chromium() as browser:
        context = await signed_in_at(browser, opened.place)
        yield context
        await context.close()


@pytest_asyncio.fixture(loop_scope="module")
async def phone(opened: TwoServices, context: BrowserContext) -> AsyncIterator[Softphone]:
    """On duty, in a page of its own."""
    opened.quiet()
    await opened.leader()
    page = await context.new_page()
    await page.goto(f"{opened.place}/desk")
    phone = Softphone(page)
    await phone.on_duty()
    yield phone
    assert [text for text in phone.wrong if NO_PLACE not in text] == []
    await page.close()
    opened.hang_up_all()
    for port, process in opened.processes.items():
        if process.returncode is not None:
            await opened.begin(port)


async def back(site: TwoServices, phone: Softphone) -> float:
    """Seconds until the page is ready again, and the PBX has it."""
    began = time.monotonic()
    await phone.line_is("lost")
    await phone.line_is("ready")
    assert await contacts(site) == 1
    return time.monotonic() - began


async def talking(site: TwoServices, phone: Softphone) -> Leg:
    caller = await site.call(CALLER)
    await phone.is_("ringing")
    await phone.press("answer")
    assert await caller.outcome() == 200
    await phone.is_("talking")
    return caller


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
async def test_a_page_has_its_phone_at_the_next_service_within_seconds(
    opened: TwoServices, phone: Softphone, how: signal.Signals
) -> None:
    leader = await opened.leader()
    await opened.end(leader, how)
    assert await back(opened, phone) < BACK_SECONDS + LATE_SECONDS
    await opened.until_in_charge(opened.other(leader))
    caller = await talking(opened, phone)
    await opened.until_heard(caller, 25)
    await phone.heard(25)
    caller.hang_up()
    await phone.is_("ready")


async def test_a_call_goes_on_and_its_end_is_heard_by_way_of_the_next_service(
    opened: TwoServices, phone: Softphone
) -> None:
    caller = await talking(opened, phone)
    await opened.end(await opened.leader())
    await phone.heard(25)
    await back(opened, phone)
    await phone.is_("talking")
    await phone.heard(25)
    assert not caller.ended.is_set()
    caller.hang_up()
    await phone.is_("ready")
    assert await channels(opened) == 0


async def test_a_call_that_rings_rings_on_at_the_desk_phones(opened: TwoServices, phone: Softphone) -> None:
    caller = await opened.call(CALLER)
    await phone.is_("ringing")
    await opened.end(await opened.leader())
    assert await back(opened, phone) < BACK_SECONDS + LATE_SECONDS
    await phone.is_("ready")
    desk = next(leg for leg in reversed(opened.agents["1002"].legs) if leg.incoming)
    assert not desk.ended.is_set()
    await desk.answer(sound=True)
    assert await caller.outcome() == 200
    assert (await picked_up(opened.agents["1002"])) is desk
    caller.hang_up()


async def test_a_page_leaves_a_service_that_is_frozen(opened: TwoServices, phone: Softphone) -> None:
    leader = await opened.leader()
    opened.freeze(leader)
    try:
        assert await back(opened, phone) < BACK_AFTER_FROST_SECONDS + LATE_SECONDS
        caller = await talking(opened, phone)
        caller.hang_up()
        await phone.is_("ready")
    finally:
        opened.thaw(leader)
    await asyncio.sleep(1)
    await opened.leader()
    assert await contacts(opened) == 1
