from dataclasses import replace
from typing import Any

import pytest

from kit.refusals import RefusedError
from telephony.facts import Call, Direction, Disposition, Measurement
from tests.unit.ticketing.calls import inbound, outbound
from ticketing.callbacks.proof import spoken_to
from ticketing.callbacks.sightings import Numbering, sighting
from ticketing.clocks.pauses import Pause, PauseReason
from ticketing.tickets.amendments import amend, merge, split
from ticketing.tickets.short_calls import became_short, ended
from ticketing.tickets.states import Status
from ticketing.tickets.ticket import THE_HOTLINE, Asked, Source, Ticket

NOON, SECOND = 1_764_043_200_000_000, 1_000_000
TICKET = Ticket("20261125-0001", NOON, Source.CALL)
SHORT = replace(TICKET, category="short_call")
ASKED = Asked(THE_HOTLINE, NOON + 3 * SECOND, 1)
NUMBERING = Numbering("CN", "021")


def test_the_ticket_of_a_short_call_has_a_category_of_its_own_and_stays_open() -> None:
    changed = became_short(TICKET, ASKED, "other")
    assert changed is not None
    assert (changed.ticket.category, changed.ticket.status, changed.ticket.version) == ("short_call", "open", 2)
    assert (changed.change.who, changed.change.what) == ("hotline", "short call")
    hard = became_short(replace(TICKET, difficult=True), ASKED, "other")
    assert hard is not None
    assert not hard.ticket.difficult


@pytest.mark.parametrize(
    "touched",
    [{"assignee": "1001"}, {"trade": "plumbing"}, {"title": "tap"}, {"category": "repair"}, {"status": Status.CLOSED}],
    ids=str,
)
def test_a_ticket_that_somebody_has_or_has_described_stays_what_it_is(touched: dict[str, Any]) -> None:
    assert became_short(replace(TICKET, **touched), ASKED, "other") is None


def test_it_ends_in_one_step_and_its_pause_with_it() -> None:
    paused = replace(SHORT, status=Status.DISPATCHED, pauses=(Pause(NOON, None, PauseReason.WAITING_FOR_OWNER),))
    changed = ended(paused, ASKED, "got through: main/2")
    assert changed is not None
    after = changed.ticket
    assert (after.status, after.resolved_at_us, after.closed_at_us) == ("closed", ASKED.at_us, ASKED.at_us)
    assert after.pauses[-1].until_us == ASKED.at_us
    assert (after.version, after.responded_at_us) == (2, ASKED.at_us)
    assert (changed.change.from_status, changed.change.to_status) == ("dispatched", "closed")
    assert changed.change.what == "got through: main/2"


@pytest.mark.parametrize(
    "other", [TICKET, replace(SHORT, status=Status.CLOSED), replace(SHORT, status=Status.CANCELLED)]
)
def test_no_other_ticket_ends_by_itself(other: Ticket) -> None:
    assert ended(other, ASKED, "got through") is None


def test_nobody_hides_a_problem_among_short_calls() -> None:
    with pytest.raises(RefusedError, match="only a call itself"):
        amend(TICKET, ASKED, {"category": "short_call"})
    with pytest.raises(RefusedError, match="takes no other ticket in"):
        merge(TICKET, replace(SHORT, number="20261125-0002"), ASKED)
    with pytest.raises(RefusedError, match="a category of its own"):
        split(SHORT, "20261125-0003", ASKED, {"title": "tap"})


def test_a_short_call_can_be_described_split_by_category_and_merged() -> None:
    assert amend(SHORT, ASKED, {"category": "short_call", "title": "hung up"}).ticket.title == "hung up"
    assert amend(SHORT, ASKED, {"category": "repair"}).ticket.category == "repair"
    assert split(SHORT, "20261125-0003", ASKED, {"category": "repair"})[1].ticket.category == "repair"
    assert merge(SHORT, replace(TICKET, number="20261125-0002"), ASKED)[0].ticket.merged_into == "20261125-0002"


@pytest.mark.parametrize(
    ("fields", "seconds"),
    [
        ({"alerted_at_us": NOON + 2 * SECOND, "ring_ended_at_us": NOON + 5 * SECOND}, 3),
        ({"ended_at_us": NOON + 4 * SECOND}, 4),
        ({"disposition": Disposition.TIMEOUT}, None),
        ({"measurement": Measurement.ESTIMATED}, None),
    ],
    ids=["rang", "nothing rang", "the switch gave up", "nobody knows"],
)
def test_how_soon_a_caller_hung_up_counts_from_the_first_ring(fields: dict[str, object], seconds: int | None) -> None:
    seen = sighting(inbound("1", NOON, "13800138000", None, **fields), NUMBERING)
    assert seen.gave_up_after_us == (None if seconds is None else seconds * SECOND)


@pytest.mark.parametrize(
    ("call", "spoken"),
    [
        (inbound("1", NOON, "13800138000", 5), True),
        (inbound("1", NOON, "13800138000", 4.9), False),
        (inbound("1", NOON, "13800138000", None), False),
        (inbound("1", NOON, "", 30), False),
        (inbound("1", NOON, "1002", 30, direction=Direction.INTERNAL), False),
        (outbound("1", NOON, "13800138000", 5), True),
        (outbound("1", NOON, "13800138000", 30, variables={"TR_AMD": "MACHINE"}), False),
        (outbound("1", NOON, "13800138000", None), False),
    ],
)
def test_somebody_is_spoken_to_by_a_call_that_connects_for_long_enough(call: Call, spoken: bool) -> None:
    assert spoken_to(sighting(call, NUMBERING), 5 * SECOND) is spoken


def test_the_first_answer_stays_the_first_when_a_short_call_ends() -> None:
    changed = ended(replace(SHORT, responded_at_us=NOON + SECOND), ASKED, "got through")
    assert changed is not None
    assert changed.ticket.responded_at_us == NOON + SECOND


def test_what_was_told_of_before_it_began_ends_it_as_it_begins() -> None:
    began = replace(SHORT, clock_from_us=ASKED.at_us + 7)
    changed = ended(began, ASKED, "got through")
    assert changed is not None
    assert (changed.ticket.resolved_at_us, changed.ticket.closed_at_us) == (ASKED.at_us + 7, ASKED.at_us + 7)
    assert changed.change.at_us == ASKED.at_us + 7
