"""The desk's figures, from what is stored."""

from dataclasses import replace
from datetime import date

import pytest
from prometheus_client import CollectorRegistry

from kit.database.instants import stored
from kit.database.pool import DatabasePool, session
from kit.instants import HOUR_US, MINUTE_US
from metrics.prometheus.desk_counts import DeskCounts
from metrics.prometheus.desk_figures import CallbackCount, TicketCount
from metrics.prometheus.desk_look import desk_figures
from tests.unit.ticketing.calls import facts, inbound, outbound
from tests.unit.ticketing.moments import SHANGHAI, at
from ticketing.callbacks.callback import AttemptOutcome, CallbackAttempt, Reason
from ticketing.callbacks.merging import Cause
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.disclosure import Rule
from ticketing.duties.store import DutyStore
from ticketing.http.disclosures import STATEMENTS as DISCLOSURES
from ticketing.news import News
from ticketing.notices import notice
from ticketing.site_rules import SiteRules
from ticketing.tickets.changes import Changed, recorded
from ticketing.tickets.complaint import Complaint
from ticketing.tickets.procedures import StepDone
from ticketing.tickets.states import Action
from ticketing.tickets.ticket import Asked, Source, Ticket
from ticketing.workflows.service_desk import ServiceDesk

NOON = at("2026-11-25 12:00")
YESTERDAY = date(2026, 11, 24)
RULES = SiteRules(Site(SHANGHAI, Workdays()), since=date(2025, 1, 1))
PHONE = "+8613800138000"


def duties(due: int = 0, done: int = 0, missed: int = 0) -> dict[tuple[str, ...], int]:
    return {("due",): due, ("done",): done, ("missed",): missed}


class Counts(DeskCounts):
    """Keeps what it is told, one by one."""

    def __init__(self) -> None:
        super().__init__(CollectorRegistry(), ())
        self.changes: list[tuple[Ticket, Ticket]] = []
        self.attempts: list[tuple[Reason, AttemptOutcome]] = []
        self.shown: list[Rule] = []

    def changed(self, before: Ticket, after: Ticket) -> None:
        self.changes.append((before, after))

    def tried(self, reason: Reason, attempt: CallbackAttempt) -> None:
        self.attempts.append((reason, attempt.outcome))

    def disclosed(self, rule: Rule) -> None:
        self.shown.append(rule)


@pytest.fixture
def counts() -> Counts:
    return Counts()


@pytest.fixture
def desk(pool: DatabasePool, counts: Counts) -> ServiceDesk:
    return ServiceDesk(pool, RULES, News(counts.hear), counts.disclosed)


async def opened(desk: ServiceDesk, category: str, at_us: int = NOON) -> Ticket:
    return await desk.tickets.open(Ticket("", at_us, Source.HAND, category, title="x", phone=PHONE), "li")


async def with_fields(desk: ServiceDesk, number: str, **fields: object) -> Ticket:
    def decide(ticket: Ticket) -> Changed:
        after = replace(ticket, version=ticket.version + 1, **fields)  # type: ignore[arg-type]  # whichever field
        return Changed(after, recorded(ticket, after, Asked("li", NOON, ticket.version), "amended"))

    return await desk.tickets.change(number, decide)


async def resolved(desk: ServiceDesk, category: str, at_us: int) -> Ticket:
    ticket = await opened(desk, category)
    return await desk.tickets.act(ticket.number, Action.RESOLVE, Asked("li", at_us, ticket.version, resolution="done"))


async def test_tickets_by_category_and_status_with_what_is_due_soon_and_overdue(
    pool: DatabasePool, desk: ServiceDesk
) -> None:
    """A fee is due by midnight."""
    await opened(desk, "fees")
    await opened(desk, "fees", NOON + 24 * HOUR_US)
    await resolved(desk, "enquiry", NOON)
    cancelled = await opened(desk, "fees")
    await desk.tickets.act(cancelled.number, Action.CANCEL, Asked("li", NOON, cancelled.version, "twice"))
    for hour, overdue, soon in [(0, 0, 0), (11, 0, 1), (12, 1, 0)]:
        async with session(pool) as connection:
            found = await desk_figures(connection, RULES, NOON + hour * HOUR_US)
        assert sorted(found.tickets) == [
            TicketCount("enquiry", "resolved", 1),
            TicketCount("fees", "open", 2, overdue, soon),
        ]


async def test_a_complaint_without_its_first_answer_is_overdue_after_a_day(
    pool: DatabasePool, desk: ServiceDesk
) -> None:
    await opened(desk, "complaint")
    answered = await opened(desk, "complaint")
    await with_fields(desk, answered.number, complaint=Complaint(response="sorry", responded_at_us=NOON))
    async with session(pool) as connection:
        assert (await desk_figures(connection, RULES, NOON + 24 * HOUR_US - 1)).counted["complaints_overdue"] == {(): 0}
        assert (await desk_figures(connection, RULES, NOON + 24 * HOUR_US)).counted["complaints_overdue"] == {(): 1}


async def test_an_incident_is_without_report_until_it_is_written_and_sent(
    pool: DatabasePool, desk: ServiceDesk
) -> None:
    ticket = await opened(desk, "major_incident")
    await opened(desk, "repair")
    async with session(pool) as connection:
        assert (await desk_figures(connection, RULES, NOON)).incidents_without_report == 1
        steps = (StepDone("report", "li", NOON, "a.pdf"), StepDone("sent", "li", NOON, "to the board"))
        await with_fields(desk, ticket.number, steps_done=steps)
        assert (await desk_figures(connection, RULES, NOON)).incidents_without_report == 0


async def test_a_callback_is_overdue_once_it_is_due_and_may_be_made(pool: DatabasePool, desk: ServiceDesk) -> None:
    """Due within half an hour; who did not answer is tried again two hours later."""
    created = await desk.callbacks.create(Cause(Reason.MISSED_CALL, NOON, PHONE))
    nobody = outbound("1", NOON + 40 * MINUTE_US, "013800138000", None)

    async def found(minutes: int) -> list[CallbackCount]:
        async with session(pool) as connection:
            return list((await desk_figures(connection, RULES, NOON + minutes * MINUTE_US)).callbacks)

    assert await found(29) == [CallbackCount("missed_call", "pending", 1, 0)]
    assert await found(30) == [CallbackCount("missed_call", "pending", 1, 1)]
    await desk.callbacks.claim(created.callback.id, "1001", NOON + 31 * MINUTE_US)
    assert await found(31) == [CallbackCount("missed_call", "calling", 1, 1)]
    for fact in facts(nobody):
        news = notice(fact, RULES.numbering)
        if news is not None:
            await desk.notices.carry_out(news)
    assert await found(60) == [CallbackCount("missed_call", "pending", 1, 0)]
    assert await found(200) == [CallbackCount("missed_call", "pending", 1, 1)]


async def test_the_day_can_be_reached_until_nobody_is_called_any_more(pool: DatabasePool, desk: ServiceDesk) -> None:
    await resolved(desk, "repair", NOON)
    async with session(pool) as connection:
        day = (await desk_figures(connection, RULES, NOON + HOUR_US)).day
        assert (day.rate.eligible_count, day.rate.more_by_midnight, day.rate.can_be_met) == (1, 1, True)
        assert day.last_call_us == at("2026-11-25 20:30")
        assert not (await desk_figures(connection, RULES, at("2026-11-25 21:00"))).day.rate.can_be_met


async def test_an_attempt_is_told_once_however_often_its_call_is(desk: ServiceDesk, counts: Counts) -> None:
    await desk.callbacks.create(Cause(Reason.MISSED_CALL, NOON, PHONE))
    for _ in range(2):
        for fact in facts(outbound("1", NOON + MINUTE_US, "013800138000", None)):
            news = notice(fact, RULES.numbering)
            if news is not None:
                await desk.notices.carry_out(news)
    assert counts.attempts == [(Reason.MISSED_CALL, AttemptOutcome.NO_ANSWER)]


async def test_what_is_refused_is_told_to_nobody(desk: ServiceDesk, counts: Counts) -> None:
    ticket = await opened(desk, "repair")
    with pytest.raises(Exception, match="version"):
        await desk.tickets.act(ticket.number, Action.RESOLVE, Asked("li", NOON, 9, resolution="done"))
    assert counts.changes == []
    await desk.tickets.act(ticket.number, Action.RESOLVE, Asked("li", NOON, 1, resolution="done"))
    assert [(one.resolved_at_us, two.resolved_at_us) for one, two in counts.changes] == [(None, NOON)]


async def test_an_unanswered_inbound_call_is_no_attempt(desk: ServiceDesk, counts: Counts) -> None:
    for fact in facts(inbound("1", NOON, "13800138000", None)):
        news = notice(fact, RULES.numbering)
        if news is not None:
            await desk.notices.carry_out(news)
    assert counts.attempts == []


async def test_duties_are_due_done_or_missed_since_midnight(pool: DatabasePool) -> None:
    """Two patrols and an inspection a workday; beside them training, meeting and an inspection of the week are due."""
    store, tomorrow = DutyStore(pool, RULES), NOON + 24 * HOUR_US
    async with session(pool) as connection:
        await connection.execute("update desk set born_at = $1", stored(NOON))
        await store.make(NOON)
        assert (await desk_figures(connection, RULES, NOON)).counted["duties"] == duties(due=6)
        done = "update duties set done_at = $1, done_by = 'li' where kind in ('training', 'patrol')"
        await connection.execute(done, stored(NOON))
        assert (await desk_figures(connection, RULES, NOON)).counted["duties"] == duties(due=3, done=3)
        await store.make(tomorrow)
        assert (await desk_figures(connection, RULES, tomorrow)).counted["duties"] == duties(due=5, done=1, missed=1)
        after = at("2026-11-27 12:00")
        assert (await desk_figures(connection, RULES, after)).counted["duties"]["missed",] == 3


async def test_who_has_used_up_the_numbers_of_today_is_counted(pool: DatabasePool) -> None:
    """What does not count, what was yesterday, and one less than the limit do not."""
    rules, today = replace(RULES, numbers_per_day=2, lookups_per_day=3), date(2026, 11, 25)
    shown = [("li", 2, True, today), ("wang", 1, True, today), ("boss", 5, False, today), ("old", 2, True, YESTERDAY)]
    async with session(pool) as connection:
        for who, count, counted, day in shown:
            for number in range(count):
                values = (who, f"ticket {number}", "10086", "reason", counted, day)
                await connection.execute(DISCLOSURES["disclose"], *values)
        for who, count, day in (("li", 3, today), ("wang", 4, today), ("boss", 2, today), ("old", 3, YESTERDAY)):
            for number in range(count):
                await connection.execute(DISCLOSURES["look_up"], who, day, f"1008{number}")
        assert (await desk_figures(connection, rules, NOON)).counted["disclosures_used_up"] == {
            ("shown",): 1,
            ("looked_up",): 2,
        }
