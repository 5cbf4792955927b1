"""A workman who is called hears of the work; key 1 accepts it, anything else is an attempt."""

from collections.abc import Callable

from kit.database.pool import DatabasePool, session
from tests.integration.agi.site import NOW, Hotline
from ticketing.tickets.states import Action
from ticketing.tickets.ticket import Asked, Source, Ticket
from ticketing.work_links.call import Outcome, WorkCall
from ticketing.work_links.call_store import calls_of
from ticketing.work_links.link import Way
from ticketing.work_links.store import links_of
from ticketing.workflows.calling_workmen import WorkmenCalls
from ticketing.workflows.service_desk import ServiceDesk
from ticketing.workflows.working import make_work_link

CHANNEL = "thirdring-work-0123456789abcdef"
PRESSED, SILENT = "200 result=49 endpos=800", "200 result=0 endpos=800"
Makes = Callable[..., Hotline]


async def called(desk: ServiceDesk, pool: DatabasePool) -> str:
    """The ticket about which somebody is called."""
    ticket = await desk.tickets.open(Ticket("", NOW, Source.HAND, category="repair"), "dispatcher")
    asked = Asked("dispatcher", NOW, ticket.version, assignee="zhang")
    await desk.tickets.act(ticket.number, Action.DISPATCH, asked)
    async with session(pool) as connection:
        link, _ = await make_work_link(connection, desk, ticket.number, "thirdring", NOW, Way.WECOM)
    call = WorkCall(id=0, ticket=ticket.number, link=link.id, who="zhang", channel=CHANNEL, called_at_us=NOW)
    assert await WorkmenCalls(pool, desk).begin(call) is not None
    return ticket.number


async def became(pool: DatabasePool, number: str) -> tuple[str, bool, bool]:
    """What came of the call; whether it was answered, and the work accepted."""
    async with session(pool) as connection:
        [call], [link] = await calls_of(connection, number), await links_of(connection, number)
    return call.outcome, call.answered_at_us is not None, link.accepted_at_us is not None


async def test_key_1_accepts_the_work(desk: ServiceDesk, pool: DatabasePool, hotline: Makes) -> None:
    number = await called(desk, pool)
    played = await hotline().call("work", linkedid=CHANNEL, answers={'STREAM FILE "thirdring/work"': PRESSED})
    assert played.variables == {"TR_RESULT": "accepted"}
    assert "thirdring/work-accepted" in played.commands[-1]
    assert await became(pool, number) == (Outcome.ACCEPTED, True, True)


async def test_whoever_presses_nothing_or_hangs_up_has_accepted_nothing(
    desk: ServiceDesk, pool: DatabasePool, hotline: Makes
) -> None:
    number = await called(desk, pool)
    await hotline().call("work", linkedid=CHANNEL, answers={"STREAM FILE": SILENT, "WAIT FOR DIGIT": "200 result=0"})
    assert await became(pool, number) == (Outcome.NO_KEY, True, False)


async def test_whoever_hangs_up_during_the_announcement_has_accepted_nothing(
    desk: ServiceDesk, pool: DatabasePool, hotline: Makes
) -> None:
    number, site = await called(desk, pool), hotline()
    await site.call("work", linkedid=CHANNEL, answers={"STREAM FILE": "HANGUP\n200 result=-1"})
    assert await site.ended("work", "hung_up")
    assert await became(pool, number) == (Outcome.NO_KEY, True, False)


async def test_a_call_that_the_service_did_not_make_accepts_nothing(
    desk: ServiceDesk, pool: DatabasePool, hotline: Makes
) -> None:
    number = await called(desk, pool)
    played = await hotline().call("work", linkedid="1764040000.7", answers={"STREAM FILE": PRESSED})
    assert "thirdring/work-too-late" in played.commands[-1]
    assert await became(pool, number) == ("", False, False)
