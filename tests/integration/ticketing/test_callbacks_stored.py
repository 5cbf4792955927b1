import asyncio
from collections import Counter

import pytest

from kit.database.pool import DatabasePool, session
from kit.instants import MINUTE_US, SECOND_US
from telephony.facts import CallRef, Direction
from tests.unit.ticketing.moments import at
from ticketing.callbacks.callback import AttemptOutcome, Reason, Way
from ticketing.callbacks.changes import ClaimedError, settled_by_word
from ticketing.callbacks.merging import Cause
from ticketing.callbacks.sightings import Sighting
from ticketing.callbacks.states import State
from ticketing.workflows.service_desk import ServiceDesk

NOON = at("2026-11-25 12:00")
ZHANG = "+8613800138000"


def missed(phone: str = ZHANG, at_us: int = NOON, household: int | None = None) -> Cause:
    return Cause(Reason.MISSED_CALL, at_us, phone, household)


def outbound(talk_seconds: float, linkedid: str = "9", callback: int | None = None, agent: str = "1001") -> Sighting:
    connected = NOON + MINUTE_US if talk_seconds else None
    outcome = AttemptOutcome.REACHED if talk_seconds else AttemptOutcome.NO_ANSWER
    return Sighting(
        *(CallRef("main", linkedid), Direction.OUTBOUND, ZHANG, agent, NOON + MINUTE_US - 1, connected),
        *(int(talk_seconds * SECOND_US), outcome, False, callback),
    )


async def test_missed_calls_of_one_number_are_one_callback(desk: ServiceDesk) -> None:
    first, again = [await desk.callbacks.create(missed(at_us=NOON + n)) for n in range(2)]
    assert (first.new, again.new, again.callback.id) == (True, False, first.callback.id)
    assert (await desk.callbacks.get(first.callback.id)).missed_count == 2


async def test_missed_calls_at_once_are_still_one_callback(desk: ServiceDesk) -> None:
    created = await asyncio.gather(*(desk.callbacks.create(missed(at_us=NOON + n)) for n in range(12)))
    assert len({one.callback.id for one in created}) == 1
    assert (await desk.callbacks.get(created[0].callback.id)).missed_count == 12


async def test_a_connected_call_settles_the_callback_and_the_same_call_twice_does_no_more(desk: ServiceDesk) -> None:
    created = (await desk.callbacks.create(missed())).callback
    assert [one.state for one in await desk.callbacks.after_call(outbound(30), None)] == [State.REACHED]
    assert await desk.callbacks.after_call(outbound(30), None) == []
    reached = await desk.callbacks.get(created.id)
    assert (reached.way, reached.settled_at_us, len(reached.attempts)) == (Way.BY_HAND, NOON + MINUTE_US, 1)


async def test_a_call_without_an_answer_is_an_attempt(desk: ServiceDesk) -> None:
    created = (await desk.callbacks.create(missed())).callback
    await desk.callbacks.after_call(outbound(0, "8"), None)
    await desk.callbacks.after_call(outbound(0, "8"), None)
    await desk.callbacks.after_call(outbound(4.999, "9"), None)
    found = await desk.callbacks.get(created.id)
    assert found.state is State.PENDING
    assert [attempt.outcome for attempt in found.attempts] == [AttemptOutcome.NO_ANSWER, AttemptOutcome.TOO_SHORT]


async def test_an_agent_s_word_is_kept_apart_from_proof(desk: ServiceDesk) -> None:
    created = (await desk.callbacks.create(missed())).callback
    word = await desk.callbacks.change(
        created.id, lambda known: settled_by_word(known, State.REACHED, "li", "met at the gate", NOON)
    )
    assert (word.state, word.way, word.why) == (State.REACHED, Way.MANUAL, "li: met at the gate")
    assert await desk.callbacks.get(created.id) == word


async def test_of_agents_who_claim_at_once_one_has_it(desk: ServiceDesk) -> None:
    created = (await desk.callbacks.create(missed())).callback
    claims = [desk.callbacks.claim(created.id, f"agent {n}", NOON) for n in range(8)]
    made = await asyncio.gather(*claims, return_exceptions=True)
    assert sorted(type(one).__name__ for one in made) == ["Callback"] + ["ClaimedError"] * 7


async def test_nobody_claims_another_callback_of_a_person_who_is_being_called(desk: ServiceDesk) -> None:
    one = (await desk.callbacks.create(missed())).callback
    other = (await desk.callbacks.create(Cause(Reason.REQUESTED, NOON, ZHANG))).callback
    await desk.callbacks.claim(one.id, "1001", NOON)
    with pytest.raises(ClaimedError):
        await desk.callbacks.claim(other.id, "1002", NOON)
    with pytest.raises(ClaimedError):
        await desk.callbacks.claim(other.id, "1001", NOON)
    await desk.callbacks.release(one.id, "1001")
    assert (await desk.callbacks.claim(other.id, "1002", NOON)).claimed_by == "1002"


async def test_a_claim_that_ran_out_is_free_again(desk: ServiceDesk) -> None:
    created = (await desk.callbacks.create(missed())).callback
    await desk.callbacks.claim(created.id, "1001", NOON)
    with pytest.raises(ClaimedError):
        await desk.callbacks.claim(created.id, "1002", NOON + 10 * MINUTE_US - 1)
    assert (await desk.callbacks.claim(created.id, "1002", NOON + 10 * MINUTE_US)).claimed_by == "1002"
    assert await desk.callbacks.release_expired(NOON + 20 * MINUTE_US) == 1


async def test_what_an_agent_who_is_gone_had_claimed_is_free_again(desk: ServiceDesk) -> None:
    created = (await desk.callbacks.create(missed())).callback
    await desk.callbacks.claim(created.id, "1001", NOON)
    assert await desk.callbacks.release_agent("1001") == 1
    assert (await desk.callbacks.get(created.id)).state is State.PENDING


async def test_twenty_agents_at_once_never_call_the_same_person_at_the_same_time(
    desk: ServiceDesk, pool: DatabasePool
) -> None:
    phones = [f"+86138{number:08}" for number in range(60)]
    for reason in (Reason.MISSED_CALL, Reason.REQUESTED):
        for phone in phones:
            await desk.callbacks.create(Cause(reason, NOON, phone))
    calling: Counter[str] = Counter()
    called: Counter[int] = Counter()

    async def work(agent: str) -> None:
        while (mine := await desk.callbacks.claim_next(agent, NOON)) is not None:
            calling[mine.phone] += 1
            called[mine.id] += 1
            assert calling[mine.phone] == 1
            await asyncio.sleep(0.001)
            calling[mine.phone] -= 1
            await desk.callbacks.change(
                mine.id, lambda known: settled_by_word(known, State.CANCELLED, agent, "test", NOON)
            )

    await asyncio.gather(*(work(f"agent {n}") for n in range(20)))
    assert len(called) == 120
    assert set(called.values()) == {1}
    async with session(pool) as connection:
        assert await connection.fetchval("select count(*) from callbacks where state <> 'cancelled'") == 0
