"""What the desk does with each piece of news of a call."""

from collections.abc import Sequence
from typing import Any

from telephony.facts import Call, FactKind
from tests.unit.ticketing.calls import facts, inbound, outbound
from ticketing.callbacks.callback import Callback, Reason
from ticketing.callbacks.merging import Cause
from ticketing.callbacks.sightings import Numbering, Sighting
from ticketing.households.household import Part, Place
from ticketing.households.lookup import Match
from ticketing.notices import Answered, Arrived, NoticeHandler, Opened, notice, of_hotline

NOON = 1_764_043_200_000_000
NUMBERING = Numbering("CN", "021")
ZHANG = "+8613800138000"
FIRST = Match(3, Place("Garden", "3", "2", "1201"), "张三", Part.OWNER, None, False, None)
SECOND = FIRST._replace(household=4, name="张小")


class Office:
    """Tickets, callbacks and households that remember what they were asked."""

    """`known`: the call has its ticket, with its number, when it ends."""

    def __init__(self, new: bool = True, found: Sequence[Match] = (FIRST, SECOND), known: bool = False) -> None:
        self.told: list[tuple[Any, ...]] = []
        self._new, self._found, self._known = new, found, known

    async def known(self, arrived: Arrived) -> Opened | None:
        return Opened("20261125-0007", new=False) if self._known else None

    async def find(self, number: str) -> Sequence[Match]:
        self.told.append(("find", number))
        return self._found

    async def open_for(self, arrived: Arrived, match: Match | None) -> Opened:
        self.told.append(("open", arrived.linkedid, match and match.household))
        return Opened("20261125-0001", self._new)

    async def take(self, answered: Answered) -> None:
        self.told.append(("take", answered.agent, answered.at_us - NOON))

    async def after_call(self, seen: Sighting, cause: Cause | None) -> Sequence[Callback]:
        self.told.append(("after", seen.number, cause))
        return [Callback(7, Reason.MISSED_CALL, ZHANG, NOON, NOON, NOON)]

    @property
    def did(self) -> list[str]:
        return [one[0] for one in self.told]


async def told(office: Office, call: Call, kind: FactKind = FactKind.CALL_ENDED) -> list[int]:
    """The callbacks that changed."""
    (fact,) = [fact for fact in facts(call) if fact.kind is kind]
    news = notice(fact, NUMBERING)
    assert news is not None
    return [one.id for one in await NoticeHandler(office, office, office).carry_out(news)]


ANSWERED = inbound("1", NOON, "13800138000", 30)
MISSED = inbound("2", NOON, "13800138000", None)


async def test_a_call_that_arrives_has_a_ticket_of_the_likeliest_household() -> None:
    office = Office()
    assert await told(office, ANSWERED, FactKind.CALL_ARRIVED) == []
    assert office.told == [("find", ZHANG), ("open", "1", 3)]


async def test_a_caller_whom_nobody_knows_or_who_withholds_has_one_of_no_household() -> None:
    office = Office(found=())
    await told(office, ANSWERED, FactKind.CALL_ARRIVED)
    assert office.told == [("find", ZHANG), ("open", "1", None)]
    withheld = Office()
    await told(withheld, inbound("3", NOON, "anonymous", 30), FactKind.CALL_ARRIVED)
    assert withheld.told == [("open", "3", None)]


async def test_whoever_asks_while_it_rings_is_told_ticket_and_household() -> None:
    office = Office()
    handler = NoticeHandler(office, office, office)
    assert await handler.arrived(Arrived("main", "1", NOON, ZHANG)) == ("20261125-0001", FIRST)


async def test_who_answers_has_the_ticket() -> None:
    office = Office()
    assert await told(office, ANSWERED, FactKind.CALL_ANSWERED) == []
    assert office.told == [("take", "1001", 8_000_000)]


async def test_a_missed_call_is_the_cause_of_a_callback() -> None:
    office = Office()
    assert await told(office, MISSED) == [7]
    cause = Cause(Reason.MISSED_CALL, NOON + 20_000_000, ZHANG, 3, "20261125-0001")
    assert office.told[-1] == ("after", ZHANG, cause)


async def test_a_missed_call_of_an_unknown_household_is_one_of_the_number() -> None:
    office = Office(found=())
    await told(office, MISSED)
    assert office.told[-1][2].household is None


async def test_who_withholds_their_number_cannot_be_called_back() -> None:
    office = Office()
    await told(office, inbound("3", NOON, "anonymous", None))
    assert office.told[-1] == ("after", "", None)


async def test_an_answered_call_is_the_cause_of_nothing() -> None:
    office = Office(new=False)
    await told(office, ANSWERED)
    assert office.told == [("find", ZHANG), ("open", "1", 3), ("after", ZHANG, None)]


async def test_of_a_call_that_has_its_ticket_nothing_is_looked_up_when_it_ends() -> None:
    office = Office(known=True)
    await told(office, ANSWERED)
    assert office.told == [("after", ZHANG, None)]


async def test_a_missed_call_that_has_its_ticket_is_a_cause_with_ticket_and_household() -> None:
    office = Office(known=True)
    await told(office, MISSED)
    cause = Cause(Reason.MISSED_CALL, NOON + 20_000_000, ZHANG, 3, "20261125-0007")
    assert office.told == [("find", ZHANG), ("after", ZHANG, cause)]


async def test_a_ticket_that_is_opened_only_when_the_call_has_ended_is_theirs_who_answered() -> None:
    office = Office(new=True)
    await told(office, ANSWERED)
    assert office.did == ["find", "open", "take", "after"]
    missed = Office(new=True)
    await told(missed, MISSED)
    assert missed.did == ["find", "open", "after"]


async def test_an_outbound_call_opens_no_ticket_and_may_settle_callbacks() -> None:
    office = Office()
    assert await told(office, outbound("4", NOON, "13800138000", 30)) == [7]
    assert office.told == [("after", ZHANG, None)]


def test_a_call_is_the_hotlines_if_it_comes_from_outside_to_one() -> None:
    assert of_hotline(ANSWERED)
    assert not of_hotline(inbound("5", NOON, "13800138000", 30, hotline=None))
    assert not of_hotline(outbound("6", NOON, "13800138000", 30, hotline="service"))


def test_a_call_that_somebody_unknown_answered_is_no_news_of_an_answer() -> None:
    call = inbound("7", NOON, "13800138000", 30)
    call.agent = None
    assert notice(facts(call)[1], NUMBERING) is None
    assert notice(facts(outbound("8", NOON, "13800138000", 30))[1], NUMBERING) is None


def test_a_call_ends_when_it_ended_and_else_when_that_was_told() -> None:
    call = inbound("9", NOON, "13800138000", 30)
    ended = notice(facts(call)[-1], NUMBERING)
    assert ended is not None
    assert getattr(ended, "ended_at_us", None) == NOON + 38_000_000
    fact = facts(call)[-1]._replace(at_us=NOON + 5)
    call.ended_at_us = None
    assert getattr(notice(fact, NUMBERING), "ended_at_us", None) == NOON + 5


async def test_a_ticket_that_is_opened_late_is_nobodys_where_it_is_not_known_who_answered_or_when() -> None:
    for changes in ({"agent": None}, {"answered_at_us": None}):
        office = Office(new=True)
        await told(office, inbound("1", NOON, "13800138000", 30, **changes))
        assert office.did == ["find", "open", "after"]
