"""The phone in the page, in a real Chromium with a played microphone, and what is asked of it."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Browser, BrowserContext, Locator, Page, async_playwright, expect

from kit.roles import Role
from lab.pbx.root import need
from tests.pbx.page_phones import AGENT, PAGE
from tests.pbx.sample import Sample
from thirdring.commands.user import create_user

PASSWORD = "a long enough word"
_FLAGS = ("--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
_TONE = """
window.connections = [];
const Plain = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Plain {
  constructor(...all) { super(...all); window.connections.push(this); }
};
if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = async () => {
  if (window.refuses) throw new DOMException("", window.refuses);
  const context = new AudioContext(), tone = context.createOscillator(), end = context.createMediaStreamDestination();
  tone.frequency.value = 700;
  tone.connect(end);
  tone.start();
  return end.stream;
};
"""
"""A tone as microphone: what cleans a voice in a browser would take it for noise. Connections are counted."""
_HEARD = """async () => {
  let packets = 0;
  for (const one of window.connections) if (one.connectionState === "connected")
    (await one.getStats()).forEach((r) => { if (r.type === "inbound-rtp") packets += r.packetsReceived; });
  return packets;
}"""


_LOUD = """async () => {
  const heard = [];
  for (const one of window.connections)
    (await one.getStats()).forEach((r) => { if (r.type === "inbound-rtp") heard.push(r.audioLevel ?? 0); });
  return Math.max(0, ...heard);
}"""


class Softphone:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.wrong: list[str] = []
        page.on("pageerror", lambda error: self.wrong.append(str(error)))

    @property
    def root(self) -> Locator:
        return self.page.get_by_test_id("phone")

    async def is_(self, state: str) -> None:
        await expect(self.root).to_have_attribute("data-state", state, timeout=60_000)

    async def line_is(self, state: str) -> None:
        await expect(self.root).to_have_attribute("data-line", state, timeout=60_000)

    async def press(self, what: str) -> None:
        await self.page.get_by_test_id(f"phone-{what}").click()

    async def on_duty(self) -> None:
        await self.press("on")
        await self.is_("ready")

    async def to(self, number: str) -> None:
        await self.root.locator("[name=number]").fill(number)

    async def told(self, text: str) -> None:
        await expect(self.page.get_by_test_id("phone-told")).to_contain_text(text, timeout=60_000)

    async def heard(self, packets: int) -> None:
        """So many more packets of sound have come in."""
        before = await self.page.evaluate(_HEARD)
        async with asyncio.timeout(60):
            while await self.page.evaluate(_HEARD) < before + packets:
                await asyncio.sleep(0.05)

    async def hears_a_sound(self) -> None:
        """Not silence alone."""
        async with asyncio.timeout(60):
            while await self.page.evaluate(_LOUD) < 0.02:
                await asyncio.sleep(0.05)

    async def number_of(self, name: str) -> float:
        return float(await self.root.get_attribute(f"data-{name}") or 0)


@asynccontextmanager
async def chromium(*more: str) -> AsyncIterator[Browser]:
    await asyncio.to_thread(need, ["chromium"])
    async with async_playwright() as playwright:
        playwright.selectors.set_test_id_attribute("data-test")
        browser = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=[*_FLAGS, *more], ignore_default_args=["--mute-audio"]
        )
        yield browser
        await browser.close()


async def signed_in(browser: Browser, site: Sample, locale: str = "en-GB", **more: Any) -> BrowserContext:
    context = await signed_in_at(browser, url(site), locale, **more)
    await context.pages[0].goto(f"{url(site)}/calls")
    return context


async def signed_in_at(browser: Browser, place: str, locale: str = "en-GB", **more: Any) -> BrowserContext:
    context = await browser.new_context(locale=locale, **more)
    context.set_default_timeout(60_000)
    await context.add_init_script(_TONE)
    page = await context.new_page()
    await page.goto(f"{place}/sign-in?next=/desk")
    await page.fill("[name=name]", AGENT)
    await page.fill("[name=password]", PASSWORD)
    await page.click("form.sign-in button")
    await page.wait_for_selector("[data-phone]")
    return context


async def make_user(site: Sample) -> None:
    await create_user(site.settings, AGENT, Role.AGENT, PASSWORD)


def url(site: Sample) -> str:
    assert site.service is not None
    return "http://{}:{}".format(*site.service.address)


async def contacts(site: Sample) -> int:
    """How many places the PBX would ring the page at."""
    return (await site.asterisk.cli(f"pjsip show aor {PAGE}")).count("Contact:  " + PAGE)


async def channels(site: Sample) -> int:
    """The calls that the PBX has with the page."""
    return (await site.asterisk.cli("core show channels concise")).count(f"PJSIP/{PAGE}-")
