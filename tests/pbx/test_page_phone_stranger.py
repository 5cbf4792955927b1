"""Requests of a page's phone from a stranger are refused before the service is asked anything; those of pages pass."""

import asyncio
import re
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio

from telephony.phones.keys import PhoneKeys
from tests.pbx.page_phones import PAGE, PagePhones
from tests.pbx.sample import Sample
from tests.pbx.scene import answers
from tests.pbx.softphone import Softphone, chromium, contacts, make_user, signed_in, url

pytestmark = pytest.mark.asyncio(loop_scope="module")

STRANGER = "127.0.0.2"
"""The service and everybody else of these tests are at 127.0.0.1."""
_REGISTER = """REGISTER sip:thirdring SIP/2.0
Via: SIP/2.0/UDP {host}:{port};branch=z9hG4bK{number}
Max-Forwards: 70
From: <sip:{page}@thirdring>;tag={number}
To: <sip:{page}@thirdring>
Call-ID: {number}
CSeq: 1 REGISTER
Contact: <sip:x@{host}:{port}>
Content-Length: 0

""".replace("\n", "\r\n")
_FLOOD = """
import socket, sys, time
pbx, host, page, text = int(sys.argv[1]), *sys.argv[2:]
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
    out.bind((host, 0))
    number = 0
    while True:
        number += 1
        said = text.format(host=host, port=out.getsockname()[1], page=page, number=f"flood{number}")
        out.sendto(said.encode(), ("127.0.0.1", pbx))
        time.sleep(1 / 150)
"""


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


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """For which endpoints the PBX has asked."""
    noted: list[str] = []
    digest_of = PhoneKeys.digest_of

    def noting(keys: PhoneKeys, endpoint: str, now_us: int) -> tuple[str, bytes] | None:
        noted.append(endpoint)
        return digest_of(keys, endpoint, now_us)

    monkeypatch.setattr(PhoneKeys, "digest_of", noting)
    return noted


@asynccontextmanager
async def flooded(site: Sample) -> AsyncIterator[None]:
    """150 requests a second, from a process of its own."""
    command = (sys.executable, "-c", _FLOOD, str(site.asterisk.ports.sip), STRANGER, PAGE, _REGISTER)
    flood = await asyncio.create_subprocess_exec(*command)
    try:
        await asyncio.sleep(2)
        yield
    finally:
        flood.terminate()
        await flood.wait()


def said_to(site: Sample, host: str) -> str:
    """The first line of the PBX's answer to a page's request that comes by UDP."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.bind((host, 0))
        one.settimeout(30)
        request = _REGISTER.format(host=host, port=one.getsockname()[1], page=PAGE, number=f"one{host}")
        one.sendto(request.encode(), ("127.0.0.1", site.asterisk.ports.sip))
        return one.recv(4096).decode().partition("\r\n")[0]


async def test_a_stranger_is_refused_before_the_service_is_asked(site: Sample, asked: list[str]) -> None:
    """The answer is the one for a phone that the PBX does not know."""
    assert await asyncio.to_thread(said_to, site, STRANGER) == "SIP/2.0 401 Unauthorized"
    assert asked == []
    await asyncio.to_thread(said_to, site, "127.0.0.1")
    assert PAGE in asked


async def test_while_a_stranger_floods_the_pbx_callers_are_answered_and_a_page_goes_on_duty(
    site: Sample, asked: list[str]
) -> None:
    async with chromium() as browser, flooded(site):
        assert asked == []
        site.agents["1002"].on_call = answers(0.1)
        async with asyncio.timeout(3):
            caller = await site.call("13900000071")
            assert await caller.outcome() == 200
        caller.hang_up()
        site.agents["1002"].on_call = site.agents["1009"].on_call
        page = await (await signed_in(browser, site)).new_page()
        await page.goto(f"{url(site)}/desk")
        phone = Softphone(page)
        await phone.on_duty()
        assert await contacts(site) == 1
        shown = await site.asterisk.cli(f"pjsip show aor {PAGE}")
        assert re.search(r"maximum_expiration +: 120\n", shown)
        caller = await site.call("13900000072")
        await phone.is_("ringing")
        await phone.press("answer")
        await phone.is_("talking")
        caller.hang_up()
        await phone.is_("ready")
