"""The PBX calls a workman about work that nobody accepted: sample configuration, a real trunk, real keys."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.pbx.sample import Sample, picked_up
from tests.pbx.scene import answers
from thirdring.settings import Settings
from ticketing.tickets.states import Action
from ticketing.tickets.ticket import Asked, Source, Ticket

pytestmark = pytest.mark.asyncio(loop_scope="module")

PEOPLE = {"zhang": "13900000077", "li": "13900000088", "wang": "13900000099"}
"""Each is called once: the next call to the same number waits half an hour."""
METRICS = ("thirdring_calls_total", "thirdring_attempts_total", "thirdring_calls_in_progress")
COUNTED = ("calls", "desk_calls", "callbacks", "callback_attempts")


class Workmen(Sample):
    """With a robot that answers nobody: so the next step is the call."""

    @property
    def settings(self) -> Settings:
        call = {
            "channel": "PJSIP/{phone}@trunk",
            "shown_number": "02160000000",
            "people": PEOPLE,
            "after_minutes": 0,
            "again_minutes": 30,
            "quiet_from": "00:00",
            "quiet_until": "00:00",
            "ring_seconds": 5,
            "key_seconds": 1,
        }
        robot = {"trade": "plumbing", "url": "http://127.0.0.1:1/robot"}
        told = super().settings.model_dump()
        told["work"] = {"robot": [robot], "call": call}
        told["desk"]["trades"] = {"plumbing": [*PEOPLE]}
        told["web"]["public_url"] = "https://desk.example"
        return Settings.model_validate(told)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def opened(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Workmen]:
    folder = tmp_path_factory.mktemp("workmen")
    folder.chmod(0o711)
    site = Workmen(folder, day="*,*,*,*")
    try:
        await site.open()
        yield site
    finally:
        await site.close()


async def dispatched(site: Sample, who: str) -> Ticket:
    assert site.service is not None
    tickets = site.service.desk.tickets
    at_us = int((await site.rows("select extract(epoch from now()) * 1000000"))[0][0])
    ticket = await tickets.open(Ticket("", at_us, Source.HAND, category="repair", title="漏水"), "dispatcher")
    return await tickets.act(
        ticket.number, Action.DISPATCH, Asked("dispatcher", at_us + 1, ticket.version, assignee=who)
    )


async def call_that_ended(site: Sample, ticket: Ticket) -> Any:
    return await site.row("select * from work_calls where ticket = $1 and ended_at is not null", ticket.number)


async def nothing_was_counted(site: Sample) -> None:
    for table in COUNTED:
        assert (await site.rows(f"select count(*) from {table}"))[0][0] == 0, table
    assert site.service is not None
    assert site.service.live_calls() == []
    families = site.service.measured.registry.collect()
    counted = [one for family in families for one in family.samples if one.name in METRICS]
    assert [one for one in counted if one.value] == []


async def test_key_1_accepts_the_work_and_the_call_counts_as_nobody_s(site: Sample) -> None:
    site.outside = answers(0.3, sound=True)
    ringing = site.next_call(site.trunk)
    ticket = await dispatched(site, "zhang")
    leg = await ringing
    assert (leg.dialled, leg.caller) == (PEOPLE["zhang"], "02160000000")
    await picked_up(site.trunk)
    await site.until_heard(leg, 25)
    await leg.rtp.digits("1")
    await leg.until_ended()
    call = await call_that_ended(site, ticket)
    assert (call["outcome"], call["who"], call["answered_at"] is not None) == ("accepted", "zhang", True)
    link = await site.row("select * from work_links where ticket = $1 and ended_at is null", ticket.number)
    assert (link["way"], link["accepted_at"] is not None) == ("wecom", True)
    await nothing_was_counted(site)


async def test_who_does_not_pick_up_or_hangs_up_is_an_attempt_and_counts_as_nobody_s(site: Sample) -> None:
    unheard = await dispatched(site, "li")
    missed = await call_that_ended(site, unheard)
    assert (missed["outcome"], missed["answered_at"]) == ("no_answer", None)
    site.outside = answers(0.3, sound=True)
    ringing = site.next_call(site.trunk)
    heard = await dispatched(site, "wang")
    leg = await ringing
    await picked_up(site.trunk)
    await site.until_heard(leg, 25)
    leg.hang_up()
    hung_up = await call_that_ended(site, heard)
    assert (hung_up["outcome"], hung_up["answered_at"] is not None) == ("no_key", True)
    accepted = await site.rows("select from work_links where accepted_at is not null")
    assert accepted == []
    await nothing_was_counted(site)
