"""The phone in the page in Debian's Firefox ESR, with the microphone that Firefox plays itself."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from shutil import which

import pytest
import pytest_asyncio

from lab.pbx.root import LabError, need
from tests.browser.bidi import Firefox, firefox
from tests.pbx.page_phones import AGENT, PagePhones
from tests.pbx.sample import Sample
from tests.pbx.softphone import PASSWORD, channels, contacts, make_user, url

pytestmark = pytest.mark.asyncio(loop_scope="module")

CALLER = "13900000077"
PLAYED_MICROPHONE = """\
user_pref("media.navigator.streams.fake", true);
user_pref("media.navigator.permission.disabled", true);
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


@pytest_asyncio.fixture(loop_scope="module")
async def fox(opened: Sample, tmp_path: Path) -> AsyncIterator[Firefox]:
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
    (profile / "user.js").write_text(PLAYED_MICROPHONE)
    async with firefox(program, url(opened), profile) as shown:
        yield shown
        assert shown.wrong == []


def is_(state: str) -> str:
    return f"document.querySelector('[data-phone]').dataset.state === {state!r}"


async def test_it_registers_rings_and_both_hear_each_other(site: Sample, fox: Firefox) -> None:
    await fox.go("/sign-in?next=/desk")
    await fox.type("[name=name]", AGENT)
    await fox.type("[name=password]", PASSWORD)
    await fox.click("form.sign-in button")
    await fox.until("document.querySelector('[data-phone]')?.dataset.state")
    await fox.click("[data-test=phone-on]")
    await fox.until(is_("ready"))
    assert await contacts(site) == 1
    caller = await site.call(CALLER)
    await fox.until(is_("ringing"))
    await fox.click("[data-test=phone-answer]")
    await fox.until(is_("talking"))
    assert await caller.outcome() == 200
    await site.until_heard(caller, 25)
    await fox.until("Number(document.querySelector('[data-phone] audio').dataset.heardAt) > 0")
    await fox.until("document.querySelector('[data-phone] audio').currentTime > 0.5")
    await fox.click("[data-test=phone-hold]")
    await fox.until(is_("held"))
    await fox.click("[data-test=phone-hold]")
    await fox.until(is_("talking"))
    caller.hang_up()
    await fox.until(is_("ready"))
    assert await channels(site) == 0
