"""What people do most, in Debian's Firefox ESR."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from shutil import which

import pytest

from lab.pbx.root import LabError, need
from tests.browser.bidi import Firefox, firefox
from tests.browser.screen import PASSWORD, Desk
from tests.browser.test_at_the_desk import rings
from tests.browser.work import link_of
from tests.integration.web_desk.photos import jpeg


@pytest.fixture
async def fox(served: Desk, tmp_path: Path) -> AsyncIterator[Firefox]:
    try:
        need(["firefox-esr"])
    except LabError as error:
        if os.environ.get("CI") != "true":
            pytest.skip(str(error))
        raise
    program = which("firefox-esr")
    assert program is not None
    profile = tmp_path / "profile"
    profile.mkdir()
    async with firefox(program, served.url, profile) as shown:
        yield shown
        assert [text for text in shown.wrong if "401" not in text] == []


async def sign_in(fox: Firefox, name: str, to: str) -> None:
    await fox.go(f"/sign-in?next={to}")
    await fox.type("[name=name]", name)
    await fox.type("[name=password]", PASSWORD)
    await fox.click("form.sign-in button")
    await fox.until(f"location.pathname === {to!r} && document.readyState === 'complete'")


async def test_a_ticket_is_written_outlives_a_reload_and_a_session_and_gets_a_photo(
    fox: Firefox, served: Desk, tmp_path: Path
) -> None:
    await sign_in(fox, "dispatcher", "/tickets/new")
    await fox.type("[name=title]", "电梯有异响")
    await fox.go("/tickets/new")
    await fox.until("document.querySelector('[name=title]').value === '电梯有异响'")
    await fox.read("document.querySelector('[name=category]').value = 'repair'")
    await fox.click("main form button")
    await fox.until("document.querySelector('[data-test=ticket-story]')")
    photo = tmp_path / "lift.jpg"
    photo.write_bytes(jpeg(1600, 1200))
    await fox.attach("[data-test=photo-picker]", photo)
    await fox.until("document.querySelector('[data-kept] img')?.naturalWidth")
    await fox.click("[data-test=action-cancel] summary")
    await fox.type("[data-test=action-cancel] [name=why]", "rang by mistake")
    await fox.ask("storage.deleteCookies")
    await fox.click("[data-test=action-cancel] button")
    await fox.type("#again[open] [name=password]", PASSWORD)
    await fox.click("#again button")
    await fox.until("document.querySelector('#ticket').textContent.includes('cancelled')")


async def test_a_call_rings_and_its_card_is_there_with_dots_that_count(fox: Firefox, served: Desk) -> None:
    await sign_in(fox, "agent", "/desk")
    async with asyncio.timeout(60):
        while not len(served.web.web.site.live):  # until the page follows the stream
            await asyncio.sleep(0.1)
    await rings(served)
    await fox.until("document.querySelector('[data-test=ringing-call] .ring-dots i.on')")
    await fox.until("document.querySelector('[data-card]')?.textContent.includes('3-2-1201')")


async def test_a_workman_accepts_and_writes_a_note_on_a_telephone(fox: Firefox, served: Desk) -> None:
    _ticket, path = await link_of(served)
    await fox.resize(390, 844)
    await fox.go(path)
    await fox.click("[data-test=work-accept]")
    await fox.until("document.querySelector('[data-story]').offsetParent")  # it was sent, and the page drawn anew
    await fox.click("[data-test=work-note] summary")
    await fox.type("[data-act=note] [name=text]", "总阀已关")
    await fox.click("[data-act=note] button")
    await fox.until("document.querySelector('#waiting').hidden && document.body.textContent.includes('总阀已关')")
    assert await fox.read("document.documentElement.scrollWidth") <= 390
