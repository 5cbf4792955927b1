"""A name stays a name: what residents and callers are called ends no line and begins no action, on the real wires."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from lab.pbx.manager import Manager
from telephony.ami.frames import parse
from tests.pbx.sample import Sample, shown
from ticketing.households.household import Household, Part, Person, Phone, Place

pytestmark = pytest.mark.asyncio(loop_scope="module")

EVIL = '"\r\nAction: Originate\r\nChannel: Local/9139@from-agents\r\n\r\n'
VILLA = "13800000099"
EVIL_HOUSEHOLD = Household(
    Place("花园", f"9{EVIL}", "1", "${SHELL(id)}"),
    (Person(EVIL, Part.OWNER, (Phone(f"+86{VILLA}", VILLA),)),),
    housekeeper="1001&Local/9139@from-agents",
)
PLACE = "9 Action: Originate Channel: Local/9139 from-agents -1- SHELL id"
BROKEN_NUMBERS = (
    "138%0D%0AAction%3A%20Originate%0D%0A",
    "138%0Aagi_network_script%3A%20nothing",
    "138%0A%0A200%20result=1",
    "138%0D%0A%0D%0AAction%3A%20Originate%0D%0AChannel%3A%20Local%2F9139%40from-agents%0D%0A",
)


@pytest_asyncio.fixture(loop_scope="module")
async def ear(site: Sample) -> AsyncIterator[Manager]:
    """What the PBX says over AMI, as the service hears it."""
    manager = await Manager.connect(site.asterisk.ports.ami, "thirdring", site.asterisk.secret)
    yield manager
    await manager.close()


def events(ear: Manager, name: str) -> list[dict[str, str]]:
    return [dict(parse(frame, 0).headers) for frame in ear.frames if frame.startswith(f"Event: {name}\r\n".encode())]


def assert_nothing_was_rung(site: Sample, ear: Manager) -> None:
    """But the agents, by the caller."""
    rung = {headers["Channel"].partition("-")[0] for headers in events(ear, "Newchannel")}
    assert rung <= {"PJSIP/trunk", "PJSIP/1001", "PJSIP/1002"}
    assert events(ear, "OriginateResponse") == []
    assert [leg for leg in site.trunk.legs if leg.incoming] == []


async def test_a_resident_a_building_and_a_housekeeper_named_like_actions_are_shown_by_their_names(
    site: Sample, ear: Manager
) -> None:
    assert site.service is not None
    await site.service.desk.households.put([EVIL_HOUSEHOLD])
    ringing = site.next_call(site.agents["1002"])
    caller = await site.call(VILLA)
    name = shown(await ringing)
    assert name == "9 Action: Originate Channel: Local/9139 fr #0001"
    told = {each["Variable"]: each["Value"] for each in events(ear, "VarSet")}
    assert told["__TR_HOUSEHOLD"] == PLACE
    assert told["__TR_HOUSEKEEPER"] == "1001 Local/9139 from-agents"
    assert told["__TR_HOUSEKEEPER_DEVICE"] == ""
    assert_nothing_was_rung(site, ear)
    caller.hang_up()
    await caller.until_ended()


async def test_a_caller_named_like_an_action_is_a_caller(site: Sample, ear: Manager) -> None:
    ringing = site.next_call(site.agents["1002"])
    caller = await site.trunk.call("8001", f'"\\"\\r\\nAction: Originate" <sip:{VILLA}0@127.0.0.1>')
    assert shown(await ringing) == "#0001"
    assert_nothing_was_rung(site, ear)
    caller.hang_up()
    await caller.until_ended()


@pytest.mark.parametrize("number", BROKEN_NUMBERS)
async def test_a_caller_s_number_with_line_breaks_is_none_and_the_call_goes_on(
    site: Sample, ear: Manager, number: str
) -> None:
    assert site.service is not None
    ringing = site.next_call(site.agents["1002"])
    caller = await site.trunk.call("8001", f"<sip:{number}@127.0.0.1>")
    await ringing
    await asyncio.sleep(0.2)
    assert_nothing_was_rung(site, ear)
    assert [row["phone"] for row in await site.rows("select phone from tickets where phone <> ''")] in ([], ["138"])
    assert all(link.up for link in site.service.ears.links.values())
    caller.hang_up()
    await caller.until_ended()
