"""A page that the PBX refuses, as it does where both have another secret: it says so, and asks ever more seldom."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page, Request, WebSocket, expect

from telephony.phones.keys import PhoneKeys
from tests.pbx.page_phones import PagePhones
from tests.pbx.sample import Sample
from tests.pbx.softphone import Softphone, chromium, make_user, signed_in, url

pytestmark = pytest.mark.asyncio(loop_scope="module")


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


async def test_a_refused_page_says_so_asks_ever_more_seldom_and_is_ready_once_it_is_accepted(
    site: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It wants a new password at once, then 2 s and 4 s after the PBX has refused it. One socket serves."""
    monkeypatch.setattr(PhoneKeys, "digest_of", lambda *_: None)
    async with chromium() as browser:
        page = await (await signed_in(browser, site)).new_page()
        said = noted(page)
        await page.goto(f"{url(site)}/desk")
        phone = Softphone(page)
        await phone.press("on")
        await phone.is_("not_accepted")
        await expect(phone.root).to_contain_text("The PBX does not accept this phone: trying again")
        async with asyncio.timeout(60):
            while len(keys := [at for what, at in said if what == "key"]) < 4:
                await asyncio.sleep(0.05)
        order = [what for what, at in said if at <= keys[3]]
        assert order == ["key", "socket", "REGISTER", "key", "REGISTER", "key", "REGISTER", "key"]
        assert keys[2] - keys[1] >= 2
        assert keys[3] - keys[2] >= 4
        monkeypatch.undo()
        await phone.is_("ready")
        await expect(phone.root).not_to_contain_text("does not accept")
        assert phone.wrong == []


def noted(page: Page) -> list[tuple[str, float]]:
    """What the page asks for, and when."""
    said: list[tuple[str, float]] = []

    def note(what: str) -> None:
        said.append((what, time.monotonic()))

    def sends(data: str | bytes) -> None:
        if str(data).startswith("REGISTER"):
            note("REGISTER")

    def opens(socket: WebSocket) -> None:
        note("socket")
        socket.on("framesent", sends)

    def asks(request: Request) -> None:
        if request.url.endswith("/desk/phone"):
            note("key")

    page.on("websocket", opens)
    page.on("request", asks)
    return said
