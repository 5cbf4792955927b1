"""The door of the sample on the real Asterisk: what a stranger writes stays outside, in whichever header it comes."""

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import quote

import pytest
import pytest_asyncio

from lab.pbx import config
from lab.pbx.asterisk import Asterisk
from lab.pbx.manager import Manager
from lab.pbx.phone import Phone
from telephony.agi.block import opening
from tests.pbx.sample import filled_in

pytestmark = pytest.mark.asyncio(loop_scope="module")

GOOD, SAFE = "13800000001", "anonymous"
BAD_NUMBERS = (
    "138\r\n\r\nEvent: LinkUp\r\n\r\nEvent: CoreShowChannelsComplete\r\n\r\nX: ",
    "138\nagi_uniqueid: 1.1\n\n200 result=1",
    '138" | 1 | "',
    "138)}${SHELL(id)}",
    "138&Local/1@night",
    "138\0001",
    "138\r",
    "1" * 60 + "x" * 240,
    "张三",
    ",1,2",
)


class Door:
    """The sample with a trunk whose identity headers are trusted; `blocks` is what AGI was told."""

    def __init__(self) -> None:
        self.trunk = Phone("trunk")
        self.blocks: list[bytes] = []
        self.asterisk: Asterisk
        self.ear: Manager

    async def open(self) -> None:
        await self.trunk.open()
        server = await asyncio.start_server(self._listen, "127.0.0.1", 0)
        self._server = server
        files = dict(filled_in(server.sockets[0].getsockname()[1], self.trunk.port).texts)
        files["pjsip.conf"] = files["pjsip.conf"].replace(
            "context = from-trunk", "context = from-trunk\ntrust_id_inbound = yes"
        )
        self.asterisk = Asterisk(config.Folder(files))
        await self.asterisk.start()
        self.trunk.attach(self.asterisk.ports.sip)
        self.ear = await Manager.connect(self.asterisk.ports.ami, "thirdring", self.asterisk.secret)

    async def close(self) -> None:
        await self.ear.close()
        self._server.close()
        self.trunk.close()
        await self.asterisk.close()

    async def _listen(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.blocks.append(await reader.readuntil(b"\n\n"))
        writer.close()

    async def told(self, party: str, more: list[tuple[str, str]] | None = None) -> dict[str, str]:
        """What AGI is told of a call; that it is whole is asserted."""
        before = len(self.blocks)
        leg = await self.trunk.call("8001", party, more)
        async with asyncio.timeout(60):
            while len(self.blocks) == before:
                await asyncio.sleep(0.02)
        leg.hang_up()
        request, _hung_up = opening(self.blocks[-1].split(b"\n")[:-1])
        assert not request.forged
        return dict(request.variables)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def door() -> AsyncIterator[Door]:
    opened = Door()
    try:
        await opened.open()
        yield opened
    finally:
        await opened.close()


def party(number: str, name: str = "") -> str:
    return f"{name} <sip:{quote(number.encode(), safe='')}@127.0.0.1>".strip()


async def test_a_number_as_trunks_send_them_is_let_in(door: Door) -> None:
    assert (await door.told(party(f"+86{GOOD}", '"张三 3-2"')))["callerid"] == f"+86{GOOD}"
    assert (await door.told(party(GOOD, '"张三 3-2"')))["calleridname"] == "张三 3-2"


@pytest.mark.parametrize("number", BAD_NUMBERS)
async def test_a_number_with_anything_else_in_it_is_none(door: Door, number: str) -> None:
    told = await door.told(party(number))
    # a NUL ends the number before Asterisk hands it on
    assert told["callerid"] == ("138" if "\0" in number else SAFE)


@pytest.mark.parametrize("header", ["P-Asserted-Identity", "Remote-Party-ID"])
@pytest.mark.parametrize("number", BAD_NUMBERS[:3])
async def test_the_same_where_the_provider_says_who_calls_in_a_header_of_its_own(
    door: Door, header: str, number: str
) -> None:
    assert (await door.told(party("1"), [(header, party(GOOD))]))["callerid"] == GOOD
    told = await door.told(party(GOOD), [(header, party(number, '"a\tb"'))])
    assert (told["callerid"], told["calleridname"]) == (SAFE, "ab")


async def test_whom_a_call_was_diverted_from_is_cleaned_as_well(door: Door) -> None:
    told = await door.told(party(GOOD), [("Diversion", party(BAD_NUMBERS[1], '"x\ty"'))])
    assert (told["callerid"], told["rdnis"]) == (GOOD, "unknown")


@pytest.mark.parametrize("dialled", ["8001%0D%0AX%3A%201", "80011", "8001%20", "%38001%0A"])
async def test_a_dialled_number_that_is_none_of_the_hotline_s_makes_no_channel(door: Door, dialled: str) -> None:
    before = len(door.ear.frames)
    leg = await door.trunk.call(dialled, party(GOOD))
    assert await leg.outcome() == 404
    assert [frame for frame in door.ear.frames[before:] if frame.startswith(b"Event: Newchannel")] == []
