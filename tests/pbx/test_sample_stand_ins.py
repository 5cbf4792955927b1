"""Whose phone rings first with the sample's dialplan, and that the queue still answers within three rings."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest
import pytest_asyncio

from lab.pbx.leg import Leg
from tests.pbx.sample import Sample, picked_up, talk
from tests.pbx.scene import answers
from thirdring.service import now_us
from thirdring.settings import Settings
from ticketing.shifts.on_duty import Place

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.alone]

HOUSEKEEPER, COLLEAGUE, NIGHT = "1001", "1002", "1009"
RING_US = 5_000_000
_AWAY = """insert into absences (person, stand_in, since, until, entered_by, entered_at)
    values ($1, $2, now() - interval '1 day', now() + interval '1 day', 'chief', now())"""


class WithShifts(Sample):
    """One shift of 24 hours; a housekeeper is rung only while on it."""

    @property
    def settings(self) -> Settings:
        told = super().settings.model_dump()
        told["shifts"] = {
            "housekeepers": "on_shift",
            "shift": [{"name": "day", "begins": "00:00", "ends": "00:00"}],
        }
        return Settings.model_validate(told)

    async def on_shift(self, *people: str, away: Sequence[tuple[str, str | None]] = ()) -> None:
        """From now on. `away`: who is, and who stands in."""
        assert self.service is not None
        at_us = now_us()
        await self.rows("truncate roster_turns, absences cascade")
        [turn] = [each.turn for each in self.service.desk.duty.on_duty(at_us).turns]
        places = {(turn.shift, turn.day): [Place(name) for name in people]}
        await self.service.desk.shifts.put_turns(places, "chief", at_us)
        for person, stand_in in away:
            await self.rows(_AWAY, person, stand_in)
        await self.service.keepers.duty.look_around()

    async def played(self, caller: Leg) -> Any:
        """The call, once it is stored."""
        await talk(caller)
        caller.hang_up()
        return await self.row("select * from calls where ended_at is not null")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def opened(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[WithShifts]:
    folder = tmp_path_factory.mktemp("stand_ins")
    folder.chmod(0o711)
    site = WithShifts(folder, day="*,*,*,*")
    try:
        await site.open()
        await site.import_households()
        yield site
    finally:
        await site.close()


def rang_us(leg: Leg) -> int:
    """When this phone began to ring, by its own clock."""
    at_us = leg.at_us("180", sent=True)
    assert at_us is not None
    return at_us


async def test_while_the_housekeeper_is_away_the_phone_of_who_stands_in_rings_first(site: WithShifts) -> None:
    await site.on_shift(HOUSEKEEPER, away=[(HOUSEKEEPER, NIGHT)])
    site.agents[NIGHT].on_call = answers(0.5, sound=True)
    caller = await site.call()
    leg = await picked_up(site.agents[NIGHT])
    call = await site.played(caller)
    assert (call["housekeeper"], call["agent"], call["rings"], call["within_target"]) == (NIGHT, NIGHT, 1, True)
    assert abs(call["ring_seconds"] * 1e6 - ((leg.at_us("200 INVITE", sent=True) or 0) - rang_us(leg))) < 100_000


async def test_where_the_housekeeper_does_not_answer_the_queue_does_within_three_rings(site: WithShifts) -> None:
    await site.on_shift(HOUSEKEEPER)
    housekeeper, colleague = site.next_call(site.agents[HOUSEKEEPER]), site.next_call(site.agents[COLLEAGUE])
    site.agents[COLLEAGUE].on_call = answers(3.0, sound=True)
    caller = await site.call()
    first, second = await housekeeper, await colleague
    await picked_up(site.agents[COLLEAGUE])
    call = await site.played(caller)
    answered_us = second.at_us("200 INVITE", sent=True) or 0
    assert (call["agent"], call["housekeeper"]) == (COLLEAGUE, HOUSEKEEPER)
    assert (call["rings"], call["within_target"]) == (2, True)
    assert abs(call["ring_seconds"] * 1e6 - (answered_us - rang_us(first))) < 100_000
    assert abs((first.at_us("CANCEL", sent=False) or 0) - rang_us(first) - RING_US) < 500_000
    assert rang_us(second) - rang_us(first) < RING_US + 500_000


@pytest.mark.parametrize(
    ("people", "away"),
    [((HOUSEKEEPER,), [(HOUSEKEEPER, None)]), ((COLLEAGUE,), [])],
    ids=["away and nobody stands in", "off shift"],
)
async def test_where_nobody_is_there_for_the_household_the_queue_rings_at_once(
    site: WithShifts, people: Sequence[str], away: list[tuple[str, str | None]]
) -> None:
    await site.on_shift(*people, away=away)
    site.agents[COLLEAGUE].on_call = answers(0.5, sound=True)
    colleague = site.next_call(site.agents[COLLEAGUE])
    caller = await site.call()
    leg = await colleague
    call = await site.played(caller)
    assert (call["housekeeper"], call["agent"], call["rings"]) == (None, COLLEAGUE, 1)
    assert rang_us(leg) - (caller.log[0].at_us) < 2_000_000
