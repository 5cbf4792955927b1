"""The phone in the page on a real Asterisk: how it rings, talks and transfers, and what breaks it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Error, expect

from lab.pbx.leg import Leg
from telephony.facts import Outcome
from telephony.phones.rings import Rings
from tests.pbx.page_phones import AGENT, PAGE, PagePhones
from tests.pbx.sample import Sample, picked_up
from tests.pbx.scene import answers
from tests.pbx.softphone import Softphone, channels, chromium, contacts, make_user, signed_in, url

pytestmark = pytest.mark.asyncio(loop_scope="module")

CALLER = "13900000077"
_WATCH = """() => {
  const root = document.querySelector("[data-phone]");
  window.seen = [];
  const note = () => { if (window.seen.at(-1) !== root.dataset.state) window.seen.push(root.dataset.state); };
  new MutationObserver(note).observe(root, { attributes: true, attributeFilter: ["data-state"] });
}"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def opened(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Sample]:
    folder = tmp_path_factory.mktemp("sample")
    folder.chmod(0o711)
    site = Sample(folder, day="*,*,*,*", pages=PagePhones())
    try:
        await site.open()
        await make_user(site)
        yield site
    finally:
        await site.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def context(opened: Sample, browser: Browser) -> AsyncIterator[BrowserContext]:
    """Signed in once."""
    context = await signed_in(browser, opened)
    yield context
    await context.close()


@pytest_asyncio.fixture(loop_scope="module")
async def phone(site: Sample, context: BrowserContext) -> AsyncIterator[Softphone]:
    """On duty, in a page of its own."""
    phone = await desk(site, context)
    await phone.on_duty()
    yield phone
    assert phone.wrong == []
    for page in context.pages[1:]:
        await page.close()


async def desk(site: Sample, context: BrowserContext) -> Softphone:
    page = await context.new_page()
    await page.goto(f"{url(site)}/desk")
    return Softphone(page)


async def test_a_queue_rings_the_page_and_both_hear_each_other(site: Sample, phone: Softphone) -> None:
    caller = await site.call(CALLER)
    await phone.is_("ringing")
    await phone.press("answer")
    await phone.is_("talking")
    assert await caller.outcome() == 200
    await site.until_heard(caller, 25)
    await phone.heard(25)
    caller.hang_up()
    await phone.is_("ready")


async def talking(site: Sample, phone: Softphone) -> Leg:
    caller = await site.call(CALLER)
    await phone.is_("ringing")
    await phone.press("answer")
    assert await caller.outcome() == 200
    await phone.is_("talking")
    return caller


async def test_a_colleague_who_was_faster_and_a_caller_who_left_are_told(site: Sample, phone: Softphone) -> None:
    caller = await site.call(CALLER)
    await phone.is_("ringing")
    await site.agents["1002"].legs[-1].answer(sound=True)
    await phone.told("colleague was faster")
    caller.hang_up()
    await caller.until_ended()
    await phone.is_("ready")
    caller = await site.call(CALLER)
    await phone.is_("ringing")
    caller.hang_up()
    await phone.told("caller hung up")


async def test_a_rejected_call_goes_on_ringing_elsewhere(site: Sample, phone: Softphone) -> None:
    caller = await site.call(CALLER)
    await phone.is_("ringing")
    await phone.press("reject")
    await phone.is_("ready")
    assert not caller.ended.is_set()


async def test_a_caller_waits_while_held_and_presses_of_keys_reach_the_other_side(
    site: Sample, phone: Softphone
) -> None:
    caller = await talking(site, phone)
    await phone.press("hold")
    await phone.is_("held")
    await asyncio.sleep(0.3)
    loud = caller.rtp.loud
    await asyncio.sleep(0.5)
    assert caller.rtp.loud - loud < 10
    await phone.press("hold")
    await phone.is_("talking")
    await site.until_heard(caller, loud + 25)
    await phone.root.get_by_text("Tone keys").click()
    await phone.root.locator("[data-key='5']").click()
    async with asyncio.timeout(60):
        while "5" not in caller.rtp.pressed:
            await asyncio.sleep(0.05)
    await phone.press("mute")
    await expect(phone.root).to_have_attribute("data-muted", "true")
    await phone.press("hang-up")
    await phone.is_("ready")


async def test_a_blind_transfer_leaves_the_page_free(site: Sample, phone: Softphone) -> None:
    site.agents["1009"].on_call = answers(0.2, sound=True)
    caller = await talking(site, phone)
    await phone.to("1009")
    await phone.press("transfer")
    await phone.is_("ready")
    assert not caller.ended.is_set()
    await picked_up(site.agents["1009"])


async def test_a_transfer_to_nobody_leaves_the_call_here(site: Sample, phone: Softphone) -> None:
    caller = await talking(site, phone)
    await phone.to("77")
    await phone.press("transfer")
    await phone.told("transfer failed")
    await phone.is_("talking")
    assert not caller.ended.is_set()


async def test_a_colleague_is_asked_first_and_then_both_are_connected(site: Sample, phone: Softphone) -> None:
    site.agents["1009"].on_call = answers(0.2, sound=True)
    caller = await talking(site, phone)
    await phone.to("1009")
    await phone.press("consult")
    await phone.is_("consulting")
    colleague = await picked_up(site.agents["1009"])
    await phone.press("both")
    await phone.is_("ready")
    before = colleague.rtp.received
    async with asyncio.timeout(60):
        while colleague.rtp.received < before + 25:
            await asyncio.sleep(0.05)
    assert not caller.ended.is_set()
    assert not colleague.ended.is_set()


async def test_the_page_calls_a_colleague_and_calls_again(site: Sample, phone: Softphone) -> None:
    site.agents["1009"].on_call = answers(0.2, sound=True)
    await phone.to("1009")
    await phone.press("call")
    await phone.is_("talking")
    (await picked_up(site.agents["1009"])).hang_up()
    await phone.is_("ready")
    await phone.press("redial")
    await phone.is_("talking")


async def test_a_reload_ends_the_call_and_a_closed_page_is_gone_for_the_pbx(site: Sample, phone: Softphone) -> None:
    await talking(site, phone)
    assert await channels(site) == 1
    asks = await phone.page.evaluate("!window.dispatchEvent(new Event('beforeunload', {cancelable: true}))")
    assert asks
    phone.page.on("dialog", lambda dialog: asyncio.create_task(dialog.accept()))
    await phone.page.reload()
    async with asyncio.timeout(60):
        while await channels(site):
            await asyncio.sleep(0.05)
        while await contacts(site):
            await asyncio.sleep(0.05)
    await phone.is_("off")


async def test_a_call_outlives_its_socket_and_its_end_is_heard_afterwards(site: Sample, phone: Softphone) -> None:
    caller = await talking(site, phone)
    await phone.page.evaluate("window.dispatchEvent(new Event('offline'))")
    await phone.line_is("lost")
    await phone.line_is("ready")
    await phone.is_("talking")
    await phone.heard(25)
    caller.hang_up()
    await phone.is_("ready")


async def test_a_page_that_loses_its_network_while_it_rings_rings_no_more_and_takes_the_next_call(
    site: Sample, phone: Softphone
) -> None:
    caller = await site.call(CALLER)
    await phone.is_("ringing")
    await phone.page.evaluate("window.dispatchEvent(new Event('offline'))")
    await phone.is_("lost")
    await phone.is_("ready")
    caller.hang_up()
    await caller.until_ended()
    caller = await talking(site, phone)
    caller.hang_up()
    await phone.is_("ready")


async def test_a_page_leaves_a_socket_on_which_nothing_is_said_any_more(
    site: Sample, phone: Softphone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Rings, "wants_ping", lambda *_: False)
    await phone.line_is("lost")
    monkeypatch.undo()
    await phone.line_is("ready")
    assert await contacts(site) == 1


async def test_another_tab_says_that_the_phone_is_elsewhere(site: Sample, phone: Softphone) -> None:
    other = await desk(site, phone.page.context)
    await other.press("on")
    await other.is_("other_tab")
    await phone.page.close()
    await other.on_duty()


async def test_another_computer_takes_the_phone_over(site: Sample, browser: Browser, phone: Softphone) -> None:
    context = await signed_in(browser, site)
    other = await desk(site, context)
    await other.on_duty()
    await phone.is_("taken_over")
    assert await contacts(site) == 1
    await context.close()


@pytest.mark.parametrize(
    ("error", "text"), [("NotAllowedError", "microphone was refused"), ("NotFoundError", "No microphone")]
)
async def test_without_a_microphone_nobody_goes_on_duty(
    site: Sample, context: BrowserContext, error: str, text: str
) -> None:
    phone = await desk(site, context)
    await phone.page.evaluate("(name) => { window.refuses = name; }", error)
    await phone.press("on")
    await phone.is_("blocked")
    await phone.told(text)
    assert await contacts(site) == 0
    await phone.page.close()


async def test_a_microphone_that_is_refused_while_it_rings_is_no_phone_any_more(site: Sample, phone: Softphone) -> None:
    await phone.page.evaluate("window.refuses = 'NotAllowedError'")
    caller = await site.call(CALLER)
    await phone.is_("blocked")
    await phone.told("microphone was refused")
    async with asyncio.timeout(60):
        while await contacts(site):
            await asyncio.sleep(0.05)
    assert not caller.ended.is_set()


async def test_after_sleep_the_page_asks_the_pbx_before_it_says_ready(site: Sample, phone: Softphone) -> None:
    await phone.page.evaluate(_WATCH)
    await phone.page.evaluate("window.dispatchEvent(new Event('online'))")
    async with asyncio.timeout(60):
        while await phone.page.evaluate("window.seen") != ["checking", "ready"]:
            await asyncio.sleep(0.05)


async def test_a_page_that_crashes_while_it_rings_is_a_failed_attempt_at_once(
    site: Sample, context: BrowserContext
) -> None:
    phone = await desk(site, context)
    await phone.on_duty()
    caller = await site.call(CALLER)
    await phone.is_("ringing")
    crashing = await context.new_cdp_session(phone.page)
    with contextlib.suppress(Error, TimeoutError):
        async with asyncio.timeout(5):
            await crashing.send("Page.crash")
    async with asyncio.timeout(60):
        while (outcome := outcome_of(site, f"PJSIP/{PAGE}")) is None:
            await asyncio.sleep(0.02)
    assert outcome is Outcome.FAILED
    assert outcome_of(site, "PJSIP/1002") is None
    caller.hang_up()


def outcome_of(site: Sample, device: str) -> Outcome | None:
    assert site.service is not None
    tried = [attempt for call in site.service.live_calls() for attempt in call.attempts if attempt.device == device]
    return tried[-1].outcome if tried else None


async def test_while_the_page_talks_a_queue_rings_no_other_phone_of_that_agent(site: Sample, phone: Softphone) -> None:
    await talking(site, phone)
    before = len(site.agents[AGENT].legs)
    rung = site.next_call(site.agents["1002"])
    await site.call("13900000078")
    await rung
    await asyncio.sleep(0.3)
    assert len(site.agents[AGENT].legs) == before
    await phone.is_("talking")


async def test_a_pbx_that_restarts_has_the_phone_again(site: Sample, phone: Softphone) -> None:
    await site.asterisk.stop(hard=True)
    await phone.is_("lost")
    await site.asterisk.start()
    await phone.is_("ready")
    assert await contacts(site) == 1
