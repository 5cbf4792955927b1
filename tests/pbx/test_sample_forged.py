"""A dialplan without a door, on the real Asterisk: what a stranger writes changes nothing that an AGI session does."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import pytest
import pytest_asyncio

from kit import i18n
from lab.pbx.leg import Leg
from tests.pbx.sample import OPEN_NUMBER, ZHANG, Sample, shown
from tests.unit.telephony.agi.test_server import dribbles
from thirdring.commands.doctor import examine

pytestmark = pytest.mark.asyncio(loop_scope="module")

WITHOUT_DOOR = f"""exten => {OPEN_NUMBER},1,AGI(${{THIRDRING}}/arrive?pbx=${{PBX}})
 same => n,Queue(hotline,ctT,,,2)
 same => n,Hangup()
"""
NAMES = (
    *("agi_network", "agi_network_script", "agi_request", "agi_channel", "agi_uniqueid", "agi_callerid"),
    *("agi_calleridname", "agi_callingpres", "agi_dnid", "agi_context", "agi_extension", "agi_accountcode"),
    "agi_threadid",
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def opened(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Sample]:
    folder = tmp_path_factory.mktemp("forged")
    folder.chmod(0o711)
    site = Sample(folder, day="*,*,*,*", numbers=WITHOUT_DOOR)
    try:
        await site.open()
        await site.import_households()
        yield site
    finally:
        await site.close()


async def calls(site: Sample, written: str, to: str = OPEN_NUMBER) -> Leg:
    number = quote(written.encode("utf-8", "surrogateescape"), safe="")
    return await site.trunk.call(to, f"<sip:{number}@127.0.0.1>")


async def stored(site: Sample, leg: Leg) -> dict[str, Any]:
    """The call that has ended, with its ticket, and whose number the ticket has."""
    await leg.until_ended()
    row = await site.row(
        "select c.linkedid, c.measurement, t.number as ticket, t.phone, t.household from calls c"
        " join ticket_calls tc using (pbx, linkedid) join tickets t on t.number = tc.ticket"
        " where c.ended_at is not null and c.caller_raw <> $1",
        ZHANG,
    )
    return dict(row)


def forged_count(site: Sample) -> int:
    assert site.service is not None
    return site.service.agi_counts.forged_count


@pytest.mark.parametrize("name", NAMES)
async def test_no_line_that_a_caller_writes_shows_another_s_ticket_or_household(site: Sample, name: str) -> None:
    first = await site.call(sound=False)
    known = await site.row("select linkedid from ticket_calls")
    before = forged_count(site)
    value = {"agi_uniqueid": known["linkedid"], "agi_callerid": ZHANG, "agi_network_script": "callback"}.get(name, "1")
    leg = await calls(site, f"139\n{name}: {value}\n\n200 result=1")
    found = await stored(site, leg)
    assert found["linkedid"] != known["linkedid"]
    assert (found["measurement"], found["phone"], found["household"]) == ("measured", "", None)
    assert forged_count(site) == before + 1
    assert await site.rows("select from callbacks where reason = 'requested'") == []
    first.hang_up()
    await first.until_ended()


@pytest.mark.parametrize(
    ("written", "forged"),
    [
        ("138\n\n200 result=1 (1.1)\nHANGUP", 1),
        ("138\r\n\r\n200 result=1 (1.1)\r\nHANGUP", 1),
        ("138\rx", 1),
        ("138\x00999", 0),
        ("9" * 300, 0),
        ("张三".encode("gb18030").decode("utf-8", "surrogateescape"), 0),
    ],
    ids=["answers", "answers after CRLF", "carriage return", "NUL", "300 bytes", "GB18030"],
)
async def test_a_call_with_an_unusable_number_is_measured_and_has_its_ticket(
    site: Sample, written: str, forged: int
) -> None:
    before = forged_count(site)
    found = await stored(site, await calls(site, written))
    assert (found["measurement"], found["household"]) == ("measured", None)
    assert found["phone"] in ("", "138")
    assert forged_count(site) == before + forged


async def test_a_hundred_and_twenty_eight_dribblers_do_not_stop_a_call(site: Sample) -> None:
    """Of the PBX's own address. The agent's phone shows the ticket."""
    assert site.service is not None
    assert site.service.agi_address is not None
    stop = threading.Event()
    thread = dribbles(site.service.agi_address, stop)
    try:
        for number in range(1, 4):
            ringing = site.next_call(site.agents["1002"])
            leg = await site.call("13900000002", sound=False)
            assert shown(await ringing) == f"#{number:04}"
            leg.hang_up()
            await leg.until_ended()
    finally:
        stop.set()
        await asyncio.to_thread(thread.join)


@contextmanager
def english() -> Iterator[None]:
    before = i18n.language()
    i18n.use("en")
    yield
    i18n.use(before)


async def test_the_doctor_finds_the_number_that_has_no_door_and_not_the_other(site: Sample) -> None:
    with english():
        report, code = await examine(site.settings, None, listen_seconds=0.1)
    assert f"the call to {OPEN_NUMBER} comes to AGI in hotline-numbers before anything cleans them" in report
    assert f"exten => {OPEN_NUMBER},1,Gosub(door,s,1)" in report
    assert "8001,1,Gosub" not in report
    assert code == 0
    await asyncio.sleep(0)
